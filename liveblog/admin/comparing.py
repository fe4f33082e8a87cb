"""Forms of what has no versions: two who mend different words of one thing both get their way."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest

from liveblog.admin.base import PublishedAdmin
from liveblog.admin.forms import NewsroomForm, inner
from liveblog.publishing.change import Change


class ComparedForm(NewsroomForm):
    """Writes what was changed on it and nothing else.

    Each field carries along what it said when it was shown. What was left alone takes what stands
    there now; what was changed here and by a colleague meanwhile is asked about: saving the form
    that comes back is a decision.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._compared:
            self.fields[name].show_hidden_initial = self._knows_what_was_shown(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # Asked for once, and kept: after this the data is what the next page shows.
        changed = self.changed_data
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name in self._compared:
            if not self._knows_what_was_shown(name):
                continue
            bound = self[name]
            now, then = self._shown(name, bound.initial), _lines(data[_initial(bound)])
            if name not in changed and name in cleaned:
                cleaned[name] = getattr(self.instance, name)
                data[bound.html_name] = self._typed(name, bound.initial)
            elif name in cleaned and now == self._shown(name, cleaned[name]):
                changed.remove(name)
            elif now != then:
                self.add_error(name, _news(self._called(name, now)))
            data[_initial(bound)] = now
        self.data = data
        return cleaned

    @property
    def _compared(self) -> Iterable[str]:
        if self.instance.pk is None:
            return []
        columns = {field.name for field in self._meta.model._meta.concrete_fields}
        files = {name for name, each in self.fields.items() if isinstance(each, forms.FileField)}
        return [name for name in self.fields if name in columns - files]

    def _knows_what_was_shown(self, name: str) -> bool:
        return not self.is_bound or _initial(self[name]) in self.data

    def _shown(self, name: str, value: Any) -> str:
        field = self.fields[name]
        said = field.hidden_widget().format_value(field.prepare_value(value))
        return _lines(said or "")

    def _called(self, name: str, shown: str) -> str:
        """What a colleague chose, by its name and not by its key."""
        field = self.fields[name]
        if not (shown and isinstance(field, forms.ModelChoiceField) and field.queryset is not None):
            return shown
        return str(field.queryset.model._base_manager.filter(pk=shown).first() or shown)

    def _typed(self, name: str, value: Any) -> Any:
        field = self.fields[name]
        said, widget = field.prepare_value(value), inner(field.widget)
        if not isinstance(widget, forms.Select):
            said = widget.format_value(said)
        return "" if said is None else said


class ComparedAdmin(PublishedAdmin):
    """Of what many stories share, and of which no versions are kept."""

    form = ComparedForm

    def hold(self, change: Change, request: HttpRequest, object_id: str | None) -> None:
        thing = self.get_object(request, object_id) if object_id else None
        if thing is not None:
            change.take(thing)


def _initial(bound: Any) -> str:
    name: str = bound.html_initial_name
    return name


def _lines(said: Any) -> str:
    """A browser sends its own line ends, and a field takes no space at its ends."""
    return "\n".join(str(said).strip().splitlines())


def _news(now: str) -> str:
    did = f"changed this to “{now}”" if now else "emptied this"
    return f"A colleague {did} while you had it open. Saving again puts yours in its place."
