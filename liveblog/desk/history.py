"""A post's life: every act with who, when, its note, and what changed by it, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from liveblog import markup
from liveblog.desk.comparing import Difference, Piece, compared
from liveblog.desk.finding import of_visible_blog, post_or_404
from liveblog.desk.people import named
from liveblog.desk.screen import page
from liveblog.desk.sightings import news_of
from liveblog.models import Blog, Post, Revision
from liveblog.permissions import access, may_use_newsroom

ACTS_SHOWN = 100


@dataclass(frozen=True)
class Act:
    revision: Revision
    who: str
    differences: list[Difference]


@require_safe
@access(may_use_newsroom)
@of_visible_blog
def desk_history(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    post = post_or_404(request, blog, public_id)
    acts = acts_on(post)
    return page(
        request,
        blog,
        "history",
        title="History",
        post=post,
        acts=acts[:ACTS_SHOWN],
        has_more=len(acts) > ACTS_SHOWN,
        news=news_of(post),
        before=request.GET.get("before", ""),
    )


def acts_on(post: Post) -> list[Act]:
    """The newest first, and one more than is shown, to know whether there are more."""
    revisions = post.revisions.select_related("made_by").newest_first()
    # What the last one shown is compared with stands beyond it, where there is one.
    found = list(revisions[: ACTS_SHOWN + 2])
    acts = [
        Act(after, named(after.made_by), differences(before.content, after.content))
        for after, before in pairwise(found)
    ]
    if found and len(found) < ACTS_SHOWN + 2:
        first = found[-1]
        acts.append(Act(first, named(first.made_by), list(_at_first(first.content))))
    return acts


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """What `after` says otherwise than `before`, in the order of a sheet."""
    old, new = told(before), told(after)
    return [
        Difference(label, list(compared(old.get(label, ""), words)))
        for label, words in new.items()
        if words != old.get(label, "")
    ]


def told(content: dict[str, Any]) -> dict[str, str]:
    """What a revision of a post or an explainer keeps, as colleagues say it, in plain words."""
    said = {
        "Title": content.get("title", ""),
        "Address": content.get("slug", ""),
        "Summary": content.get("summary", ""),
        "Status": content.get("status", "").capitalize(),
        "Time shown": _moment(content.get("published_at")),
        "Headline": content.get("headline", ""),
        "Text": markup.plain(content.get("body", "")),
        "Byline": ", ".join(each["name"] for each in content.get("bylines", [])),
        "Topics": ", ".join(each["name"] for each in content.get("topics", [])),
        "Verification": content.get("verification", "").capitalize(),
        "Key event": _yes(content.get("is_key_event")),
        "Pinned": _yes(content.get("is_pinned")),
        "Published": _yes(content.get("is_published")),
        "Picture": _picture(content.get("photo") or {}),
        "Pictures": "\n".join(_picture(each) for each in content.get("photos", [])),
        "Links and quotes": "\n".join(_quote(each) for each in content.get("embeds", [])),
    }
    explainer = content.get("explainer") or {}
    background = (explainer.get("title"), markup.plain(explainer.get("body", "")))
    return {**said, "Background": _lines(background)}


def _at_first(content: dict[str, Any]) -> Iterator[Difference]:
    """All that it said at first, unmarked: everything was new."""
    for label, words in told(content).items():
        if words:
            yield Difference(label, [Piece("same", words)])


def _picture(photo: dict[str, Any]) -> str:
    caption = markup.plain(photo.get("caption") or "")
    parts = (photo.get("alt_text") or "", caption, photo.get("credit") or "")
    return ". ".join(part.rstrip(".") for part in parts if part)


def _quote(embed: dict[str, Any]) -> str:
    text = markup.plain(embed.get("text") or "")
    names = ("url", "author", "handle", "title")
    day, language = embed.get("posted_on"), embed.get("language")
    facts = (day and f"Posted on {day}", language and f"Language: {language}")
    return _lines((*(embed.get(name) for name in names), text, *facts))


def _lines(parts: tuple[str | None, ...]) -> str:
    return "\n".join(part for part in parts if part)


def _yes(is_so: Any) -> str:
    return "Yes" if is_so else ""


def _moment(iso: str | None) -> str:
    at: datetime | None = parse_datetime(iso) if iso else None
    return date_format(timezone.localtime(at), "H:i:s T, j F Y") if at else ""
