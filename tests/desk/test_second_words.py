"""What two people do to one post at the same time: the second one's words do not vanish."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from liveblog import publishing
from liveblog.models import Blog, Post
from tests import factory
from tests.admin.conftest import at
from tests.desk.desk import address, at_work

pytestmark = pytest.mark.django_db


def submitted(blog: Blog) -> Post:
    return publishing.submit(factory.draft(blog), by=None)


def retracted(blog: Blog) -> Post:
    return publishing.retract(factory.post(blog), by=None, reason="First of all.")


def retract(post: Post, *, by: User) -> None:
    publishing.retract(post, by=by, reason="Theirs.")


def restore(post: Post, *, by: User) -> None:
    publishing.restore(post, by=by, reason="Theirs.")


def send_back(post: Post, *, by: User) -> None:
    publishing.send_back(post, by=by, note="Theirs.")


CASES = [
    ("retract", "reason", factory.post, retract),
    ("restore", "reason", retracted, restore),
    ("send_back", "note", submitted, send_back),
]
each_act = pytest.mark.parametrize(("act", "field", "made", "theirs"), CASES)
Made = Callable[[Blog], Post]


@pytest.fixture
def colleague(db: None) -> User:
    return factory.user(first_name="Anna", last_name="Bell")


@each_act
def test_the_second_is_told_whose_words_stand_and_keeps_theirs(
    colleague: User, act: str, field: str, made: Made, theirs: Any
):
    post = made(factory.blog())
    theirs(post, by=colleague)
    notes = post.corrections.count()
    answer = at_work(factory.admin()).post(
        address(f"desk_{act}", post.blog, post), {field: "Mine."}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Anna Bell had it" in page
    assert "with “Theirs.”" in page
    assert answer.context["form"][field].value() == "Mine."
    assert post.corrections.count() == notes


@each_act
def test_a_second_click_passes(colleague: User, act: str, field: str, made: Made, theirs: Any):
    post, client = made(factory.blog()), at_work(factory.admin())
    for _ in range(2):
        answer = client.post(address(f"desk_{act}", post.blog, post), {field: " Mine. "})
        assert answer.status_code == 302
    assert post.revisions.latest("pk").note == "Mine."


@each_act
def test_the_admin_tells_it_too(colleague: User, act: str, field: str, made: Made, theirs: Any):
    post, client = made(factory.blog()), at_work(factory.admin())
    form = client.get(at(f"post_{act}", post.pk)).context["form"]
    theirs(post, by=colleague)
    answer = client.post(at(f"post_{act}", post.pk), {"seen": form["seen"].value(), field: "Mine."})
    assert answer.status_code == 200
    assert "with “Theirs.”" in answer.content.decode()
    assert ">\nMine.</textarea>" in answer.content.decode()


def test_in_the_admin_a_correction_of_what_was_withdrawn_meanwhile_keeps_its_words(colleague):
    post, client = factory.post(factory.blog()), at_work(factory.admin())
    form = client.get(at("post_correct", post.pk)).context["form"]
    retract(post, by=colleague)
    said = {"seen": form["seen"].value(), "kind": "correction", "text": "Twelve, not ten."}
    answer = client.post(at("post_correct", post.pk), {**said, "headline": post.headline})
    assert "Twelve, not ten." in answer.content.decode()


def test_a_post_that_was_never_withdrawn_is_not_said_to_be_restored_with_words():
    post = factory.post(factory.blog())
    answer = at_work(factory.admin()).post(
        address("desk_restore", post.blog, post), {"reason": "It was right."}
    )
    assert answer.status_code == 409
    assert "published already" in answer.content.decode()
