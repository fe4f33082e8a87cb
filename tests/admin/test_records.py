"""The record reads from the newest, by the clock of its story, and names people."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import User

from liveblog import publishing
from liveblog.models import Blog
from tests import factory
from tests.admin.conftest import at, signed_in

pytestmark = pytest.mark.django_db
SUMMER = datetime(2026, 7, 1, 20, 30, tzinfo=UTC)


@pytest.fixture
def story() -> Blog:
    return factory.blog(time_zone="Asia/Yerevan")


@pytest.fixture
def anna() -> User:
    return factory.user("Editors", "Corrections editors", first_name="Anna", last_name="Bell")


def put_right(story: Blog, anna: User, headline: str) -> None:
    publishing.correct(factory.post(story, headline), by=anna, text=f"It was not {headline}.")


def listed(user: User, noun: str) -> str:
    return signed_in(user).get(at(f"{noun}_changelist")).content.decode()


@pytest.mark.parametrize("noun", ["correction", "revision"])
def test_the_newest_stands_first(story, anna, noun):
    put_right(story, anna, "Elevenish")
    put_right(story, anna, "Twelvish")
    found = signed_in(anna).get(at(f"{noun}_changelist")).context["cl"].result_list
    made = [(record.made_at, record.pk) for record in found]
    assert made == sorted(made, reverse=True)
    assert len(made) > 1


@pytest.mark.parametrize("noun", ["correction", "revision"])
@time_machine.travel(SUMMER, tick=False)
def test_times_are_told_by_the_storys_clock_with_its_name(story, anna, noun):
    put_right(story, anna, "Twelve")
    assert "2 Jul 2026, 00:30 +04" in listed(anna, noun)


@pytest.mark.parametrize(
    ("noun", "title"), [("correction", "Corrections"), ("revision", "Revisions")]
)
def test_the_list_is_called_what_it_lists_and_names_people(story, anna, noun, title):
    put_right(story, anna, "Twelve")
    page = listed(anna, noun)
    assert f"<h1>{title}</h1>" in page
    assert "Anna Bell" in page
    assert anna.username not in page


def test_the_record_of_a_blog_and_of_an_explainer_is_listed_too(anna):
    factory.blog(title="Election night")
    factory.explainer("What is a recount?")
    page = listed(anna, "revision")
    assert "Election night" in page
    assert "What is a recount?" in page


def test_one_record_tells_its_time_and_its_author_the_same_way(story, anna):
    with time_machine.travel(SUMMER, tick=False):
        put_right(story, anna, "Twelve")
    correction = story.posts.get().corrections.get()
    client = signed_in(anna)
    for address in (
        at("correction_change", correction.pk),
        at("revision_change", correction.after_id),
    ):
        page = client.get(address).content.decode()
        assert "2 Jul 2026, 00:30 +04" in page
        assert "Anna Bell" in page


def test_the_list_of_posts_names_who_typed_them_and_when_one_was_withdrawn(story, anna):
    with time_machine.travel(SUMMER, tick=False):
        post = factory.post(story, by=anna)
        publishing.update(post, by=anna, headline="Edited first")
        publishing.retract(post, by=anna, reason="Wrong.")
    client = signed_in(anna)
    page = client.get(at("post_changelist")).content.decode()
    assert "withdrawn 2 Jul 2026, 00:30 +04" in page
    assert page.count("Anna Bell") > 1, "in its row, and among the colleagues to filter by"
    assert f">{anna.username}<" not in page


def test_the_list_of_posts_begins_with_the_one_typed_last(story, anna):
    newest = factory.draft(story)
    older = factory.post(story)
    publishing.update(older, by=None, published_at=factory.NOON)
    last = factory.draft(story)
    found = signed_in(anna).get(at("post_changelist")).context["cl"].result_list
    assert [post.pk for post in found] == [last.pk, older.pk, newest.pk]
