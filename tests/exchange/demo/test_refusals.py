"""Where the demonstration has no place, or does not stand yet."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from liveblog.exchange.demo import live, shelf
from liveblog.models import Blog
from tests import factory

pytestmark = pytest.mark.django_db


def test_it_does_not_come_into_a_newsroom_where_people_work():
    factory.user(name="somebody")
    with pytest.raises(CommandError, match="database of its own"):
        call_command("demo_newsroom")
    assert not get_user_model().objects.filter(username__in=shelf.names()).exists()


def test_it_does_not_take_the_address_of_another_story():
    factory.blog(slug="election-night")
    with pytest.raises(CommandError, match="/live/election-night/ is taken"):
        call_command("demo_newsroom")
    assert Blog.objects.count() == 1


def test_without_the_story_it_says_what_to_do():
    assert "run demo_newsroom first" in live.step()
