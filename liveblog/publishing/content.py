"""What readers could see of a thing, whole, as JSON: what a revision keeps and changes compare.

A field that readers see and that is missing here would change without reaching open pages.
"""

from datetime import date, datetime
from typing import Any

from liveblog.models import Blog, Explainer, Photo, Post

Content = dict[str, Any]

# What the post says, as opposed to where and how it stands; a change here is "updated".
SAYS = ("headline", "body", "photos", "embeds", "explainer")


def says(content: Content) -> Content:
    """What the post says; that an original is gone is said by its provider and not by us."""
    kept = {name: content[name] for name in SAYS}
    return {**kept, "embeds": [{**each, "gone_at": None} for each in kept["embeds"]]}


def of_post(post: Post) -> Content:
    """`post` must come from `PostQuerySet.with_parts()`, or this costs a query a part."""
    return {
        "headline": post.headline,
        "body": post.body,
        "status": post.status,
        "published_at": _iso(post.published_at),
        "bylines": [
            {
                "name": b.contributor.name,
                "slug": b.contributor.slug,
                "role": b.contributor.role,
            }
            for b in post.bylines.all()
        ],
        "topics": [{"name": t.name, "slug": t.slug} for t in post.topics.all()],
        "is_key_event": post.is_key_event,
        "is_pinned": post.pinned_at is not None,
        "verification": post.verification,
        "photos": [{**of_photo(shown.photo), "caption": shown.text} for shown in post.photos.all()],
        "embeds": [
            {
                "url": e.url,
                "provider": e.provider,
                "author": e.author,
                "handle": e.handle,
                "title": e.title,
                "text": e.text,
                "language": e.language,
                "posted_on": _iso(e.posted_on),
                "thumbnail": of_photo(e.thumbnail) if e.thumbnail else None,
                "aspect_ratio": str(e.aspect_ratio) if e.aspect_ratio else None,
                "gone_at": _iso(e.gone_at),
            }
            for e in post.embeds.all()
        ],
        "explainer": of_explainer(post.explainer) if post.explainer else None,
        "corrections": [
            {"kind": c.kind, "text": c.text, "made_at": _iso(c.made_at)}
            for c in post.corrections.all()
        ],
    }


def of_photo(photo: Photo) -> Content:
    return {
        "file": photo.file.name or "",
        "alt_text": photo.alt_text,
        "credit": photo.credit,
    }


def of_explainer(explainer: Explainer) -> Content:
    return {
        "title": explainer.title,
        "slug": explainer.slug,
        "summary": explainer.summary,
        "body": explainer.body,
        "photo": {**of_photo(explainer.photo), "caption": explainer.photo.caption}
        if explainer.photo
        else None,
        "is_published": explainer.published_at is not None,
    }


def of_blog(blog: Blog, moment: datetime) -> Content:
    """The head and the shelf of `blog`, as they stand at `moment`."""
    lead = getattr(blog, "lead", None)
    pins = blog.pins.shown_at(moment).select_related("explainer", "explainer__photo")
    return {
        "head": {
            "title": blog.title,
            "slug": blog.slug,
            "standfirst": blog.standfirst,
            "state": blog.state,
            "is_public": blog.is_public,
            "coverage_started_at": _iso(blog.coverage_started_at),
            "coverage_ended_at": _iso(blog.coverage_ended_at),
            "closing_line": blog.closing_line,
            "lead": {**of_photo(lead.photo), "caption": lead.text} if lead else None,
        },
        "shelf": [{**of_explainer(p.explainer), "is_open": p.is_open} for p in pins],
        # These are printed in every post: a change here is a change of them all.
        "clock": {"time_zone": blog.time_zone, "language": blog.language},
    }


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None
