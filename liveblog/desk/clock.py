"""A moment is typed by one clock, named beside the field: the blog's own where there is one."""

from datetime import UTC, datetime, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime


class MomentInput(forms.DateTimeInput):
    """The browser's own date and time picker: one labelled control, where Django has two."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A moment read and shown, to the minute, in `zone`.

    A field that was left alone has not changed, whatever seconds it holds: saving a post again
    never moves it in the stream.
    """

    widget = MomentInput
    zone: tzinfo | None = None

    def stand_in(self, zone: tzinfo | None) -> None:
        """Read and show by the clock of `zone`, and say so; None: no blog is chosen yet."""
        self.zone = zone
        clock = f"{zone} time." if zone else "By the blog's own clock."
        self.help_text = f"{self.help_text} {clock}".strip()

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and timezone.is_aware(value):
            return value.astimezone(self._here).replace(tzinfo=None)
        return value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        typed = _read(value)
        if timezone.is_aware(typed):
            return typed
        # Of the two half past ones on the night the clocks go back, the earlier is meant.
        moment = typed.replace(tzinfo=self._here)
        if _round_trip(moment) != typed:
            raise ValidationError("The clocks go forward then, and that time does not exist.")
        return moment.astimezone(UTC)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return _minute(self.prepare_value(initial)) != _minute(data)
        except ValidationError:
            return True

    @property
    def _here(self) -> tzinfo:
        return self.zone or timezone.get_current_timezone()


def _read(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        typed = parse_datetime(str(value).strip())
    except ValueError:
        typed = None
    # The first and last years of the calendar cannot be told in every zone.
    if typed is None or not 1 < typed.year < 9999:
        raise ValidationError("Type a date and a time, as in 2023-09-19 13:45.")
    return typed


def _minute(value: Any) -> datetime | None:
    if value in forms.Field.empty_values:
        return None
    return _read(value).replace(second=0, microsecond=0, tzinfo=None)


def _round_trip(moment: datetime) -> datetime:
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None)
