"""A scheduled post appears when it is due: once, with or without a worker."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog
from tests import factory

pytestmark = pytest.mark.django_db


def scheduled(blog: Blog, minutes: int):
    at = timezone.now() + timedelta(minutes=minutes)
    return publishing.schedule(factory.draft(blog), by=None, at=at)


def test_the_command_publishes_what_is_due_in_every_blog_and_nothing_else(time_machine):
    due = [scheduled(factory.blog(), 1), scheduled(factory.blog(), 2)]
    later = scheduled(factory.blog(), 30)
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    said = StringIO()
    call_command("publish_due", stdout=said)
    assert said.getvalue() == "Published: 2.\n"
    for post in due:
        post.refresh_from_db()
        assert post.is_published
    later.refresh_from_db()
    assert not later.is_published
    call_command("publish_due", stdout=said)
    assert said.getvalue() == "Published: 2.\n"


def test_a_post_keeps_the_time_it_was_meant_for_however_late_it_is_published(time_machine):
    post = scheduled(factory.blog(), 1)
    meant = post.published_at
    time_machine.move_to(timezone.now() + timedelta(hours=3))
    publishing.publish_due()
    post.refresh_from_db()
    assert post.published_at == meant


def test_a_pin_appears_and_goes_at_its_times(client, time_machine):
    blog = factory.blog()
    explainer = factory.explainer("What is a strait?")
    now = timezone.now()
    publishing.pin_explainer(
        blog,
        explainer,
        by=None,
        shown_from=now + timedelta(minutes=5),
        shown_until=now + timedelta(minutes=10),
    )
    seen = []
    for minutes in (0, 6, 11):
        time_machine.move_to(now + timedelta(minutes=minutes))
        page = client.get(blog.get_absolute_url()).content.decode()
        blog.refresh_from_db()
        seen.append(("What is a strait?" in page, blog.version))
    assert [shown for shown, _ in seen] == [False, True, False]
    assert seen[0][1] < seen[1][1] < seen[2][1]
