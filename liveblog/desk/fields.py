"""Form fields that read as an editor types."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone


class BlogTimeField(forms.DateTimeField):
    """A date and time on the clock of the current zone: the view lets that be the blog's."""

    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M"
    )

    def to_python(self, value: Any) -> datetime | None:
        """Of an hour that the clocks repeat, the first; one they skip is refused."""
        if value in self.empty_values:
            return None
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise forms.ValidationError(
                "Give the day and the time, as in 2026-03-01 21:30."
            ) from None
        if moment.tzinfo is not None:
            return moment
        aware = moment.replace(tzinfo=timezone.get_current_timezone())
        there_and_back = aware.astimezone(UTC).astimezone(aware.tzinfo)
        if there_and_back.replace(tzinfo=None) != moment:
            raise forms.ValidationError("The clocks skip this hour. Choose another time.")
        return aware
