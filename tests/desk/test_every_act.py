"""Every act is in a post's history, with who and when; a discard in the story's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User

from liveblog import publishing
from liveblog.models import Explainer, Post
from tests import factory
from tests.admin.conftest import at
from tests.desk import stage as start
from tests.desk.desk import Cast, address, at_work, edited, sheet
from tests.desk.rungs import RUNGS

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 3, 1, 20, 15, 42, tzinfo=UTC)
IN_AN_HOUR = "2026-03-01T21:15"

# What is pressed, from what, and what the history calls it.
ACTS: list[tuple[str, Callable[..., Post], dict[str, Any], str]] = [
    ("desk_publish", start.submitted, {}, "Published"),
    ("desk_edit", start.draft, {"verb": "schedule", "at": IN_AN_HOUR}, "Scheduled"),
    ("desk_submit", start.draft, {}, "Submitted"),
    ("desk_send_back", start.submitted, {"note": "Who says so?"}, "Sent back"),
    ("desk_take_back", start.submitted, {}, "Taken back"),
    ("desk_pin", start.published, {}, "Pinned"),
    ("desk_unpin", start.pinned, {}, "Unpinned"),
    ("desk_key", start.published, {}, "Marked as key event"),
    ("desk_unkey", start.key_event, {}, "Unmarked as key event"),
    ("desk_edit", start.published, {"headline": "Anew"}, "Edited"),
    (
        "desk_correct",
        start.published,
        {"kind": "clarification", "text": "It is 12.", "headline": "Twelve"},
        "Clarification made",
    ),
    ("desk_retract", start.published, {"reason": "It was wrong."}, "Retracted"),
    ("desk_restore", start.retracted, {"reason": "It was right."}, "Restored"),
]


# The same of the story itself, as its history in the admin has it.
OF_THE_STORY = {
    "desk_open": "opened",
    "desk_pause": "paused",
    "desk_close": "closed",
    "desk_head": "edited",
    "desk_lead": "lead picture set",
    "desk_lead_upload": "lead picture set",
    "desk_lead_remove": "lead picture removed",
    "desk_new_explainer": "explainer pinned",
    "desk_explainer_pin": "explainer pinned",
    "desk_explainer_unpin": "explainer unpinned",
    "desk_explainer_set": "explainer pinned",
    "desk_explainer_move": "explainers put in order",
}


@pytest.fixture
def cast() -> Cast:
    return Cast(factory.blog(time_zone="Europe/London"))


def by_all_rights() -> User:
    groups = ("Editors", "Corrections editors")
    return factory.user(*groups, first_name="Ana", last_name="Bell")


def told(page: str) -> str:
    """The newest act, as it is printed."""
    return page.split('<li class="act">')[1].split("</p>")[0]


@pytest.mark.parametrize(
    ("name", "begin", "said", "act"), ACTS, ids=[f"{n} {b.__name__} {a}" for n, b, _, a in ACTS]
)
def test_the_history_says_who_did_what_and_when(
    cast: Cast, name: str, begin: Any, said: dict[str, Any], act: str
):
    blog = cast.blog
    assert blog is not None
    user = cast.reporter if name == "desk_take_back" else by_all_rights()
    user.first_name, user.last_name = "Ana", "Bell"
    user.save()
    with time_machine.travel(EVENING - timedelta(minutes=5), tick=False):
        post = begin(blog, cast)
    with time_machine.travel(EVENING, tick=False):
        client = at_work(user)
        if name == "desk_edit":
            said = edited(client, blog, post, **said)
        else:
            said = {"revision": post.revisions.latest("pk").pk, **said}
        assert client.post(address(name, blog, post), said).status_code == 302
        page = client.get(address("desk_history", blog, post)).content.decode()
    line = told(page)
    assert f"<h2>{act}</h2>" in line
    assert "<span>Ana Bell</span>" in line
    assert "20:15:42 GMT, 1 March 2026" in line
    for words in (said.get("note"), said.get("reason"), said.get("text")):
        assert words is None or words in page


def test_a_post_published_from_the_composer_begins_with_who_did_it_and_when(cast: Cast):
    blog, user = cast.blog, by_all_rights()
    assert blog is not None
    with time_machine.travel(EVENING, tick=False):
        client = at_work(user)
        client.post(address("desk", blog), sheet(headline="New", verb="publish"))
        page = client.get(address("desk_history", blog, blog.posts.get())).content.decode()
    line = told(page)
    assert "<h2>Published</h2>" in line
    assert "<span>Ana Bell</span>" in line
    assert "20:15:42 GMT, 1 March 2026" in line


@pytest.mark.parametrize(("name", "act"), OF_THE_STORY.items())
def test_the_storys_history_says_who_did_what(name: str, act: str):
    stage = start.Stage(next(rung for rung in RUNGS if rung.name == name))
    assert stage.ask("editor").status_code == 302
    newest = stage.blog.revisions.newest_first()[0]
    assert (newest.act, newest.made_by) == (act, stage.cast.editor)


def test_an_explainer_that_was_written_at_the_desk_begins_as_published():
    stage = start.Stage(next(rung for rung in RUNGS if rung.name == "desk_new_explainer"))
    stage.ask("editor")
    assert [each.act for each in Explainer.objects.get().revisions.all()] == ["published"]


def test_what_came_due_was_published_by_the_system(cast: Cast):
    blog, user = cast.blog, by_all_rights()
    assert blog is not None
    with time_machine.travel(EVENING - timedelta(hours=1), tick=False):
        post = publishing.schedule(factory.draft(blog), by=user, at=EVENING - timedelta(minutes=1))
    with time_machine.travel(EVENING, tick=False):
        publishing.publish_due()
        page = at_work(user).get(address("desk_history", blog, post)).content.decode()
    line = told(page)
    assert "<h2>Published when due</h2>" in line
    assert "<span>The system</span>" in line
    assert "20:15:42 GMT, 1 March 2026" in line


def test_a_discard_is_in_the_storys_history(cast: Cast):
    blog, user = cast.blog, by_all_rights()
    assert blog is not None
    with time_machine.travel(EVENING, tick=False):
        post = start.draft(blog, cast)
        client = at_work(user)
        assert "history/" in client.get(address("desk_discard", blog, post)).content.decode()
        client.post(address("desk_discard", blog, post))
        page = client.get(at("blog_history", blog.pk)).content.decode()
    row = page.split("<tbody>")[1].split("</tr>")[0]
    for words in ("discarded", "Ana Bell", "1 Mar 2026, 20:15 GMT", str(post)):
        assert words in row
