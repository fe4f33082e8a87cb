"""What stands in front answers for the origin, and never with what is no longer so."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from urllib.parse import quote

from django.urls import reverse

from liveblog import publishing
from liveblog.models import Blog
from tests import factory
from tests.cache.conftest import kept, stated_seconds
from tests.load.run import allowed_at_origin, follow


def poll_address(blog: Blog, version: int | None = None) -> str:
    now = Blog.objects.get(pk=blog.pk).version
    return f"{blog.get_absolute_url()}updates/{now if version is None else version}/"


def assert_same_key(answer: HTTPResponse) -> None:
    """What was kept for one is there for the other, however old it is by now."""
    assert answer.getheader("X-Cache") in ("HIT", "UPDATING", "STALE", "EXPIRED"), "another key"


def test_a_crowd_costs_the_origin_no_more_than_a_few_and_misses_nothing(front):
    """`make load` is the same with 500 readers for 30 s."""
    blog = factory.blog()
    for minute in range(5):
        factory.post(blog, minutes=minute)
    before = front.newsroom.answered("/live/")
    crowd = follow(front.nginx.port, blog, readers=120, seconds=2, editors=2, pace=0.7)
    # In a thread of its own: the browser tests' loop may be running in this one.
    with ThreadPoolExecutor(1) as elsewhere:
        figures = elsewhere.submit(asyncio.run, crowd).result()
    asked = front.newsroom.answered("/live/") - before
    assert figures.changes > 0
    assert (figures.missed, figures.leaked) == (0, [])
    assert set(figures.statuses) <= {"200", "204"}
    assert figures.statuses.total() >= 120
    assert asked <= allowed_at_origin(figures.seconds, figures.changes)


def test_what_was_withdrawn_is_gone_from_every_answer_within_the_stated_time(front):
    blog = factory.blog()
    held = poll_address(blog)
    post = factory.post(blog, "What is wrong")
    paths = {blog.get_absolute_url(), post.get_absolute_url(), held}
    assert all("What is wrong" in front.ask(path).text for path in paths)
    publishing.retract(post, by=None, reason="It was not so.")
    gone_from = time.monotonic()
    # Somebody asks all the time: an answer that is asked for is the one that could live on.
    while old := [path for path in paths if "What is wrong" in front.ask(path).text]:
        assert time.monotonic() < gone_from + stated_seconds("page"), old
        time.sleep(0.2)
    assert all("It was not so." in front.ask(path).text for path in paths)


def test_nothing_new_is_kept_as_an_answer_too(front):
    blog = factory.blog()
    path = poll_address(blog)
    assert [front.ask(path).status for _ in range(2)] == [204, 204]
    answer = kept(front, path)
    assert answer.status == 204
    assert answer.getheader("Poll-Seconds") == "5"
    assert answer.getheader("Content-Security-Policy") is None


def test_a_withdrawn_posts_own_page_is_kept_as_gone(front):
    post = factory.post(factory.blog())
    publishing.retract(post, by=None, reason="It was not so.")
    assert [front.ask(post.get_absolute_url()).status for _ in range(2)] == [410, 410]
    assert kept(front, post.get_absolute_url()).status == 410


def test_every_reader_gets_the_same_answer_whatever_they_send(front):
    blog = factory.blog()
    path = blog.get_absolute_url()
    first = kept(front, path)
    other = front.ask(
        f"{path}?utm_source=newsletter&fbclid=7",
        Cookie="sessionid=another; csrftoken=x",
        Authorization="Basic YTpi",
        Accept_Language="hy",
        HX_Request="true",
    )
    assert_same_key(other)
    assert other.text == first.text
    assert other.getheader("Vary") in (None, "Accept-Encoding")


def test_what_a_readers_address_asks_reaches_the_origin_in_one_order(front):
    blog = factory.blog()
    key = factory.post(blog, "A key event", minutes=1, is_key_event=True)
    old = factory.post(blog, "An old one", minutes=0)
    path = blog.get_absolute_url()
    assert "A key event" in front.ask(f"{path}?key=1&order=oldest").text
    assert "An old one" not in front.ask(f"{path}?x=1&order=oldest&key=1").text
    first = kept(front, f"{path}?key=1&order=oldest")
    other = front.ask(f"{path}?utm_source=x&order=oldest&key=1")
    assert_same_key(other)
    assert other.text == first.text
    older = front.ask(f"{path}?before={key.public_id}").text
    assert f'id="post-{old.public_id}"' in older
    assert f'<article id="post-{key.public_id}"' not in older


def test_a_topic_that_needs_escaping_is_no_topic_and_no_error(front):
    path = factory.blog().get_absolute_url()
    assert front.ask(f"{path}?topic={quote('a b&key=1')}").status == 404


def test_a_story_that_was_taken_away_is_asked_for_once_a_second_and_comes_back(front):
    blog = factory.blog(is_public=False)
    path = blog.get_absolute_url()
    assert [front.ask(path).status for _ in range(20)] == [404] * 20
    assert kept(front, path).status == 404
    publishing.update_blog(blog, by=None, is_public=True)
    time.sleep(2.1)  # nginx counts whole seconds
    assert front.ask(path).status == 200


def test_a_restart_of_the_origin_loses_nothing(front):
    """Pages stand as they were; the poll says that it fails, and then brings all of it."""
    blog = factory.blog()
    held = poll_address(blog)
    assert front.ask(blog.get_absolute_url()).status == 200
    assert front.ask(held).status == 204
    front.newsroom.stop()
    try:
        post = factory.post(blog, "While it was down")
        down_from = time.monotonic()
        while front.ask(held).status != 502:
            assert time.monotonic() < down_from + stated_seconds("updates")
            time.sleep(0.2)
        page = front.ask(blog.get_absolute_url())
        assert (page.status, page.getheader("X-Cache")) == (200, "STALE")
    finally:
        front.newsroom.start()
    answer = front.ask(held)
    assert answer.status == 200
    assert f'id="post-{post.public_id}"' in answer.text
    up_from = time.monotonic()
    while "While it was down" not in front.ask(blog.get_absolute_url()).text:
        assert time.monotonic() < up_from + stated_seconds("page")
        time.sleep(0.2)


def test_feeds_and_corrections_are_kept_and_compressed(front):
    blog = factory.blog()
    factory.post(blog, body="<p>" + "The council meets again. " * 40 + "</p>")
    for name in ("atom", "json_feed", "corrections", "blog"):
        path = reverse(f"liveblog:{name}", args=[blog.slug])
        assert kept(front, path).getheader("Content-Encoding") is None, name
        answer = front.ask(path, Accept_Encoding="gzip")
        assert_same_key(answer)
        assert answer.getheader("Content-Encoding") == "gzip", name
