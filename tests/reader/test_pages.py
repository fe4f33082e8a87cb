"""What a reader gets at each address, and what nobody gets at any."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Photo
from tests import factory

pytestmark = pytest.mark.django_db


def page(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def ids(html: str) -> list[str]:
    return re.findall(r'<article id="post-(\w+)"', html)


def story(posts: int = 3, **fields) -> tuple[Blog, list]:
    blog = factory.blog(**fields)
    return blog, [factory.post(blog, f"Update {n}", minutes=n) for n in range(posts)]


def test_the_stream_stands_newest_first(client):
    blog, posts = story()
    assert ids(page(client, blog.get_absolute_url())) == [p.public_id for p in reversed(posts)]


def test_a_backdated_post_stands_in_its_place(client):
    blog, (first, second, third) = story()
    between = factory.post(blog, minutes=1)
    html = page(client, blog.get_absolute_url())
    assert ids(html) == [p.public_id for p in (third, between, second, first)]


def test_times_are_printed_on_the_blogs_own_clock(client):
    blog = factory.blog(time_zone="Europe/London")
    factory.post(blog, minutes=45)
    html = page(client, blog.get_absolute_url())
    assert "01:45 PM BST" in html
    assert '<time datetime="2023-09-19T12:45:00Z">' in html


def test_the_hour_that_comes_twice_keeps_its_order_and_names_its_zone(client):
    blog = factory.blog(time_zone="Europe/London")
    for hour in (0, 1):
        at = datetime(2023, 10, 29, hour, 30, tzinfo=UTC)
        publishing.publish(factory.draft(blog), by=None, at=at)
    html = page(client, blog.get_absolute_url())
    assert html.index("01:30 AM GMT") < html.index("01:30 AM BST")


def test_a_zone_without_letters_is_named_by_its_distance(client):
    blog = factory.blog(time_zone="Asia/Yerevan")
    factory.post(blog, minutes=0)
    assert "04:00 PM UTC+04" in page(client, blog.get_absolute_url())


def test_every_post_can_be_reached_by_links(client, settings):
    settings.LIVEBLOG = {"PAGE_POSTS": 4}
    blog, posts = story(11)
    address, seen = blog.get_absolute_url(), []
    while address:
        html = page(client, address)
        seen += ids(html)
        older = re.search(r'id="older".*?href="([^"#]+)', html)
        address = older[1].replace("&amp;", "&") if older else ""
    assert seen == [p.public_id for p in reversed(posts)]


def test_oldest_first_and_key_events_and_topics_are_asked_for_in_the_address(client):
    blog, (first, second, third) = story()
    topic = factory.topic("Talks")
    publishing.update(second, by=None, is_key_event=True, topics=[topic])
    address = blog.get_absolute_url()
    everything = [first.public_id, second.public_id, third.public_id]
    assert ids(page(client, address + "?order=oldest")) == everything
    assert ids(page(client, address + "?key=1")) == [second.public_id]
    html = page(client, f"{address}?topic={topic.slug}")
    assert ids(html) == [second.public_id]
    assert "Talks" in html


def test_who_reads_one_topic_stays_in_it_from_the_start_and_among_key_events(client):
    blog, (first, second, third) = story()
    topic = factory.topic("Talks")
    for post in (first, second):
        publishing.update(post, by=None, topics=[topic])
    publishing.update(second, by=None, is_key_event=True)
    publishing.update(third, by=None, is_key_event=True)
    html = page(client, f"{blog.get_absolute_url()}?topic={topic.slug}")
    bar = re.search(r'<nav id="stream".*?</nav>', html, re.DOTALL)
    found = dict(re.findall(r'<a href="([^"#]*)#stream"[^>]*>([^<]+)</a>', bar[0]))
    ways = {words: address.replace("&amp;", "&") for address, words in found.items()}
    assert ids(page(client, ways["Newest first"])) == [second.public_id, first.public_id]
    assert ids(page(client, ways["From the start"])) == [first.public_id, second.public_id]
    assert ids(page(client, ways["Key events only"])) == [second.public_id]
    assert len(ids(page(client, ways["All updates"]))) == 3
    assert re.search(r'aria-current="page">Newest first', bar[0])


def test_oldest_first_goes_on_where_its_page_ends(client, settings):
    settings.LIVEBLOG = {"PAGE_POSTS": 2}
    blog, posts = story(5)
    html = page(client, f"{blog.get_absolute_url()}?order=oldest&before={posts[1].public_id}")
    assert ids(html) == [posts[2].public_id, posts[3].public_id]


@pytest.mark.parametrize("state", ["draft", "submitted", "scheduled", "retracted"])
def test_a_text_that_is_not_public_stands_at_no_address(client, state):
    blog, (older, *_) = story()
    secret = factory.draft(blog, "Sec ret headline", body="Sec ret text", is_key_event=True)
    match state:
        case "submitted":
            publishing.submit(secret, by=None)
        case "scheduled":
            publishing.schedule(secret, by=None, at=timezone.now() + timedelta(hours=1))
        case "retracted":
            publishing.publish(secret, by=None)
            publishing.pin(secret, by=None)
            publishing.retract(secret, by=None, reason="It was wrong.")
    address = blog.get_absolute_url()
    everywhere = [
        "/",
        address,
        address + "?order=oldest",
        address + "?key=1",
        address + "updates/0/",
        address + "updates/1/?key=1",
        address + f"posts/{secret.public_id}/",
        address + f"posts/{older.public_id}/",
        address + "corrections/",
        "/corrections/",
        address + "feed.atom",
        address + "feed.json",
    ]
    for place in everywhere:
        assert "Sec ret" not in client.get(place).content.decode(), place
    expected = 410 if state == "retracted" else 404
    page(client, address + f"posts/{secret.public_id}/", expected)


def test_a_withdrawn_update_explains_itself(client):
    _, (post, *_) = story()
    publishing.retract(post, by=None, reason="The source took its claim back.")
    html = page(client, post.get_absolute_url(), 410)
    assert "This update has been withdrawn" in html
    assert "The source took its claim back." in html
    assert "Update 0" not in html


def test_a_blog_that_is_not_public_is_found_by_nobody(client):
    blog, (post, *_) = story(is_public=False)
    publishing.correct(post, by=None, text="A slip.")
    for address in (
        blog.get_absolute_url(),
        blog.get_absolute_url() + "updates/1/",
        blog.get_absolute_url() + "feed.atom",
        post.get_absolute_url(),
    ):
        page(client, address, 404)
    assert blog.title not in page(client, "/")
    assert "A slip." not in page(client, "/corrections/")


def test_an_old_address_sends_the_reader_on(client):
    blog, (post, *_) = story(slug="old-name")
    publishing.update_blog(blog, by=None, slug="new-name")
    answer = client.get("/live/old-name/?key=1")
    assert (answer.status_code, answer["Location"]) == (301, "/live/new-name/?key=1")
    answer = client.get(f"/live/old-name/posts/{post.public_id}/")
    assert answer["Location"] == f"/live/new-name/posts/{post.public_id}/"


def test_a_scheduled_post_is_there_when_it_is_due_with_no_worker(client):
    blog, _ = story()
    post = factory.draft(blog, "At last")
    due = timezone.now() + timedelta(seconds=0.05)
    publishing.schedule(post, by=None, at=due)
    while timezone.now() < due:
        pass
    assert "At last" in page(client, blog.get_absolute_url())


def test_a_corrected_post_says_so_and_the_logs_list_it(client):
    blog, (post, *_) = story()
    publishing.correct(post, by=None, text="It was four, not three.", headline="Four")
    for address in (
        blog.get_absolute_url(),
        post.get_absolute_url(),
        blog.get_absolute_url() + "corrections/",
        "/corrections/",
    ):
        assert "It was four, not three." in page(client, address), address
    assert "Updated" in page(client, post.get_absolute_url())


def test_of_two_withdrawn_updates_the_log_says_which_is_which(client):
    blog = factory.blog(time_zone="Europe/London")
    for minute in (45, 50):
        publishing.retract(factory.post(blog, "Wrong", minutes=minute), by=None, reason="Not so.")
    log = page(client, "/corrections/")
    assert "A withdrawn update of 01:45 PM BST, 19 September 2023" in " ".join(log.split())
    assert "A withdrawn update of 01:50 PM BST" in " ".join(log.split())
    assert "Wrong" not in log


def test_an_update_of_a_later_day_names_its_day(client, time_machine):
    blog = factory.blog()
    post = factory.post(blog, minutes=0)
    time_machine.move_to(factory.NOON + timedelta(minutes=30))
    publishing.update(post, by=None, body="Within the hour.")
    assert ">01:30 PM BST</time></span>" in page(client, post.get_absolute_url())
    time_machine.move_to(factory.NOON + timedelta(days=1))
    publishing.update(post, by=None, body="The day after.")
    assert ">20 September 2023, 01:00 PM BST</time></span>" in page(client, post.get_absolute_url())


def test_a_page_without_javascript_is_told_to_be_reloaded_while_there_is_news(client):
    blog, _ = story()
    assert "<noscript>" in page(client, blog.get_absolute_url())
    publishing.close(blog, by=None)
    assert "<noscript>" not in page(client, blog.get_absolute_url())


def test_the_shelf_shows_pinned_explainers_and_posts(client):
    blog, (post, *_) = story()
    explainer = factory.explainer("What is a shelf?")
    publishing.pin_explainer(blog, explainer, by=None)
    publishing.pin(post, by=None)
    html = page(client, blog.get_absolute_url())
    shelf = html[html.index('id="pinned"') : html.index('id="feed"')]
    assert "What is a shelf?" in shelf
    assert "Update 0" in shelf
    assert "What is a shelf?" in page(client, explainer.get_absolute_url())


def test_a_draft_explainer_has_no_page(client):
    page(client, factory.explainer(published_at=None).get_absolute_url(), 404)


def test_a_picture_still_to_come_keeps_its_place_and_its_words(client):
    blog = factory.blog()
    photo = publishing.save_shared(Photo(credit="Ann Writer/Agency"), by=None)
    factory.post(blog, photos=[{"photo": photo, "caption": "A bridge at dawn"}])
    html = page(client, blog.get_absolute_url())
    assert "Picture to come" in html
    assert "A bridge at dawn" in html
    assert "Ann Writer/Agency" in html
    assert "<img" not in html


def test_a_quoted_post_is_shown_from_what_was_kept(client):
    blog = factory.blog()
    quote = {
        "url": "https://x.com/someone/status/1",
        "author": "Some One",
        "handle": "@someone",
        "text": "First line\n\n<script>second</script>",
    }
    factory.post(blog, embeds=[quote])
    html = page(client, blog.get_absolute_url())
    assert "@someone" in html
    assert "&lt;script&gt;second&lt;/script&gt;" in html
    assert "<iframe" not in html


def test_what_an_editor_typed_is_never_markup_where_it_should_be_words(client):
    nasty = '<img src=x onerror="x()"> “quoted” & </script>'
    writer = factory.contributor(nasty)
    blog = factory.blog(title=nasty)
    factory.post(blog, nasty, bylines=[writer], is_key_event=True)
    html = page(client, blog.get_absolute_url())
    assert "<img" not in html
    assert 'onerror="' not in html
    assert html.count("&lt;img src=x") >= 4


def test_the_front_page_shows_what_has_come_due(client, time_machine):
    blog, _ = story()
    publishing.schedule(
        factory.draft(blog, "At last"), by=None, at=timezone.now() + timedelta(minutes=1)
    )
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    assert "At last" in page(client, "/")


@pytest.mark.parametrize("query", ["?topic=a%00b", "?before=a%00b", "?topic=a%20b", "?before=%27"])
def test_a_query_that_can_name_nothing_is_not_found(client, query):
    blog, _ = story()
    page(client, blog.get_absolute_url() + query, 404)


def test_a_post_of_a_picture_alone_is_named_by_its_time(client):
    blog = factory.blog(time_zone="Europe/London")
    photo = publishing.save_shared(Photo(credit="Ann Writer/Agency"), by=None)
    post = publishing.create(blog, by=None, photos=[{"photo": photo}], is_key_event=True)
    publishing.publish(post, by=None, at=factory.NOON)
    html = page(client, blog.get_absolute_url())
    assert "Update at 01:00 PM BST" in html[html.index('id="key-events"') :]


def test_earlier_notes_on_a_withdrawn_update_are_not_shown(client):
    blog, (post, *_) = story()
    publishing.correct(post, by=None, text="It was Smith, not Jones.")
    publishing.retract(post, by=None, reason="It named somebody.")
    log = page(client, blog.get_absolute_url() + "corrections/")
    assert "It named somebody." in log
    assert "Jones" not in log


def test_an_explainers_page_names_no_story_that_does_not_show_it_yet(client):
    blog, _ = story(title="Not yet")
    explainer = factory.explainer()
    later = timezone.now() + timedelta(hours=1)
    publishing.pin_explainer(blog, explainer, by=None, shown_from=later)
    assert "Not yet" not in page(client, explainer.get_absolute_url())


def test_the_front_page_shows_live_then_upcoming_then_ended(client):
    ended, _ = story(title="Ended story")
    publishing.close(ended, by=None)
    upcoming = factory.blog(opened=False, title="Upcoming story")
    story(title="Live story")
    html = page(client, "/")
    assert html.index("Live story") < html.index(upcoming.title) < html.index("Ended story")
    assert "Update 2" in html


def test_an_unknown_address_says_so_kindly(client):
    blog, _ = story()
    for address in (
        "/nothing/",
        "/live/none/",
        f"{blog.get_absolute_url()}posts/none/",
        f"{blog.get_absolute_url()}?before=none",
    ):
        assert "There is nothing at this address" in page(client, address, 404)


@pytest.mark.parametrize("number", [20, 60])
def test_the_first_page_costs_the_same_few_queries_however_long_the_blog(
    client, django_assert_num_queries, number
):
    blog, posts = story(number)
    writer, topic = factory.contributor(), factory.topic()
    with publishing.change(by=None):
        for post in posts[-10:]:
            publishing.update(
                post,
                by=None,
                bylines=[writer],
                topics=[topic],
                is_key_event=True,
                embeds=[{"text": "Words", "author": "Some One"}],
            )
    # Blog; posts with five kinds of parts; lead; shelf of explainers and posts; key events.
    with django_assert_num_queries(11):
        page(client, blog.get_absolute_url())


def test_no_page_sets_a_cookie_or_varies_by_one(client):
    blog, (post, *_) = story()
    for address in (
        "/",
        blog.get_absolute_url(),
        blog.get_absolute_url() + "updates/0/",
        post.get_absolute_url(),
        "/corrections/",
        blog.get_absolute_url() + "feed.atom",
    ):
        answer = client.get(address)
        assert not answer.cookies, address
        assert "Cookie" not in answer.get("Vary", ""), address
        assert "public" in answer["Cache-Control"], address
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("default-src 'none';"), address
        # A poll's answer allows not even that.
        assert "/updates/" in address or "script-src 'self';" in policy + ";", address
        assert "nonce" not in policy
        assert "unsafe" not in policy


def test_only_reading_is_possible(client):
    blog, _ = story()
    for address in ("/", blog.get_absolute_url(), blog.get_absolute_url() + "updates/0/"):
        assert client.post(address).status_code == 405


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00%2B23:00", "9999-12-31T23:59:59-23:00", "now"])
def test_a_time_that_is_none_is_not_found(client, at):
    blog, (post, *_) = story()
    page(client, f"{blog.get_absolute_url()}?before={post.public_id}&at={at}", 404)


def test_key_events_of_several_days_say_their_day_once_each(client):
    blog = factory.blog()
    factory.post(blog, "First", minutes=0, is_key_event=True)
    factory.post(blog, "Second", minutes=5, is_key_event=True)
    assert "key-day" not in client.get(blog.get_absolute_url()).content.decode()
    factory.post(blog, "Third", minutes=24 * 60, is_key_event=True)
    html = client.get(blog.get_absolute_url()).content.decode()
    days = re.findall(r'class="key-day">([^<]+)<', html)
    assert days == ["20 September 2023", "19 September 2023"]
