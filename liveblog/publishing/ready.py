"""What a post must have before readers see it."""

from collections.abc import Iterator, Mapping
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils import timezone

from liveblog import markup
from liveblog.embeds.naming import shortened
from liveblog.models import Explainer, Photo, Post
from liveblog.publishing.terms import NotPossible

# What a picture must be given before readers see it, and how that is asked for.
NEEDED = {
    "alt_text": "say what it shows, for anyone who cannot see it",
    "credit": "name its photographer or agency",
}


def require_ready(post: Post, *, pictures: bool = True) -> None:
    """Raise ValidationError saying what is missing, and where; a list, so that one look mends all.

    A picture that is still to come may be announced; one that is here needs its words. Those of
    `pictures` are not asked for of a post that has them from before, and is mended elsewhere.
    """
    problems = []
    if not says_something(post):
        problems.append("Write a headline or a text, or add a picture or a link, then publish.")
    for which, photo in pictures_of(post) if pictures else ():
        problems += lacking(photo, which)
    if post.explainer and post.explainer.published_at is None:
        problems.append(f"The explainer “{post.explainer}” is a draft: publish it first.")
    if problems:
        raise ValidationError(problems)


def says_something(post: Post, *, without: Photo | None = None) -> bool:
    """Whether a reader would find anything in it; `without` one picture, if that were gone."""
    has_words = not (markup.is_blank(post.headline) and markup.is_blank_text(post.body))
    if has_words or post.explainer_id:
        return True
    photos = post.photos.exclude(photo=without) if without else post.photos
    return photos.exists() or any(
        each.url or not markup.is_blank(f"{each.text}{each.title}") for each in post.embeds.all()
    )


def require_ready_to_pin(explainer: Explainer) -> None:
    """Raise NotPossible saying what is missing before it may stand at the top of a story."""
    if explainer.published_at is None:
        raise NotPossible(f"“{explainer}” is a draft: publish it before you pin it.")
    if markup.is_blank_text(explainer.body):
        raise NotPossible(f"“{explainer}” has no text: write it before you pin it.")
    if explainer.photo and (problems := lacking(explainer.photo, _of_explainer(explainer))):
        raise NotPossible(" ".join(problems))


def lacking(photo: Photo, which: str = "The picture") -> list[str]:
    """What `photo`, called `which`, must be given before readers see it."""
    if not photo.file:
        return []
    return [
        f"{which} has no {name.replace('_', ' ')}: {what}."
        for name, what in NEEDED.items()
        if markup.is_blank(getattr(photo, name))
    ]


def missed(photo: Photo, words: Mapping[str, str], *, arrives: bool = False) -> dict[str, str]:
    """What readers would miss if `photo`, as the library has it, said `words`: why, by name.

    Nothing where they do not see it and are not about to, nor what it lacks already; but a picture
    whose file `arrives` has all it needs.
    """
    emptied = [
        name
        for name in NEEDED
        if markup.is_blank(words.get(name, getattr(photo, name)))
        and (arrives or not markup.is_blank(getattr(photo, name)))
    ]
    is_here = arrives or bool(photo.file)
    if not (emptied and is_here and Photo.objects.before_readers().filter(pk=photo.pk).exists()):
        return {}
    return {name: f"Readers have this picture, or soon will: {NEEDED[name]}." for name in emptied}


def warnings(post: Post) -> list[str]:
    """What an editor should know before it appears: of its pictures' rights on that day, and of
    its links. It hinders nothing: who is responsible is the one who presses.
    """
    return [*_licence_warnings(post), *_link_warnings(post)]


def _link_warnings(post: Post) -> Iterator[str]:
    bare = [shortened(embed.url) for embed in post.embeds.all() if embed.is_bare]
    if bare:
        which = "1 link says" if len(bare) == 1 else f"{len(bare)} links say"
        yield f"{which} nothing yet: {', '.join(bare)}. Readers get a plain link."


def _licence_warnings(post: Post) -> Iterator[str]:
    """A licence may have been prolonged by telephone a minute ago; `Photo.objects.run_out()` finds
    what stands nevertheless."""
    day = timezone.localdate()
    if post.status == Post.Status.SCHEDULED and post.published_at:
        day = max(day, timezone.localdate(post.published_at))
    for which, photo in chain(pictures_of(post), _stills(post)):
        for warning in photo.warnings_on(day):
            yield f"{which} ({photo}): {warning[0].lower()}{warning[1:]}"


def pictures_of(post: Post) -> Iterator[tuple[str, Photo]]:
    """Those that the post shows, its explainer's too, each with what an editor calls it."""
    photos = list(post.photos.select_related("photo"))
    for number, shown in enumerate(photos, start=1):
        yield (f"Picture {number}" if len(photos) > 1 else "The picture"), shown.photo
    if post.explainer and post.explainer.photo:
        yield _of_explainer(post.explainer), post.explainer.photo


def _stills(post: Post) -> Iterator[tuple[str, Photo]]:
    """What came with its links, in words of its own."""
    for number, embed in enumerate(post.embeds.select_related("thumbnail"), start=1):
        if embed.thumbnail:
            yield f"The picture of link {number}", embed.thumbnail


def _of_explainer(explainer: Explainer) -> str:
    return f"The picture of the explainer “{explainer}”"
