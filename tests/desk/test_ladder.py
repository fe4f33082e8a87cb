"""Everything that can be asked of the desk, by everybody, as the page that was open would send it.

The table is rungs.py. Each test climbs one rung with the whole cast, and takes back what it did.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from liveblog import publishing
from liveblog.desk.urls import urlpatterns
from liveblog.models import Blog, Post
from tests import factory
from tests.desk import stage as start
from tests.desk.desk import GROUPS, NEWSROOM, OUTSIDERS, ROLES, TEAM, Cast, address, at_work, sheet
from tests.desk.rungs import RUNGS
from tests.desk.stage import DONE, Rung, Stage, all_rows

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("sessions_without_rows"),
]
each_rung = pytest.mark.parametrize("rung", RUNGS, ids=str)
# Their addresses name something that is one story's own.
OWN = {p.name for p in urlpatterns if re.search("public_id|sighting_pk", str(p.pattern))}
on_a_post = [rung for rung in RUNGS if rung.name in OWN]


def climb(roles: tuple[str, ...], look: Callable[[str], None]) -> None:
    """Each in turn, from the same start: what one did is taken back before the next."""
    for role in roles:
        with transaction.atomic():
            look(role)
            transaction.set_rollback(True)


def refused(stage: Stage, role: str, answer: Any, before: Any, *statuses: int) -> None:
    """Nothing is written, and whoever asked is told no more than they may know."""
    who = f"{stage.rung}, {role}: {answer.status_code}"
    assert all_rows() == before, who
    if role == "stranger":
        assert answer.status_code == 302, who
        assert "/login/" in answer["Location"], who
    elif role == "reader":
        assert answer.status_code == 403, who
    else:
        words_back = (409, 422) if stage.rung.gives_back and role == "reporter" else ()
        assert answer.status_code in (statuses or (403, 404, *words_back)), who


def test_every_address_of_the_desk_has_its_rung():
    assert {rung.name for rung in RUNGS} == {pattern.name for pattern in urlpatterns}


@each_rung
def test_it_is_done_by_exactly_who_may(rung: Rung):
    stage = Stage(rung)
    before = all_rows()

    def look(role: str) -> None:
        answer = stage.ask(role)
        if role not in rung.may:
            refused(stage, role, answer, before)
            return
        assert answer.status_code in rung.ok, f"{role}: {answer.status_code}"
        assert "/login/" not in answer.get("Location", ""), role
        assert rung.done is None or rung.done(stage), role

    climb(ROLES, look)


@pytest.mark.parametrize("rung", [r for r in RUNGS if r.method == "post"], ids=str)
def test_following_a_link_does_nothing_and_shows_the_page_to_who_may_press(rung: Rung):
    stage = Stage(rung)
    before = all_rows()

    def look(role: str) -> None:
        answer = stage.ask(role, "get")
        if role in OUTSIDERS and answer.status_code != 405:
            refused(stage, role, answer, before)
        elif role in rung.page:
            assert answer.status_code == 200, role
        else:
            expected = (403, 404) if rung.page else (403, 404, 405)
            assert answer.status_code in expected, f"{role}: {answer.status_code}"
        assert all_rows() == before, role

    climb(ROLES, look)


@pytest.mark.parametrize("rung", {rung.name: rung for rung in RUNGS}.values(), ids=str)
def test_no_other_method_is_known(rung: Rung):
    stage = Stage(rung)
    before = all_rows()
    for method in (
        "put",
        "delete",
        *(["post"] if rung.method == "get" and rung.name != "desk" else []),
    ):
        assert stage.ask("admin", method).status_code == 405
    assert all_rows() == before


@each_rung
def test_a_restricted_story_does_not_exist_for_who_is_not_of_its_team(rung: Rung):
    stage = Stage(rung)
    publishing.update_blog(stage.blog, by=None, is_restricted=True)
    before = all_rows()

    def look(role: str) -> None:
        answer = stage.ask(role)
        if role in GROUPS or role in OUTSIDERS or role not in rung.may:
            refused(stage, role, answer, before, *((404,) if role in GROUPS else ()))
        else:
            assert answer.status_code in rung.ok, f"{role}: {answer.status_code}"

    climb((*OUTSIDERS, *GROUPS, *TEAM, "admin"), look)


@pytest.mark.parametrize("rung", on_a_post, ids=str)
def test_another_storys_post_by_a_forged_id_is_not_found(rung: Rung):
    stage = Stage(rung)
    stage.start_in(factory.blog())
    before = all_rows()

    def look(role: str) -> None:
        refused(stage, role, stage.ask(role), before, *((404,) if role in rung.may else ()))

    climb(NEWSROOM, look)


def test_the_rows_of_forged_sheets_name_no_other_storys_post_either():
    """`post` in what is kept and previewed."""
    blog, elsewhere = factory.blog(), factory.draft(factory.blog())
    client = at_work(factory.user("Editors"))
    forged = {**sheet(headline="Hm", token="t"), "typed": "1", "post": elsewhere.public_id}
    for name in ("desk_keep", "desk_afresh", "desk_preview"):
        assert client.post(address(name, blog), forged).status_code == 404


@pytest.mark.parametrize("rung", [r for r in on_a_post if r.may], ids=str)
def test_a_second_click_changes_nothing_more(rung: Rung):
    stage = Stage(rung)
    who, where, answer = rung.may[0], stage.where(), stage.answer()
    client = stage.cast.client(who)
    send = getattr(client, rung.method)
    send(where, answer)
    rows = all_rows()
    assert send(where, answer).status_code in DONE
    assert all_rows() == rows


def test_a_colleagues_published_post_is_not_a_reporters_to_submit():
    """Its author, and who publishes, are told that it is out already."""
    cast = Cast(blog := factory.blog())
    where = address("desk_submit", blog, start.published(blog, cast))
    assert cast.client("colleague").post(where).status_code == 403
    for role in ("reporter", "editor"):
        answer = cast.client(role).post(where, follow=True)
        assert "This post is published already." in answer.content.decode()


def test_ended_coverage_is_reopened():
    blog = publishing.close(factory.blog(), by=None)
    at_work(factory.user("Editors")).post(address("desk_open", blog))
    assert Blog.objects.get(pk=blog.pk).is_live


def test_upcoming_coverage_is_not_paused_and_the_editor_is_told():
    blog = factory.blog(opened=False)
    answer = at_work(factory.user("Editors")).post(address("desk_pause", blog), follow=True)
    assert Blog.objects.get(pk=blog.pk).state == "upcoming"
    assert "Only live coverage is paused." in answer.content.decode()


def test_a_button_that_the_desk_never_had_is_refused():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = factory.draft(blog)
    for where in (address("desk", blog), address("desk_edit", blog, post)):
        answer = client.post(where, sheet(headline="Hm", verb="explode"))
        assert answer.status_code == 400
    assert Post.objects.get() == post
