"""What the photo library is told of a picture where it is used: its words stand everywhere."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from liveblog import publishing
from liveblog.desk.forms.pictures import WORDS, ShownPictureForm, staying
from liveblog.models import Blog, Embed, Photo, Post


def stories_of(forms: Iterable[ShownPictureForm]) -> list[Blog]:
    """All that show a picture of which the library is to say something else."""
    reworded = [
        form.shown.photo
        for form in staying(forms)
        if form.is_bound and (form.says_otherwise(form.shown.photo) or _may_be_its_first(form))
    ]
    return publishing.stories_showing(reworded)


def _may_be_its_first(form: ShownPictureForm) -> bool:
    """A caption that the library, which has none, may take for the picture's own."""
    return bool(form.cleaned_data["caption"].strip() and not form.shown.photo.caption.strip())


def reword(forms: Iterable[ShownPictureForm], *, by: Any) -> None:
    """Let the library say of each picture what was typed of it. Inside a change."""
    for form in forms:
        if form.is_bound:
            said, photo = form.cleaned_data, form.shown.photo
            words = {name: said[name] for name in WORDS if name in said and form.takes(name)}
            tell_library(photo, words, said["caption"], by=by)


def tell_library(photo: Photo, words: Mapping[str, str], caption: str, *, by: Any) -> None:
    """Let it say `words` of the picture, and `caption` where it is its own. Inside a change."""
    own = {"caption": caption} if _takes_caption(photo, caption, by=by) else {}
    publishing.reword_photo(photo, by=by, **words, **own)


def _takes_caption(photo: Photo, caption: str, *, by: Any) -> bool:
    """Whether it is the picture's own from now on: the first one, by who may choose its words.

    An agency's stays as it came. Where readers see the picture already, it would come to light in
    a place that has none.
    """
    if not caption.strip() or photo.caption.strip():
        return False
    is_ones_own = photo.uploaded_by_id == by.pk and (photo.pk is None or not is_shown(photo))
    return is_ones_own or _may_mend(photo, by)


def _may_mend(photo: Photo, by: Any) -> bool:
    """Who keeps the library chooses its words where the picture stands, until readers see them."""
    if not by.has_perm("liveblog.change_photo"):
        return False
    places = (
        photo.appearances.filter(Q(blog__isnull=False) | Q(post__first_version__isnull=False)),
        photo.explainers,
        Embed.objects.filter(thumbnail=photo),
    )
    return not any(place.exists() for place in places)


def is_shown(photo: Photo, *, but: Post | None = None) -> bool:
    """Whether it stands anywhere; but for one post."""
    shown = photo.appearances.exclude(post=but) if but else photo.appearances
    places = (shown, photo.explainers, Embed.objects.filter(thumbnail=photo))
    return any(place.exists() for place in places)
