"""Every verb of the desk: works, wrong method, no right, stranger, another team, a forged id."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Post
from tests import factory
from tests.desk.desk import Cast, address, at_work, sheet

pytestmark = pytest.mark.django_db


def submitted(blog: Blog) -> Post:
    return publishing.submit(factory.draft(blog), by=None)


def scheduled(blog: Blog) -> Post:
    later = timezone.now() + timedelta(hours=2)
    return publishing.schedule(factory.draft(blog), by=None, at=later)


def pinned(blog: Blog) -> Post:
    return publishing.pin(factory.post(blog), by=None)


def key_event(blog: Blog) -> Post:
    return factory.post(blog, is_key_event=True)


def retracted(blog: Blog) -> Post:
    return publishing.retract(factory.post(blog), by=None, reason="It was wrong.")


@dataclass(frozen=True)
class Verb:
    """One verb on a post: what it starts from, who may, what is then so."""

    name: str
    start: Callable[[Blog], Post]
    done: Callable[[Post], bool]
    who: str = "editor"
    answer: dict[str, Any] = field(default_factory=dict)
    is_page: bool = False


VERBS = [
    Verb("desk_publish", submitted, lambda p: p.is_published),
    Verb("desk_publish", scheduled, lambda p: p.is_published and p.published_at <= timezone.now()),
    Verb("desk_submit", factory.draft, lambda p: p.status == Post.Status.SUBMITTED),
    Verb(
        "desk_send_back",
        submitted,
        lambda p: (
            p.status == Post.Status.DRAFT and p.revisions.newest_first()[0].note == "Who says so?"
        ),
        answer={"note": "Who says so?"},
        is_page=True,
    ),
    Verb("desk_pin", factory.post, lambda p: p.pinned_at is not None),
    Verb("desk_unpin", pinned, lambda p: p.pinned_at is None),
    Verb("desk_key", factory.post, lambda p: p.is_key_event),
    Verb("desk_unkey", key_event, lambda p: not p.is_key_event),
    Verb(
        "desk_edit",
        factory.post,
        lambda p: p.headline == "Written anew",
        answer=sheet(headline="Written anew", verb="save"),
        is_page=True,
    ),
    Verb(
        "desk_correct",
        factory.post,
        lambda p: p.corrections.get().text == "It is 12, not 21." and p.headline == "Twelve",
        who="corrections",
        answer={"kind": "correction", "text": "It is 12, not 21.", "headline": "Twelve"},
        is_page=True,
    ),
    Verb(
        "desk_retract",
        factory.post,
        lambda p: p.is_retracted and p.corrections.get().text == "It was wrong.",
        who="corrections",
        answer={"reason": "It was wrong."},
        is_page=True,
    ),
    Verb(
        "desk_restore",
        retracted,
        lambda p: p.is_published,
        who="corrections",
        answer={"reason": "It was right."},
        is_page=True,
    ),
]
IDS = [f"{verb.name} {verb.start.__name__}" for verb in VERBS]
each_verb = pytest.mark.parametrize("verb", VERBS, ids=IDS)


@dataclass(frozen=True)
class Stage:
    """A blog, a post in it, the cast."""

    blog: Blog
    post: Post
    cast: Cast
    before: dict[str, Any]

    def ask(self, client: Client, verb: Verb, post: Post | None = None) -> int:
        """Send the verb's answer as the page that was open would; the status that comes back."""
        seen = (post or self.post).revisions.newest_first()[0].pk
        answer = {**verb.answer, "revision": seen}
        return client.post(address(verb.name, self.blog, post or self.post), answer).status_code

    def is_untouched(self) -> bool:
        return Post.objects.filter(pk=self.post.pk).values().get() == self.before


def stage(verb: Verb) -> Stage:
    blog = factory.blog()
    post = verb.start(blog)
    before = Post.objects.filter(pk=post.pk).values().get()
    return Stage(blog, post, Cast(), before)


@each_verb
def test_who_may_do_it_does_it_and_comes_back_to_the_desk(verb: Verb):
    here = stage(verb)
    assert here.ask(at_work(getattr(here.cast, verb.who)), verb) == 302
    assert verb.done(Post.objects.get(pk=here.post.pk))


@each_verb
def test_a_second_click_changes_nothing_more(verb: Verb):
    here = stage(verb)
    client = at_work(getattr(here.cast, verb.who))
    seen = here.post.revisions.newest_first()[0].pk
    where, answer = address(verb.name, here.blog, here.post), {**verb.answer, "revision": seen}
    client.post(where, answer)
    version = Blog.objects.get(pk=here.blog.pk).version
    assert client.post(where, answer).status_code == 302
    assert Blog.objects.get(pk=here.blog.pk).version == version


@each_verb
def test_following_a_link_does_nothing(verb: Verb):
    here = stage(verb)
    client = at_work(getattr(here.cast, verb.who))
    answer = client.get(address(verb.name, here.blog, here.post))
    assert answer.status_code == (200 if verb.is_page else 405)
    assert here.is_untouched()


@each_verb
def test_who_has_no_right_is_refused(verb: Verb):
    here = stage(verb)
    colleague = here.cast.reporter if verb.who == "corrections" else here.cast.corrections
    # What is not public does not even exist for a colleague who may not see it.
    assert here.ask(at_work(colleague), verb) in (403, 404)
    assert here.is_untouched()


@each_verb
def test_a_stranger_is_sent_to_log_in(verb: Verb):
    here = stage(verb)
    answer = Client().post(address(verb.name, here.blog, here.post), verb.answer)
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    assert here.is_untouched()


@each_verb
def test_a_reader_with_a_login_is_refused(verb: Verb):
    here = stage(verb)
    assert here.ask(at_work(here.cast.reader), verb) == 403
    assert here.is_untouched()


@each_verb
def test_another_teams_editor_is_refused(verb: Verb):
    here = stage(verb)
    assert here.ask(at_work(here.cast.other_teams_editor), verb) in (403, 404)
    assert here.is_untouched()


@each_verb
def test_a_restricted_blog_does_not_exist_for_others(verb: Verb):
    here = stage(verb)
    publishing.update_blog(here.blog, by=None, is_restricted=True)
    assert here.ask(at_work(getattr(here.cast, verb.who)), verb) == 404


@each_verb
def test_another_blogs_post_by_a_forged_id_is_not_found(verb: Verb):
    here = stage(verb)
    elsewhere = verb.start(factory.blog())
    assert here.ask(at_work(getattr(here.cast, verb.who)), verb, elsewhere) == 404
    assert Post.objects.get(pk=elsewhere.pk).version == elsewhere.version


STEPS = [
    ("desk_open", {"opened": False}, "live"),
    ("desk_pause", {}, "paused"),
    ("desk_close", {}, "ended"),
]
each_step = pytest.mark.parametrize(("name", "fields", "state"), STEPS, ids=[s[0] for s in STEPS])


def state_of(blog: Blog) -> str:
    return Blog.objects.get(pk=blog.pk).state


@each_step
def test_an_editor_moves_the_coverage(name: str, fields: dict, state: str):
    blog = factory.blog(**fields)
    assert at_work(factory.user("Editors")).post(address(name, blog)).status_code == 302
    assert state_of(blog) == state


def test_ended_coverage_is_reopened():
    blog = publishing.close(factory.blog(), by=None)
    at_work(factory.user("Editors")).post(address("desk_open", blog))
    assert state_of(blog) == "live"


def test_upcoming_coverage_is_not_paused_and_the_editor_is_told():
    blog = factory.blog(opened=False)
    answer = at_work(factory.user("Editors")).post(address("desk_pause", blog), follow=True)
    assert state_of(blog) == "upcoming"
    assert "Only live coverage is paused." in answer.content.decode()


@each_step
def test_coverage_is_moved_by_who_may_and_by_no_link(name: str, fields: dict, state: str):
    blog = factory.blog(**fields)
    before, team = state_of(blog), Cast()
    where = address(name, blog)
    assert at_work(team.editor).get(where).status_code == 405
    assert "/login/" in Client().post(where)["Location"]
    for somebody in (team.reporter, team.corrections, team.other_teams_editor, team.reader):
        assert at_work(somebody).post(where).status_code == 403
    publishing.update_blog(blog, by=None, is_restricted=True)
    assert at_work(team.editor).post(where).status_code == 404
    assert state_of(blog) == before


def test_the_desk_is_for_who_works_here():
    blog = factory.blog()
    team = Cast()
    where = address("desk", blog)
    assert "/login/" in Client().get(where)["Location"]
    assert at_work(team.reader).get(where).status_code == 403
    assert at_work(team.editor).put(where).status_code == 405
    assert at_work(team.corrections).get(where).status_code == 200
    publishing.update_blog(blog, by=None, is_restricted=True)
    assert at_work(team.other_teams_editor).get(where).status_code == 404


def test_nobody_composes_without_the_right_to_write():
    blog = factory.blog()
    team = Cast()
    for somebody in (team.corrections, team.other_teams_editor, team.reader):
        answer = at_work(somebody).post(address("desk", blog), sheet(headline="No", verb="save"))
        assert answer.status_code == 403
    assert "/login/" in Client().post(address("desk", blog), sheet(headline="No"))["Location"]
    assert not blog.posts.exists()


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_a_reporters_forged_button_publishes_nothing(verb: str):
    blog = factory.blog()
    forged = sheet(headline="Mine", verb=verb, at="2099-01-01T00:00")
    client = at_work(factory.user("Reporters"))
    assert client.post(address("desk", blog), forged).status_code == 403
    assert not blog.posts.exists()


def test_a_button_that_the_desk_never_had_is_refused():
    blog = factory.blog()
    answer = at_work(factory.user("Editors")).post(
        address("desk", blog), sheet(headline="Hm", verb="explode")
    )
    assert answer.status_code == 400
    assert not blog.posts.exists()
