"""What the predicates say by themselves, whatever wall stands before them."""

from collections.abc import Callable
from typing import Any

import pytest

from liveblog import permissions, publishing
from liveblog.models import Blog, Membership
from tests import factory
from tests.desk.desk import Cast

pytestmark = pytest.mark.django_db
MAY: list[Callable[[Any, Blog], bool]] = [
    permissions.may_write,
    permissions.may_publish,
    permissions.may_schedule,
    permissions.may_pin,
    permissions.may_correct,
    permissions.may_retract,
    permissions.may_restore,
    permissions.may_open,
    permissions.may_close,
    permissions.may_run,
]
each = pytest.mark.parametrize("may", MAY, ids=[may.__name__ for may in MAY])
BOTH = ("Editors", "Corrections editors")


@each
def test_a_group_counts_for_nothing_in_another_teams_story(may: Any):
    blog, user = factory.blog(), factory.user(*BOTH)
    assert may(user, blog)
    publishing.update_blog(blog, by=None, is_restricted=True)
    assert not may(user, blog)


@each
@pytest.mark.parametrize("gone", ["is_staff", "is_active"])
def test_a_place_in_the_team_counts_for_who_still_works_here(may: Any, gone: str):
    blog = factory.blog()
    for role in Membership.Role:
        user = factory.user(**{gone: False})
        Membership.objects.create(blog=blog, user=user, role=role)
        assert not may(user, blog)


@each
def test_a_place_counts_in_its_own_story_only(may: Any):
    cast = Cast(factory.blog())
    others = [cast.other_teams_editor]
    assert not any(may(user, cast.blog) for user in others)
    holders = [cast.team_editor, cast.team_corrections]
    assert any(may(user, cast.blog) for user in holders)
    assert not any(may(user, factory.blog()) for user in holders)
