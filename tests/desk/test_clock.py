"""A moment is typed and shown by the blog's own clock, also on the nights the clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from liveblog.desk.clock import MomentField


@pytest.fixture
def london():
    field = MomentField(required=False, help_text="When?")
    field.stand_in(ZoneInfo("Europe/London"))
    return field


def test_it_names_its_clock(london):
    assert london.help_text == "When? Europe/London time."


def test_summer_time_is_read_as_it_is_spoken(london):
    assert london.clean("2023-09-19T13:45") == datetime(2023, 9, 19, 12, 45, tzinfo=UTC)


def test_seconds_that_the_control_cannot_show_are_no_change(london):
    stored = datetime(2023, 9, 19, 12, 45, 31, 5, tzinfo=UTC)
    assert not london.has_changed(stored, "2023-09-19T13:45")
    assert london.has_changed(stored, "2023-09-19T13:46")
    assert london.has_changed(stored, "")
    assert london.has_changed(None, "soon")


def test_an_hour_that_comes_twice_can_be_saved_again_unchanged(london):
    second_half_past_one = datetime(2023, 10, 29, 1, 30, tzinfo=UTC)
    assert not london.has_changed(second_half_past_one, "2023-10-29T01:30")
    assert london.clean("2023-10-29T01:30") == datetime(2023, 10, 29, 0, 30, tzinfo=UTC)


def test_an_hour_that_does_not_come_is_refused(london):
    with pytest.raises(ValidationError, match="clocks go forward"):
        london.clean("2023-03-26T01:30")


@pytest.mark.parametrize(
    "typed", ["soon", "2023-13-45T99:99", "0001-01-01T00:00", "2023-02-30T10:00"]
)
def test_what_is_no_moment_is_refused_with_an_example(london, typed):
    with pytest.raises(ValidationError, match="2023-09-19 13:45"):
        london.clean(typed)
