"""Everything that the admin's forms do to posts and blogs, sent whole by everybody."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.admin import acts, blogs, posts
from liveblog.models import Blog, Membership, Post
from tests import factory
from tests.admin.conftest import at, filled, signed_in
from tests.desk import stage as desk
from tests.desk.desk import CORRECTORS, EDITORS, GROUPS, OUTSIDERS, ROLES, TEAM, WRITERS, Cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("sessions_without_rows"),
]
AUTHOR = ("reporter",)
Said = dict[str, Any]
later = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"


class Stage:
    """A blog, the cast, what a rung starts from, and the form as an administrator has it."""

    def __init__(self, rung: "Rung") -> None:
        self.rung, self.blog = rung, factory.blog()
        self.cast = Cast(self.blog)
        for role in ROLES:
            getattr(self.cast, role, None)
        self.newcomer = factory.user()
        self.post = rung.start(self.blog, self.cast)
        thing = [] if rung.page.endswith(("_add", "_changelist")) else [self.post or self.blog]
        self.where = at(rung.page, *(each.pk for each in thing))

    def whole_form(self) -> Said:
        boss = signed_in(self.cast.admin)
        said = self.rung.said(self) if callable(self.rung.said) else self.rung.said
        if self.rung.is_act:
            form = boss.get(self.where).context["form"]
            return {**{each.html_name: each.value() or "" for each in form}, **said}
        if self.rung.is_bare:
            return {**said}
        query = f"?blog={self.blog.pk}" if self.rung.page == "post_add" else ""
        return filled(boss, self.where + query, **said)

    def fresh(self) -> Post:
        return Post.objects.get(pk=self.post.pk)


@dataclass(frozen=True)
class Rung:
    """Who may, and what is so then. `elsewise`: what others may be answered beside a refusal."""

    page: str
    button: str
    may: tuple[str, ...]
    done: Callable[[Stage], bool]
    start: Callable[[Blog, Cast], Post | None] = lambda blog, cast: None
    said: Said | Callable[[Stage], Said] = field(default_factory=dict)
    elsewise: tuple[int, ...] = ()
    is_bare: bool = False

    @property
    def is_act(self) -> bool:
        return self.page.removeprefix("post_") in acts.ACTS

    def __str__(self) -> str:
        return f"{self.page} {self.button} {self.start.__name__.strip('<>')}"


def is_now(status: str) -> Callable[[Stage], bool]:
    return lambda stage: stage.fresh().status == status


def is_new(status: str) -> Callable[[Stage], bool]:
    return lambda s: list(s.blog.posts.values_list("status", flat=True)) == [status]


def is_called(title: str) -> Callable[[Stage], bool]:
    return lambda stage: Blog.objects.filter(title=title).exists()


def in_state(state: str) -> Callable[[Stage], bool]:
    return lambda stage: Blog.objects.get(pk=stage.blog.pk).state == state


def to_team(role: str) -> Callable[[Stage], Said]:
    def said(stage: Stage) -> Said:
        count = stage.blog.memberships.count()
        place = {f"memberships__{count}__user": stage.newcomer.pk}
        return {
            **place,
            f"memberships__{count}__role": role,
            "memberships__TOTAL_FORMS": count + 1,
            "_continue": "1",
        }

    return said


def is_in_the_team(stage: Stage) -> bool:
    return Membership.objects.filter(blog=stage.blog, user=stage.newcomer).exists()


def paused(blog: Blog, cast: Cast) -> None:
    publishing.pause(blog, by=None)


def pressed(button: str, **more: Any) -> Said:
    return {button: "1", **more}


def new(button: str, **more: Any) -> Callable[[Stage], Said]:
    return lambda s: {"blog": s.blog.pk, "headline": "New", **pressed(button, **more)}


def chosen(stage: Stage) -> Said:
    return {"action": "publish_chosen", "_selected_action": [stage.post.pk]}


def on_post(button: str, may: tuple[str, ...], start: Any, done: Any, **more: Any) -> Rung:
    return Rung("post_change", button, may, done, start, pressed(button, **more))


def on_blog(button: str, may: tuple[str, ...], done: Any, **more: Any) -> Rung:
    start = more.pop("start", Rung.start)
    return Rung("blog_change", button, may, done, start, pressed(button, **more))


def act(name: str, may: tuple[str, ...], start: Any, status: str, **said: str) -> Rung:
    return Rung(f"post_{name}", "", may, is_now(status), start, said)


RUNGS = [
    Rung("post_add", "_continue", WRITERS, is_new("draft"), said=new("_continue"), elsewise=(200,)),
    Rung("post_add", "_submit", WRITERS, is_new("submitted"), said=new("_submit"), elsewise=(200,)),
    Rung(
        "post_add", "_publish", EDITORS, is_new("published"), said=new("_publish"), elsewise=(200,)
    ),
    Rung(
        "post_add",
        "_schedule",
        EDITORS,
        is_new("scheduled"),
        said=new("_schedule", published_at=later),
        elsewise=(200,),
    ),
    on_post(
        "_continue",
        (*EDITORS, *AUTHOR),
        desk.draft,
        lambda s: s.fresh().headline == "Anew",
        headline="Anew",
    ),
    on_post(
        "_continue",
        EDITORS,
        desk.published,
        lambda s: s.fresh().headline == "Anew",
        headline="Anew",
    ),
    on_post("_submit", (*EDITORS, *AUTHOR), desk.draft, is_now("submitted")),
    on_post("_publish", EDITORS, desk.draft, is_now("published")),
    on_post("_publish", EDITORS, desk.submitted, is_now("published")),
    on_post("_schedule", EDITORS, desk.draft, is_now("scheduled"), published_at=later),
    on_post("_pin", EDITORS, desk.published, lambda s: bool(s.fresh().pinned_at)),
    on_post("_unpin", EDITORS, desk.pinned, lambda s: not s.fresh().pinned_at),
    act(
        "correct", CORRECTORS, desk.published, "published", kind="update", text="So.", headline="B"
    ),
    act("retract", CORRECTORS, desk.published, "retracted", reason="Wrong."),
    act("restore", CORRECTORS, desk.retracted, "published", reason="Right."),
    act("send_back", EDITORS, desk.submitted, "draft", note="Who?"),
    act("send_back", EDITORS, desk.scheduled, "draft", note="Who?"),
    Rung(
        "post_delete",
        "",
        ("admin", "editor"),
        lambda s: not Post.objects.exists(),
        desk.draft,
        {"post": "yes"},
        elsewise=(302,),  # To the index: there is no such post.
        is_bare=True,
    ),
    Rung(
        "post_changelist",
        "publish_chosen",
        EDITORS,
        is_now("published"),
        desk.draft,
        chosen,
        elsewise=(200, 302),
        is_bare=True,
    ),
    Rung(
        "blog_add",
        "_save",
        ("admin", "editor"),
        is_called("Flood"),
        said=pressed("_save", title="Flood", slug="flood"),
    ),
    on_blog("_continue", EDITORS, is_called("Flood"), title="Flood"),
    on_blog("_open", EDITORS, in_state("live"), start=paused),
    on_blog("_pause", EDITORS, in_state("paused")),
    on_blog("_close", EDITORS, in_state("ended")),
    Rung("blog_change", "a reporter", EDITORS, is_in_the_team, said=to_team("reporter")),
    Rung(
        "blog_change",
        "a corrections editor",
        ("admin",),
        is_in_the_team,
        said=to_team("corrections"),
        elsewise=(200,),
    ),
]
each_rung = pytest.mark.parametrize("rung", RUNGS, ids=str)


def rows() -> Any:
    return [*desk.all_rows(), list(Membership.objects.order_by("pk").values_list())]


def client_of(stage: Stage, role: str) -> Client:
    return stage.cast.client(role)


def refused(stage: Stage, role: str, answer: Any, before: Any, *elsewise: int) -> None:
    who = f"{role}: {answer.status_code}"
    assert rows() == before, who
    if role in OUTSIDERS:
        assert answer.status_code == 403 or "/login/" in answer["Location"], who
    else:
        assert answer.status_code in (403, 404, *elsewise), who


def test_each_act_and_each_button_has_its_rung():
    assert {rung.page.removeprefix("post_") for rung in RUNGS} >= set(acts.ACTS)
    pressed = {(rung.page.partition("_")[0], rung.button) for rung in RUNGS}
    assert pressed >= {("post", name) for name in posts.ASKED}
    assert pressed >= {("blog", name) for name in blogs.ASKED}
    assert pressed >= {("post", name) for name in posts.PostAdmin.actions or ()}


@each_rung
def test_it_is_done_by_exactly_who_may(rung: Rung):
    stage = Stage(rung)
    sent, before = stage.whole_form(), rows()
    assert not rung.done(stage) or rung.page == "post_correct"
    for role in ROLES:
        with transaction.atomic():
            answer = client_of(stage, role).post(stage.where, sent)
            if role in rung.may:
                assert answer.status_code == 302, f"{role}: {answer.status_code}"
                assert rung.done(stage), role
                assert rows() != before, role
            else:
                refused(stage, role, answer, before, *rung.elsewise)
            transaction.set_rollback(True)


@pytest.mark.parametrize("rung", [rung for rung in RUNGS if rung.is_act], ids=str)
def test_the_page_of_an_act_is_shown_to_exactly_who_may(rung: Rung):
    stage = Stage(rung)
    before = rows()
    for role in ROLES:
        answer = client_of(stage, role).get(stage.where)
        if role in rung.may:
            assert answer.status_code == 200, role
        else:
            refused(stage, role, answer, before)
        assert rows() == before


@pytest.mark.parametrize("button", blogs.ASKED)
def test_who_words_a_story_and_no_more_does_not_move_its_coverage(button: str):
    keeper = factory.user()
    keeper.user_permissions.add(*Permission.objects.filter(codename__in=_WORDING))
    blog = factory.blog(opened=button != "_open")
    client = signed_in(keeper)
    where = at("blog_change", blog.pk)
    assert client.post(where, filled(client, where, title="A", _continue="1")).status_code == 302
    before = rows()
    assert client.post(where, filled(client, where, **{button: "1"})).status_code == 403
    assert rows() == before


_WORDING = ("view_blog", "change_blog")


@each_rung
def test_a_restricted_story_is_not_there_for_who_is_not_of_its_team(rung: Rung):
    stage = Stage(rung)
    publishing.update_blog(stage.blog, by=None, is_restricted=True)
    sent, before = stage.whole_form(), rows()
    for role in (*OUTSIDERS, *GROUPS, *TEAM, "admin"):
        is_new_story = rung.page == "blog_add" and role in rung.may
        with transaction.atomic():
            answer = client_of(stage, role).post(stage.where, sent)
            if role in rung.may and (role not in GROUPS or is_new_story):
                assert rung.done(stage), role
            else:
                refused(stage, role, answer, before, *rung.elsewise)
            transaction.set_rollback(True)
