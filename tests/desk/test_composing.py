"""Writing at the desk: what is sent is published once, in its place, and never lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Contributor, Photo, Post
from tests import factory
from tests.desk.desk import address, at_work, edited, sheet
from tests.desk.pictures import jpeg

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)


def send(blog: Blog, user: Any, **said: Any) -> Any:
    return at_work(user).post(address("desk", blog), sheet(**said))


def test_a_sheet_is_published_whole():
    blog, writer, topic = factory.blog(), factory.contributor("Ada"), factory.topic("Weather")
    second = factory.contributor("Ben")
    answer = send(
        blog,
        factory.user("Editors"),
        headline="The wall holds",
        body="First line.\n\nSecond line.",
        byline_1=second.pk,
        byline_2=writer.pk,
        topics=[topic.pk],
        is_key_event="on",
        verification="developing",
        **{"quote-new-url": "https://example.org/a", "quote-new-text": "It holds."},
    )
    assert answer.status_code == 302
    post = blog.posts.get()
    assert post.is_published
    assert post.is_key_event
    assert (post.headline, post.verification) == ("The wall holds", "developing")
    assert post.body == "<p>First line.</p>\n<p>Second line.</p>"
    assert [b.contributor.name for b in post.bylines.all()] == ["Ben", "Ada"]
    assert [t.name for t in post.topics.all()] == ["Weather"]
    assert post.embeds.get().text == "It holds."


def test_every_byline_that_was_typed_is_kept_however_many_the_form_offers_by_now():
    blog, writers = factory.blog(), [factory.contributor() for _ in range(5)]
    user = factory.user("Editors")
    send(blog, user, headline="Many hands", **bylines(writers))
    post = blog.posts.get()
    assert [each.contributor for each in post.bylines.all()] == writers
    client = at_work(user)
    typed = edited(client, blog, post)
    publishing.update(post, by=None, bylines=writers[:1])
    added = factory.contributor("Fay")
    answer = client.post(address("desk_edit", blog, post), {**typed, "byline_6": added.pk})
    assert answer.status_code == 409
    typed_too = [each.value() for each in answer.context["sheet"].words.bylines]
    assert str(added.pk) in typed_too


def bylines(writers: list[Contributor]) -> dict[str, int]:
    return {f"byline_{place}": each.pk for place, each in enumerate(writers, start=1)}


def test_ones_own_byline_is_chosen_beforehand():
    user = factory.user("Reporters")
    own = factory.contributor("Ada", user=user)
    page = at_work(user).get(address("desk", factory.blog()))
    assert page.context["sheet"].words["byline_1"].value() == str(own.pk)


def test_publishing_steps_the_version_once():
    blog = factory.blog()
    send(blog, factory.user("Editors"), headline="Once", is_key_event="on")
    assert Blog.objects.get(pk=blog.pk).version == blog.version + 1


def test_a_double_click_makes_one_post():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    twice = sheet(headline="Once", token="abc", **{"quote-new-url": "https://example.org/"})
    first = client.post(address("desk", blog), twice)
    version = Blog.objects.get(pk=blog.pk).version
    again = client.post(address("desk", blog), twice)
    assert again["Location"] == first["Location"]
    assert blog.posts.count() == 1
    assert Blog.objects.get(pk=blog.pk).version == version


def test_a_double_click_with_a_picture_makes_one_post_with_one_picture():
    blog, client, data = factory.blog(), at_work(factory.user("Editors")), jpeg()
    for _ in range(2):
        file = SimpleUploadedFile("a.jpg", data)
        words = {"new-picture": file, "new-alt_text": "A wall", "new-credit": "Ada/Us"}
        answer = client.post(address("desk", blog), sheet(token="abc", headline="Once", **words))
        assert answer.status_code == 302
    assert blog.posts.get().photos.count() == 1
    assert Photo.objects.count() == 1


def test_the_same_sheet_sent_again_with_other_words_says_the_other_words():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    first = sheet(headline="Frist", token="abc", verb="save", page="laptop.1")
    client.post(address("desk", blog), first)
    again = sheet(headline="First", token="abc", verb="publish", page="laptop.2")
    client.post(address("desk", blog), again)
    post = blog.posts.get()
    assert post.is_published
    assert post.headline == "First"


@pytest.mark.parametrize("then", ["phone.1", "laptop.1 phone.1"])
def test_a_sheet_that_another_page_has_sent_with_more_is_met(then: str):
    """The laptop's first try never arrived, and the telephone sent the same sheet."""
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    longer = {"headline": "A", "body": "What I saw in the street", "from": then}
    client.post(address("desk", blog), sheet(token="abc", verb="save", page="phone.2", **longer))
    again = sheet(token="abc", headline="A", body="short", verb="save", page="laptop.2")
    assert client.post(address("desk", blog), again).status_code == 409
    assert blog.posts.get().body == "<p>What I saw in the street</p>"


def test_a_sheet_that_was_changed_on_its_own_page_since_it_was_sent_is_met():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    first = sheet(headline="A", token="abc", verb="save", page="laptop.1")
    client.post(address("desk", blog), first)
    post = blog.posts.get()
    publishing.update(post, by=post.created_by, headline="A and more")
    again = sheet(headline="A!", token="abc", verb="save", page="laptop.2")
    assert client.post(address("desk", blog), again).status_code == 409
    post.refresh_from_db()
    assert post.headline == "A and more"


@pytest.mark.parametrize(
    ("begin", "told"),
    [
        (lambda: factory.blog(opened=False), "Coverage has not begun"),
        (lambda: publishing.close(factory.blog(), by=None), "Coverage has ended"),
        (factory.blog, ""),
    ],
    ids=["upcoming", "ended", "live"],
)
def test_what_is_published_where_coverage_does_not_run_says_so(begin: Any, told: str):
    blog, client = begin(), at_work(factory.user("Editors"))
    answer = client.post(address("desk", blog), sheet(headline="Now", token="abc"), follow=True)
    said = str(next(iter(answer.context["messages"])))
    post = blog.posts.get()
    assert f'<a href="{address("desk_edit", blog, post)}">Now</a>' in said
    assert ("Coverage" in said, told in said) == (bool(told), True)
    row = client.post(address("desk_publish", blog, factory.draft(blog, "<b>")), follow=True)
    said = str(next(iter(row.context["messages"])))
    assert "&lt;b&gt;</a>" in said
    assert told in said


@pytest.mark.parametrize("verb", ["submit", "save"])
def test_a_sheet_that_says_nothing_becomes_no_update(verb: str):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    answer = client.post(address("desk", blog), sheet(token="abc", verb=verb))
    assert answer.status_code == 422
    assert "Write a headline or a text" in answer.content.decode()
    assert not blog.posts.exists()
    link = {"links": "abcde1", "link-abcde1-url": "https://example.org/"}
    said = sheet(token="abc", verb=verb, **link)
    assert client.post(address("desk", blog), said).status_code == 302
    assert blog.posts.get().embeds.exists()


@pytest.mark.parametrize("verb", ["publish", "submit", "schedule", "save"])
def test_what_is_refused_is_named(verb: str):
    said = sheet(headline="x", at="nonsense", verb=verb)
    answer = at_work(factory.user("Editors")).post(address("desk", factory.blog()), said)
    done = {"publish": "published", "submit": "submitted", "schedule": "scheduled"}
    assert f"Not {done.get(verb, 'saved')} yet. Your words" in answer.content.decode()


def test_a_sheet_that_is_behind_its_own_draft_is_met_and_not_put_in_its_place():
    """The long version was saved at home; the telephone still shows how it began."""
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    client.post(address("desk", blog), sheet(headline="A and more", token="abc", verb="save"))
    answer = client.post(address("desk", blog), sheet(headline="A!", token="abc", verb="submit"))
    assert answer.status_code == 409
    assert "A and more" in answer.content.decode()
    assert answer.context["sheet"].words["headline"].value() == "A!"
    post = blog.posts.get()
    assert (post.headline, post.status) == ("A and more", "draft")


def test_two_tabs_of_one_sheet_do_not_overwrite_what_readers_have_seen():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    client.post(address("desk", blog), sheet(headline="Another story", token="abc"))
    answer = client.post(address("desk", blog), sheet(headline="First story", token="abc"))
    assert answer.status_code == 409
    assert "Another story" in answer.content.decode()
    assert answer.context["sheet"].words["headline"].value() == "First story"
    assert blog.posts.get().headline == "Another story"


def test_a_late_second_click_does_not_undo_a_colleagues_edit():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    words = sheet(headline="Frist", token="abc")
    client.post(address("desk", blog), words)
    publishing.update(blog.posts.get(), by=factory.user("Editors"), headline="First")
    assert client.post(address("desk", blog), words).status_code == 409
    assert blog.posts.get().headline == "First"


@time_machine.travel(EVENING, tick=False)
def test_an_earlier_time_lands_in_its_place():
    blog = factory.blog(time_zone="Europe/Berlin")
    newer = publishing.publish(factory.draft(blog), by=None)
    send(blog, factory.user("Editors"), headline="Late word", at="2026-03-01T19:30")
    posts = list(blog.posts.published().newest_first())
    assert [post.pk for post in posts] == [newer.pk, posts[1].pk]
    assert posts[1].published_at == datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


@time_machine.travel(EVENING, tick=False)
@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_a_later_time_schedules(verb: str):
    blog = factory.blog(time_zone="Europe/Berlin")
    send(blog, factory.user("Editors"), headline="At ten", verb=verb, at="2026-03-01T22:00")
    post = blog.posts.get()
    assert post.status == Post.Status.SCHEDULED
    assert post.published_at == datetime(2026, 3, 1, 21, 0, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_is_refused():
    blog = factory.blog(time_zone="Europe/London")
    answer = send(blog, factory.user("Editors"), headline="Spring", at="2026-03-29T01:30")
    assert answer.status_code == 422
    assert "The clocks go forward then" in answer.content.decode()


def test_an_hour_that_the_clocks_repeat_is_taken_as_the_first():
    blog = factory.blog(time_zone="Europe/London")
    send(blog, factory.user("Editors"), headline="Autumn", at="2025-10-26T01:30")
    assert blog.posts.get().published_at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_a_colleagues_new_time_is_not_overwritten_unseen():
    blog = factory.blog()
    post = factory.draft(blog, "Draft", published_at=factory.NOON)
    client = at_work(factory.user("Editors"))
    answers = edited(client, blog, post, headline="Draft, reworded")
    publishing.update(post, by=factory.user("Editors"), published_at=factory.NOON.replace(hour=9))
    assert client.post(address("desk_edit", blog, post), answers).status_code == 409
    post.refresh_from_db()
    assert (post.headline, post.published_at.hour) == ("Draft", 9)


def test_a_quotation_without_a_link_keeps_where_it_came_from():
    blog = factory.blog()
    post = factory.post(blog, embeds=[{"provider": "x", "text": "Words", "author": "Some One"}])
    client = at_work(factory.user("Editors"))
    answers = edited(client, blog, post, **{"body": "More."})
    quote = next(name for name in answers if name.endswith("-text") and "new" not in name)
    client.post(address("desk_edit", blog, post), {**answers, quote: "Words, in full"})
    kept = post.embeds.get()
    assert (kept.text, kept.provider) == ("Words, in full", "x")


def test_a_scheduled_post_that_is_due_is_published_when_the_desk_is_opened():
    blog = factory.blog()
    soon = timezone.now() + timedelta(minutes=1)
    post = publishing.schedule(factory.draft(blog), by=None, at=soon)
    user = factory.user("Editors")
    with time_machine.travel(soon + timedelta(minutes=1)):
        at_work(user).get(address("desk", blog))
    assert Post.objects.get(pk=post.pk).is_published


REFUSED = [
    ({"headline": "", "body": " "}, "Write a headline or a text"),
    ({"headline": "When?", "verb": "schedule"}, "Choose the time at which it is to appear"),
    (
        {"headline": "When?", "verb": "schedule", "at": "2020-01-01T00:00"},
        "That time is past. Publish the post now",
    ),
    ({"headline": "Who?", "quote-new-author": "Ada"}, "Give the link, or the words"),
    ({"headline": "Link", "quote-new-url": "not a link"}, "Paste the whole link"),
    ({"headline": "Day", "at": "soon"}, "Type a date and a time"),
    ({"headline": "Day", "at": "0001-01-01T00:00"}, "Type a date and a time"),
    ({"headline": "Day", "at": "9999-12-31T23:59"}, "Type a date and a time"),
    ({"headline": "File", "new-credit": "Ada/Us"}, "Choose the picture again"),
]


@pytest.mark.parametrize(("said", "problem"), REFUSED, ids=[p for _, p in REFUSED])
def test_a_refusal_says_why_keeps_the_words_and_writes_nothing(said: dict, problem: str):
    blog = factory.blog()
    version = Blog.objects.get(pk=blog.pk).version
    kept = {"new-caption": "", "token": "abc", "byline_1": factory.contributor("Zoe").pk, **said}
    answer = send(blog, factory.user("Editors"), **kept)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert problem in page
    assert 'role="alert"' in page
    shown = {f.html_name: f.value() for form in answer.context["sheet"].forms() for f in form}
    for name in kept.keys() - {"verb"}:
        assert str(shown[name]) == str(kept[name]), name
    assert not blog.posts.exists()
    assert Blog.objects.get(pk=blog.pk).version == version


def test_a_picture_without_its_words_is_refused_and_need_not_be_chosen_again():
    blog = factory.blog()
    file = SimpleUploadedFile("wall.jpg", jpeg())
    answer = send(blog, factory.user("Editors"), headline="The wall", **{"new-picture": file})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "has no alt text" in page
    assert "has no credit" in page
    assert f'name="pictures" value="{Photo.objects.get().pk}"' in page
    assert not blog.posts.exists()


def test_what_is_not_a_picture_is_refused_with_a_clear_word():
    blog = factory.blog()
    file = SimpleUploadedFile("wall.jpg", b"MZ\x90 this is a program")
    answer = send(blog, factory.user("Editors"), headline="The wall", **{"new-picture": file})
    assert answer.status_code == 422
    assert "“wall.jpg” is not a picture we can read" in answer.content.decode()
    assert not blog.posts.exists()


def test_a_picture_is_published_with_its_words():
    blog = factory.blog()
    words = {
        "new-picture": SimpleUploadedFile("wall.jpg", jpeg()),
        "new-alt_text": "Waves over a wall",
        "new-caption": "The wall, at noon.",
        "new-credit": "Ada/Us",
    }
    user = factory.user("Editors")
    assert send(blog, user, **words).status_code == 302
    shown = blog.posts.get().photos.get()
    assert (shown.text, shown.photo.alt_text) == ("The wall, at noon.", "Waves over a wall")
    assert (shown.photo.credit, shown.photo.uploaded_by) == ("Ada/Us", user)


def test_a_picture_of_the_library_keeps_its_own_credit():
    first, second, data = factory.blog(), factory.blog(), jpeg()
    user = factory.user("Editors")
    for blog, credit in ((first, "Ada/Us"), (second, "Somebody else")):
        file = SimpleUploadedFile("wall.jpg", data)
        words = {"new-picture": file, "new-alt_text": "A wall", "new-credit": credit}
        send(blog, user, **words)
    assert Photo.objects.get().credit == "Ada/Us"


def test_a_reporter_submits_and_is_offered_no_publishing():
    blog, reporter = factory.blog(), factory.user("Reporters")
    page = at_work(reporter).get(address("desk", blog))
    assert [button.verb for button in page.context["buttons"]] == ["save", "submit"]
    send(blog, reporter, headline="Filed", verb="submit")
    assert blog.posts.get().status == Post.Status.SUBMITTED


def test_the_words_come_back_in_a_form_that_shows_them_and_does_not_run_them():
    blog = factory.blog()
    evil = "</textarea><script>alert(1)</script>"
    answer = send(blog, factory.user("Editors"), body=evil, at="soon")
    assert "<script>alert" not in answer.content.decode()


# Editing


def test_an_edit_changes_what_it_says_and_nothing_else():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    writers = [factory.contributor(), factory.contributor()]
    post = factory.post(
        blog,
        body="<p>Old</p>",
        bylines=writers,
        topics=[factory.topic()],
        embeds=[{"url": "https://example.org/", "author": "Ada", "title": "Kept", "raw": {"a": 1}}],
        is_key_event=True,
    )
    before = Post.objects.filter(pk=post.pk).values().get()
    embeds = list(post.embeds.values())
    answer = client.post(
        address("desk_edit", blog, post), edited(client, blog, post, headline="New")
    )
    assert answer.status_code == 302
    after = Post.objects.filter(pk=post.pk).values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"headline", "search_text", "version", "edited_at"}
    assert [b.contributor for b in post.bylines.all()] == writers
    assert list(post.embeds.values()) == embeds


def test_saving_an_edit_that_changes_nothing_steps_nothing():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = factory.post(blog, body="<p>One</p><p>Two</p>", bylines=[factory.contributor()])
    version = Blog.objects.get(pk=blog.pk).version
    client.post(address("desk_edit", blog, post), edited(client, blog, post))
    assert Blog.objects.get(pk=blog.pk).version == version


def test_a_changed_link_lets_go_of_what_was_captured_with_the_old_one():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    old = {"url": "https://example.org/old", "title": "Old", "author": "Ada"}
    old["captured_at"] = timezone.now()
    post = factory.post(blog, embeds=[old])
    words = edited(client, blog, post, **{"quote-1-url": "https://example.org/new"})
    client.post(address("desk_edit", blog, post), words)
    embed = post.embeds.get()
    assert (embed.url, embed.title, embed.author) == ("https://example.org/new", "", "Ada")


def test_a_space_around_a_link_makes_no_other_link_of_it():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    kept = {"title": "Kept", "language": "hy", "raw": {"oembed": {"title": "Kept"}}}
    post = factory.post(blog, embeds=[{"url": "https://example.org/old", **kept}])
    url = " https://example.org/old "
    words = edited(client, blog, post, **{"quote-1-url": url, "quote-1-text": "Mended"})
    client.post(address("desk_edit", blog, post), words)
    embed = post.embeds.get()
    assert (embed.url, embed.text) == (url.strip(), "Mended")
    assert {name: getattr(embed, name) for name in kept} == kept


def test_a_colleagues_newer_words_are_not_overwritten_unseen():
    blog, me = factory.blog(), factory.user("Editors")
    colleague = factory.user("Editors", first_name="Anna", last_name="Bell")
    client, post = at_work(me), factory.post(blog, "First")
    mine = edited(client, blog, post, headline="Mine")
    publishing.update(post, by=colleague, headline="Theirs")
    answer = client.post(address("desk_edit", blog, post), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Anna Bell changed this post at" in page
    assert "Theirs" in page
    assert answer.context["sheet"].words["headline"].value() == "Mine"
    assert Post.objects.get(pk=post.pk).headline == "Theirs"


def test_having_seen_the_newer_words_one_may_replace_them():
    blog, me, colleague = factory.blog(), factory.user("Editors"), factory.user("Editors")
    client, post = at_work(me), factory.post(blog, "First")
    mine = edited(client, blog, post, headline="Mine")
    publishing.update(post, by=colleague, headline="Theirs")
    told = client.post(address("desk_edit", blog, post), mine)
    mine["revision"] = told.context["sheet"].words["revision"].value()
    assert client.post(address("desk_edit", blog, post), mine).status_code == 302
    assert Post.objects.get(pk=post.pk).headline == "Mine"


def test_a_colleagues_pin_is_no_conflict():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = factory.post(blog)
    mine = edited(client, blog, post, headline="Mine")
    publishing.pin(post, by=factory.user("Editors"))
    assert client.post(address("desk_edit", blog, post), mine).status_code == 302
    post = Post.objects.get(pk=post.pk)
    assert post.headline == "Mine"
    assert post.pinned_at is not None


def test_a_draft_published_meanwhile_is_not_rewritten_by_its_author():
    blog, reporter = factory.blog(), factory.user("Reporters")
    client, post = at_work(reporter), factory.draft(blog, "Mine", by=reporter)
    words = edited(client, blog, post, headline="Mine, longer")
    publishing.publish(post, by=factory.user("Editors"))
    answer = client.post(address("desk_edit", blog, post), words)
    assert answer.status_code == 409
    assert answer.context["sheet"].words["headline"].value() == "Mine, longer"
    assert Post.objects.get(pk=post.pk).headline == "Mine"


def test_an_edit_that_would_leave_a_published_post_empty_is_refused():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = factory.post(blog, "First")
    answer = client.post(
        address("desk_edit", blog, post), edited(client, blog, post, headline="", body="")
    )
    assert answer.status_code == 422
    assert Post.objects.get(pk=post.pk).headline == "First"


def test_a_scheduled_post_is_moved_by_its_time():
    blog, client = factory.blog(time_zone="UTC"), at_work(factory.user("Editors"))
    later = timezone.now() + timedelta(hours=2)
    post = publishing.schedule(factory.draft(blog), by=None, at=later)
    moved = edited(client, blog, post, at="2090-01-01T12:00")
    client.post(address("desk_edit", blog, post), moved)
    post = Post.objects.get(pk=post.pk)
    assert post.status == Post.Status.SCHEDULED
    assert post.published_at == datetime(2090, 1, 1, 12, tzinfo=UTC)


def test_a_picture_is_taken_out_and_a_caption_changed():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    photos = [Photo(caption=f"Photo {n}") for n in range(2)]
    for photo in photos:
        publishing.save_shared(photo, by=None)
    post = factory.post(blog, photos=[{"photo": p, "caption": "As it was"} for p in photos])
    gone, kept = (f"shown-{photo.pk}" for photo in photos)
    said = {f"{gone}-remove": "on", f"{kept}-caption": "As it is"}
    client.post(address("desk_edit", blog, post), edited(client, blog, post, **said))
    assert [(s.photo, s.caption) for s in post.photos.all()] == [(photos[1], "As it is")]


def test_a_report_of_some_megabytes_is_kept_whole():
    blog, editor = factory.blog(), at_work(factory.user("Editors"))
    answer = editor.post(address("desk", blog), sheet(verb="save", body="word " * 700_000))
    assert answer.status_code == 302
    assert blog.posts.get().body.count("word") == 700_000
