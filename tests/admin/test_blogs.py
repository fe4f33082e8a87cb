"""A blog's page: its state, its address, its shelf, its lead picture, its team."""

from datetime import timedelta

import pytest
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Photo
from tests import factory
from tests.admin.conftest import at, save, signed_in, version_of
from tests.photos import shots


def save_blog(client, blog, button="_continue", **typed):
    return save(client, at("blog_change", blog.pk), **{button: "1"}, **typed)


def shelf(blog):
    return [pin.explainer.title for pin in blog.pins.order_by("order")]


def test_a_new_blog_is_upcoming_and_its_makers(editor):
    save(editor, at("blog_add"), title="Story", slug="story", _continue="1")
    blog = Blog.objects.get()
    assert (blog.state, blog.created_by.username) == ("upcoming", "editor")


@pytest.mark.parametrize(
    ("button", "state"), [("_pause", "paused"), ("_close", "ended"), ("_open", "live")]
)
def test_its_buttons_move_its_state(editor, blog, button, state):
    save_blog(editor, blog, button)
    blog.refresh_from_db()
    assert blog.state == state


def test_ended_coverage_reopens(editor, blog):
    publishing.close(blog, by=None)
    save_blog(editor, blog, "_open")
    blog.refresh_from_db()
    assert (blog.state, blog.coverage_ended_at) == ("live", None)


def test_ended_coverage_keeps_its_end(editor, blog):
    publishing.close(blog, by=None)
    page = save_blog(editor, blog, coverage_ended_at="")
    assert b"press Reopen coverage" in page.content


def test_a_reporter_reads_the_page_and_changes_nothing(reporter, blog):
    assert reporter.get(at("blog_change", blog.pk)).context["buttons"] == []
    assert reporter.post(at("blog_change", blog.pk), {"_close": "1"}).status_code == 403
    blog.refresh_from_db()
    assert blog.is_live


def test_the_headline_and_a_state_are_one_version(editor, blog):
    save_blog(editor, blog, "_pause", title="New headline", standfirst="So far.")
    assert version_of(blog) == blog.version + 1


def test_saving_without_a_change_steps_nothing(editor, blog):
    publishing.pin_explainer(blog, factory.explainer(), by=None)
    before = version_of(blog)
    assert save_blog(editor, blog).status_code == 302
    assert version_of(blog) == before


def test_an_address_that_goes_keeps_redirecting(editor, blog):
    was = blog.slug
    save_blog(editor, blog, slug="new-address")
    assert blog.old_slugs.get().slug == was


def test_another_blogs_old_address_is_not_taken_from_its_readers(editor, blog):
    other = factory.blog(slug="taken")
    publishing.update_blog(other, by=None, slug="moved")
    page = save_blog(editor, blog, slug="taken")
    assert b"readers still use it" in page.content
    assert other.old_slugs.filter(slug="taken").exists()


@pytest.mark.parametrize(
    ("places", "order"),
    [
        (["2", "1", "3"], ["B", "A", "C"]),
        (["3", "2", "1"], ["C", "B", "A"]),
        (["1", "2", "1"], ["C", "A", "B"]),
        (["3", "2", "3"], ["B", "C", "A"]),
        (["", "2", "3"], ["B", "C", "A"]),
    ],
)
def test_pins_stand_in_the_order_asked_for(editor, blog, places, order):
    for title in "ABC":
        publishing.pin_explainer(blog, factory.explainer(title), by=None)
    before = version_of(blog)
    answer = save_blog(editor, blog, **{f"pins__{i}__place": p for i, p in enumerate(places)})
    assert answer.status_code == 302
    assert shelf(blog) == order
    assert [pin.order for pin in blog.pins.order_by("order")] == [1, 2, 3]
    assert version_of(blog) == before + 1


def test_a_pin_is_added_first_and_another_taken_away_in_one_save(editor, blog):
    for title in "AB":
        publishing.pin_explainer(blog, factory.explainer(title), by=None)
    save_blog(
        editor,
        blog,
        pins__TOTAL_FORMS="3",
        pins__0__DELETE="on",
        pins__2__place="1",
        pins__2__explainer=factory.explainer("New").pk,
    )
    assert shelf(blog) == ["New", "B"]


def test_a_pins_hours_are_told_by_the_blogs_own_clock(editor):
    blog = factory.blog(time_zone="Asia/Yerevan")
    publishing.pin_explainer(blog, factory.explainer(), by=None)
    save_blog(editor, blog, pins__0__shown_until="2030-01-01T12:00")
    assert blog.pins.get().shown_until.isoformat() == "2030-01-01T08:00:00+00:00"


def test_the_lead_picture_and_the_team_are_set_on_its_page(editor, blog):
    photo = publishing.save_shared(Photo(alt_text="A bridge"), by=None)
    member = factory.user("Reporters")
    before = version_of(blog)
    save_blog(
        editor,
        blog,
        lead__TOTAL_FORMS="1",
        lead__0__photo=photo.pk,
        lead__0__caption="The bridge",
        memberships__TOTAL_FORMS="1",
        memberships__0__user=member.pk,
        memberships__0__role="editor",
    )
    blog.refresh_from_db()
    assert blog.lead.photo == photo
    assert blog.memberships.get().user == member
    assert version_of(blog) == before + 1


def test_pictures_without_their_words_do_not_come_to_the_head_of_the_story(editor, blog):
    photo = shots.taken_in(alt_text="", credit="")
    refused = save_blog(editor, blog, lead__TOTAL_FORMS="1", lead__0__photo=photo.pk)
    for missing in ("The picture has no alt text", "The picture has no credit"):
        assert missing in refused.content.decode()
    pinned = {"pins__TOTAL_FORMS": "1", "pins__0__explainer": factory.explainer(photo=photo).pk}
    assert "has no alt text" in save_blog(editor, blog, **pinned).content.decode()
    blog.refresh_from_db()
    assert not hasattr(blog, "lead")
    assert not blog.pins.exists()


def test_a_blog_with_posts_is_not_deleted_and_an_empty_one_may_go(blog):
    client = signed_in(factory.admin())
    empty = factory.blog()
    factory.draft(blog)
    assert client.post(at("blog_delete", blog.pk), {"post": "yes"}).status_code == 403
    assert client.post(at("blog_delete", empty.pk), {"post": "yes"}).status_code == 302
    assert list(Blog.objects.all()) == [blog]


def test_a_blogs_start_is_told_by_the_clock_it_was_shown_by(editor, blog):
    save_blog(editor, blog, time_zone="Asia/Yerevan")
    started = blog.coverage_started_at
    blog.refresh_from_db()
    assert (blog.time_zone, blog.coverage_started_at) == ("Asia/Yerevan", started)


def test_coverage_is_not_ended_here_while_something_is_scheduled(editor, blog):
    publishing.schedule(factory.draft(blog), by=None, at=timezone.now() + timedelta(hours=1))
    page = save_blog(editor, blog, "_close").content.decode()
    assert "1 update is still scheduled. End coverage on the story" in page
    blog.refresh_from_db()
    assert blog.is_live
