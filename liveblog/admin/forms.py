"""What every form of the admin does: keeps the clock, takes a refusal, watches for others."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator

from liveblog import markup
from liveblog.admin.records import differences, flat
from liveblog.desk.clock import MomentField
from liveblog.desk.people import named
from liveblog.models import Blog, Explainer, Post, Revision
from liveblog.models.fields import MarkupFormField
from liveblog.publishing import NotPossible, content

_SHOWN = 400


class NewsroomForm(forms.ModelForm):
    """`refusals` are what a verb said when the form was first tried: they stand at its top."""

    refusals: ClassVar[Sequence[str]] = ()
    zone: ClassVar[tzinfo | None] = None
    # A cell has no label to look at, so each control of a row is given its name.
    is_in_a_table: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, MomentField):
                field.stand_in(self.zone)
            if self.is_in_a_table:
                inner(field.widget).attrs.setdefault("aria-label", str(field.label or name))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for refusal in self.refusals:
            self.add_error(None, refusal)
        return cleaned


def inner(widget: Any) -> Any:
    """The control itself, where the admin wraps it in its "add another" links."""
    return getattr(widget, "widget", widget)


class Overtaken(NotPossible):
    """Somebody else saved it while this form was open. The message is the news."""


class WatchedForm(NewsroomForm):
    """Refuses to save over what somebody else saved while this form was open.

    Nothing typed is lost: the form comes back with the news, and saving it again is a decision.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest: Revision | None = None
        if self.instance.pk:
            revisions = self.instance.revisions.without_discards().select_related("made_by")
            self.latest = revisions.newest_first().first()
            self.initial["seen"] = self.latest.pk if self.latest else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.refusals and self._is_overtaken:
            if self.news not in self.refusals:
                self.add_error(None, self.news)
            self._meet_their_words(cleaned)
            # Whoever saves again has read the news.
            self._show("seen", str(self.latest.pk if self.latest else ""))
        return cleaned

    def _meet_their_words(self, typed: dict[str, Any]) -> None:
        """What was left alone here says what they wrote; what both changed is shown beside it."""
        latest, before = self.latest, self._seen_before
        assert latest is not None
        then, now = (flat(each.content) if each else {} for each in (before, latest))
        for name in [each for each, said in typed.items() if isinstance(said, str | bool)]:
            if name not in then or now[name] == then[name]:
                continue
            if self._is_as(name, typed[name], then[name]):
                self._show(name, self.fields[name].prepare_value(now[name]))
            elif not self._is_as(name, typed[name], now[name]):
                words = Truncator(markup.plain(str(now[name]))).chars(_SHOWN)
                self.add_error(name, f"{named(latest.made_by)} has “{words}” here.")

    def _is_as(self, name: str, typed: Any, said: Any) -> bool:
        if isinstance(self.fields[name], MarkupFormField):
            return markup.clean(typed or "") == said
        return bool(typed == said)

    def _show(self, name: str, value: Any) -> None:
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix(name)] = value
        if value is False:
            del data[self.add_prefix(name)]  # As a browser says of a box that is not ticked.
        self.data = data

    def refuse_if_overtaken(self) -> None:
        """Raise Overtaken where what was just written is not what the other left.

        Asked inside the change, when all is written: a second click finds its own work there.
        """
        if self._is_overtaken and self.latest and said_by(self.instance) != self.latest.content:
            raise Overtaken(self.news)

    @property
    def _is_overtaken(self) -> bool:
        return self.latest is not None and self.cleaned_data.get("seen") != self.latest.pk

    @property
    def news(self) -> str:
        latest, before = self.latest, self._seen_before
        assert latest is not None
        parts = ", ".join(differences(before.content, latest.content)) if before else ""
        what = f" ({parts})" if parts else ""
        at = latest.made_at.astimezone(self.zone or timezone.get_default_timezone())
        return (
            f"{named(latest.made_by)} changed this {self.instance._meta.verbose_name}{what} "
            f"at {at:%H:%M %Z} while you had it open ({latest.act}). What you typed is still here, "
            "and the words that you left alone are theirs now. Look at the history first; saving "
            "again puts the rest of your version in place of theirs."
        )

    @cached_property
    def _seen_before(self) -> Revision | None:
        seen = self.cleaned_data.get("seen")
        return self.instance.revisions.filter(pk=seen).first() if seen else None


def said_by(thing: Post | Blog | Explainer) -> content.Content:
    """What readers could see of it, as it stands in the database now."""
    match thing:
        case Post():
            return content.of_post(Post.objects.with_parts().get(pk=thing.pk))
        case Blog():
            return content.of_blog(Blog.objects.get(pk=thing.pk), timezone.now())
        case Explainer():
            return content.of_explainer(Explainer.objects.get(pk=thing.pk))
