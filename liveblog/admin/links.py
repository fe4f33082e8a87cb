"""A link pasted into the admin is asked, once, what it says: before anything is locked."""

from collections.abc import Iterator, Mapping
from typing import Any

from liveblog.desk.links import captured_with_picture
from liveblog.embeds.errors import NotCaptured
from liveblog.embeds.fetch import in_time
from liveblog.embeds.snapshot import Captured
from liveblog.models import Blog

_LINKS = 40
# Where one of these is typed, it is a quotation by hand, and nobody is asked.
_WORDS = ("author", "handle", "title", "text", "posted_on", "language", "thumbnail")
_FACTS = ("author", "handle", "title", "text", "posted_on", "language", "aspect_ratio")


class Asked:
    """What the new links of a form say, by their address as it was typed; or why they do not."""

    def __init__(self, said: Mapping[str, Any], *, blog: Blog | None, by: Any) -> None:
        self.captured: dict[str, Captured] = {}
        self.refusals: list[str] = []
        until = in_time()  # for all: a page is not waited for longer than one link is
        for url in dict.fromkeys(_bare_links(said)):
            try:
                self.captured[url] = captured_with_picture(url, until=until, blog=blog, by=by)
            except NotCaptured as refused:
                self.refusals.append(f"{url}: {refused}")


def fill_in(cleaned: dict[str, Any], embed: Any, captured: Captured) -> None:
    """Let the row say what `captured` says; its link as it is kept, without what tracks."""
    cleaned |= {name: getattr(captured, name) for name in _FACTS}
    cleaned["url"] = captured.url
    embed.raw, embed.captured_at = captured.raw, captured.captured_at
    embed.thumbnail_id = captured.thumbnail_id


def is_bare(said: Mapping[str, Any]) -> bool:
    """A link, and nothing said of it."""
    return bool(said.get("url")) and not any(said.get(name) for name in _WORDS)


def _bare_links(said: Mapping[str, Any]) -> Iterator[str]:
    for number in range(_LINKS):
        row = {name: said.get(f"embeds-{number}-{name}", "").strip() for name in ("url", *_WORDS)}
        is_new = not said.get(f"embeds-{number}-id") and not said.get(f"embeds-{number}-DELETE")
        if is_new and is_bare(row):
            yield row["url"]
