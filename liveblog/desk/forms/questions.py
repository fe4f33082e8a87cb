"""The small forms: one question each."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from liveblog import publishing
from liveblog.markup import is_blank
from liveblog.models import Correction, Photo
from liveblog.models.fields import MarkupFormField


def show_over(form: forms.BaseForm, revision: int) -> None:
    """Let the bound `form` stand over `revision`: what is saved next is meant."""
    data = MultiValueDict(form.data)
    data["revision"] = str(revision)
    form.data = data


class NoteForm(forms.Form):
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="What is missing, or what to check. Its author sees it; readers do not.",
    )


class RetractionForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="Readers see this in the post's place, and in the log of corrections.",
        error_messages={
            "required": "Say why it is withdrawn: readers see the reason in its place."
        },
    )


class RestorationForm(forms.Form):
    """Why it is back; and the words that its pictures lack (`lacking`) before readers see them."""

    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="Readers see this under the post. Empty: that it was withdrawn and is back.",
    )

    def __init__(self, *args: Any, lacking: Sequence[Photo] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = [
            (photo, name, f"{name}-{photo.pk}")
            for photo in lacking
            for name in publishing.NEEDED
            if is_blank(getattr(photo, name))
        ]
        for photo, name, field in self._asked:
            column: Any = Photo._meta.get_field(name)
            self.fields[field] = forms.CharField(
                label=f"{name.replace('_', ' ').capitalize()} of “{photo}”",
                max_length=column.max_length,
                help_text="Readers would miss it: without it the post does not come back.",
            )

    def words(self) -> Iterator[tuple[Photo, dict[str, str]]]:
        """What the photo library learns of each picture that lacked it."""
        for photo, name, field in self._asked:
            yield photo, {name: self.cleaned_data[field]}


class CorrectionForm(forms.Form):
    """The public note, and the words put right."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        choices=[c for c in Correction.Kind.choices if c[0] != Correction.Kind.RETRACTION],
        initial=Correction.Kind.CORRECTION,
    )
    text = forms.CharField(
        label="What was wrong, and what is right",
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="Readers see it under the post and in the log of corrections.",
        error_messages={
            "required": "Say what was wrong and what is right: readers see it under the post."
        },
    )
    headline = forms.CharField(max_length=300, required=False)
    body = MarkupFormField(
        label="Text of the post",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-rich": True}),
    )
