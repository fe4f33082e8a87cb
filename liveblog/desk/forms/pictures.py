"""A post's pictures, and the words that belong to each."""

from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.core.files.uploadedfile import UploadedFile

from liveblog.models import PhotoCaption

_ACCEPTED = {"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}
# The library's own words, which the desk may ask for.
WORDS = ("alt_text", "credit")
ALT_TEXT_HELP = "Needed to publish. Say what the picture shows; the reader may not see it."
_EMPTY_CAPTION_HELP = "Leave it empty to use the caption that the photo library has."
CREDIT_HELP = "Needed to publish. Photographer/Agency, as it is to be printed."


class PictureForm(forms.Form):
    """A picture that arrives with the post."""

    picture = forms.FileField(
        label="Picture file", required=False, widget=forms.ClearableFileInput(attrs=_ACCEPTED)
    )
    alt_text = forms.CharField(
        label="Alt text",
        required=False,
        max_length=500,
        help_text=ALT_TEXT_HELP,
    )
    caption = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Who, what, where, when.",
    )
    credit = forms.CharField(required=False, max_length=200, help_text=CREDIT_HELP)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        words = any(data.get(name) for name in ("alt_text", "caption", "credit"))
        if words and not data.get("picture") and "picture" not in self.errors:
            self.add_error(
                "picture", "Choose the picture again: its words are here, its file is not."
            )
        return data


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A list of uploads. What is wrong with one is said when it is looked at, not here."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return list(data or [])


class PicturesForm(PictureForm):
    """Pictures that arrive with the post, from a browser without JavaScript."""

    picture = SeveralFilesField(
        label="Picture files",
        required=False,
        widget=SeveralFiles(attrs=_ACCEPTED),
        help_text="Of several, the first takes the words below, and each takes the credit.",
    )

    def words_for(self, number: int) -> dict[str, str]:
        """What was typed here for the picture with this `number`, from 0."""
        names = ("alt_text", "caption", "credit") if number == 0 else ("credit",)
        return {name: said for name in names if (said := (self[name].data or "").strip())}


class ShownPictureForm(forms.Form):
    """A picture that stands in the post, or (`shown` unsaved) is to; words it lacks are asked for.

    `may_reword`: what the library says already may be said otherwise here, too.
    """

    caption = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    alt_text = forms.CharField(
        label="Alt text",
        required=False,
        max_length=500,
        help_text=ALT_TEXT_HELP,
    )
    credit = forms.CharField(required=False, max_length=200, help_text=CREDIT_HELP)
    remove = forms.BooleanField(label="Take this picture out of the post", required=False)

    def __init__(
        self,
        shown: PhotoCaption,
        data: Mapping[str, Any] | None,
        *,
        may_reword: bool = False,
    ) -> None:
        self.shown = shown
        self.may_reword = may_reword
        # The photo's number, not the row's: rows are written anew when their order changes.
        prefix = f"shown-{shown.photo_id}"
        # What came after the page was opened has no answers in `data`: nothing is blanked.
        known = data if data is not None and f"{prefix}-caption" in data else None
        photo = shown.photo
        words = {name: getattr(photo, name) for name in WORDS}
        super().__init__(known, prefix=prefix, initial={"caption": shown.text, **words})
        if photo.caption:
            self.fields["caption"].help_text = _EMPTY_CAPTION_HELP
        for name in WORDS:
            if words[name] and not may_reword:
                del self.fields[name]

    def again(self, data: Mapping[str, Any]) -> Self:
        """The same picture's, bound to `data`."""
        return type(self)(self.shown, data, may_reword=self.may_reword)

    @property
    def is_new(self) -> bool:
        """Not of the post yet: it came to the sheet."""
        return self.shown.pk is None

    @property
    def is_left_out(self) -> bool:
        return self.is_bound and bool(self.cleaned_data.get("remove"))

    @property
    def caption_said(self) -> str:
        """Empty where it is the picture's own: what is mended in the library is mended here."""
        said = self.cleaned_data["caption"] if self.is_bound else self.shown.caption
        own = self.shown.photo.caption
        return "" if said.splitlines() == own.strip().splitlines() else said


class CaptionForm(ShownPictureForm):
    """What a post says of its picture, and nothing of what the library says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"caption": self.fields["caption"]}

    @property
    def was_reworded(self) -> bool:
        return self.caption_said.splitlines() != self.shown.caption.splitlines()
