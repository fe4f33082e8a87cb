"""A picture's words stand wherever it does: who changes what readers have, and is told so."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Photo
from tests import factory
from tests.admin.conftest import save_post, signed_in
from tests.desk.desk import address, at_work, edited
from tests.desk.test_library import in_library
from tests.desk.test_librarys_words import brought, team, wall, words_of
from tests.desk.test_pictures_met import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    return factory.blog()


@pytest.mark.parametrize("lacks", ["alt_text", "credit"])
@pytest.mark.parametrize("is_scheduled", [False, True])
def test_the_admin_puts_no_picture_before_readers_that_lacks_a_word(
    blog: Blog, lacks: str, is_scheduled: bool
):
    post = factory.draft(blog, "Wall")
    if is_scheduled:
        publishing.schedule(post, by=None, at=timezone.now() + timedelta(hours=1))
    else:
        publishing.publish(post, by=None)
    photo = in_library("navy", **{"alt_text": "A wall", "credit": "Ada/Us", lacks: ""})
    row = {"TOTAL_FORMS": "1", "0-photo": str(photo.pk), "0-place": "1", "0-caption": ""}
    added = {f"photos-{name}": said for name, said in row.items()}
    answer = save_post(signed_in(factory.user("Editors")), post, **added)
    assert f"has no {lacks.replace('_', ' ')}" in answer.content.decode()
    assert not post.photos.exists()


def test_a_post_from_before_is_edited_in_the_admin_though_its_picture_lacks_a_word(blog: Blog):
    photo = in_library("navy", alt_text="A wall", credit="")
    post = factory.post(blog, "Wall")
    with publishing.change(by=None):
        post.photos.create(photo=photo)
    answer = save_post(signed_in(factory.user("Editors")), post, headline="The wall")
    assert answer.status_code == 302


def test_saving_a_draft_changes_no_word_that_readers_have_elsewhere(blog: Blog):
    photo, _ = wall(blog)
    draft = factory.draft(factory.blog(), photos=[{"photo": photo, "caption": ""}])
    editor = at_work(factory.user("Editors"))
    page = editor.get(address("desk_edit", draft.blog, draft)).content.decode()
    assert "Readers have this picture elsewhere: its alt text and credit are put right" in page
    forged = {shown(photo, "credit"): "To be checked", shown(photo, "caption"): ""}
    said = edited(editor, draft.blog, draft, **forged)
    editor.post(address("desk_edit", draft.blog, draft), said)
    assert words_of(photo) == ("A wall", "Wrong/Us")


def test_a_published_posts_sheet_says_where_else_a_word_is_changed(blog: Blog):
    photo, post = wall(blog)
    where, editor = address("desk_edit", blog, post), at_work(factory.user("Editors"))
    assert "is changed there at once" not in editor.get(where).content.decode()
    factory.post(factory.blog(), photos=[{"photo": photo, "caption": ""}])
    assert "is changed there at once" in editor.get(where).content.decode()


def test_both_words_of_one_sheet_are_kept_with_a_new_picture_of_mine(blog: Blog):
    """A picture that one brought oneself, and that stands nowhere else, is one's own to word."""
    editor = factory.user("Editors")
    photo: Photo = brought(blog, editor, alt_text="A wal", credit="Ada")
    draft = factory.draft(blog, by=editor, photos=[{"photo": photo, "caption": ""}])
    me = at_work(editor)
    said = edited(me, blog, draft, **{shown(photo, "alt_text"): "A wall"})
    me.post(address("desk_edit", blog, draft), said)
    assert words_of(photo) == ("A wall", "Ada")


@pytest.mark.parametrize(
    ("name", "role"), [("desk_edit", "editor"), ("desk_correct", "corrections")]
)
def test_a_picture_of_many_stories_costs_a_team_no_more_queries(name: str, role: str):
    def cost(colour: str, stories: int) -> int:
        photo = in_library(colour, alt_text="A map", credit="Us")
        shows: Any = {"photos": [{"photo": photo, "caption": ""}]}
        post = factory.post(factory.blog(), **shows)
        for _ in range(stories):
            factory.post(factory.blog(), **shows)
        client = at_work(team(post.blog, role))
        client.get(address(name, post.blog, post))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(name, post.blog, post)).status_code == 200
        return len(queries)

    assert cost("navy", 1) == cost("teal", 12)
