"""What an editor fills in: the post's words, its pictures and links, and the small forms."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from liveblog import markup
from liveblog.desk.clock import MomentField
from liveblog.models import Blog, Contributor, Correction, Embed, PhotoCaption, Post, Topic
from liveblog.models.fields import MarkupFormField

BYLINES_OFFERED = 3


class PostForm(forms.Form):
    """The words of a post and how it stands."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    headline = forms.CharField(max_length=300, required=False)
    body = MarkupFormField(label="Text", required=False, widget=forms.Textarea(attrs={"rows": 6}))
    at = MomentField(label="Time shown", required=False)
    verification = forms.ChoiceField(
        required=False, choices=[("", "Not marked"), *Post.Verification.choices]
    )
    is_key_event = forms.BooleanField(label="Key event", required=False)
    topics = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        contributors: Sequence[Contributor],
        topics: Sequence[Topic],
        time_help: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = time_help
        if not self.is_bound:
            self.fields["headline"].widget.attrs["autofocus"] = True
        self._contributors = {str(each.pk): each for each in contributors}
        self._topics = {str(each.pk): each for each in topics}
        self._choose("topics").choices = [(pk, each.name) for pk, each in self._topics.items()]
        names = [("", "—"), *((pk, each.name) for pk, each in self._contributors.items())]
        named: Sequence[str] = self.initial.get("bylines", ())
        for number in range(1, max(BYLINES_OFFERED, len(named) + 1) + 1):
            self.fields[f"byline_{number}"] = forms.ChoiceField(
                label="Byline" if number == 1 else f"Byline {number}",
                required=False,
                choices=names,
                initial=named[number - 1] if number <= len(named) else "",
            )

    def _choose(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    @property
    def bylines(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("byline_")]

    @property
    def has_several_bylines(self) -> bool:
        return any(each.value() for each in self.bylines[1:])

    @property
    def time_was_changed(self) -> bool:
        """Compared as shown, to the minute, so that saving a post does not shave its seconds."""
        return (self["at"].data or "") != (
            self["at"].field.widget.format_value(self._shown()) or ""
        )

    def _shown(self) -> Any:
        return self.fields["at"].prepare_value(self.initial.get("at"))

    def content(self) -> dict[str, Any]:
        """As `publishing.update` takes them; a text left as it was shown stays as it is."""
        data = self.cleaned_data
        left_alone = is_as_shown(self.initial.get("body", ""), data["body"])
        body = {} if left_alone else {"body": data["body"]}
        # dict.fromkeys: a name chosen twice stands once, in its first place.
        chosen = dict.fromkeys(data[each.name] for each in self.bylines if data[each.name])
        return {
            "headline": data["headline"],
            **body,
            "verification": data["verification"],
            "is_key_event": data["is_key_event"],
            "bylines": [self._contributors[pk] for pk in chosen],
            "topics": [self._topics[pk] for pk in data["topics"]],
        }


def is_as_shown(html: str, typed: str) -> bool:
    """Whether `typed` is what the form showed of `html`: the same words, whatever their tags."""
    return markup.as_typed(html).strip() == typed.replace("\r\n", "\n").strip()


def words_of(post: Post) -> dict[str, Any]:
    """`post` as PostForm's initial. It comes `with_parts`."""
    return {
        "headline": post.headline,
        "body": post.body,
        "at": post.published_at,
        "verification": post.verification,
        "is_key_event": post.is_key_event,
        "topics": [str(each.pk) for each in post.topics.all()],
        "bylines": [str(each.contributor_id) for each in post.bylines.all()],
    }


def new_words(user: Any, contributors: Sequence[Contributor]) -> dict[str, Any]:
    """An empty composer: a token of its own, one's own byline."""
    own = [str(each.pk) for each in contributors if each.user_id == user.pk]
    return {"token": secrets.token_urlsafe(12), "bylines": own}


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


class QuoteForm(forms.Form):
    """A link, and what it says."""

    url = forms.URLField(
        label="Link",
        required=False,
        max_length=1000,
        assume_scheme="https",
        error_messages={"invalid": "Paste the whole link, as in https://example.org/story."},
    )
    author = forms.CharField(required=False, max_length=200, help_text="The name on the account.")
    handle = forms.CharField(required=False, max_length=200, help_text="With its @.")
    text = forms.CharField(
        label="Quoted text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Word for word.",
    )
    remove = forms.BooleanField(label="Take this link out of the post", required=False)

    def __init__(self, embed: Embed | None, data: Mapping[str, Any] | None) -> None:
        self.embed = embed
        prefix = f"quote-{embed.order if embed else 'new'}"
        known = data if data is not None and f"{prefix}-url" in data else None
        names = ("url", "author", "handle", "text")
        initial = {name: getattr(embed, name) for name in names} if embed else {}
        super().__init__(known, prefix=prefix, initial=initial)

    @property
    def is_open(self) -> bool:
        """Unfolded where something was typed or is wrong."""
        return bool(self.errors) or (self.embed is None and self.has_changed())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = data.get("author") or data.get("handle")
        titled = self.embed is not None and self.embed.title
        if named and not titled and not (data.get("url") or data.get("text") or self.errors):
            self.add_error("url", "Give the link, or the words that are quoted.")
        return data


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
        label="Text of the post", required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class HeadForm(forms.ModelForm):
    """The top of the blog."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Blog
        fields = ["title", "standfirst"]
        widgets = {"title": forms.TextInput(attrs={"autofocus": True})}
