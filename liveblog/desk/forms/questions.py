"""The small forms: one question each."""

from django import forms
from django.utils.datastructures import MultiValueDict

from liveblog.models import Correction
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
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="Readers see this under the post. Empty: that it was withdrawn and is back.",
    )


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
