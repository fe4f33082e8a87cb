"""Pictures of a post, from the form to what `publishing` takes."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.http import HttpRequest

from liveblog import permissions, publishing
from liveblog.desk import wording
from liveblog.desk.forms.pictures import (
    WORDS,
    PictureForm,
    PicturesForm,
    Said,
    ShownPictureForm,
    staying,
)
from liveblog.keys import key_in
from liveblog.models import Blog, Photo, PhotoCaption, Post
from liveblog.photos import renditions, storage
from liveblog.photos.storage import RefusedPicture

_DELETED = "A picture is not on this sheet any more: the photo library does not offer it now."
# As `publishing.require_ready` says it.
_LACKING = re.compile(
    r"(?:The picture|Picture (?P<number>\d+)) has no (?P<words>alt text|credit)\b"
)


# The post that a sheet has become at a first sending; asked where that matters.
Sent = Callable[[], Post | None]


def _never() -> None:
    return None


@dataclass(frozen=True)
class Arrived:
    """What became of several uploads: a form for each that was taken in, a word on each other."""

    forms: list[ShownPictureForm]
    refusals: list[str]


def received(upload: UploadedFile) -> Photo:
    """The upload as a photo that can be shown; the library learns of it by `kept`.

    It takes a moment, so call it before the blog is locked. Raises RefusedPicture.
    """
    upload.seek(0)  # A sheet that is shown again looks at its files again.
    photo = storage.store(upload, name=upload.name or "")
    renditions.make_plain(photo)
    return photo


def taken_in(upload: UploadedFile, *, blog: Blog, by: Any) -> Photo:
    """The upload, in the library from now on, whatever becomes of the post. Raises RefusedPicture.

    It came for `blog`: where only its team may look, nobody else finds it.
    No blog shows it yet, so none is locked.
    """
    photo = received(upload)
    if photo.pk is None:
        photo.uploaded_by, photo.brought_to = by, blog
        try:
            return publishing.save_shared(photo, by=by, act="uploaded")
        except IntegrityError:  # The same file came twice at the same moment.
            photo = received(upload)
    photo.came_again(by)
    return photo


def kept(photo: Photo, form: PictureForm, *, by: Any) -> dict[str, Any]:
    """The picture as a row of `photos`, saved in the library. Inside a change.

    A picture that the library holds keeps its own words; those it lacks are taken from the form,
    and a new one without a caption of its own has the first that is typed for it.
    """
    # A second click's copy was made before the first one's was committed.
    photo = Photo.objects.filter(sha256=photo.sha256).first() or photo
    is_new = photo.pk is None
    if is_new:
        photo.uploaded_by = by
    # What is typed now goes before what the file says; what is left empty does not.
    said, caption = form.cleaned_data, form.cleaned_data["caption"]
    words = {n: said[n] for n in WORDS if said.get(n) and (is_new or not getattr(photo, n))}
    wording.tell_library(photo, words, caption, by=by)
    if not is_new:
        photo.came_again(by)
    return {"photo": photo, "caption": caption}


def arrived(
    form: PicturesForm, standing: Iterable[ShownPictureForm], *, blog: Blog, by: Any
) -> Arrived:
    """Each upload of `form` taken in, bound to its words; one that is `standing` does not twice."""
    there = {each.shown.photo_id for each in standing}
    forms: list[ShownPictureForm] = []
    refusals = []
    for upload in form.cleaned_data.get("picture") or []:
        try:
            photo = taken_in(upload, blog=blog, by=by)
        except RefusedPicture as refused:
            refusals.append(str(refused))
            continue
        if photo.pk not in there:
            forms.append(form_of(photo, said_of(photo, form.words_for(len(forms))), by=by))
            there.add(photo.pk)
    return Arrived(forms, refusals)


def said_of(photo: Photo, words: Mapping[str, str]) -> dict[str, str]:
    """`words` as a browser sends them in the picture's own fields, and its own where they lack."""
    names = ("caption", *WORDS)
    return {f"shown-{photo.pk}-{n}": words.get(n) or getattr(photo, n) for n in names}


def form_of(
    photo: Photo,
    data: Mapping[str, Any] | None,
    *,
    by: Any,
    said: Said = None,
    sent: Sent = _never,
) -> ShownPictureForm:
    """For a picture that comes to the sheet; who brought it in may still choose its words, also
    where it stands in what this very sheet has become (`sent`).
    """
    is_ones_own = photo.uploaded_by_id == by.pk
    is_shown = is_ones_own and wording.is_shown(photo)
    became = sent() if is_shown else None
    may_reword = is_ones_own and not (wording.is_shown(photo, but=became) if became else is_shown)
    row = PhotoCaption(photo=photo)
    form = ShownPictureForm(row, data, said=said, may_reword=may_reword)
    form.sent_before = _words_sent(photo, became, by=by) if became else {}
    return form


def _words_sent(photo: Photo, became: Post, *, by: Any) -> Mapping[str, str]:
    """What `by` had it say when the sheet was sent before."""
    last = became.revisions.filter(made_by=by).newest_first().first()
    rows = last.content["photos"] if last else []
    return next((each for each in rows if each["file"] == photo.file.name), {})


def on_the_sheet(
    post: Post | None,
    said: Any,
    data: Mapping[str, Any] | None,
    *,
    by: Any,
    sent: Sent = _never,
) -> list[ShownPictureForm]:
    """Forms for what stands in `post` and what `said` names in its list `pictures`, in its order.

    `data` binds them. What stands there and is not named (it came meanwhile) goes last. `sent`: as
    in `form_of`.
    """
    forms = {form.shown.photo_id: form for form in _standing(post, data, by=by)} if post else {}
    named = numbers(said.getlist("pictures")) if said is not None else []
    new = [number for number in named if number not in forms]
    for photo in permissions.visible_photos(by).here().filter(pk__in=new):
        forms[photo.pk] = form_of(photo, data, by=by, said=said, sent=sent)
    order = {number: place for place, number in enumerate(named)}
    return sorted(forms.values(), key=lambda form: order.get(form.shown.photo_id, len(order)))


def _standing(post: Post, data: Mapping[str, Any] | None, *, by: Any) -> Iterator[ShownPictureForm]:
    """Its words stand wherever it does: of one that readers have in another place they are not
    changed by saving what no reader has, and with a word where this post is before them, too.
    """
    shown = list(post.photos.all())
    mendable = permissions.photos_to_mend(by, [each.photo for each in shown])
    read = Photo.objects.before_readers(but=post).filter(pk__in=mendable) if mendable else ()
    elsewhere = {photo.pk for photo in read}
    for each in shown:
        is_elsewhere = each.photo_id in elsewhere
        may_reword = each.photo_id in mendable and (post.is_published or not is_elsewhere)
        form = ShownPictureForm(each, data, may_reword=may_reword)
        form.is_elsewhere = is_elsewhere
        yield form


def taken_away(forms: Iterable[ShownPictureForm], said: Any, *, by: Any) -> list[str]:
    """A sentence on each picture that `said` names and that may not be shown any more: what became
    of it, and what was typed of it."""
    there = {form.shown.photo_id for form in forms}
    named = numbers(said.getlist("pictures")) if said is not None else []
    missing = [number for number in named if number not in there]
    if not missing:
        return []
    kept = permissions.visible_photos(by).filter(pk__in=missing).select_related("withdrawn_by")
    known = {photo.pk: photo for photo in kept}
    return [
        f"{what} {_words_typed(number, said)}Look at your words, then press again."
        for number in missing
        if (what := _what_became_of(number, known.get(number), said))
    ]


def _what_became_of(number: int, photo: Photo | None, said: Any) -> str:
    if photo is None:
        return _DELETED if f"shown-{number}-caption" in said else ""
    return (
        f"“{photo}” is not on this sheet any more. {photo.withdrawal}" if photo.is_withdrawn else ""
    )


def _words_typed(number: int, said: Any) -> str:
    names = ("caption", *WORDS)
    words = [str(said.get(f"shown-{number}-{name}", "")).strip() for name in names]
    typed = ", ".join(f"“{each}”" for each in words if each)
    return f"You had typed {typed}. " if typed else ""


def numbers(asked: Sequence[str]) -> list[int]:
    """Those of `asked` that can number a photo, each once."""
    return list(dict.fromkeys(filter(None, map(key_in, asked))))


def rows(forms: Iterable[ShownPictureForm], *, by: Any) -> list[dict[str, Any]]:
    """The rows of `photos` that stay, with the words they lacked. Inside a change."""
    found = staying(forms)
    wording.reword(found, by=by)
    return [{"photo": form.shown.photo, "caption": form.caption_said} for form in found]


def warn(request: HttpRequest, post: Post) -> None:
    """Said at the picture and at the link before; said once more now that it goes out, for that is
    a decision."""
    for warning in publishing.warnings(post):
        messages.warning(request, warning)


def said_at_its_field(problem: str, forms: Iterable[ShownPictureForm]) -> bool:
    """Whether `problem` is about a picture's words; then it is said at that picture's field."""
    lacking = _LACKING.match(problem)
    if lacking is None:
        return False
    found = staying(forms)[int(lacking["number"] or 1) - 1 :]
    name = lacking["words"].replace(" ", "_")
    if not found or not found[0].is_bound or name not in found[0].fields:
        return False
    found[0].add_error(name, problem)
    return True
