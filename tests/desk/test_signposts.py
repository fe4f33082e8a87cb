"""What the desk says beside the words: what a change means, what time does, where to mend what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Photo, Post
from tests import factory
from tests.desk.desk import address, at_work, edited
from tests.desk.test_library import in_library

pytestmark = pytest.mark.django_db


def edit_page(user: Any, post: Post) -> str:
    return at_work(user).get(address("desk_edit", post.blog, post)).content.decode()


def time_help(user: Any, blog: Blog, post: Post | None = None) -> str:
    name = "desk_edit" if post else "desk"
    sheet = at_work(user).get(address(name, blog, post)).context["sheet"]
    return sheet.words["at"].help_text


def with_picture(make: Callable[..., Post] = factory.draft, **words: str) -> Post:
    photo = Photo(**words)
    publishing.save_shared(photo, by=None)
    return make(factory.blog(), photos=[{"photo": photo}])


# A change of what readers see


def test_who_edits_a_published_post_is_told_that_readers_see_it_as_updated():
    editor, post = factory.user("Editors"), factory.post(factory.blog())
    assert "Readers see this change as “Updated”" in edit_page(editor, post)
    assert "“Updated”" not in edit_page(editor, factory.draft(post.blog))


def test_who_may_correct_is_led_to_the_public_correction():
    post = factory.post(factory.blog())
    way = f'href="{address("desk_correct", post.blog, post)}"'
    assert way in edit_page(factory.user("Editors", "Corrections editors"), post)
    page = edit_page(factory.user("Editors"), post)
    assert way not in page
    assert "ask a corrections editor" in page


# The words of a library's picture


@pytest.mark.parametrize("make", [factory.draft, factory.post])
def test_a_pictures_words_are_mended_where_it_stands(make: Callable[..., Post]):
    editor, post = factory.user("Editors"), with_picture(make, alt_text="A wall", credit="Ada/Us")
    number = post.photos.get().photo_id
    words = {f"shown-{number}-alt_text": "A high wall", f"shown-{number}-credit": "Ada/Them"}
    answer = at_work(editor).post(
        address("desk_edit", post.blog, post), edited(at_work(editor), post.blog, post, **words)
    )
    assert answer.status_code == 302
    photo = Photo.objects.get(pk=number)
    assert (photo.alt_text, photo.credit) == ("A high wall", "Ada/Them")


def test_what_readers_see_elsewhere_is_mended_in_the_library():
    photo = in_library("navy", alt_text="A wall")
    factory.post(factory.blog(), photos=[{"photo": photo}])
    way, asked = reverse("admin:liveblog_photo_change", args=[photo.pk]), {"photo": photo.pk}
    desk = at_work(factory.user("Editors"))
    card = desk.post(address("desk_picture", factory.blog()), asked).content.decode()
    assert f'href="{way}"' in card
    assert "-alt_text" not in card


def test_who_may_not_change_photos_is_not_sent_to_the_library():
    reporter = factory.user("Reporters")
    photo = Photo(alt_text="A wall", credit="Ada/Us")
    publishing.save_shared(photo, by=None)
    post = factory.draft(factory.blog(), by=reporter, photos=[{"photo": photo}])
    page = edit_page(reporter, post)
    assert "Alt text: A wall" in page
    assert "in the library" not in page


def test_words_that_the_library_lacks_are_asked_for_here_instead():
    assert "in the library" not in edit_page(factory.user("Editors"), with_picture())


# The time field


def test_an_editor_reads_that_a_later_time_schedules():
    said = time_help(factory.user("Editors"), factory.blog())
    assert said == "Empty: now. Earlier: it lands in its place. Later: it is scheduled."


def test_who_may_not_schedule_reads_of_no_later_time():
    said = time_help(factory.user("Reporters"), factory.blog())
    assert said == "Empty: the moment an editor publishes it. Earlier: it lands in its place."


def test_a_published_posts_time_only_moves_it():
    post = factory.post(factory.blog())
    said = time_help(factory.user("Editors"), post.blog, post)
    assert said == "Earlier than now: it moves to its place."


def test_a_scheduled_posts_time_is_when_it_appears():
    later = timezone.now() + timedelta(hours=2)
    post = publishing.schedule(factory.draft(factory.blog()), by=None, at=later)
    said = time_help(factory.user("Editors"), post.blog, post)
    assert said == "It appears by itself at this time."


# Coverage that has ended


@pytest.mark.parametrize("group", ["Editors", "Reporters"])
def test_the_composer_of_an_ended_blog_says_so(group: str):
    blog, client = factory.blog(), at_work(factory.user(group))
    assert "Coverage has ended" not in client.get(address("desk", blog)).content.decode()
    publishing.close(blog, by=None)
    page = client.get(address("desk", blog)).content.decode()
    assert "Coverage has ended" in page
    assert 'name="headline"' in page


# Reading what one filed


def submitted(by: Any, **content: Any) -> Post:
    return publishing.submit(factory.draft(factory.blog(), by=by, **content), by=by)


def test_a_reporter_reads_what_an_editor_has_in_full_and_edits_nothing():
    reporter = factory.user("Reporters")
    embeds = [{"url": "https://example.org/", "text": "It holds."}]
    post = submitted(reporter, body="<p>To the last line.</p>", embeds=embeds)
    page = edit_page(reporter, post)
    assert "an editor has it now" in page
    assert "To the last line." in page
    assert "It holds." in page
    assert 'name="headline"' not in page


def test_a_colleagues_submitted_post_is_not_there_to_be_read():
    post = submitted(factory.user("Reporters"))
    colleague = at_work(factory.user("Reporters"))
    assert colleague.get(address("desk_edit", post.blog, post)).status_code == 404


def test_a_published_post_is_not_opened_by_who_may_not_edit_it():
    reporter = factory.user("Reporters")
    post = factory.post(factory.blog(), by=reporter)
    assert at_work(reporter).get(address("desk_edit", post.blog, post)).status_code == 403


# Who may not


@pytest.mark.parametrize("is_staff", [True, False])
def test_a_refusal_shows_the_way_back(is_staff: bool):
    client = at_work(factory.user(is_staff=is_staff))
    answer = client.get(address("desk_head", factory.blog()))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This page is not open to you" in page
    assert f'href="{reverse("liveblog:front")}"' in page
    assert (f'href="{reverse("admin:index")}"' in page) == is_staff
