"""What a page says at its top of what is pinned, and an explainer's own page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Photo
from tests import factory

pytestmark = pytest.mark.django_db
LONG = "<p>" + "Word after word. " * 40 + "</p>"


def shelf(client: Client, blog: Blog) -> str:
    html = client.get(blog.get_absolute_url()).content.decode()
    return re.sub(r"\s+", " ", html[html.index('id="pinned"') : html.index('id="feed"')])


def photo(number: int) -> Photo:
    words = {"alt_text": f"Alt {number}", "credit": "Ann/Us", "caption": f"Caption {number}"}
    return publishing.save_shared(Photo(**words), by=None)


def pinned(blog: Blog, **content: Any) -> Any:
    return publishing.pin(factory.post(blog, **content), by=None)


@pytest.mark.parametrize(("body", "is_open"), [("Short.", True), (LONG, False)])
def test_a_long_pinned_update_is_folded_and_a_short_one_open(client, body, is_open):
    blog = factory.blog()
    post = pinned(blog, body=body)
    opening = shelf(client, blog).partition(f'id="pinned-{post.public_id}"')[2].split(">")[0]
    assert (" open" in opening) is is_open


def test_a_pinned_update_shows_its_first_picture_what_its_links_say_and_the_way_to_the_rest(client):
    blog = factory.blog()
    pinned(
        blog,
        photos=[{"photo": photo(1)}, {"photo": photo(2)}],
        embeds=[{"url": "https://x.com/a/status/1", "author": "Some One", "text": "I resign."}],
        verification="unconfirmed",
    )
    top = shelf(client, blog)
    assert "Caption 1" in top
    assert "Caption 2" not in top
    assert "I resign." in top
    assert "with all 2 pictures" in top
    assert ">Unconfirmed<" in top


def test_a_pinned_update_that_was_corrected_says_so_at_the_top_too(client):
    blog = factory.blog()
    publishing.correct(pinned(blog), by=None, text="It was the other way round.")
    assert "It was the other way round." in shelf(client, blog)


def test_the_latest_pinned_stands_first_and_the_withdrawn_nowhere(client):
    blog = factory.blog()
    first, second, wrong = (pinned(blog, headline=name) for name in ("First", "Second", "Wrong"))
    publishing.retract(wrong, by=None, reason="It was not so.")
    top = shelf(client, blog)
    assert top.index(second.headline) < top.index(first.headline)
    assert "Wrong" not in top


def test_an_edition_changes_with_what_is_said_and_with_nothing_else(client):
    blog, explainer = factory.blog(), factory.explainer()
    pin = publishing.pin_explainer(blog, explainer, by=None)
    edition = re.compile(r'data-edition="(\w+)"')
    before = edition.findall(shelf(client, blog))
    publishing.pin_explainer(blog, explainer, by=None, is_open=not pin.is_open)
    assert edition.findall(shelf(client, blog)) == before
    explainer.body = "Something else."
    publishing.save_shared(explainer, by=None)
    assert edition.findall(shelf(client, blog)) != before


def test_the_shelf_costs_the_same_few_queries_however_much_is_pinned(
    client, django_assert_num_queries
):
    for number in (1, 6):
        blog = factory.blog()
        for place in range(number):
            pinned(blog, photos=[{"photo": photo(place)}], embeds=[{"text": "Words"}])
            explainer = factory.explainer(photo=photo(place))
            publishing.pin_explainer(blog, explainer, by=None)
        # Blog; posts and their six kinds of parts; lead; explainers; pinned and theirs; key events.
        with django_assert_num_queries(16):
            shelf(client, blog)


# An explainer's own page


def head(client: Client, explainer: Any) -> str:
    html = client.get(explainer.get_absolute_url()).content.decode()
    return html.partition("</head>")[0]


def test_its_page_has_metadata_of_its_own(client, settings):
    settings.LIVEBLOG = {**settings.LIVEBLOG, "SITE_URL": "https://news.example"}
    explainer = factory.explainer(
        "What is a count?", slug="count", summary="How votes become seats."
    )
    said = head(client, explainer)
    assert "<title>What is a count?" in said
    assert '<link rel="canonical" href="https://news.example/explainers/count/">' in said
    assert '<meta property="og:url" content="https://news.example/explainers/count/">' in said
    assert '<meta property="og:title" content="What is a count?">' in said
    assert '<meta name="description" content="How votes become seats.">' in said
    assert '<meta property="article:published_time" content="2023-09-19T12:00:00Z">' in said


def test_its_page_says_when_it_last_said_something_else(client, time_machine):
    explainer = factory.explainer()
    modified = re.compile(r'"article:modified_time" content="(.*?)"')
    first = modified.findall(head(client, explainer))
    time_machine.move_to(timezone.now() + timedelta(hours=3))
    publishing.save_shared(explainer, by=None)
    assert modified.findall(head(client, explainer)) == first
    explainer.body = "Something else."
    publishing.save_shared(explainer, by=None)
    assert modified.findall(head(client, explainer)) != first


def test_its_page_names_public_stories_only(client):
    explainer = factory.explainer()
    for title, is_public in (("Open story", True), ("Hidden story", False)):
        blog = factory.blog(title=title, is_public=is_public)
        publishing.pin_explainer(blog, explainer, by=None)
    html = client.get(explainer.get_absolute_url()).content.decode()
    assert "Open story" in html
    assert "Hidden story" not in html


def test_a_draft_stands_nowhere(client):
    blog, explainer = factory.blog(), factory.explainer("What is a secret?", body="Not yet.")
    publishing.pin_explainer(blog, explainer, by=None)
    version = Blog.objects.get(pk=blog.pk).version
    explainer.published_at = None
    publishing.save_shared(explainer, by=None)
    address = blog.get_absolute_url()
    assert client.get(explainer.get_absolute_url()).status_code == 404
    places = ("/", address, f"{address}updates/0/", f"{address}updates/{version}/")
    for place in (*places, f"{address}feed.atom", f"{address}feed.json"):
        answer = client.get(place)
        assert "secret" not in answer.content.decode(), place
        assert "Not yet." not in answer.content.decode(), place


# Several pictures in a feed


def test_feeds_list_every_picture_with_its_words(client):
    blog = factory.blog()
    several = [
        publishing.save_shared(
            Photo(
                file=f"photos/{n}.jpg", width_px=900, height_px=600, alt_text=f"Alt {n}", credit="A"
            ),
            by=None,
        )
        for n in (1, 2)
    ]
    to_come = publishing.save_shared(Photo(caption="Still to come"), by=None)
    shown = [{"photo": each, "caption": f"C {each.alt_text}"} for each in several]
    factory.post(blog, photos=[*shown, {"photo": to_come}])
    (item,) = client.get(blog.get_absolute_url() + "feed.json").json()["items"]
    pictures = re.findall(r'<img src="(.*?)" alt="(.*?)" width="900"', item["content_html"])
    assert [alt for _, alt in pictures] == ["Alt 1", "Alt 2"]
    assert all(src.startswith("http://testserver/") for src, _ in pictures)
    assert all(f"C Alt {n}" in item["content_html"] for n in (1, 2))
    assert "Still to come" in item["content_html"]
