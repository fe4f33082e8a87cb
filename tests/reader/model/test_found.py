"""What the model found, and what was thought of beside it: each once lost or doubled a post."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.reader.model.machine import BEGINNING
from tests.reader.model.newsroom import Newsroom
from tests.reader.model.readers import SMALL
from tests.reader.model.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db: None, settings: Any) -> Iterator[Story]:
    settings.LIVEBLOG = {**SMALL, "WARM_SECONDS": 0}
    with time_machine.travel(BEGINNING, tick=False):
        yield Story(Newsroom())


def test_an_older_page_goes_on_from_where_the_last_post_stood_not_from_where_it_was_put(
    story: Story,
):
    """The reader does not know yet that it was moved down: what it passed would be left out."""
    reader = story.open()
    story.move("c", 9)
    reader.load_older()
    reader.poll()
    assert story.names(reader) == "abdec"


def test_an_older_page_doubles_nothing_when_the_last_post_was_put_higher(story: Story):
    reader = story.open()
    story.move("c", 1)
    reader.load_older()
    reader.poll()
    assert story.names(reader) == "acbdef"


def test_an_older_page_out_of_a_cache_is_never_one_of_before_the_last_post_was_moved(story: Story):
    story.open().load_older()
    story.move("c", 9)
    story.move("b", 11)
    story.move("c", 3)
    reader = story.open()
    reader.load_older(copy=-1)
    reader.poll()


def test_what_followed_the_page_and_was_moved_on_is_no_neighbour_any_more(story: Story):
    """d followed, and has gone below e: what is put between e and d comes after e, not after c."""
    reader = story.open()
    story.move("d", 9)
    reader.poll()
    story.put("new", 9)
    reader.poll()
    assert story.names(reader) == "abc"


def test_what_left_a_filtered_page_and_came_back_is_no_neighbour_of_what_came_meanwhile(
    story: Story,
):
    reader = story.open("?key=1")
    story.mark("d", is_key=False)
    reader.poll()
    story.put("w", 5)
    reader.poll()
    story.mark("d", is_key=True)
    reader.poll()
    story.newsroom.move(story.posts["w"], 5)
    story.put("v", 5)
    story.put("u", 6)
    reader.poll()


def test_a_page_that_holds_nothing_any_more_loads_from_the_top(story: Story):
    reader = story.open("?key=1")
    for name in "abc":
        story.mark(name, is_key=False)
    reader.poll()
    assert story.names(reader) == ""
    story.move("c", 13)
    reader.load_older()
    reader.poll()
    assert story.names(reader) == "def"


def test_a_pin_that_has_begun_is_shown_even_if_an_editor_acts_before_a_reader_asks(story: Story):
    reader = story.open()
    story.newsroom.pin_explainer(is_open=False, begins=1, ends=None)
    with time_machine.travel(BEGINNING + timedelta(minutes=2), tick=False):
        story.newsroom.correct(story.posts["a"], "correction", None)
        reader.poll()
        assert reader.page.part("pinned").find("details") is not None


@pytest.mark.parametrize("at", ["noon", "2023-09-19T12:00:00", "2023-13-41T12:00:00Z", "%00"])
def test_a_time_that_is_none_is_not_found(story: Story, at: str):
    address = f"/live/story/?before={story.posts['c'].public_id}&at={at}"
    assert story.front.client.get(address).status_code == 404
