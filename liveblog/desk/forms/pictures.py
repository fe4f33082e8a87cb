"""A post's pictures, and the words that belong to each."""

from collections.abc import Mapping
from typing import Any

from django import forms

from liveblog.models import PhotoCaption


class PictureForm(forms.Form):
    """A picture that arrives with the post."""

    picture = forms.FileField(
        label="Picture file",
        required=False,
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}
        ),
    )
    alt_text = forms.CharField(
        label="Alt text",
        required=False,
        max_length=500,
        help_text="Say what the picture shows; the reader may not see it.",
    )
    caption = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Who, what, where, when.",
    )
    credit = forms.CharField(
        required=False, max_length=200, help_text="Photographer/Agency, as it is to be printed."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        words = any(data.get(name) for name in ("alt_text", "caption", "credit"))
        if words and not data.get("picture") and "picture" not in self.errors:
            self.add_error(
                "picture", "Choose the picture again: its words are here, its file is not."
            )
        return data


class ShownPictureForm(forms.Form):
    """A picture that stands in the post; words that the library lacks are asked for."""

    caption = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    alt_text = forms.CharField(
        label="Alt text",
        required=False,
        max_length=500,
        help_text="Say what the picture shows; the reader may not see it.",
    )
    credit = forms.CharField(
        required=False, max_length=200, help_text="Photographer/Agency, as it is to be printed."
    )
    remove = forms.BooleanField(label="Take this picture out of the post", required=False)

    def __init__(self, shown: PhotoCaption, data: Mapping[str, Any] | None) -> None:
        self.shown = shown
        # The photo's number, not the row's: rows are written anew when their order changes.
        prefix = f"shown-{shown.photo_id}"
        # What came after the page was opened has no answers in `data`: nothing is blanked.
        known = data if data is not None and f"{prefix}-caption" in data else None
        super().__init__(known, prefix=prefix, initial={"caption": shown.caption})
        for name in ("alt_text", "credit"):
            if getattr(shown.photo, name):
                del self.fields[name]
