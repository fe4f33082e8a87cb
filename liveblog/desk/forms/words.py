"""The words of a post and how it stands."""

import re
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget

from liveblog import markup
from liveblog.desk.clock import MomentField
from liveblog.models import Contributor, Post, Topic
from liveblog.models.fields import MarkupFormField

BYLINES_OFFERED = 3
_NO_BYLINE = (
    "The byline that was chosen here has been deleted meanwhile, and is left out now. Choose "
    "another, or press again to go on without."
)
# More than a post has ever had.
_BYLINE = re.compile(r"byline_([1-9][0-9]?)")


class PostForm(forms.Form):
    """The words of a post and how it stands."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    headline = forms.CharField(max_length=300, required=False)
    body = MarkupFormField(
        label="Text", required=False, widget=forms.Textarea(attrs={"rows": 6, "data-rich": True})
    )
    at = MomentField(label="Time shown", required=False)
    verification = forms.ChoiceField(
        required=False, choices=[("", "Not marked"), *Post.Verification.choices]
    )
    is_key_event = forms.BooleanField(label="Key event", required=False)
    topics = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "A topic that was ticked here has been deleted meanwhile, and is "
            "left out now. Look at the topics, then press again."
        },
    )

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
        offered = max(BYLINES_OFFERED, len(named) + 1, *places_of_bylines(self.data))
        for number in range(1, offered + 1):
            self.fields[f"byline_{number}"] = forms.ChoiceField(
                label="Byline" if number == 1 else f"Byline {number}",
                required=False,
                choices=names,
                error_messages={"invalid_choice": _NO_BYLINE},
                initial=named[number - 1] if number <= len(named) else "",
            )

    @property
    def topic_groups(self) -> tuple[list[BoundWidget], list[BoundWidget]]:
        """The ticks of what this story has used before, or is ticked now; and of the others."""
        near = {pk for pk, topic in self._topics.items() if getattr(topic, "is_used", False)}
        near |= set(self["topics"].value() or ())
        ticks = list(self["topics"])
        here = [tick for tick in ticks if str(tick.data["value"]) in near]
        return (here, [tick for tick in ticks if tick not in here]) if here else (ticks, [])

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


def places_of_bylines(said: Iterable[str]) -> list[int]:
    """Of the fields that are `said`, the bylines' places: as many as the form had that sent them,
    whatever the post has by now.
    """
    return [int(found[1]) for name in said if (found := _BYLINE.fullmatch(name))]


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


def new_token() -> str:
    """A name for one opened sheet."""
    return secrets.token_urlsafe(12)


def new_words(user: Any, contributors: Sequence[Contributor]) -> dict[str, Any]:
    """An empty composer: a token of its own, one's own byline."""
    own = [str(each.pk) for each in contributors if each.user_id == user.pk]
    return {"token": new_token(), "bylines": own}
