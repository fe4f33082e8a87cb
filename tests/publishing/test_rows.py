"""Bylines, pictures and links of a post stay the rows they are, whatever is edited around them."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Embed, Photo, Post
from tests import factory

pytestmark = pytest.mark.django_db


def link(number: int, **said: Any) -> dict[str, Any]:
    return {"url": f"https://x.com/a/status/{number}", "text": f"Words {number}", **said}


def post_with(*numbers: int) -> Post:
    return factory.post(factory.blog(), embeds=[link(number) for number in numbers])


def rows(post: Post) -> dict[str, int]:
    return {embed.url[-1]: embed.pk for embed in post.embeds.order_by("order")}


@pytest.mark.parametrize(
    "wanted",
    [[1, 2, 3], [3, 2, 1], [2, 3, 1], [1, 3], [3], [4, 1, 2, 3], [1, 4, 3], [4, 3, 5, 1], []],
    ids=str,
)
def test_a_link_that_stays_is_the_row_it_was(wanted: list[int]):
    post = post_with(1, 2, 3)
    before = rows(post)
    publishing.update(post, by=None, embeds=[link(number) for number in wanted])
    after = rows(post)
    assert list(after) == [str(number) for number in wanted]
    assert [embed.order for embed in post.embeds.all()] == list(range(1, len(wanted) + 1))
    assert {name: after[name] for name in before if name in after} == {
        name: before[name] for name in before if name in after
    }


def test_a_link_whose_words_are_mended_is_the_row_it_was():
    post = post_with(1, 2)
    before = rows(post)
    publishing.update(post, by=None, embeds=[link(1, text="Mended"), link(2)])
    assert rows(post) == before
    assert post.embeds.get(order=1).text == "Mended"


def test_what_was_captured_is_never_written_over():
    """Taken out and pasted again, it is another answer: another row, with no past of its own."""
    post = factory.post(factory.blog(), embeds=[link(1, raw={"oembed": {"html": "Then"}})])
    first = post.embeds.get()
    publishing.note_original(first, by=None, raw=None)
    publishing.update(post, by=None, embeds=[link(1, raw={"oembed": {"html": "Now"}})])
    again = post.embeds.get()
    assert again.pk != first.pk
    assert (again.gone_at, again.sightings.count()) == (None, 0)
    publishing.update(post, by=None, embeds=[link(1, text="Mended")])
    assert (post.embeds.get().pk, post.embeds.get().raw) == (again.pk, again.raw)


def test_a_quotation_with_no_link_says_only_what_it_is_given():
    """Nothing but its place tells whose words it held."""
    post = factory.post(factory.blog(), embeds=[{"text": "Said", "author": "Ada"}])
    publishing.update(post, by=None, embeds=[{"text": "Said by another"}])
    assert (post.embeds.get().text, post.embeds.get().author) == ("Said by another", "")


def test_two_that_say_the_same_are_two():
    post = factory.post(factory.blog(), embeds=[link(1), link(1)])
    before = set(post.embeds.values_list("pk", flat=True))
    publishing.update(post, by=None, embeds=[link(1), link(2), link(1)])
    assert before < set(post.embeds.values_list("pk", flat=True))


def test_a_quotation_with_no_link_is_known_by_being_one():
    post = factory.post(factory.blog(), embeds=[{"text": "Said"}, link(1)])
    before = post.embeds.get(url="").pk
    publishing.update(post, by=None, embeds=[link(1), {"text": "Said aloud"}])
    assert post.embeds.get(url="").pk == before


def test_nothing_is_written_where_nothing_is_new(django_assert_num_queries: Any):
    post = post_with(1, 2)
    revisions = post.revisions.count()
    publishing.update(post, by=None, embeds=[link(1), link(2)])
    assert post.revisions.count() == revisions


def test_pictures_and_bylines_stay_the_rows_they_are_too():
    photos = [publishing.save_shared(Photo(credit=f"Ann {n}"), by=None) for n in range(3)]
    names = [factory.contributor() for _ in range(3)]
    post = factory.post(
        factory.blog(), photos=[{"photo": each} for each in photos[:2]], bylines=names[:2]
    )
    shown = {each.photo_id: each.pk for each in post.photos.all()}
    signed = {each.contributor_id: each.pk for each in post.bylines.all()}
    publishing.update(
        post,
        by=None,
        photos=[{"photo": photos[2]}, {"photo": photos[1], "caption": "New"}, {"photo": photos[0]}],
        bylines=[names[1], names[2]],
    )
    assert {each.photo_id: each.pk for each in post.photos.all()}.items() >= shown.items()
    assert post.bylines.get(contributor=names[1]).pk == signed[names[1].pk]
    assert [each.photo for each in post.photos.all()] == [photos[2], photos[1], photos[0]]


def test_every_row_that_goes_is_gone():
    post = post_with(1, 2, 3)
    publishing.update(post, by=None, embeds=[link(9)])
    assert Embed.objects.count() == 1


def test_what_was_captured_with_a_link_outlives_its_mended_words():
    still = publishing.save_shared(Photo(credit="Ann"), by=None)
    found = {
        "raw": {"oembed": {"title": "A"}},
        "language": "hy",
        "captured_at": timezone.now(),
        "thumbnail": still,
        "aspect_ratio": Decimal("1.778"),
        "gone_at": timezone.now(),
    }
    post = factory.post(factory.blog(), embeds=[link(1, **found)])
    publishing.update(post, by=None, embeds=[link(1, text="Mended")])
    kept = post.embeds.get()
    assert kept.text == "Mended"
    assert {name: getattr(kept, name) for name in found} == found
    publishing.update(post, by=None, embeds=[link(2), link(1, text="Moved")])
    new, moved = post.embeds.order_by("order")
    assert {name: getattr(moved, name) for name in found} == found
    assert (new.raw, new.thumbnail, new.gone_at) == ({}, None, None)
