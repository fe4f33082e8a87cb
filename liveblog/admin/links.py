"""A link pasted into the admin is asked, once, what it says: before anything is locked."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from liveblog.desk import links
from liveblog.embeds.snapshot import Captured, is_same
from liveblog.models import Blog, Embed, Post

_LINKS = 40
# Where one of these is typed, it is a quotation by hand, and nobody is asked.
_WORDS = ("author", "handle", "title", "text", "posted_on", "language", "thumbnail")
_FACTS = ("author", "handle", "title", "text", "posted_on", "language", "aspect_ratio")
# The old link's, not the new one's: empty where the link was changed and they were not.
_OF_THE_LINK = ("title", "language", "posted_on", "thumbnail", "aspect_ratio", "gone_at")
# What is not typed at all.
_OF_THE_CAPTURE = ("raw", "captured_at", "compared_at", "gone_by_hand_at")


class Asked:
    """What the new links of a form say, by their address as it was typed; or why they do not."""

    def __init__(
        self, said: Mapping[str, Any], *, post: Post | None, blog: Blog | None, by: Any
    ) -> None:
        self.captured: dict[str, Captured] = {}
        self.refusals: list[str] = []
        held = {str(row.pk): row.url for row in post.embeds.all()} if post else {}
        for url, answer in links.asked(_new_links(said, held), blog=blog, by=by).items():
            if isinstance(answer, Captured):
                self.captured[url] = answer
            else:
                self.refusals.append(f"{url}: {answer}")


def fill_in(cleaned: dict[str, Any], embed: Embed, captured: Captured) -> None:
    """Let the row say what `captured` says; its link as it is kept, without what tracks."""
    cleaned |= {name: getattr(captured, name) for name in _FACTS}
    cleaned["url"] = captured.url
    cleaned["thumbnail"] = links.picture_of(captured)
    embed.raw, embed.captured_at = captured.raw, captured.captured_at


def let_go(cleaned: dict[str, Any], embed: Embed) -> None:
    """Let nothing of what the old address said stand under the new one.

    Words that were typed, and never captured, stay; so do those that lose their address.
    """
    was_captured = bool(embed.raw or embed.captured_at)
    of_the_link = _OF_THE_LINK if was_captured else ("gone_at",)
    for name in {*of_the_link, *(_FACTS if was_captured and cleaned.get("url") else ())}:
        cleaned[name] = _nothing(name)
    for name in _OF_THE_CAPTURE:
        setattr(embed, name, _nothing(name))


def typed_in(cleaned: Mapping[str, Any], changed: Collection[str]) -> dict[str, Any]:
    """What was typed in this form, beside the address."""
    own = {*_FACTS, *_OF_THE_LINK}
    return {name: cleaned[name] for name in changed if name in own and name in cleaned}


def is_bare(said: Mapping[str, Any]) -> bool:
    """A link, and nothing said of it."""
    return bool(said.get("url")) and not any(said.get(name) for name in _WORDS)


def _nothing(name: str) -> Any:
    field: Any = Embed._meta.get_field(name)
    return field.get_default()


def _new_links(said: Mapping[str, Any], held: Mapping[str, str]) -> Iterator[str]:
    """Those that come alone, and those that stand where the post `held` another."""
    for number in range(_LINKS):
        row = {name: said.get(f"embeds-{number}-{name}", "").strip() for name in ("url", *_WORDS)}
        if said.get(f"embeds-{number}-DELETE"):
            continue
        pk = said.get(f"embeds-{number}-id")
        is_another = bool(row["url"]) and not is_same(row["url"], held.get(pk or "", row["url"]))
        if is_another if pk else is_bare(row):
            yield row["url"]
