"""What stands on the desk: what waits first, one's own, in the blog's time, at a fixed cost."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liveblog import permissions, publishing
from liveblog.desk.timeline import SECTION_POSTS, Row
from liveblog.models import Blog, OpenSheet, Photo, Post
from tests import factory
from tests.desk.desk import address, at_work

pytestmark = pytest.mark.django_db


def listed(blog: Blog, user: Any, query: str = "") -> dict[str, list[Post]]:
    sections = at_work(user).get(address("desk", blog) + query).context["sections"]
    return {section.slug: [row.post for row in section.rows] for section in sections}


def row_of(blog: Blog, user: Any, post: Post) -> Row:
    sections = at_work(user).get(address("desk", blog)).context["sections"]
    return next(row for section in sections for row in section.rows if row.post == post)


def actions(blog: Blog, user: Any, post: Post) -> set[str]:
    return {action.label for action in row_of(blog, user, post).actions}


def more(blog: Blog, user: Any, post: Post) -> set[str]:
    return {action.label for action in row_of(blog, user, post).more}


def one_of_each(blog: Blog, by: Any = None) -> dict[str, Post]:
    later = timezone.now() + timedelta(hours=2)
    gone = factory.post(blog, by=by)
    return {
        "retracted": publishing.retract(gone, by=by, reason="Wrong."),
        "published": factory.post(blog, by=by),
        "scheduled": publishing.schedule(factory.draft(blog, by=by), by=by, at=later),
        "drafts": factory.draft(blog, by=by),
        "submitted": publishing.submit(factory.draft(blog, by=by), by=by),
    }


def test_what_waits_for_an_editor_comes_first():
    blog = factory.blog()
    posts = one_of_each(blog)
    found = listed(blog, factory.user("Editors"))
    assert list(found) == ["submitted", "drafts", "scheduled", "published", "retracted"]
    assert {slug: [post] for slug, post in posts.items()} == found


def test_a_reporter_sees_own_drafts_and_not_a_colleagues():
    blog, reporter = factory.blog(), factory.user("Reporters")
    mine, theirs = one_of_each(blog, reporter), one_of_each(blog, factory.user("Reporters"))
    found = listed(blog, reporter)
    for slug in ("drafts", "submitted", "scheduled"):
        assert found[slug] == [mine[slug]]
    assert set(found["published"]) == {mine["published"], theirs["published"]}


@pytest.mark.parametrize("group", ["Editors", "Reporters", "Corrections editors", ""])
@pytest.mark.parametrize("role", ["editor", "reporter", "corrections", ""])
def test_the_desk_lists_what_the_rights_let_one_see(group: str, role: str):
    blog, user = factory.blog(), factory.user(*filter(None, [group]))
    if role:
        blog.memberships.create(user=user, role=role)
    one_of_each(blog, user)
    one_of_each(blog)
    everywhere = permissions.visible_posts(user).filter(blog=blog)
    assert set(permissions.visible_posts_of(blog, user)) == set(everywhere)


def test_posts_of_another_blog_are_not_on_the_desk():
    blog = factory.blog()
    one_of_each(factory.blog())
    assert listed(blog, factory.user("Editors")) == {"published": []}


def test_each_row_offers_what_the_user_may_do_and_no_more():
    blog = factory.blog()
    reporter, editor = factory.user("Reporters"), factory.user("Editors")
    corrections = factory.user("Corrections editors")
    posts = one_of_each(blog, reporter)
    assert actions(blog, reporter, posts["drafts"]) == {"Edit", "Submit"}
    assert actions(blog, reporter, posts["submitted"]) == {"Read", "Take back"}
    assert actions(blog, reporter, posts["scheduled"]) == {"Read"}
    assert actions(blog, reporter, posts["published"]) == set()
    assert actions(blog, editor, posts["submitted"]) == {"Edit", "Publish", "Send back"}
    assert actions(blog, editor, posts["scheduled"]) == {"Edit", "Publish now", "Send back"}
    assert actions(blog, editor, posts["published"]) == {"Edit", "Pin"}
    assert actions(blog, corrections, posts["published"]) == {"Correct"}
    assert actions(blog, corrections, posts["retracted"]) == {"Restore"}


def test_its_author_takes_a_submitted_post_back_until_an_editor_was_faster():
    blog, reporter = factory.blog(), factory.user("Reporters")
    post = publishing.submit(factory.draft(blog, by=reporter), by=reporter)
    client, way = at_work(reporter), address("desk_take_back", blog, post)
    assert at_work(factory.user("Reporters")).post(way).status_code == 404
    for _ in range(2):
        assert client.post(way).status_code == 302
        assert Post.objects.get(pk=post.pk).status == Post.Status.DRAFT
    publishing.publish(post, by=factory.user("Editors"))
    assert client.post(way).status_code == 403
    assert Post.objects.get(pk=post.pk).is_published


def test_a_row_tells_of_its_pictures_and_links():
    blog, editor = factory.blog(), factory.user("Editors")
    photo = publishing.save_shared(Photo(), by=None)
    embeds = [{"url": f"https://example.org/{n}"} for n in range(2)]
    publishing.submit(factory.draft(blog, photos=[{"photo": photo}], embeds=embeds), by=None)
    page = at_work(editor).get(address("desk", blog)).content.decode()
    assert '<span class="mark">1 picture</span>' in page
    assert '<span class="mark">2 links</span>' in page


def test_a_row_says_what_was_put_right_in_public_before_what_was_edited():
    blog, user = factory.blog(time_zone="UTC"), factory.user("Editors")
    post = factory.post(blog, "Eleven are safe")
    assert row_of(blog, user, post).changed == ""
    with time_machine.travel(datetime(2026, 3, 1, 19, 1, tzinfo=UTC), tick=False):
        publishing.update(post, by=None, headline="Twelve are safe")
        assert row_of(blog, user, post).changed == "Updated 19:01"
    for minute, kind, said in (
        (2, "correction", "Corrected 19:02"),
        (3, "clarification", "Clarified 19:03"),
        (4, "update", "Updated 19:04"),
    ):
        with time_machine.travel(datetime(2026, 3, 1, 19, minute, tzinfo=UTC), tick=False):
            publishing.correct(post, by=None, kind=kind, text="It is twelve.", headline=said)
            assert row_of(blog, user, post).changed == said


def test_what_waits_for_review_is_counted_at_the_top_for_who_may_publish():
    blog = factory.blog()
    for _ in range(2):
        publishing.submit(factory.draft(blog), by=None)
    assert (
        "2 wait for review"
        in at_work(factory.user("Editors")).get(address("desk", blog)).content.decode()
    )
    assert (
        "for review</a>"
        not in at_work(factory.user("Reporters")).get(address("desk", blog)).content.decode()
    )


def test_more_drafts_than_the_list_shows_are_shown_by_themselves():
    blog, editor = factory.blog(), factory.user("Editors")
    with publishing.change(by=None, blogs=[blog]):
        for _ in range(SECTION_POSTS + 3):
            factory.draft(blog)
    section = at_work(editor).get(address("desk", blog)).context["sections"][0]
    assert (len(section.rows), section.has_more) == (SECTION_POSTS, True)
    whole = at_work(editor).get(section.older).context["sections"][0]
    assert (len(whole.rows), whole.has_more) == (SECTION_POSTS + 3, False)


def test_what_is_rare_stands_behind_more():
    blog = factory.blog()
    reporter, editor = factory.user("Reporters"), factory.user("Editors")
    corrections = factory.user("Corrections editors")
    posts = one_of_each(blog, reporter)
    assert more(blog, reporter, posts["drafts"]) == {"Discard", "History"}
    assert more(blog, reporter, posts["submitted"]) == {"History"}
    assert more(blog, reporter, posts["published"]) == {"History", "Open as a reader"}
    assert more(blog, editor, posts["drafts"]) == {"Submit", "Discard", "History"}
    assert more(blog, editor, posts["submitted"]) == {"Discard", "History"}
    seen = {"Mark as key", "History", "Open as a reader"}
    assert more(blog, editor, posts["published"]) == seen
    seen = {"Retract", "History", "Open as a reader"}
    assert more(blog, corrections, posts["published"]) == seen


def test_ones_own_drafts_stand_before_a_colleagues_and_each_says_whose_it_is():
    blog, editor = factory.blog(), factory.user("Editors")
    mine = factory.draft(blog, by=editor)
    theirs = factory.draft(blog, by=factory.user(first_name="Ana", last_name="Petrosyan"))
    imported = factory.draft(blog)
    assert listed(blog, editor)["drafts"] == [mine, imported, theirs]
    assert row_of(blog, editor, mine).whose == "Yours"
    assert row_of(blog, editor, theirs).whose == "Ana Petrosyan’s"
    assert row_of(blog, editor, imported).whose == ""


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(seconds=30), "in less than a minute"),
        (timedelta(minutes=11, seconds=30), "in 12 min"),
        (timedelta(hours=2, minutes=5), "in 2 h 5 min"),
        (timedelta(hours=3), "in 3 h"),
        (timedelta(days=3, minutes=1), "in 3 days"),
    ],
)
def test_a_scheduled_post_counts_down(ahead: timedelta, said: str):
    blog, editor = factory.blog(), factory.user("Editors")
    now = timezone.now()
    post = publishing.schedule(factory.draft(blog), by=None, at=now + ahead)
    with time_machine.travel(now, tick=False):
        assert row_of(blog, editor, post).due_in == said


def test_the_list_is_narrowed_by_each_filter():
    blog, editor = factory.blog(), factory.user("Editors")
    typist, name, topic = factory.user(), factory.contributor("Ana Petrosyan"), factory.topic()
    typed = factory.post(blog, by=typist, minutes=1)
    named = factory.post(blog, bylines=[name], minutes=2)
    tagged = factory.post(blog, topics=[topic], minutes=3)
    key = factory.post(blog, "The harbour", is_key_event=True, minutes=4)
    draft = factory.draft(blog, body="<p>Ships in the HARBOUR.</p>")
    for query, found in {
        "?state=draft": {"drafts": [draft]},
        f"?author=u{typist.pk}": {"published": [typed]},
        f"?author=c{name.pk}": {"published": [named]},
        f"?topic={topic.slug}": {"published": [tagged]},
        "?key=1": {"published": [key]},
        "?q=harbour": {"drafts": [draft], "published": [key]},
        "?q=petrosyan": {"published": [named]},
        "?q=harbour&state=published": {"published": [key]},
        "?q=nowhere": {},
    }.items():
        assert listed(blog, editor, query) == found, query


@pytest.mark.parametrize(
    "query",
    [
        "AT&T",
        "Marks & Spencer",
        "the mayor said",
        "mayor harbour",
        "Sarkisian's",
        "offnung",
        "“the mayor said”",
        "ASA OBERG",
        "cranes bridge",
        "@harbour_desk",
        "ferries.example.org",
        "background enclave",
    ],
)
def test_a_search_reads_the_words_and_not_their_markup(query: str):
    """Its own, those of its pictures, of what it quotes, of its bylines, of its explainer."""
    blog, editor = factory.blog(), factory.user("Editors")
    explainer = factory.explainer("The enclave", body="<p>Some background.</p>")
    post = publishing.update(
        factory.post(
            blog,
            "AT&T and Marks & Spencer",
            body="<p>The <strong>mayor</strong> said: Sarkisian’s Öffnung of the harbour.</p>",
            bylines=[factory.contributor("Åsa Öberg")],
            explainer=explainer,
        ),
        by=None,
        photos=[{"photo": factory.photo_to_come(), "caption": "Cranes on the bridge"}],
        embeds=[
            {
                "url": "https://ferries.example.org/1",
                "handle": "@harbour_desk",
                "text": "Ferries leave from the west",
            }
        ],
    )
    factory.post(blog, "Another", body="<p>It is <strong>quiet</strong> &amp; calm.</p>")
    assert listed(blog, editor, "?" + urlencode({"q": query})) == {"published": [post]}


@pytest.mark.parametrize("query", ["strong", "amp", "“mayor the”", "mayor calm"])
def test_a_search_finds_no_tag_and_no_words_of_two_posts(query: str):
    blog, editor = factory.blog(), factory.user("Editors")
    factory.post(blog, "One", body="<p>The <strong>mayor</strong> &amp; others.</p>")
    factory.post(blog, "Two", body="<p>It is calm.</p>")
    assert listed(blog, editor, "?" + urlencode({"q": query})) == {}


def test_a_byline_is_found_by_what_its_own_login_typed_too():
    blog, editor, writer = factory.blog(), factory.user("Editors"), factory.user()
    name = factory.contributor(user=writer)
    typed = factory.post(blog, by=writer)
    assert listed(blog, editor, f"?author=c{name.pk}") == {"published": [typed]}
    choices = at_work(editor).get(address("desk", blog)).context["choices"]
    assert [each.value for each in choices.authors] == [f"c{name.pk}"]


@pytest.mark.parametrize(
    "nonsense",
    [
        "state=nonsense",
        "author=c999999",
        "author=u999999",
        "author=x1",
        "author=c99999999999999999999",
        "author=c%C2%B2",
        "topic=nonsense",
        "key=perhaps",
        "q=%00%20",
        "before=%00",
    ],
)
def test_nonsense_in_a_filter_is_ignored(nonsense: str):
    blog = factory.blog()
    posts = one_of_each(blog)
    found = listed(blog, factory.user("Editors"), f"?{nonsense}")
    assert found == {slug: [post] for slug, post in posts.items()}


def test_a_colleagues_draft_is_found_by_nobody_who_may_not_see_it():
    blog, reporter = factory.blog(), factory.user("Reporters")
    factory.draft(blog, "The harbour", by=factory.user("Reporters"))
    assert listed(blog, reporter, "?q=harbour") == {}


def test_words_without_end_are_searched_for_up_to_a_bound():
    blog = factory.blog()
    assert listed(blog, factory.user("Editors"), "?q=" + "a" * 5000) == {}


def test_turning_the_page_and_a_verb_keep_the_filters():
    blog = factory.blog()
    for n in range(35):
        factory.post(blog, "The harbour", minutes=-n)
        factory.post(blog, "The bridge", minutes=-n)
    client = at_work(factory.user("Editors"))
    first = client.get(address("desk", blog) + "?q=harbour").context["sections"][0]
    assert "q=harbour" in first.older
    second = client.get(first.older.partition("#")[0]).context["sections"][0]
    assert [row.post.headline for row in first.rows + second.rows] == ["The harbour"] * 35
    pin = next(action for action in second.rows[0].actions if action.label == "Pin")
    assert "q=harbour" in client.post(pin.address)["Location"]


def an_open_sheet(blog: Blog, user: Any, post: Post | None = None, **fields: Any) -> None:
    now = timezone.now()
    said = {"seen_at": now, "typed_at": now, "token": f"t{user.pk}", **fields}
    OpenSheet.objects.create(user=user, blog=blog, post=post, **said)


def test_the_list_says_who_is_at_work_on_what():
    blog, editor, post = factory.blog(), factory.user("Editors"), None
    post = factory.post(blog)
    an_open_sheet(blog, factory.user(first_name="Ana"), post, typed_at=None)
    an_open_sheet(blog, factory.user(first_name="Ben"))
    page = at_work(editor).get(address("desk", blog)).content.decode()
    assert "Ana is editing this" in page
    assert "Ben is writing an update" in page


def test_nobody_is_told_of_oneself_of_an_empty_sheet_or_of_one_that_was_left():
    blog, editor = factory.blog(), factory.user("Editors")
    post = factory.post(blog)
    an_open_sheet(blog, editor, post)
    an_open_sheet(blog, factory.user(), typed_at=None)
    an_open_sheet(blog, factory.user(), post, seen_at=timezone.now() - timedelta(hours=1))
    an_open_sheet(factory.blog(), factory.user())
    page = at_work(editor).get(address("desk", blog)).content.decode()
    assert "editing this" not in page
    assert "writing" not in page


def test_an_editor_of_this_blogs_team_may_publish_here_only():
    here, there = factory.blog(), factory.blog()
    user = factory.user()
    here.memberships.create(user=user, role="editor")
    assert "Publish" in actions(here, user, publishing.submit(factory.draft(here), by=None))
    assert "submitted" not in listed(there, user)


def test_times_are_on_the_blogs_clock():
    blog = factory.blog(time_zone="Asia/Yerevan")
    post = factory.draft(blog)
    publishing.publish(post, by=None, at=datetime(2023, 9, 19, 20, 30, tzinfo=UTC))
    page = at_work(factory.user("Editors")).get(address("desk", blog)).content.decode()
    assert ">00:30</time>" in page
    assert "20 Sep 2023" in page


def test_the_published_are_turned_page_by_page_and_none_is_missed():
    blog, user = factory.blog(), factory.user("Editors")
    posts = [factory.post(blog, minutes=n // 2) for n in range(65)]
    client, where, seen = at_work(user), address("desk", blog), []
    while where:
        answer = client.get(where.partition("#")[0])
        section = next(s for s in answer.context["sections"] if s.slug == "published")
        seen += [row.post.pk for row in section.rows]
        where = section.older
    assert seen == [post.pk for post in reversed(posts)]


def test_nonsense_as_a_place_in_the_list_is_the_first_page():
    blog = factory.blog()
    post = factory.post(blog)
    assert listed(blog, factory.user("Editors"), "?before=nonsense")["published"] == [post]


def test_the_note_of_what_was_sent_back_stands_on_its_authors_desk():
    blog, reporter = factory.blog(), factory.user("Reporters")
    post = publishing.submit(factory.draft(blog, by=reporter), by=reporter)
    publishing.send_back(post, by=None, note="Name the <second> source.")
    page = at_work(reporter).get(address("desk", blog)).content.decode()
    assert "Sent back: Name the &lt;second&gt; source." in page


def test_a_reporter_is_told_at_the_top_what_came_back_until_it_is_worked_on():
    blog, reporter = factory.blog(), factory.user("Reporters")
    desk = at_work(reporter)
    post = publishing.submit(factory.draft(blog, by=reporter), by=reporter)
    publishing.send_back(post, by=None)
    assert ">1 sent back to you</a>" in desk.get(address("desk", blog)).content.decode()
    publishing.update(post, by=reporter, body="<p>Two sources.</p>")
    assert "sent back to you" not in desk.get(address("desk", blog)).content.decode()


def test_an_editor_sees_in_the_row_that_it_was_sent_back_before():
    blog, reporter = factory.blog(), factory.user("Reporters")
    post = publishing.submit(factory.draft(blog, by=reporter), by=reporter)
    publishing.send_back(post, by=None, note="Name the <second> source.")
    publishing.submit(post, by=reporter)
    page = at_work(factory.user("Editors")).get(address("desk", blog)).content.decode()
    assert "Submitted again, after: Name the &lt;second&gt; source." in page


def test_the_note_is_in_view_while_its_author_writes():
    blog, reporter = factory.blog(), factory.user("Reporters")
    post = publishing.submit(factory.draft(blog, by=reporter), by=reporter)
    helen = factory.user("Editors", first_name="Helen", last_name="Webb")
    publishing.send_back(post, by=helen, note="Name the <second> source.")
    page = at_work(reporter).get(address("desk_edit", blog, post)).content.decode()
    assert "Helen Webb sent it back at" in page
    assert "<q>Name the &lt;second&gt; source.</q>" in page


def test_the_coverage_bar_counts_what_readers_see():
    blog = factory.blog()
    one_of_each(blog)
    coverage = at_work(factory.user("Editors")).get(address("desk", blog)).context["coverage"]
    assert coverage.posts == 1
    assert coverage.last_at == blog.posts.published().get().published_at


def test_a_verb_leads_back_to_the_page_of_the_list_it_was_pressed_on():
    blog, post = factory.blog(), None
    with publishing.change(by=None):
        for n in range(35):
            post = factory.post(blog, minutes=-n)
    client = at_work(factory.user("Editors"))
    section = client.get(address("desk", blog)).context["sections"][0]
    older = client.get(section.older).context["sections"][0].rows[-1]
    pin = next(a for a in older.actions if a.label == "Pin")
    assert older.post == post
    back = client.post(pin.address)["Location"]
    assert back == section.older.replace("#published", f"#post-{post.public_id}")


def fill(blog: Blog, number: int, user: Any) -> None:
    """In one change: each by itself would take half a minute."""
    name = factory.contributor()
    with publishing.change(by=None):
        for n in range(number // 5):
            for post in one_of_each(blog, user).values():
                if not post.is_retracted:
                    publishing.update(post, by=None, bylines=[name], body=f"<p>{n}</p>")


@pytest.mark.parametrize("group", ["Editors", "Reporters"])
def test_the_desk_costs_the_same_for_10_and_for_200_posts(group: str):
    costs = []
    for number in (10, 200):
        blog, user = factory.blog(), factory.user(group)
        fill(blog, number, user)
        client = at_work(user)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("desk", blog)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[1] <= 28
