"""When a stamp was, and on which day."""

from datetime import UTC, date, datetime

import pytest

from liveblog.exchange.transcript import reading, stamps
from liveblog.exchange.transcript.nouns import TranscriptError
from tests.exchange.texts import NIGHT


@pytest.mark.parametrize(
    ("stamp", "utc"),
    [
        ("01:45 PM BST", "12:45"),
        ("1:45 pm bst", "12:45"),
        ("1.45pm BST", "12:45"),
        ("1:45 p.m. BST", "12:45"),
        ("12:31 PM BST", "11:31"),
        ("12:31 AM GMT", "00:31"),
        ("12:00 PM UTC", "12:00"),
        ("04:20 PM CET", "15:20"),
        ("07:30 AM EDT", "11:30"),
        ("05:45 PM NPT", "12:00"),
        ("13:45 CEST", "11:45"),
    ],
)
def test_a_stamp_is_read_in_its_own_zone(stamp: str, utc: str):
    assert stamps.is_stamp(stamp)
    assert f"{stamps.moment(stamp, date(2023, 9, 19)):%H:%M}" == utc


@pytest.mark.parametrize(
    "line",
    ["10:30 Arrival", "At 01:45 PM BST", "01:45 PM BST Ferries stop", "3:1", "1.75", "1:45 x"],
)
def test_other_lines_with_numbers_are_no_stamps(line: str):
    assert not stamps.is_stamp(line)


def test_the_date_is_the_newest_stamps_and_a_later_stamp_below_is_of_the_day_before():
    read = reading.read(NIGHT)
    assert [entry.at for entry in read.entries] == [
        datetime(2024, 11, 6, 5, 20, tzinfo=UTC),
        datetime(2024, 11, 6, 5, 5, tzinfo=UTC),
        datetime(2024, 11, 6, 4, 50, tzinfo=UTC),
        datetime(2024, 11, 6, 2, 15, tzinfo=UTC),
        datetime(2024, 11, 5, 4, 59, tzinfo=UTC),
    ]


def test_each_step_to_the_day_before_is_noted_with_its_line():
    read = reading.read(NIGHT)
    assert [(note.line, note.text[-11:]) for note in read.notes] == [
        (read.entries[2].stamp.line, "2024-11-05."),
        (read.entries[4].stamp.line, "2024-11-04."),
    ]


def test_two_stamps_of_one_minute_are_of_one_day():
    read = reading.parse("date 2024-03-02\n04:20 PM CET\nUpper\n04:20 PM CET\nLower")
    assert read.entries[0].at == read.entries[1].at


def test_the_hour_that_summer_time_repeats_stays_in_order():
    read = reading.parse("date 2023-10-29\n01:10 AM GMT\nLater\n01:50 AM BST\nEarlier")
    assert [f"{entry.at:%d %H:%M}" for entry in read.entries] == ["29 01:10", "29 00:50"]


def wrong(stamp: str) -> TranscriptError:
    with pytest.raises(TranscriptError) as error:
        reading.parse(f"date 2024-03-02\n\n04:20 PM CET\n\nFerries\n\n{stamp}\n\nMore")
    assert error.value.line == 7
    return error.value


@pytest.mark.parametrize("stamp", ["13:05 PM CET", "00:10 PM CET", "01:75 PM CET", "25:10 CET"])
def test_a_stamp_that_no_clock_shows_is_refused_with_its_line(stamp: str):
    assert f"“{stamp}” cannot be" in wrong(stamp).message


@pytest.mark.parametrize("stamp", ["01:05 PM", "13:05"])
def test_a_stamp_without_a_zone_asks_for_it(stamp: str):
    assert "Add the zone" in wrong(stamp).message


def test_an_unknown_zone_is_refused_and_the_known_ones_are_listed():
    message = wrong("01:05 PM XYZ").message
    assert "“XYZ” is not a time zone we know" in message
    for name in ("BST", "CEST", "MSK", "EDT", "AEST", "UTC"):
        assert name in message


def test_a_zone_of_several_countries_is_refused_and_they_are_named():
    message = wrong("01:05 PM IST").message
    assert "Delhi, Dublin and Jerusalem" in message
    assert "UTC" in message
