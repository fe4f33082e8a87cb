"""Explainers as a blog has them: a new one, and how and when one is shown at the top."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from liveblog import markup
from liveblog.desk.clock import MomentField
from liveblog.models import Explainer


class NewExplainerForm(forms.ModelForm):
    """What it must have; a picture is added on its own page."""

    prefix = "new-explainer"

    class Meta:
        model = Explainer
        fields = ["title", "summary", "body"]
        widgets = {
            "title": forms.TextInput(attrs={"placeholder": "What is …?"}),
            "body": forms.Textarea(attrs={"rows": 6, "data-rich": True}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = True
        self.fields["body"].label = "Text"

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if markup.is_blank_text(body):
            raise forms.ValidationError("Write the text: readers would find none.")
        return body


class PinForm(forms.Form):
    """How and when a pinned explainer is shown; `seen` is how it was when the form was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    is_open = forms.BooleanField(label="Open: shown in full, not folded", required=False)
    shown_from = MomentField(label="From", required=False, help_text="Empty: at once.")
    shown_until = MomentField(label="Until", required=False, help_text="Empty: until unpinned.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("shown_from"), data.get("shown_until")
        if begins and ends and ends <= begins:
            self.add_error("shown_until", "It would end before it begins: choose a later time.")
        return data

    def stand_over(self, seen: str) -> None:
        """What is saved next is meant, over what stands now."""
        data = MultiValueDict(self.data)
        data[self.add_prefix("seen")] = seen
        self.data = data

    def wanted(self) -> dict[str, Any]:
        """As `publishing.pin_explainer` takes it."""
        return {name: said for name, said in self.cleaned_data.items() if name != "seen"}
