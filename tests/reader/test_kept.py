"""What is kept is never stale, and spares the work that was done already."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog
from tests import factory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def remembering(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def get(client: Any, address: str) -> str:
    return client.get(address).content.decode()


def version(blog: Blog) -> int:
    return Blog.objects.get(pk=blog.pk).version


def test_a_page_is_made_once_for_all_who_open_it(client, django_assert_num_queries):
    blog = factory.blog()
    post = factory.post(blog)
    at = blog.get_absolute_url()
    for address in (at, post.get_absolute_url(), at + "feed.atom", at + "feed.json"):
        first = get(client, address)
        with django_assert_num_queries(1):
            assert get(client, address) == first


def test_an_answer_is_made_once_for_all_at_one_version(client, django_assert_num_queries):
    blog = factory.blog()
    held = version(blog)
    factory.post(blog)
    address = f"{blog.get_absolute_url()}updates/{held}/"
    first = get(client, address)
    with django_assert_num_queries(1):
        assert get(client, address) == first


def test_an_unchanged_post_is_not_rendered_again(client, monkeypatch):
    blog = factory.blog()
    for minute in range(20):
        factory.post(blog, minutes=minute)
    get(client, blog.get_absolute_url())
    rendered = []
    from liveblog.reader import kept

    really = kept.render_to_string
    monkeypatch.setattr(
        kept, "render_to_string", lambda *a, **k: rendered.append(a) or really(*a, **k)
    )
    new = factory.post(blog, "New")
    page = get(client, blog.get_absolute_url())
    assert len(rendered) == 1
    assert f"post-{new.public_id}" in page


def test_each_change_is_on_the_very_next_page(client):
    blog = factory.blog()
    post = factory.post(blog, "First wording")
    address = blog.get_absolute_url()
    assert "First wording" in get(client, address)
    publishing.update(post, by=None, headline="Second wording")
    assert "Second wording" in get(client, address)
    publishing.retract(post, by=None, reason="It was not so.")
    page = get(client, address)
    assert "wording" not in page
    assert "It was not so." in page
    assert client.get(post.get_absolute_url()).status_code == 410
    assert client.get(post.get_absolute_url()).status_code == 410
    publishing.update_blog(blog, by=None, title="Another headline")
    assert "Another headline" in get(client, address)
    publishing.update_blog(blog, by=None, time_zone="Asia/Tokyo")
    assert "JST" in get(client, address)


def test_each_filter_and_each_page_is_kept_by_itself(client):
    blog = factory.blog()
    plain = factory.post(blog, "Plain", minutes=0)
    key = factory.post(blog, "Key", minutes=1, is_key_event=True)
    address = blog.get_absolute_url()
    for _ in range(2):
        assert f"post-{plain.public_id}" in get(client, address)
        assert f'id="post-{plain.public_id}"' not in get(client, address + "?key=1")
        older = get(client, f"{address}?before={key.public_id}")
        assert f'id="post-{key.public_id}"' not in older


def test_a_warm_poll_asks_the_database_nothing(client, django_assert_num_queries):
    blog = factory.blog()
    address = f"{blog.get_absolute_url()}updates/{version(blog)}/"
    cold = client.get(address)
    with django_assert_num_queries(0):
        warm = client.get(address)
    assert warm.status_code == cold.status_code == 204
    for header in ("Cache-Control", "Poll-Seconds"):
        assert warm[header] == cold[header]


def test_a_warm_poll_is_for_who_stands_at_that_version_only(client):
    blog = factory.blog()
    held = version(blog)
    client.get(f"{blog.get_absolute_url()}updates/{held}/")
    factory.post(blog)
    # This process still remembers the version before; a page of the new one is not turned back.
    newest = client.get(f"{blog.get_absolute_url()}updates/{version(blog)}/")
    assert newest.status_code == 204
    assert client.get(f"{blog.get_absolute_url()}updates/{held - 1}/").status_code == 200


def test_what_is_due_is_not_slept_over_and_what_is_not_yet_costs_nothing(client, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    blog = factory.blog()
    publishing.schedule(factory.draft(blog, "At last"), by=None, at=now + timedelta(seconds=0.5))
    address = f"{blog.get_absolute_url()}updates/{version(blog)}/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert len(asked) == 0
    assert "s-maxage=0, stale-while-revalidate=0" in answer["Cache-Control"]
    time_machine.move_to(now + timedelta(seconds=0.6), tick=False)
    assert "At last" in client.get(address).content.decode()
