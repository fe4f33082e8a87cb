"""The head of the blog: its words, its last word, its picture."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format

from liveblog.desk.forms.pictures import WORDS, OverLibraryForm, PictureForm
from liveblog.models import Blog, Photo, Post

_LACKING = {
    "alt_text": "Say what it shows, for anyone who cannot see it: readers get it at once.",
    "credit": "Name its photographer or agency: readers get it at once.",
}


_NOTHING_MORE = "nothing appears after the end."


class ClosingLineField(forms.CharField):
    def __init__(self) -> None:
        longest = Blog._meta.get_field("closing_line").max_length
        super().__init__(
            label="Closing line",
            required=False,
            max_length=longest,
            help_text="Readers see it where coverage has ended: say where the story goes on.",
        )


class CloseForm(forms.Form):
    """The last word of the coverage, and what becomes of `scheduled` after it."""

    # Those of which one was told; what was scheduled since is not decided unseen.
    told = forms.CharField(widget=forms.HiddenInput, required=False)
    closing_line = ClosingLineField()
    take_back = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, scheduled: Sequence[Post] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheduled = scheduled
        self.named = " ".join(post.public_id for post in scheduled)
        self.initial["told"] = self.named
        self.fields["take_back"].label = (
            f"Make drafts of them again: {_NOTHING_MORE}"
            if len(scheduled) > 1
            else f"Make a draft of it again: {_NOTHING_MORE}"
        )
        if not scheduled:
            del self.fields["told"], self.fields["take_back"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.scheduled and said.get("told") != self.named:
            again = MultiValueDict(self.data)
            again["told"], again["take_back"] = self.named, "on"
            self.data = again
            raise forms.ValidationError("Say what becomes of what is scheduled, then press again.")
        return said


class HeadForm(forms.ModelForm):
    """The words at the top; of an ended blog, its last word too."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    closing_line = ClosingLineField()

    class Meta:
        model = Blog
        fields = ["title", "standfirst"]
        widgets = {
            "standfirst": forms.Textarea(attrs={"rows": 4, "data-rich": True}),
            "title": forms.TextInput(attrs={"autofocus": True}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["closing_line"] = self.instance.closing_line
        if not self.instance.is_ended:
            del self.fields["closing_line"]

    def words(self) -> dict[str, str]:
        """As `publishing.update_blog` takes them."""
        names = ("title", "standfirst", "closing_line")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class LeadForm(OverLibraryForm):
    """A picture of the library for the head of the blog; words it lacks there are asked for."""

    photo = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    alt_text = forms.CharField(
        label="Alt text",
        max_length=500,
        help_text="Say what the picture shows; the reader may not see it.",
        error_messages={"required": _LACKING["alt_text"]},
    )
    caption = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    credit = forms.CharField(
        max_length=200,
        help_text="Photographer/Agency, as it is to be printed.",
        error_messages={"required": _LACKING["credit"]},
    )

    def __init__(self, shown: Photo, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        own = shown.caption
        self.fields["caption"].help_text = (
            f"Leave it empty to use the photo library’s, “{own.rstrip('.')}”."
            if own
            else "Who, what, where, when."
        )
        self.meet_library(shown, self.data if self.is_bound else None, may_reword=False)

    def clean(self) -> dict[str, Any]:
        refuse_run_out(self, self.shown.use_until)
        return super().clean() or self.cleaned_data

    def new_words(self) -> dict[str, str]:
        """What the library learns of the picture."""
        return {name: self.cleaned_data[name] for name in WORDS if self.takes(name)}


class LeadUploadForm(PictureForm):
    """A picture that comes from outside the library, for the head of the blog."""

    prefix = "lead"
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].required = True

    def ask_for_words(self, photo: Photo) -> None:
        """Refuse what neither the form nor the library says of `photo`."""
        for name, words in _LACKING.items():
            if not (self.cleaned_data.get(name) or getattr(photo, name)):
                self.add_error(name, words)
        refuse_run_out(self, photo.use_until)


def refuse_run_out(form: forms.Form, last_day: date | None) -> None:
    if last_day is not None and last_day < timezone.localdate():
        form.add_error(
            None,
            f"Its licence ended on {date_format(last_day, 'j F Y')}. Choose another picture.",
        )
