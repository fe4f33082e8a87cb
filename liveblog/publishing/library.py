"""What many posts and blogs share: photos, explainers, contributors, topics."""

from collections.abc import Mapping
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from liveblog import markup
from liveblog.models import Blog, Contributor, Embed, Explainer, Photo, Post, Topic
from liveblog.photos import geometry, storage
from liveblog.publishing.change import change
from liveblog.publishing.holding import refuse_withdrawn
from liveblog.publishing.posts import create, publish
from liveblog.publishing.ready import NEEDED, lacking, missed
from liveblog.publishing.terms import EDITED, NotPossible, User, account

# What of a photo is the picture's own, and not said of it.
_OF_THE_FILE = ("file", "sha256", "width_px", "height_px", "said_by_file", "made", "made_at")

_IS_EVIDENCE = (
    "This picture is shown in a quotation, as its source had it: another must not take its place. "
    "Upload the other file as a picture of its own."
)

_JUST_MENDED = (
    "What the photo library says of “{}” has just been changed. Look at it, then press again."
)

Shared = TypeVar("Shared", Photo, Explainer, Contributor, Topic)


def save_shared(thing: Shared, *, by: User, act: str = EDITED) -> Shared:
    """Save it; every blog that shows it steps, so that open pages show the change.

    Raises NotPossible where readers would miss a word that a picture had.
    """
    with change(by=by, act=act):
        if isinstance(thing, Photo) and thing.pk and lacking(thing):
            stood = Photo.objects.filter(pk=thing.pk).first()
            _refuse_missed(stood, {name: getattr(thing, name) for name in NEEDED})
        thing.save()
    return thing


def reword_photo(photo: Photo, *, by: User, **words: str) -> Photo:
    """Let it say these `words`, and nothing else of it be written; a new one is saved whole.

    They were typed over what `photo` says. Raises NotPossible where the library says something else
    by now, and where readers would miss a word that it had.
    """
    told = {name: said for name, said in words.items() if said != getattr(photo, name)}
    if photo.pk is None:
        for name, said in told.items():
            setattr(photo, name, said)
        return save_shared(photo, by=by)
    if not told:
        return photo
    with change(by=by) as running:
        running.take(photo)
        stands = Photo.objects.filter(pk=photo.pk).first()
        if stands is None:
            raise NotPossible(f"“{photo}” was deleted from the photo library. Press again.")
        # What it says already was said by a first click, or by a colleague in the same words.
        news = {name: said for name, said in told.items() if said != getattr(stands, name)}
        if any(getattr(stands, name) != getattr(photo, name) for name in news):
            raise NotPossible(_JUST_MENDED.format(stands))
        _refuse_missed(stands, news)
        for name, said in news.items():
            setattr(stands, name, said)
        if news:
            stands.save(update_fields=list(news))
        for name, said in told.items():
            setattr(photo, name, said)
    return photo


def _refuse_missed(photo: Photo | None, words: Mapping[str, str]) -> None:
    if photo is not None and (problems := missed(photo, words)):
        raise NotPossible(" ".join(problems.values()))


def write_explainer(title: str, *, by: User, body: str, summary: str = "") -> Explainer:
    """A new one that readers may read at once. Twice is once: the same words are the same one.

    Raises NotPossible where it has no title or text that can be seen, or another's title.
    """
    if markup.is_blank(title):
        raise NotPossible("Write the title of the explainer: readers know it by that.")
    if markup.is_blank_text(body):
        raise NotPossible("Write the text of the explainer: readers would find none.")
    with change(by=by, act="published"):
        same = Explainer.objects.published().filter(title=title, body=markup.clean(body)).first()
        if same is not None:
            return same
        if Explainer.objects.filter(title__iexact=title).exists():
            raise NotPossible(
                f"There is an explainer called “{title}” already: find it below and pin it, or say "
                "in the title what is different."
            )
        explainer = Explainer(
            title=title,
            slug=_free_slug(title),
            summary=summary,
            body=body,
            published_at=timezone.now(),
            created_by=account(by),
        )
        explainer.save()
    return explainer


def _free_slug(title: str) -> str:
    wanted = slugify(title)[:100] or "explainer"
    taken = set(Explainer.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)


def tell_explainer(blog: Blog, explainer: Explainer, *, by: User, after: str = "") -> Post:
    """Put it into the stream at this moment; the post says what the explainer says, always.

    `after` is the public id of the post that told it last, as whoever presses knows it: where a
    later one has told it since, that one is returned, so that pressing twice tells it once.
    """
    with change(by=by, act="published", blogs=[blog]):
        last = blog.posts.in_stream().filter(explainer=explainer).order_by("-first_version").first()
        if last is not None and last.public_id != after:
            return last
        return publish(create(blog, by=by, explainer=explainer), by=by)


def set_file(photo: Photo, *, by: User, received: Photo) -> Photo:
    """Let `photo` show what `storage.store` made of an upload; the words stay, wherever it stands.

    It may have shown another picture, or none: one that is to come arrives by this. Open pages get
    the new one; the old one is removed from its address once this is committed: where the storage
    fails then, it is logged, and what else waits for the commit follows. In another shape the eye
    rests where it does in a new picture. What the old file said is kept with what the new one says.
    Raises NotPossible where the picture is evidence of a quotation.
    """
    stood = Photo.objects.filter(pk=photo.pk).first()
    old = (stood and stood.file.name) or ""
    with change(by=by, act="picture replaced" if old else "picture arrived"):
        refuse_withdrawn(Photo.objects.filter(pk=photo.pk))
        if old and Embed.objects.filter(thumbnail=photo).exists():
            raise NotPossible(_IS_EVIDENCE)
        for name in _OF_THE_FILE:
            setattr(photo, name, getattr(received, name))
        if stood is not None and stood.said_by_file:
            photo.said_by_file = {**received.said_by_file, "before": stood.said_by_file}
        if not (stood and _has_shape_of(stood, received)):
            photo.focal_x, photo.focal_y = received.focal_x, received.focal_y
        photo.save()
        if old != photo.file.name:
            transaction.on_commit(lambda: storage.remove(old), robust=True)
    return photo


def _has_shape_of(stood: Photo, received: Photo) -> bool:
    old, new = stood.original, received.original
    if old is None or new is None:
        return False
    sizes = (old.width_px, old.height_px), (new.width_px, new.height_px)
    return geometry.is_same_shape(*sizes)


def delete_photo(photo: Photo, *, by: User) -> None:
    """Take it out of the library, and what was stored of it from its address.

    Nothing remembers it: its file may come again. A withdrawn one is a mark that stays.
    """
    name = photo.file.name or ""
    with change(by=by, act="deleted"):
        refuse_withdrawn(Photo.objects.filter(pk=photo.pk))
        photo.delete()
        transaction.on_commit(lambda: storage.remove(name), robust=True)
