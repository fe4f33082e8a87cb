"""Rights are said where the picture is, before it goes out and when it does; none hinders."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from liveblog import publishing
from liveblog.models import Photo
from tests import factory
from tests.desk.desk import address, at_work, sheet
from tests.desk.test_pictures import in_library, worded

pytestmark = pytest.mark.django_db

NEVER, LAST_DAY = date(2023, 9, 18), date(2026, 3, 10)


def licensed(photo: Photo, until: date, terms: str = "") -> Photo:
    photo.use_until, photo.usage_terms = until, terms
    return publishing.save_shared(photo, by=None)


def said(client: Client, where: str, data: dict[str, Any]) -> str:
    return client.post(where, data, follow=True).content.decode()


def test_a_picture_says_its_terms_and_that_they_have_ended_when_it_comes_to_the_sheet():
    blog, editor = factory.blog(), factory.user("Editors")
    photo = licensed(in_library(editor, blog), NEVER, "One use, no sale.")
    answer = at_work(editor).post(address("desk_picture", blog), {"photo": photo.pk})
    page = answer.content.decode()
    assert "Its licence ran out on 18 September 2023." in page
    assert "Usage terms: One use, no sale." in page
    assert 'instruction"' not in page


def test_publishing_warns_and_publishes():
    blog, editor = factory.blog(), factory.user("Editors")
    photo = licensed(in_library(editor, blog), NEVER)
    words = sheet(headline="Wall", pictures=[photo.pk], **worded(photo))
    page = said(at_work(editor), address("desk", blog), words)
    assert "its licence ran out on 18 September 2023." in page
    assert blog.posts.get().is_published


def test_publishing_from_the_list_warns_too_and_names_the_picture_among_several():
    blog, editor = factory.blog(), factory.user("Editors")
    sound = in_library(editor, blog, "red")
    stale = licensed(in_library(editor, blog, "blue"), NEVER)
    for photo in (sound, stale):
        photo.alt_text, photo.credit = "A wall", "Ada/Us"
        publishing.save_shared(photo, by=None)
    post = factory.draft(blog, photos=[{"photo": sound}, {"photo": stale}])
    page = said(at_work(editor), address("desk_publish", blog, post), {})
    assert "Picture 2 (A wall (Ada/Us)): its licence ran out" in page


def test_what_is_scheduled_is_warned_of_on_the_day_it_appears():
    blog, today = factory.blog(), datetime.now(UTC)
    photo = Photo(alt_text="A", credit="A", use_until=today.date() + timedelta(days=10))
    publishing.save_shared(photo, by=None)
    post = factory.draft(blog, photos=[{"photo": photo}])
    assert publishing.warnings(post) == []
    publishing.schedule(post, by=None, at=today + timedelta(days=20))
    assert "ran out" in publishing.warnings(post)[0]


def test_a_quoted_links_and_an_explainers_pictures_are_warned_of_too():
    words = {"alt_text": "A", "credit": "A", "use_until": NEVER}
    still, chart = (publishing.save_shared(Photo(**words), by=None) for _ in range(2))
    quotes = [{"text": "Said"}, {"url": "https://youtu.be/aaaaaaaaaaa", "thumbnail": still}]
    explainer = factory.explainer("What is a count?", photo=chart)
    post = factory.post(factory.blog(), explainer=explainer, embeds=quotes)
    ran_out = "(A (A)): its licence ran out on 18 September 2023."
    assert publishing.warnings(post) == [
        f"The picture of the explainer “What is a count?” {ran_out}",
        f"The picture of link 2 {ran_out}",
    ]


def test_pinning_and_telling_an_explainer_warn_and_do_it():
    blog, editor = factory.blog(), factory.user("Editors")
    photo = publishing.save_shared(Photo(alt_text="A", credit="A", use_until=NEVER), by=None)
    explainer = factory.explainer(photo=photo)
    for verb in ("pin", "tell"):
        where = reverse(f"liveblog:desk_explainer_{verb}", args=[blog.pk, explainer.pk])
        page = said(at_work(editor), where, {})
        assert "Its picture: its licence ran out on 18 September 2023." in page
    assert blog.pins.exists()
    assert blog.posts.get().is_published


@pytest.mark.parametrize(
    ("days", "told"),
    [(-1, "ran out on"), (0, "that is today"), (1, "one day is left"), (7, "7 days are left")],
)
def test_a_licence_that_ends_soon_says_when(days, told):
    day = date(2026, 3, 10)
    assert told in Photo(use_until=day + timedelta(days=days)).licence_warning_on(day)


def test_a_licence_that_is_sound_or_without_end_says_nothing():
    day = date(2026, 3, 10)
    assert Photo(use_until=day + timedelta(days=8)).licence_warning_on(day) == ""
    assert Photo().licence_warning_on(day) == ""


@time_machine.travel("2026-03-10 11:00 +0000", tick=True)
def test_the_calendar_is_the_storys_own():
    """When it is noon in London, the next day has begun on Kiritimati."""
    editor = factory.user("Editors")
    photo = licensed(in_library(editor, factory.blog()), LAST_DAY)
    for zone, told in (("Europe/London", "that is today"), ("Pacific/Kiritimati", "ran out")):
        blog = factory.blog(time_zone=zone)
        answer = at_work(editor).post(address("desk_picture", blog), {"photo": photo.pk})
        assert told in answer.content.decode()


def test_what_was_done_to_a_file_is_told_where_it_comes_to_the_sheet():
    blog, editor = factory.blog(), factory.user("Editors")
    photo = in_library(editor, blog)
    photo.said_by_file = {"remarks": ["It moves. Only its first frame is kept."]}
    publishing.save_shared(photo, by=None)
    answer = at_work(editor).post(address("desk_picture", blog), {"photo": photo.pk})
    assert "It moves. Only its first frame is kept." in answer.content.decode()


@pytest.mark.parametrize(
    "terms",
    [
        "NO SALES. Embargoed until 27 Nov",
        "MANDATORY KILL",
        "Hold for release",
        "Please do not publish",
        "Print only, no internet",
        "NO WEB",
        "Not for online use",
    ],
)
def test_what_an_agency_forbids_stands_out_and_is_repeated_and_stops_nothing(terms: str):
    blog, editor = factory.blog(), factory.user("Editors")
    photo = in_library(editor, blog)
    photo.usage_terms = f"One use.\n{terms}"
    publishing.save_shared(photo, by=None)
    answer = at_work(editor).post(address("desk_picture", blog), {"photo": photo.pk})
    warning = f'<p class="field-error instruction" role="note">Usage terms: {terms}</p>'
    assert warning in answer.content.decode()
    words = sheet(headline="Wall", pictures=[photo.pk], **worded(photo))
    page = said(at_work(editor), address("desk", blog), words)
    assert f"its usage terms say “{terms}”" in page
    assert blog.posts.get().is_published


@pytest.mark.parametrize(
    "terms", ["One use, no sale.", "Copyright holder: Ada", "Household names", "Web and print", ""]
)
def test_terms_that_forbid_nothing_here_are_said_quietly(terms: str):
    assert Photo(usage_terms=terms).forbidding_terms == ""
