"""A picture's file on its way into the library, and the form that it comes with."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from liveblog import publishing
from liveblog.admin import told
from liveblog.admin.badges import address_of_form
from liveblog.admin.comparing import ComparedForm
from liveblog.models import Photo
from liveblog.photos import renditions, storage

# What may come with the file itself: kept where the form says nothing.
_CARRIED = (
    "alt_text",
    "caption",
    "credit",
    "creator",
    "copyright_notice",
    "usage_terms",
    "taken_at",
)
_KINDS = "JPEG, PNG, WebP, AVIF or GIF; of one that moves, the first frame is kept."
_ACCEPTED = {"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}


class PhotoForm(ComparedForm):
    """`received` is what became of the upload: a photo, or why it is refused."""

    received: Any = None
    in_spite = forms.BooleanField(
        label="Use this file all the same",
        required=False,
        help_text="Then choose it again: a browser forgets the files of a form that is refused.",
    )

    # Which file stood there when the form was shown.
    stood = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        field_classes = {"file": forms.FileField}
        widgets = {"file": forms.FileInput(attrs=_ACCEPTED)}
        help_texts = {
            "file": f"{_KINDS} Another file takes this picture’s place wherever it stands; its "
            "words stay."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file_was = told.file_of(self.instance)
        self.initial["stood"] = self.instance.sha256
        # What it is called where it comes from may be as long as it likes: it is named here anew.
        if "file" in self.fields:
            upload: Any = self.fields["file"]
            upload.max_length = None
            if self.instance.pk is None:
                upload.help_text = _KINDS

    @property
    def arrival(self) -> Photo | None:
        """The upload, where it is a picture that was not here before."""
        photo = self.received if isinstance(self.received, Photo) else None
        # A second click's file was looked at before the first one's was committed.
        is_new = photo is not None and photo.pk is None and photo.sha256 != self.initial["stood"]
        return photo if is_new else None

    def clean_file(self) -> Any:
        """Without a file the picture is announced: its words stand, it is to come."""
        if isinstance(self.received, storage.RefusedPicture):
            raise ValidationError(str(self.received))
        if self.received and self.received.pk and self.received.pk != self.instance.pk:
            raise ValidationError(_here_already(self.received, self.instance))
        # What is assigned Django opens, to measure it: what stands may be lost, or in a bucket.
        return self.arrival.file if self.arrival else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in _CARRIED:
            # What takes another picture's place takes its words, too.
            if self.arrival and not self._has_file and name in cleaned:
                cleaned[name] = cleaned[name] or getattr(self.arrival, name)
        if self.arrival and self.instance.pk:
            self._take_terms(self.arrival, cleaned)
            self._refuse_if_replaced()
        self._refuse_to_be_missed(cleaned)
        return cleaned

    def _refuse_if_replaced(self) -> None:
        """A colleague's file cannot be got back: one is asked once before it goes."""
        name = self.add_prefix("stood")
        if name in self.data and self.data[name] != self.instance.sha256:
            self.add_error("file", _REPLACED)
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data[name] = self.instance.sha256
            self.data = data

    def _refuse_to_be_missed(self, cleaned: dict[str, Any]) -> None:
        """Readers get at once what is saved here, and do without what is emptied."""
        words = {name: cleaned[name] for name in publishing.NEEDED if name in cleaned}
        arrives = self.arrival is not None
        if self.instance.pk:
            for name, why in publishing.missed(self.instance, words, arrives=arrives).items():
                self.add_error(name, why)

    def _take_terms(self, arrival: Photo, cleaned: dict[str, Any]) -> None:
        """A licence is the file's and not the picture's: readers get it the moment it is saved."""
        if "usage_terms" in cleaned:
            cleaned["usage_terms"] = cleaned["usage_terms"] or arrival.usage_terms
        if arrival.forbidding_terms and not cleaned.get("in_spite"):
            self.add_error(
                "file",
                f"{' '.join(arrival.warnings)} Saved, it would stand at once wherever this picture "
                "stands. If it may be used, tick “Use this file all the same”.",
            )

    @property
    def about_words(self) -> str:
        """What to look at where words stand that the new file did not bring."""
        said = [f"{label} “{words}”" for label, words in self._said_otherwise()]
        own = f"It says of itself: {'; '.join(said)}." if said else ""
        return f"{_OF_THE_FORMER} {own}".strip() if self._has_file else own

    def _said_otherwise(self) -> Iterator[tuple[str, str]]:
        """Of its licence always; of the rest where it takes another file's place."""
        for name in _CARRIED if self._has_file else ["usage_terms"]:
            own, stands = getattr(self.arrival, name), self.cleaned_data.get(name)
            if own and own != stands:
                said = date_format(timezone.localtime(own), "j F Y") if name == "taken_at" else own
                yield str(self.fields[name].label).lower(), said

    @property
    def _has_file(self) -> bool:
        return bool(self.initial.get("file"))


_OF_THE_FORMER = (
    "The words stand as they did for the former file, and its licence, too: see that they are true "
    "of this one."
)
_REPLACED = (
    "A colleague put another file here while you had this open. Look at it above; choose yours "
    "again and save to put it in its place."
)


def _here_already(known: Photo, instance: Photo) -> str:
    """A link is worth more than a name where two pictures look alike."""
    words = "The library has this picture already: “{}”."
    if instance.pk:
        words += " Put that one where this one stands; an administrator deletes this one."
    link = format_html('<a href="{}">{}</a>', address_of_form(known), known)
    return format_html(words, link)


def received(request: HttpRequest) -> Photo | storage.RefusedPicture:
    """What the form's file is, or why it is refused: looked at before any lock is taken."""
    upload: Any = request.FILES["file"]
    upload.seek(0)
    try:
        photo = storage.store(upload, name=upload.name or "")
    except storage.RefusedPicture as refusal:
        return refusal
    renditions.make_plain(photo)
    if photo.pk:
        photo.came_again(request.user)
    return photo
