"""What became of a quoted original: noted beside what it said, which stays as it is."""

from typing import Any

from django.utils import timezone

from liveblog.embeds.originals import said_otherwise
from liveblog.models import Blog, Embed, Sighting
from liveblog.publishing.change import change
from liveblog.publishing.terms import User

_ACTS = {
    Sighting.Kind.GONE: "original found gone",
    Sighting.Kind.BACK: "original found again",
}


def note_original(embed: Embed, *, by: User, raw: dict[str, Any] | None) -> Sighting | None:
    """Note that the original answered `raw`, or is gone (None); nothing where that is not news.

    Readers are told of what is gone, and no longer told of what is back; where that says something
    else than before it went, that is noted too. Where a colleague took a mark back, they are not
    told again until the original was there in between. That it was asked, and when, is for the
    desk: no reader's page is made anew by that.
    """
    embed.compared_at = timezone.now()
    Embed._base_manager.filter(pk=embed.pk, url=embed.url).update(compared_at=embed.compared_at)
    kind, blog = _news(embed, raw), Blog.objects.filter(posts=embed.post_id).first()
    if kind is None or blog is None:
        return None
    with change(by=by, act=_ACTS.get(kind, "original looked at"), blogs=[blog]):
        fresh = Embed.objects.filter(pk=embed.pk).first()
        # Asked again under the lock: another look may have noted it, an edit taken it out.
        kind = _news(fresh, raw) if fresh and fresh.url == embed.url else None
        if fresh is None or kind is None:
            return None
        if kind in _ACTS:
            fresh.gone_at = timezone.now() if kind == Sighting.Kind.GONE else None
            fresh.save(update_fields=["gone_at"])
            embed.gone_at = fresh.gone_at
        before = _last_answer(fresh) if kind == Sighting.Kind.BACK else {}
        noted = Sighting.objects.create(embed=fresh, kind=kind, raw=raw or {})
        if raw and before and said_otherwise(before, raw, fresh.url):
            Sighting.objects.create(embed=fresh, kind=Sighting.Kind.CHANGED, raw=raw)
        return noted


def _last_answer(embed: Embed) -> dict[str, Any]:
    """What its source said when it said anything last."""
    latest = embed.sightings.exclude(kind=Sighting.Kind.GONE).newest_first().first()
    return dict(latest.raw if latest else embed.raw)


def _news(embed: Embed, raw: dict[str, Any] | None) -> Sighting.Kind | None:
    latest = embed.sightings.newest_first().first()
    was_noted_gone = latest is not None and latest.kind == Sighting.Kind.GONE
    # An editor has said otherwise since, and may know better than what a machine is answered.
    is_by_hand = embed.says_by_hand_since(latest)
    if raw is None:
        is_told = embed.gone_at or (was_noted_gone and is_by_hand)
        return None if is_told else Sighting.Kind.GONE
    if embed.gone_at and (is_by_hand or not was_noted_gone):
        return None
    if was_noted_gone:
        return Sighting.Kind.BACK
    before = latest.raw if latest else embed.raw
    if not before:  # Typed by hand: there was no answer yet to differ from.
        return Sighting.Kind.FOUND
    return Sighting.Kind.CHANGED if said_otherwise(before, raw, embed.url) else None
