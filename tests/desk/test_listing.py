"""The list by itself: what the open desk asks for, and what a row's button answers."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, OpenSheet, Post
from tests import factory
from tests.desk.desk import Cast, address, at_work
from tests.desk.test_list import fill

pytestmark = pytest.mark.django_db


def seen(client: Client, blog: Blog, query: str = "") -> str:
    return client.get(address("desk", blog) + query).context["listing"].seen


def asked(client: Client, blog: Blog, seen: str = "", query: str = "") -> Any:
    return client.get(f"{address('desk_list', blog)}?seen={seen}{query}")


def test_what_the_page_shows_already_is_not_sent_again():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    factory.post(blog)
    shown = seen(client, blog)
    assert asked(client, blog, shown).status_code == 204
    new = publishing.submit(factory.draft(blog, "It holds"), by=None)
    answer = asked(client, blog, shown)
    assert answer.status_code == 200
    assert f'id="post-{new.public_id}"' in answer.content.decode()
    assert asked(client, blog, answer.context["listing"].seen).status_code == 204


def test_a_coming_minute_and_a_colleague_at_work_are_news():
    blog, client, now = factory.blog(), at_work(factory.user("Editors")), timezone.now()
    later = now + timedelta(minutes=30)
    publishing.schedule(factory.draft(blog), by=None, at=later)
    with time_machine.travel(now, tick=False):
        shown = seen(client, blog)
        assert asked(client, blog, shown).status_code == 204
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        assert "in 29 min" in asked(client, blog, shown).content.decode()
    with time_machine.travel(now, tick=False):
        OpenSheet.objects.create(
            user=factory.user(first_name="Ben"), blog=blog, token="t", seen_at=now, typed_at=now
        )
        assert "Ben is writing an update" in asked(client, blog, shown).content.decode()


def test_what_comes_due_is_published_by_the_asking():
    blog, client, now = factory.blog(), at_work(factory.user("Editors")), timezone.now()
    post = publishing.schedule(factory.draft(blog), by=None, at=now + timedelta(minutes=5))
    with time_machine.travel(now + timedelta(minutes=6)):
        assert 'id="published"' in asked(client, blog).content.decode()
    assert Post.objects.get(pk=post.pk).is_published


def test_the_list_is_filtered_as_the_desk_is():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    factory.post(blog, "The harbour")
    factory.post(blog, "The bridge")
    shown = seen(client, blog, "?q=harbour")
    assert asked(client, blog, shown, "&q=harbour").status_code == 204
    assert "The bridge" not in asked(client, blog, query="&q=harbour").content.decode()
    assert asked(client, blog, shown).status_code == 200


def test_an_answer_brings_the_facts_of_the_coverage_and_keeps_the_messages():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = factory.post(blog)
    client.post(address("desk_pin", blog, post))
    assert "coverage-facts" in asked(client, blog).content.decode()
    assert "Pinned: " in client.get(address("desk", blog)).content.decode()


def test_no_cache_keeps_the_list():
    answer = asked(at_work(factory.user("Editors")), factory.blog())
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("group", ["Editors", "Reporters"])
def test_the_list_costs_the_same_for_10_and_for_200_posts(group: str):
    costs = []
    for number in (10, 200):
        blog, user = factory.blog(), factory.user(group)
        fill(blog, number, user)
        client = at_work(user)
        with CaptureQueriesContext(connection) as queries:
            assert asked(client, blog).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[1] <= 22


def test_the_list_is_for_who_works_here():
    blog, cast = factory.blog(), Cast()
    where = address("desk_list", blog)
    assert at_work(cast.corrections).get(where).status_code == 200
    assert "/login/" in Client().get(where)["Location"]
    assert at_work(cast.reader).get(where).status_code == 403
    assert at_work(cast.editor).post(where).status_code == 405
    publishing.update_blog(blog, by=None, is_restricted=True)
    assert at_work(cast.other_teams_editor).get(where).status_code == 404


def test_a_colleagues_draft_is_not_in_a_reporters_list():
    blog = factory.blog()
    factory.draft(blog, "Not yet", by=factory.user("Reporters"))
    answer = asked(at_work(factory.user("Reporters")), blog)
    assert "Not yet" not in answer.content.decode()


def test_a_rows_button_by_htmx_answers_with_the_list_and_the_message():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = factory.post(blog, "The harbour")
    answer = client.post(
        address("desk_pin", blog, post) + "?q=harbour", headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "Pinned: The harbour" in said
    assert "Unpin" in said
    assert answer.context["listing"].wanted.q == "harbour"
    assert "Pinned: " not in client.get(address("desk", blog)).content.decode()


def test_a_refused_button_by_htmx_says_why_and_leaves_the_page():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    empty = publishing.create(blog, by=None)
    answer = client.post(address("desk_publish", blog, empty), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert not Post.objects.get(pk=empty.pk).is_published


def test_what_a_colleague_does_to_the_coverage_reaches_an_open_desk():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    shown = seen(client, blog)
    publishing.pause(blog, by=None)
    answer = asked(client, blog, shown).content.decode()
    assert 'id="coverage" hx-swap-oob="true"' in answer
    assert "Resume" in answer
