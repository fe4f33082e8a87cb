"""A licence that has run out before readers' eyes is told where one looks, and nowhere else."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Photo
from tests import factory
from tests.admin.conftest import at
from tests.desk.desk import address, at_work

pytestmark = pytest.mark.django_db

ONE = "1 picture’s licence has run out, and readers see it"
MARK = "Licence ran out on 18 September 2023"


def stale(**words: Any) -> Photo:
    said = {"alt_text": "A wall", "credit": "Ada/Us", "use_until": date(2023, 9, 18), **words}
    return publishing.save_shared(Photo(**said), by=None)


def first_page(client: Client) -> str:
    return client.get(reverse("admin:index")).content.decode()


def desk(client: Client, blog: Blog) -> str:
    return client.get(address("desk", blog)).content.decode()


@pytest.fixture
def client() -> Client:
    return at_work(factory.user("Editors"))


def test_in_an_update_it_leads_to_the_update_and_marks_its_row(client: Client):
    blog = factory.blog()
    post = factory.post(blog, photos=[{"photo": stale()}])
    page = desk(client, blog)
    assert f'href="{address("desk_edit", blog, post)}">{ONE}' in page
    assert MARK in page
    assert f'href="{at("photo_changelist")}?wanting=standing">{ONE}' in first_page(client)


def test_on_a_link_it_leads_to_the_update_too(client: Client):
    blog = factory.blog()
    link = {"url": "https://youtu.be/aaaaaaaaaaa", "thumbnail": stale()}
    post = factory.post(blog, embeds=[link])
    page = desk(client, blog)
    assert f'href="{address("desk_edit", blog, post)}">{ONE}' in page
    assert MARK in page


@pytest.mark.parametrize("place", ["head", "pin", "told"])
def test_at_the_head_and_in_an_explainer_it_leads_to_the_picture(client: Client, place: str):
    blog, photo = factory.blog(), stale()
    if place == "head":
        publishing.set_lead(blog, by=None, photo=photo)
    else:
        verb = publishing.pin_explainer if place == "pin" else publishing.tell_explainer
        verb(blog, factory.explainer(photo=photo), by=None)
    assert f'href="{at("photo_change", photo.pk)}">{ONE}' in desk(client, blog)


def test_where_no_reader_sees_it_only_its_row_says_so(client: Client):
    drafted, private = factory.blog(), factory.blog(is_public=False)
    factory.draft(drafted, photos=[{"photo": stale()}])
    factory.post(private, photos=[{"photo": stale()}])
    publishing.retract(factory.post(drafted, photos=[{"photo": stale()}]), by=None, reason="No.")
    for blog in (drafted, private):
        page = desk(client, blog)
        assert ONE not in page
        assert page.count(MARK) == 1
    assert "run out" not in first_page(client)


def test_what_is_licensed_is_not_spoken_of(client: Client):
    blog = factory.blog()
    factory.post(blog, photos=[{"photo": stale(use_until=date(2100, 1, 1))}])
    assert "ran out" not in desk(client, blog)
    assert "run out" not in desk(client, blog) + first_page(client)


def test_several_are_counted_each_once_and_cost_what_one_does(client: Client):
    blog, costs = factory.blog(), []
    for more in (1, 4):
        for _ in range(more):
            photo = stale()
            factory.post(blog, photos=[{"photo": photo}])
            factory.post(blog, photos=[{"photo": photo}])
        with CaptureQueriesContext(connection) as queries:
            pages = desk(client, blog) + first_page(client)
        costs.append(len(queries))
    assert pages.count("5 pictures’ licences have run out, and readers see them") == 2
    assert costs[0] == costs[1]


def test_another_teams_story_is_not_spoken_of(client: Client):
    secret = factory.blog(is_restricted=True)
    factory.post(secret, photos=[{"photo": stale()}])
    assert "run out" not in first_page(client)


EMBARGO = {"usage_terms": "One use.\nEMBARGO until noon", "use_until": None}


@pytest.mark.parametrize("shows", ["picture", "link", "explainer"])
def test_what_an_agency_forbids_is_in_the_row_before_publish_is_pressed(client: Client, shows: str):
    photo = stale(**EMBARGO)
    parts: dict[str, Any] = {
        "picture": {"photos": [{"photo": photo}]},
        "link": {"embeds": [{"url": "https://youtu.be/aaaaaaaaaaa", "thumbnail": photo}]},
    }.get(shows) or {"explainer": factory.explainer(photo=photo)}
    post = publishing.submit(factory.draft(factory.blog(), **parts), by=None)
    assert "Agency: EMBARGO until noon</span>" in desk(client, post.blog)
    publishing.publish(post, by=None)
    assert "Agency:" not in desk(client, post.blog)


def test_a_licence_that_ends_before_a_scheduled_update_appears_marks_its_row(client: Client):
    today = timezone.localdate()
    photo = stale(use_until=today + timedelta(days=1))
    post = factory.draft(factory.blog(), photos=[{"photo": photo}])
    assert "Licence ends" not in desk(client, post.blog)
    publishing.schedule(post, by=None, at=timezone.now() + timedelta(days=3))
    assert "Licence ends on" in desk(client, post.blog)


def test_publishing_several_in_the_admin_tells_of_each_ones_rights(client: Client):
    posts = [
        factory.draft(factory.blog(), f"Wall {n}", photos=[{"photo": photo}])
        for n, photo in enumerate((stale(), stale(**EMBARGO)))
    ]
    chosen = {"action": "publish_chosen", "_selected_action": [post.pk for post in posts]}
    page = client.post(at("post_changelist"), chosen, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said[0].startswith("“Wall 0”: The picture (A wall (Ada/Us)): its licence ran out")
    assert said[1].startswith(
        "“Wall 1”: The picture (A wall (Ada/Us)): its usage terms say “EMBARGO"
    )


def test_the_row_shows_the_word_that_forbids_and_each_pictures(client: Client):
    long = f"{'For editorial use by subscribers only. ' * 3}EMBARGO until 18:00."
    photos = [stale(usage_terms=said, use_until=None) for said in (long, "KILL: do not publish")]
    post = factory.draft(factory.blog(), photos=[{"photo": photo} for photo in photos])
    page = desk(client, post.blog)
    assert "Agency: …EMBARGO until 18:00.</span>" in page
    assert "Agency: KILL: do not publish</span>" in page


def test_what_is_restored_says_once_more_what_its_agency_says():
    post = factory.post(factory.blog(), photos=[{"photo": stale(**EMBARGO)}])
    publishing.retract(post, by=None, reason="Wrong")
    corrector = at_work(factory.user("Corrections editors"))
    page = corrector.post(address("desk_restore", post.blog, post), {}, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert any("its usage terms say “EMBARGO" in each for each in said)
