"""Pictures and links of a post, from the form to what `publishing` takes."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from liveblog.desk.forms.links import QuoteForm
from liveblog.desk.forms.pictures import PictureForm, ShownPictureForm
from liveblog.models import Photo
from liveblog.photos import renditions, storage

# What was captured with a link: kept for as long as the link is the same.
_CAPTURED = (
    "provider",
    "title",
    "language",
    "posted_on",
    "thumbnail",
    "aspect_ratio",
    "raw",
    "captured_at",
    "gone_at",
)


def received(upload: UploadedFile) -> Photo:
    """The upload as a photo whose renditions exist; the library learns of it by `kept`.

    It takes a moment, so call it before the blog is locked. Raises RefusedPicture.
    """
    photo = storage.store(upload, name=upload.name or "")
    renditions.make(photo)
    return photo


def kept(photo: Photo, form: PictureForm, *, by: Any) -> dict[str, Any]:
    """The picture as a row of `photos`, saved in the library. Inside a change.

    A picture that the library holds keeps its own words; those it lacks are taken from the form.
    """
    # A second click's copy was made before the first one's was committed.
    photo = Photo.objects.filter(sha256=photo.sha256).first() or photo
    if photo.pk is None:
        photo.uploaded_by = by
    _fill_in(photo, form.cleaned_data)
    return {"photo": photo, "caption": form.cleaned_data["caption"]}


def still_shown(forms: list[ShownPictureForm]) -> list[dict[str, Any]]:
    """The rows of `photos` that stay, with the words they lacked. Inside a change."""
    rows = []
    for form in forms:
        if form.cleaned_data["remove"]:
            continue
        _fill_in(form.shown.photo, form.cleaned_data)
        rows.append({"photo": form.shown.photo, "caption": form.cleaned_data["caption"]})
    return rows


def quoted(forms: list[QuoteForm]) -> list[dict[str, Any]]:
    """The rows of `embeds` that say something."""
    rows = [_row(form) for form in forms if not form.cleaned_data["remove"]]
    return [row for row in rows if row["url"] or row["text"] or row.get("title")]


def _row(form: QuoteForm) -> dict[str, Any]:
    data, embed = form.cleaned_data, form.embed
    row = {name: data[name] for name in ("url", "author", "handle", "text")}
    if embed is not None and embed.url == data["url"]:
        row |= {name: getattr(embed, name) for name in _CAPTURED}
    return row


def _fill_in(photo: Photo, words: dict[str, Any]) -> None:
    blanks = [n for n in ("alt_text", "credit") if words.get(n) and not getattr(photo, n)]
    for name in blanks:
        setattr(photo, name, words[name])
    if blanks or photo.pk is None:
        photo.save()
