"""A quotation as readers get it: in our own type, from what was kept, nothing from elsewhere."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liveblog import publishing
from liveblog.embeds.players import FRAME_SOURCES
from tests import factory
from tests.photos import shots

pytestmark = pytest.mark.django_db
SCRIPT = '"><script>alert(1)</script>'
FILM: dict[str, Any] = {
    "url": "https://www.youtube.com/watch?v=aaaaaaaaaaa",
    "author": "City Channel Nine",
    "handle": "@citychannelnine",
    "title": "The mayor answers",
    "text": "Words under it",
    "posted_on": date(2026, 11, 24),
}


def page(client: Client, embed: dict[str, Any]) -> str:
    blog = factory.blog()
    factory.post(blog, embeds=[embed])
    return client.get(blog.get_absolute_url()).content.decode()


def test_the_words_the_name_the_day_and_a_plain_link_stand_there_without_any_script(client: Client):
    html = page(client, FILM)
    for words in (*map(str, (FILM["author"], FILM["handle"], FILM["title"])), "24 November 2026"):
        assert words in html
    assert f'<a href="{FILM["url"]}" rel="noopener noreferrer">Watch on YouTube</a>' in html
    assert "<iframe" not in html


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"title": "The mayor answers"}, "The mayor answers, on YouTube"),
        ({"url": "https://example.org/a", "title": "Ferries"}, "Ferries, on example.org"),
        ({"url": "https://x.com/ada/status/1", "author": "Ada"}, "Ada, on X"),
        ({"url": "https://x.com/ada/status/1", "text": "It holds."}, "“It holds.”, on X"),
        ({"url": "https://x.com/ada/status/1"}, "Post on X by @ada"),
        ({}, "Video on YouTube"),
        ({"url": "https://www.example.org/a"}, "example.org"),
    ],
)
def test_a_pictures_link_says_whose_it_is_and_where_it_leads(
    client: Client, said: dict[str, str], name: str
):
    html = page(client, {"url": FILM["url"], "thumbnail": shots.taken_in(), **said})
    assert re.findall(r'class="embed-still[^>]*aria-label="([^"]*)"', html) == [name]
    assert set(re.findall(r'data-title="([^"]*)"', html)) <= {name}


def test_only_a_links_own_address_and_the_one_to_be_asked_for_are_elsewhere(client: Client):
    html = page(client, FILM)
    loaded = re.findall(r'\b(?:src|srcset|poster|data|action|style)="([^"]+)"', html)
    assert [address for address in loaded if not address.startswith("/")] == []
    assert 'data-player="https://www.youtube-nocookie.com/embed/aaaaaaaaaaa"' in html


def test_what_is_gone_says_so_under_what_it_said_and_offers_no_player(client: Client):
    html = page(client, {**FILM, "gone_at": timezone.now()})
    assert html.index("Words under it") < html.index("The original is no longer available")
    assert "data-player" not in html
    assert FILM["url"] not in html


@pytest.mark.parametrize(
    ("url", "line"),
    [
        (FILM["url"], "Video on YouTube"),
        ("https://x.com/mfa_russia/status/1704081234567890123", "Post on X by @mfa_russia"),
        ("https://open.spotify.com/episode/1a", "Audio on Spotify"),
        ("https://datawrapper.dwcdn.net/aBc12/", "Graphic on Datawrapper"),
        ("https://harbour.example/@ada/113000000000000001", "Post on Mastodon by @ada"),
        ("https://x.com/mfa_russia", "x.com/mfa_russia"),
        ("https://www.example.org/a/long/way", "example.org"),
    ],
)
def test_a_link_that_says_nothing_yet_is_one_line_everywhere(client: Client, url: str, line: str):
    blog = factory.blog()
    post = factory.post(blog, embeds=[{"url": url}])
    publishing.pin(post, by=None)
    html = client.get(blog.get_absolute_url()).content.decode()
    link = f'<a href="{url}" rel="noopener noreferrer">{line} <span aria-hidden="true">↗</span></a>'
    assert html.count(link) == 2  # pinned, and in the stream
    for other in ("embed-still", "embed-title", "pinned-quote", "See it on", "See the original"):
        assert other not in html
    feed = client.get(f"/live/{blog.slug}/feed.json").json()
    assert link in feed["items"][0]["content_html"]


def test_a_film_that_says_nothing_yet_can_still_be_shown(client: Client):
    html = page(client, {"url": FILM["url"]})
    assert 'data-player="https://www.youtube-nocookie.com/embed/aaaaaaaaaaa"' in html
    assert "takes-the-still" not in html


def test_a_line_whose_original_is_gone_leads_nowhere(client: Client):
    html = page(client, {"url": FILM["url"], "gone_at": timezone.now()})
    assert "Video on YouTube" in html
    assert "no longer available" in html
    assert FILM["url"] not in html


def test_mastodon_is_quoted_and_never_framed(client: Client):
    html = page(client, {"url": "https://harbour.example/@ada/113000000000000001", "text": "Held."})
    assert "See it on Mastodon" in html
    assert "data-player" not in html


def test_a_script_in_every_field_stays_words(client: Client):
    fields = ("author", "handle", "title", "text", "language")
    worst = dict.fromkeys(fields, SCRIPT[:30]) | {"url": f'https://youtu.be/aaaaaaaaaaa?"{SCRIPT}'}
    html = page(client, worst)
    assert "<script>alert" not in html
    assert '"><script' not in html


def test_the_policy_lets_in_these_frames_and_no_others(client: Client):
    policy = client.get("/")["Content-Security-Policy"]
    assert f"frame-src {' '.join(FRAME_SOURCES)};" in policy + ";"
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("feed", ["feed.atom", "feed.json"])
def test_feeds_have_the_words_and_a_plain_link(client: Client, feed: str):
    blog = factory.blog()
    factory.post(blog, embeds=[FILM])
    said = client.get(f"/live/{blog.slug}/{feed}").content.decode()
    for words in ("The mayor answers", "Words under it", "City Channel Nine", str(FILM["url"])):
        assert words in said
    for other in ("data-player", "Show the original", "iframe"):
        assert other not in said


@pytest.mark.parametrize("feed", ["feed.atom", "feed.json"])
def test_feeds_say_that_it_is_gone_and_do_not_lead_there(client: Client, feed: str):
    blog = factory.blog()
    factory.post(blog, embeds=[{**FILM, "gone_at": timezone.now()}])
    said = client.get(f"/live/{blog.slug}/{feed}").content.decode()
    assert "Words under it" in said
    assert "The original is no longer available" in said
    assert str(FILM["url"]) not in said


def test_a_page_of_ten_embeds_costs_no_more_queries_than_one_of_one(client: Client):
    few, many = factory.blog(), factory.blog()
    for blog, number in ((few, 1), (many, 10)):
        for each in range(number):
            factory.post(blog, embeds=[{**FILM, "title": f"Film {each}"}])
    counts = []
    for blog in (few, many):
        with CaptureQueriesContext(connection) as asked:
            client.get(blog.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_note_of_what_is_gone_is_not_an_update_of_ours(client: Client):
    blog = factory.blog()
    post = factory.post(blog, embeds=[FILM])
    publishing.note_original(post.embeds.get(), by=None, raw=None)
    html = client.get(blog.get_absolute_url()).content.decode()
    assert "no longer available" in html
    assert 'class="updated"' not in html
