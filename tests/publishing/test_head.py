"""What stands at a blog's head: its closing line, its lead picture, its explainers' order."""

import pytest

from liveblog import publishing
from liveblog.models import Blog, Photo, PhotoCaption
from tests import factory

pytestmark = pytest.mark.django_db

LINE = "The count goes on in our politics section."


def fresh(blog: Blog) -> Blog:
    return Blog.objects.get(pk=blog.pk)


def said_at_the_head(blog: Blog) -> dict:
    return blog.revisions.newest_first()[0].content["head"]


def shelf(blog: Blog) -> list[str]:
    return [pin.explainer.title for pin in blog.pins.order_by("order")]


def photo(**words: str) -> Photo:
    return publishing.save_shared(Photo(**words), by=None)


def with_pins(*titles: str) -> tuple[Blog, list]:
    blog = factory.blog()
    explainers = [factory.explainer(title) for title in titles]
    for each in explainers:
        publishing.pin_explainer(blog, each, by=None)
    return blog, explainers


# The closing line


def test_coverage_ends_with_its_closing_line_in_one_step():
    blog = factory.blog()
    publishing.close(blog, by=None, closing_line=LINE)
    after = fresh(blog)
    assert (after.closing_line, after.version) == (LINE, blog.version)
    assert after.head_version == after.version
    assert said_at_the_head(blog)["closing_line"] == LINE


def test_ending_twice_keeps_the_first_line_and_changes_nothing():
    blog = publishing.close(factory.blog(), by=None, closing_line=LINE)
    before = fresh(blog).version
    publishing.close(blog, by=None, closing_line="Another.")
    assert (fresh(blog).closing_line, fresh(blog).version) == (LINE, before)


def test_reopened_coverage_has_no_closing_line():
    blog = publishing.close(factory.blog(), by=None, closing_line=LINE)
    publishing.open(blog, by=None)
    assert fresh(blog).closing_line == ""
    assert said_at_the_head(blog)["closing_line"] == ""


def test_a_closing_line_is_worded_anew():
    blog = publishing.close(factory.blog(), by=None, closing_line=LINE)
    before = fresh(blog).version
    publishing.update_blog(blog, by=None, closing_line="It ends here.")
    assert fresh(blog).version == before + 1


# The lead picture


def test_a_removed_lead_picture_leaves_the_head_and_stays_in_the_library():
    blog, picture = factory.blog(), photo(alt_text="A wall", credit="Ada/Us")
    publishing.set_lead(blog, by=None, photo=picture)
    before = fresh(blog).version
    publishing.remove_lead(blog, by=None)
    assert said_at_the_head(blog)["lead"] is None
    assert fresh(blog).head_version == before + 1
    assert Photo.objects.filter(pk=picture.pk).exists()
    assert not PhotoCaption.objects.filter(blog=blog).exists()


def test_to_remove_no_lead_picture_is_no_change():
    blog = factory.blog()
    before = fresh(blog).version
    publishing.remove_lead(blog, by=None)
    assert fresh(blog).version == before


# The order of the explainers


def test_explainers_are_put_in_order_in_one_step():
    blog, (a, b, c) = with_pins("A", "B", "C")
    before = fresh(blog).version
    publishing.order_explainers(blog, [c, a, b], by=None)
    assert shelf(blog) == ["C", "A", "B"]
    assert (fresh(blog).version, fresh(blog).shelf_version) == (before + 1, before + 1)


def test_the_order_that_stands_is_no_change():
    blog, explainers = with_pins("A", "B")
    before = fresh(blog).version
    publishing.order_explainers(blog, explainers, by=None)
    assert fresh(blog).version == before


def test_what_is_not_named_in_an_order_comes_after_as_it_stood():
    blog, (_, _, c) = with_pins("A", "B", "C")
    publishing.order_explainers(blog, [c], by=None)
    assert shelf(blog) == ["C", "A", "B"]


def test_an_order_closes_the_gap_that_an_unpinned_one_left():
    blog, (a, b, c) = with_pins("A", "B", "C")
    publishing.unpin_explainer(blog, a, by=None)
    publishing.order_explainers(blog, [c, b], by=None)
    assert [pin.order for pin in blog.pins.order_by("order")] == [1, 2]
    assert shelf(blog) == ["C", "B"]
