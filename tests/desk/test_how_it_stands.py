"""When a post appears, and whether, is decided by two people as its words are: nothing unseen."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.desk.timeline import Row
from liveblog.models import Blog, Post
from tests import factory
from tests.admin.conftest import at
from tests.desk.desk import address, at_work, edited

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    return factory.blog(time_zone="UTC")


@pytest.fixture
def me() -> Client:
    return at_work(factory.user("Editors"))


@pytest.fixture
def anna() -> Any:
    return factory.user("Editors", first_name="Anna", last_name="Bell")


@pytest.fixture
def later() -> datetime:
    return timezone.now().replace(second=0, microsecond=0) + timedelta(hours=5)


def scheduled(blog: Blog, at: datetime) -> Post:
    return publishing.schedule(factory.draft(blog, "Embargoed"), by=None, at=at)


def submitted(blog: Blog, at: datetime | None = None) -> Post:
    draft = factory.draft(blog, "For review", published_at=at)
    return publishing.submit(draft, by=factory.user("Reporters"))


def stands(post: Post) -> tuple[str, datetime | None]:
    post = Post.objects.get(pk=post.pk)
    return post.status, post.published_at


def row(client: Client, blog: Blog, post: Post) -> Row:
    sections = client.get(address("desk", blog)).context["sections"]
    return next(each for section in sections for each in section.rows if each.post == post)


def press(client: Client, seen: Row, label: str) -> HttpResponse:
    (action,) = [each for each in seen.actions if each.label == label]
    return client.post(action.address, follow=True)  # type: ignore[return-value]


@pytest.mark.parametrize("verb", ["save", "publish", "schedule"])
@pytest.mark.parametrize("mine_hours", [0, 2])
def test_a_time_that_a_colleague_moved_is_not_moved_back_unseen(
    blog, me, anna, later: datetime, verb: str, mine_hours: int
):
    post, theirs = scheduled(blog, later), later + timedelta(hours=1)
    typed = later + timedelta(hours=mine_hours)
    mine = edited(me, blog, post, verb=verb, at=f"{typed:%Y-%m-%dT%H:%M}")
    publishing.schedule(post, by=anna, at=theirs)
    answer = me.post(address("desk_edit", blog, post), mine)
    assert answer.status_code == 409
    assert "Anna Bell changed this post at" in answer.content.decode()
    assert stands(post) == ("scheduled", theirs)


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_what_a_colleague_sent_back_is_not_published_from_a_page_that_was_open(
    blog, me, anna, later: datetime, verb: str
):
    post = submitted(blog, later if verb == "schedule" else None)
    mine = edited(me, blog, post, verb=verb)
    publishing.send_back(post, by=anna, note="The name is wrong")
    answer = me.post(address("desk_edit", blog, post), mine)
    assert answer.status_code == 409
    assert stands(post)[0] == "draft"


def test_nor_from_a_list_that_was_open(blog, me, anna):
    post = submitted(blog)
    seen = row(me, blog, post)
    publishing.send_back(post, by=anna, note="The name is wrong")
    page = press(me, seen, "Publish").content.decode()
    assert "Anna Bell changed how it stands (draft) after you saw it" in page
    assert stands(post)[0] == "draft"


def test_the_lists_publish_now_means_the_time_that_was_seen(blog, me, anna, later: datetime):
    post = scheduled(blog, later)
    seen = row(me, blog, post)
    publishing.schedule(post, by=anna, at=later + timedelta(hours=1))
    assert "(scheduled for " in press(me, seen, "Publish now").content.decode()
    assert stands(post)[0] == "scheduled"
    press(me, row(me, blog, post), "Publish now")
    assert stands(post)[0] == "published"


def test_a_second_press_of_the_same_button_is_harmless(blog, me):
    post = submitted(blog)
    seen = row(me, blog, post)
    for _ in range(2):
        page = press(me, seen, "Publish").content.decode()
        assert "was left as it is" not in page
    assert Post.objects.get(pk=post.pk).revisions.filter(act="published").count() == 1


def test_ones_own_earlier_save_is_not_in_the_way(blog, me):
    """The answer to the first press was lost on the way."""
    post = submitted(blog)
    mine = edited(me, blog, post, headline="Mended")
    me.post(address("desk_edit", blog, post), mine)
    answer = me.post(address("desk_edit", blog, post), {**mine, "verb": "publish"})
    assert answer.status_code == 302
    assert stands(post)[0] == "published"


def test_what_was_submitted_for_later_is_scheduled_from_the_list_and_counts_down(
    blog, me, later: datetime
):
    post = submitted(blog, later)
    seen = row(me, blog, post)
    assert seen.due_in in ("in 4 h 59 min", "in 5 h")
    assert "Publish" not in {each.label for each in seen.actions}
    (label,) = [each.label for each in seen.actions if each.label.startswith("Schedule for ")]
    assert f"{later:%H:%M}" in label
    press(me, seen, label)
    assert stands(post) == ("scheduled", later)


def test_a_scheduled_posts_time_is_not_taken_away_in_silence(blog, me, later: datetime):
    post = scheduled(blog, later)
    answer = me.post(address("desk_edit", blog, post), edited(me, blog, post, at=""))
    assert answer.status_code == 422
    assert "Choose the time at which it is to appear, or send it back." in answer.content.decode()
    assert stands(post) == ("scheduled", later)


def test_the_admins_list_publishes_nothing_before_its_time(blog, me, later: datetime):
    early, due = submitted(blog, later), submitted(blog)
    chosen = {"action": "publish_chosen", "_selected_action": [early.pk, due.pk]}
    page = me.post(at("post_changelist"), chosen, follow=True).content.decode()
    assert "It is to appear at" in page
    assert (stands(early)[0], stands(due)[0]) == ("submitted", "published")
