"""What a post must have before readers see it."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone

from liveblog.models import Post


def require_ready(post: Post) -> None:
    """Raise ValidationError saying what is missing, and where; a list, so that one look mends all.

    A picture that is still to come may be announced; one that is here needs its words.
    """
    problems = []
    photos = list(post.photos.select_related("photo"))
    says_something = post.headline.strip() or post.body.strip() or post.explainer_id or photos
    if not says_something and not post.embeds.exists():
        problems.append("Write a headline or a text, or add a picture or a link, then publish.")
    for number, shown in enumerate(photos, start=1):
        if not shown.photo.file:
            continue
        which = f"Picture {number}" if len(photos) > 1 else "The picture"
        if not shown.photo.alt_text.strip():
            problems.append(f"{which} has no alt text: say what it shows, for who cannot see it.")
        if not shown.photo.credit.strip():
            problems.append(f"{which} has no credit: name its photographer or agency.")
    if post.explainer and post.explainer.published_at is None:
        problems.append(f"The explainer “{post.explainer}” is a draft: publish it first.")
    if problems:
        raise ValidationError(problems)


def licence_warnings(post: Post) -> list[str]:
    """What an editor should know of its pictures' rights on the day it appears.

    It hinders nothing: a licence may have been prolonged by telephone a minute ago, and who is
    responsible is the one who presses. `Photo.objects.run_out()` finds what stands nevertheless.
    """
    return list(_licence_warnings(post))


def _licence_warnings(post: Post) -> Iterator[str]:
    day = timezone.localdate()
    if post.status == Post.Status.SCHEDULED and post.published_at:
        day = max(day, timezone.localdate(post.published_at))
    photos = list(post.photos.select_related("photo"))
    for number, shown in enumerate(photos, start=1):
        if warning := shown.photo.licence_warning_on(day):
            which = f"Picture {number}" if len(photos) > 1 else "The picture"
            yield f"{which} ({shown.photo}): {warning[0].lower()}{warning[1:]}"
