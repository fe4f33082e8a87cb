"""The first page begins with what is on air, and each story's desk is one press away."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog
from tests import factory
from tests.admin.conftest import at, signed_in


def first_page(client: Any) -> str:
    return client.get(reverse("admin:index")).content.decode()


def desk(blog: Blog) -> str:
    return f'href="{reverse("liveblog:desk", args=[blog.pk])}"'


def readers_page(blog: Blog) -> str:
    return f'href="{blog.get_absolute_url()}"'


def test_live_stories_come_before_paused_and_upcoming_ones_each_with_its_desk(editor):
    upcoming = factory.blog(opened=False)
    paused = publishing.pause(factory.blog(), by=None)
    live = factory.blog()
    publishing.update_blog(upcoming, by=None, title="Changed last")
    page = first_page(editor)
    places = [page.index(desk(blog)) for blog in (live, paused, upcoming)]
    assert places == sorted(places)
    assert places[-1] < page.index(at("photo_changelist"))
    assert readers_page(live) in page


def test_what_has_ended_stands_last_for_a_day(editor, blog):
    upcoming = factory.blog(opened=False)
    publishing.close(blog, by=None)
    page = first_page(editor)
    assert page.index(desk(upcoming)) < page.index(desk(blog))
    a_day_ago = timezone.now() - timedelta(hours=25)
    publishing.update_blog(blog, by=None, coverage_ended_at=a_day_ago)
    assert desk(blog) not in first_page(editor)


def test_another_teams_restricted_story_is_not_named(editor, blog):
    publishing.update_blog(blog, by=None, is_restricted=True, title="Operation Heron")
    assert "Operation Heron" not in first_page(editor)
    member = factory.user()
    blog.memberships.create(user=member, role="reporter")
    assert desk(blog) in first_page(signed_in(member))


def test_a_story_that_readers_cannot_find_has_a_desk_and_no_readers_page(editor, blog):
    publishing.update_blog(blog, by=None, is_public=False)
    page = first_page(editor)
    assert desk(blog) in page
    assert readers_page(blog) not in page


def test_the_first_page_costs_the_same_for_one_story_and_for_ten(editor):
    costs = []
    for more in (1, 9):
        for _ in range(more):
            factory.blog()
        first_page(editor)
        with CaptureQueriesContext(connection) as queries:
            first_page(editor)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_list_of_blogs_leads_to_each_desk(editor, blog):
    assert desk(blog) in editor.get(at("blog_changelist")).content.decode()
