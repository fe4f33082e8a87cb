"""What a quoted post said when it was quoted, when that was, and what became of it since."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from liveblog import publishing
from liveblog.desk.evidence import Evidence
from liveblog.models import Blog, Embed, Post
from tests import factory
from tests.desk.desk import address, at_work
from tests.desk.test_originals import X, answer

pytestmark = pytest.mark.django_db
QUOTED = datetime(2026, 11, 26, 13, 12, 4, tzinfo=UTC)
COMPARED = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
# As the recorded answer reads.
SAID = {
    "author": "Harbour Desk",
    "handle": "@harbour_desk",
    "text": "Closed today.",
    "language": "en",
}


def captured(blog: Blog, **typed: Any) -> Post:
    row = {"url": X, **SAID, "raw": answer("Closed today."), "captured_at": QUOTED, **typed}
    return factory.post(blog, "Quoted", embeds=[row])


def shown(blog: Blog, post: Post, name: str = "desk_evidence") -> str:
    editor = factory.user("Editors")
    return " ".join(at_work(editor).get(address(name, blog, post)).content.decode().split())


@time_machine.travel(COMPARED, tick=False)
def look_again(post: Post, raw: dict[str, Any] | None) -> None:
    publishing.note_original(post.embeds.get(), by=None, raw=raw)


@pytest.mark.parametrize("name", ["desk_evidence", "desk_edit"])
def test_it_says_when_it_was_captured_and_from_where(name: str):
    blog = factory.blog(time_zone="Europe/London")
    page = shown(blog, captured(blog), name)
    assert "Captured 26 November 2026 at 13:12:04 GMT from x.com." in page
    assert "Not compared since." in page


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (answer("Closed today."), "unchanged"),
        (answer("Open today."), "changed"),
        (None, "gone"),
    ],
)
def test_it_says_when_it_was_compared_last_and_how_it_stood(raw: dict[str, Any] | None, found: str):
    blog = factory.blog(time_zone="Europe/London")
    post = captured(blog)
    look_again(post, raw)
    assert f"Last compared 27 November 2026 at 03:00 GMT: {found}." in shown(blog, post)


def test_it_says_that_an_editor_took_back_what_its_source_says():
    blog = factory.blog(time_zone="Europe/London")
    post = captured(blog)
    look_again(post, None)
    assert "Readers are told so" in shown(blog, post)
    with publishing.change(by=None, act="edited", blogs=[blog]):
        Embed.objects.update(gone_at=None, gone_by_hand_at=timezone.now())
    look_again(post, None)
    page = shown(blog, post)
    assert "03:00 GMT: gone, but an editor took that back, and readers are not told." in page
    assert "Readers are no longer told so" in page


def test_that_it_was_compared_is_no_news_for_readers():
    blog = factory.blog()
    post = captured(blog)
    blog.refresh_from_db()
    version, revisions = blog.version, post.revisions.count()
    look_again(post, answer("Closed today."))
    blog.refresh_from_db()
    assert Embed.objects.get().compared_at == COMPARED
    assert (blog.version, post.revisions.count()) == (version, revisions)


def test_what_was_typed_and_never_captured_says_so_and_who_put_it_there():
    blog, helen = factory.blog(), factory.user("Editors", first_name="Helen", last_name="Moss")
    post = publishing.create(blog, by=helen, embeds=[{"url": X, "text": "By telephone."}])
    page = shown(blog, post)
    assert "Typed by hand; never captured." in page
    assert "Put into the update by Helen Moss" in page


def test_words_changed_by_hand_stand_beside_those_that_were_captured():
    blog = factory.blog()
    post = captured(blog, text="Closed on Tuesday.")
    page = shown(blog, post)
    assert "words changed by hand since" in page
    assert "Closed <del>today</del>." in page
    assert "Closed <ins>on Tuesday</ins>." in page


def test_the_field_says_that_its_words_are_not_the_sources_and_shows_those():
    blog = factory.blog()
    page = shown(blog, captured(blog, text="Closed on Tuesday."), "desk_edit")
    assert page.count("Changed from what the source said") == 1
    assert '<p dir="auto">Closed today.</p>' in page
    assert "Changed from" not in shown(blog, captured(blog), "desk_edit")


def test_each_look_at_the_original_stands_there_with_its_moment_and_what_differs():
    blog = factory.blog(time_zone="Europe/London")
    post = captured(blog)
    look_again(post, answer("Open today."))
    page = shown(blog, post)
    assert "The original has changed" in page
    assert "03:00 GMT, 27 November 2026" in page
    assert "<del>Closed</del><ins>Open</ins> today." in page


def test_of_a_quotation_typed_by_hand_a_change_shows_what_changed_since_it_was_first_looked_at():
    blog = factory.blog()
    post = factory.post(blog, embeds=[{"url": X, "author": "Harbour Desk", "text": "Closed."}])
    look_again(post, answer("Closed today."))
    look_again(post, answer("Open today."))
    page = shown(blog, post)
    assert "<del>Closed</del><ins>Open</ins> today." in page
    changed = page[page.index("The original has changed") :]
    assert "Harbour Desk</ins>" not in changed.partition("Looked at for the first time")[0]


def test_a_script_in_a_source_is_words():
    blog = factory.blog()
    post = captured(blog, author="<script>alert(1)</script>")
    assert "<script>alert" not in shown(blog, post)


def test_the_admins_row_says_it_too():
    blog = factory.blog(time_zone="Europe/London")
    post = captured(blog)
    change = f"/admin/liveblog/post/{post.pk}/change/"
    page = " ".join(at_work(factory.admin()).get(change).content.decode().split())
    assert "Captured 26 November 2026 at 13:12:04 GMT from x.com." in page
    assert f"{address('desk_evidence', blog, post)}#quote-{post.embeds.get().pk}" in page


def test_the_day_and_the_language_of_a_quotation_are_in_its_posts_history():
    blog = factory.blog()
    post = captured(blog)
    row = {"url": X, **SAID, "language": "hy", "posted_on": date(2026, 11, 24)}
    publishing.update(post, by=None, embeds=[row])
    page = shown(blog, post, "desk_history")
    assert "Posted on 2026-11-24" in page.replace("<ins>", "").replace("</ins>", "")
    assert "Language: <del>en</del><ins>hy</ins>" in page


def test_the_list_of_sightings_says_what_they_are():
    page = at_work(factory.admin()).get("/admin/liveblog/sighting/").content.decode()
    assert "A sighting is kept when" in page


def test_a_link_pasted_again_came_with_who_pasted_it_again():
    ada, bob = (factory.user("Editors", first_name=name) for name in ("Ada", "Bob"))
    link = {"url": "https://example.org/a", "text": "Said."}
    post = factory.post(factory.blog(), "Quoted")
    publishing.update(post, by=ada, embeds=[link])
    publishing.update(post, by=ada, embeds=[])
    publishing.update(post, by=bob, embeds=[link])
    publishing.update(post, by=ada, headline="Edited since")
    assert Evidence(post.embeds.get()).put_in_by == "Bob"


def test_a_mark_that_turns_words_round_stands_in_the_raw_answer_as_its_number():
    blog = factory.blog()
    post = captured(blog)
    embed = post.embeds.get()
    embed.raw = {"oembed": {"author_name": "Ada \u202egpj.exe"}}
    assert '"Ada \\u202egpj.exe"' in Evidence(embed).raw_answer


def test_a_link_that_led_to_another_host_says_so():
    blog = factory.blog()
    embed = captured(blog).embeds.get()
    embed.url = "https://short.example/a"
    embed.raw = {"page": {"<title>": "Quay", "<address>": "https://www.long.example/quay"}}
    assert Evidence(embed).host == "short.example, which led to long.example"
