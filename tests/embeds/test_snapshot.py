"""What is kept of a link: each provider's own shape, and the worst that could be sent instead."""

import json
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

import pytest

from liveblog.embeds import providers
from liveblog.embeds.errors import NotCaptured, NotEmbeddable, ProviderUnavailable, UnknownProvider
from liveblog.embeds.originals import SAID
from liveblog.embeds.sealing import sealed, unsealed
from liveblog.embeds.snapshot import Captured, answered_from, canonical, capture, facts_in
from tests.embeds.other_servers import (
    OtherServers,
    answer_page,
    oembed,
    recorded,
    redirect,
    slow,
    within_reach,
)

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://x.com/a/status/1", "x"),
        ("https://mobile.twitter.com/a/status/1", "x"),
        ("https://netflix.com/title/1", "link"),
        ("https://x.com.evil.example/a", "link"),
        ("https://youtu.be/aaaaaaaaaaa", "youtube"),
        ("https://www.tiktok.com/@a/video/1", "tiktok"),
        ("https://harbour.example/@ada/113000000000000001", "mastodon"),
        ("https://harbour.example/@ada@sea.example/113000000000000001", "mastodon"),
        ("https://harbour.example/users/ada/statuses/113000000000000001", "mastodon"),
        ("https://harbour.example/web/@ada/113000000000000001", "mastodon"),
        ("https://harbour.example/deck/@ada/113000000000000001", "mastodon"),
        ("https://harbour.example/@jo.bloggs@sea.example/113000000000000001", "mastodon"),
        ("https://harbour.example/@ada-l/113000000000000001", "mastodon"),
        ("https://harbour.example/@ada-/113000000000000001", "link"),
        ("https://harbour.example/@ada/about", "link"),
        ("https://x.com./a/status/1", "x"),
        ("https://open.spotify.com/episode/1", "spotify"),
        ("https://datawrapper.dwcdn.net/aBc12/", "datawrapper"),
        ("https://public.flourish.studio/visualisation/1/", "flourish"),
        ("https://t.me/harbourdesk/12", "telegram"),
        ("http://[", "link"),
        ("", "link"),
    ],
)
def test_a_link_belongs_to_its_provider(url: str, slug: str):
    assert providers.provider_of(url).slug == slug


ANSWERS = {
    "x": (
        "https://x.com/harbour_desk/status/1850000000000000001",
        {
            "author": "Harbour Desk",
            "handle": "@harbour_desk",
            "title": "",
            "text": "The east pier is closed until morning & ferries leave from the west.\n\n"
            "Ask a steward. pic.twitter.com/abc",
            "language": "en",
            "posted_on": date(2026, 11, 24),
        },
    ),
    "bluesky": (
        "https://bsky.app/profile/adalind.example/post/3kaaaa",
        {
            "author": "Ada Lind",
            "handle": "@adalind.example",
            "text": "The gates held.\n\nAll of them.",
            "language": "en",
            "posted_on": date(2026, 11, 24),
        },
    ),
    "youtube": (
        "https://www.youtube.com/watch?v=aaaaaaaaaaa",
        {
            "author": "City Channel Nine",
            "handle": "@citychannelnine",
            "title": "The mayor answers questions at the quay",
            "text": "",
            "aspect_ratio": Decimal("1.770"),
            "thumbnail_url": "https://i.ytimg.com/vi/aaaaaaaaaaa/hqdefault.jpg",
        },
    ),
    "vimeo": (
        "https://vimeo.com/1",
        {
            "author": "Ines Calder",
            "handle": "",
            "title": "Low water",
            "posted_on": date(2026, 11, 23),
            "aspect_ratio": Decimal("1.775"),
        },
    ),
    "tiktok": (
        "https://www.tiktok.com/@tomasvey/video/1",
        {
            "author": "Tomas Vey",
            "handle": "@tomasvey",
            "title": "How high the water is #harbour",
            "text": "",
            "aspect_ratio": None,
        },
    ),
    "reddit": (
        "https://www.reddit.com/r/harbour/comments/aaaaaa/which/",
        {"author": "quaywatch", "title": "Which ferries run tonight?", "text": ""},
    ),
    "spotify": ("https://open.spotify.com/episode/1", {"title": "Morning at the quay"}),
    "soundcloud": (
        "https://soundcloud.com/quayradio/bells",
        {"author": "Quay Radio", "title": "Harbour bells by Quay Radio"},
    ),
    "datawrapper": (
        "https://datawrapper.dwcdn.net/aBc12/",
        {"title": "Water level at the east pier", "aspect_ratio": Decimal("1.5")},
    ),
    "flourish": (
        "https://public.flourish.studio/visualisation/1/",
        {"title": "Ferries by the hour"},
    ),
}


@pytest.mark.parametrize("slug", ANSWERS)
def test_a_providers_answer_becomes_its_facts(servers: OtherServers, slug: str):
    url, facts = ANSWERS[slug]
    servers.at(f"/oembed/{slug}", oembed(recorded(f"{slug}.json")))
    found = capture(url)
    assert {name: getattr(found, name) for name in facts} == facts
    assert (found.url, found.provider) == (url, slug)
    assert found.captured_at
    assert found.raw["oembed"]["version"]
    assert len(servers.asked) == 1


def test_a_mastodon_post_is_read_from_its_page_and_its_oembed(servers: OtherServers):
    here = recorded("mastodon.html").replace(b"https://harbour.example/avatars", b"/avatars")
    url = servers.at("/@ada/113000000000000001", answer_page(here))
    servers.at("/api/oembed", oembed(recorded("mastodon.json")))
    found = capture(url)
    assert found.provider == "mastodon"
    assert (found.author, found.handle) == ("Ada Lind", "@ada@harbour.example")
    assert found.text == "The gates held, > 3 m of water.\n\nAll of them."
    assert found.title == ""
    assert found.posted_on == date(2026, 11, 24)
    assert found.thumbnail_url == f"{servers.address}/avatars/ada.png"


def test_an_article_says_its_headline_its_summary_and_its_writer(servers: OtherServers):
    found = capture(servers.at("/ferries", answer_page(recorded("article.html"))))
    assert found.provider == "link"
    assert found.title == "Ferries return to the east pier"
    assert found.text == "The first boat left at six, half full."
    assert (found.author, found.posted_on) == ("Ines Calder", date(2026, 11, 24))
    assert found.language == "en-GB"


PAGES = {
    "instagram": (
        "/p/Caaaaaaaaaa/",
        {
            "author": "Ada Lind",
            "handle": "@adalind",
            "title": "",
            "text": "Six in the morning at the quay.\nNobody yet.",
            "posted_on": date(2026, 11, 24),
            "thumbnail_url": "https://scontent.cdninstagram.com/v/t51/1_n.jpg?stp=c0.1.1",
        },
    ),
    "threads": (
        "/@adalind/post/Caaaa",
        {
            "author": "Ada Lind",
            "handle": "@adalind",
            "title": "",
            "text": "The gates held, all of them.",
        },
    ),
    "facebook": (
        "/harbourdesk/posts/pfbid0aaaa",
        {
            "author": "Harbour Desk",
            "title": "",
            "text": "The east pier is closed until morning.",
        },
    ),
    "telegram": (
        "/harbourdesk/12",
        {
            "author": "Harbour Desk",
            "handle": "@harbourdesk",
            "title": "",
            "text": "The tide turned at four.",
            "thumbnail_url": "https://cdn5.telesco.pe/file/1.jpg",
        },
    ),
}


@pytest.mark.parametrize("slug", PAGES)
def test_a_providers_page_becomes_its_facts(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch, slug: str
):
    """Where a provider wants a key for its oEmbed, its page is read; here it stands elsewhere."""
    path, facts = PAGES[slug]
    its = providers.named(slug)
    monkeypatch.setattr("liveblog.embeds.providers.provider_of", lambda url: its)
    found = capture(servers.at(path, answer_page(recorded(f"{slug}.html"))))
    assert {name: getattr(found, name) for name in facts} == facts
    assert found.raw["page"]["og:title"]


def test_a_page_that_asks_for_a_login_is_not_taken_for_the_post(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch
):
    its = providers.named("instagram")
    monkeypatch.setattr("liveblog.embeds.providers.provider_of", lambda url: its)
    url = servers.at("/p/Caaaaaaaaaa/", answer_page(recorded("instagram_login.html")))
    with pytest.raises(ProviderUnavailable, match=r"logs in there\. Type what it says by hand"):
        capture(url)


def test_a_page_that_names_its_oembed_is_asked_for_it(servers: OtherServers):
    servers.at("/services/oembed", oembed(recorded("discovered.json")))
    found = capture(servers.at("/walk", answer_page(recorded("discovered.html"))))
    assert (found.title, found.author) == (
        "Harbour walk | Films of the Quay",
        "Films of the Quay",
    )
    assert (found.aspect_ratio, found.provider) == (Decimal("1.778"), "link")
    assert found.thumbnail_url == "https://films.example/walk.jpg"
    assert set(found.raw) == {"page", "oembed"}


@pytest.mark.parametrize("slug", [*ANSWERS, *PAGES])
def test_what_was_kept_can_be_read_once_more(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch, slug: str
):
    """The raw answer says what the fields said, whoever mended those by hand."""
    if slug in PAGES:
        its = providers.named(slug)
        monkeypatch.setattr("liveblog.embeds.providers.provider_of", lambda url: its)
        url = servers.at(PAGES[slug][0], answer_page(recorded(f"{slug}.html")))
    else:
        url = ANSWERS[slug][0]
        servers.at(f"/oembed/{slug}", oembed(recorded(f"{slug}.json")))
    found = capture(url)
    again = facts_in(found.raw, url)
    assert again == {name: getattr(found, name) for name in again}
    assert again.keys() >= {*SAID, "aspect_ratio", "thumbnail_url"}


def test_a_pages_language_is_kept_with_what_it_says(servers: OtherServers):
    url = servers.at("/story", answer_page('<html lang="en-GB"><title>Quay</title>'))
    found = capture(url)
    assert (found.language, facts_in(found.raw, url)["language"]) == ("en-GB", "en-GB")


def test_the_address_that_answered_is_kept_and_pictures_are_found_from_there(
    servers: OtherServers,
):
    page = '<title>Quay</title><meta property="og:image" content="quay.jpg">'
    there = servers.at("/new/story", answer_page(page))
    url = servers.at("/old", answer_page("", status=302, Location=there))
    found = capture(url)
    assert (found.url, answered_from(found.raw, url)) == (url, there)
    assert facts_in(found.raw, url)["thumbnail_url"] == there.replace("story", "quay.jpg")


def long_page(*, headline: str) -> str:
    before = "".join(f'<meta name="m-{n}" content="{"x" * 1_000}">' for n in range(60))
    return f'<title>Quay</title>{before}<meta property="og:title" content="{headline}">'


def test_of_a_page_that_says_a_great_deal_what_is_quoted_is_kept(servers: OtherServers):
    url = servers.at("/story", answer_page(long_page(headline="The quay is closed")))
    found = capture(url)
    assert found.title == facts_in(found.raw, url)["title"] == "The quay is closed"
    assert found.raw["page"]["<left out>"] > 10
    assert len(json.dumps(found.raw)) < 50_000


def test_no_name_in_a_page_takes_the_place_of_what_we_found_ourselves(servers: OtherServers):
    """With a mark that turns words round, which is no part of a name, each would read the same."""
    forged = {"<address>": "https://paper.example/", "<title>": "B", "<html lang>": "hy"}
    forged |= {"og:title": "B", "<left out>": "9"}
    names = "".join(
        f'<meta name="{escape(name)}\u202e" content="{said}">' for name, said in forged.items()
    )
    page = '<html lang="en"><title>Quay</title><meta property="og:title" content="The quay">'
    url = servers.at("/story", answer_page(page + names))
    found = capture(url)
    assert answered_from(found.raw, url) == url
    assert (found.title, found.language) == ("The quay", "en")
    said = {"<title>": "Quay", "<html lang>": "en", "<address>": url, "og:title": "The quay"}
    assert found.raw["page"] == {**said, "<left out>": 5}


def test_no_name_in_a_page_says_for_it_what_it_does_not_say_itself(servers: OtherServers):
    forged = (
        f'<meta name="{escape("<title>")}\u202e" content="B"><meta name="author" content="Ada">'
    )
    found = capture(servers.at("/story", answer_page(forged)))
    assert found.title == ""
    assert found.raw["page"]["<title>"] == ""


def test_of_an_answer_with_endless_markup_the_words_are_kept(servers: OtherServers):
    words = "<blockquote><p lang='en'>The gates held</p></blockquote>"
    servers.at("/oembed/x", oembed({"html": words + "x" * 25_000, "author_name": "Ada"}))
    found = capture("https://x.com/a/status/1")
    assert (found.text, found.author) == ("The gates held", "Ada")
    assert found.raw["oembed"]["html"].startswith(words)


def test_letters_newer_than_this_python_are_letters(servers: OtherServers):
    """In Unicode 15 and 17: a pink heart, and one that no table knows yet."""
    said = "We \U0001fa77 this harbour \U0001fac8"
    url = servers.at("/story", answer_page(f"<title>{said}</title>"))
    found = capture(url)
    assert found.title == found.raw["page"]["<title>"] == said


def test_what_is_no_character_is_left_out(servers: OtherServers):
    url = servers.at("/story", answer_page("<title>Q\ufdd0ua\uffffy\U0001fffe</title>"))
    assert capture(url).title == "Quay"


def test_what_tells_who_passed_a_link_on_is_left_out(servers: OtherServers):
    url = servers.at("/ferries", answer_page("<title>Ferries</title>"))
    found = capture(f"{url}?page=2&utm_source=mail&fbclid=abc#six")
    assert found.url == f"{url}?page=2#six"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/?q=%E9&utm_source=x", "https://a.example/?q=%E9"),
        ("https://a.example/?flag&fbclid=1", "https://a.example/?flag"),
        ("https://a.example/?a;b&gclid=1", "https://a.example/?a;b"),
        ("https://a.example/?utm_source=x#six", "https://a.example/#six"),
        ("https://a.example/story#top", "https://a.example/story"),
        ("https://a.example/story#", "https://a.example/story"),
        ("https://a.example/#/top", "https://a.example/#/top"),
        ("https://a.example/?id=1&si=2&t=3", "https://a.example/?id=1&si=2&t=3"),
        ("https://youtu.be/aaaaaaaaaaa?si=2&t=3", "https://youtu.be/aaaaaaaaaaa?t=3"),
        ("https://x.com/a/status/1?s=20&t=abc", "https://x.com/a/status/1"),
    ],
)
def test_what_is_left_of_a_link_is_as_it_was_to_the_letter(url: str, kept: str):
    assert canonical(url) == kept


@pytest.mark.parametrize(
    ("url", "is_short"),
    [
        ("https://vm.tiktok.com/ZM8abc/", True),
        ("https://www.tiktok.com/t/ZM8abc/", True),
        ("https://redd.it/aaaaaa", True),
        ("https://www.reddit.com/r/harbour/s/AbCdEf", True),
        ("https://spotify.link/abc", True),
        ("https://on.soundcloud.com/abc", True),
        ("https://fb.watch/abc/", True),
        ("https://www.facebook.com/share/p/abc/", True),
        ("https://www.instagram.com/share/p/abc", True),
        ("https://www.tiktok.com/@a/video/1", False),
        ("https://www.reddit.com/r/harbour/comments/aaaaaa/which/", False),
        ("https://vm.tiktok.com.evil.example/a", False),
        ("http://[", False),
    ],
)
def test_what_telephones_pass_on_is_known_as_a_short_form(url: str, is_short: bool):
    assert providers.is_short(url) == is_short


def test_a_short_link_is_kept_as_the_link_that_it_leads_to(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("liveblog.embeds.providers.is_short", lambda url: "/t/" in url)
    post = servers.at("/@ada/113000000000000001", answer_page(recorded("mastodon.html")))
    found = capture(servers.at("/t/abc", redirect(f"{post}?fbclid=1")))
    assert (found.url, found.provider, found.author) == (post, "mastodon", "Ada Lind")


def test_a_short_link_that_leads_nowhere_is_asked_itself(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("liveblog.embeds.providers.is_short", lambda url: "tiktok" in url)
    servers.at("/oembed/tiktok", oembed(recorded("tiktok.json")))
    found = capture("https://vm.tiktok.com/ZM8abc/")
    assert (found.url, found.provider) == ("https://vm.tiktok.com/ZM8abc/", "tiktok")


BROKEN = (
    "http://[bad",
    "http://a\u2100b.example/",
    "//[",
    "javascript:alert(1)",
    "data:text/html,x",
)


@pytest.mark.parametrize("address", BROKEN)
def test_an_address_that_leads_nowhere_is_none(servers: OtherServers, address: str):
    page = f'''<title>Ferries</title><meta property="og:image" content="{address}">
        <link rel="alternate" type="application/json+oembed" href="{address}">'''
    found = capture(servers.at("/ferries", answer_page(page)))
    assert (found.title, found.thumbnail_url) == ("Ferries", "")
    assert set(found.raw) == {"page"}


def test_a_page_that_says_nothing_stays_a_plain_link(servers: OtherServers):
    with pytest.raises(UnknownProvider, match="by hand"):
        capture(servers.at("/", answer_page("<p>Words</p>")))


@pytest.mark.parametrize(
    "answer", [b"[]", b'"x"', b"{", b"[" * 60_000, b"", b'{"width": ' + b"9" * 9_000 + b"}"]
)
def test_what_is_no_oembed_is_a_provider_in_trouble(servers: OtherServers, answer: bytes):
    servers.at("/oembed/x", oembed(answer))
    with pytest.raises(ProviderUnavailable, match="by hand"):
        capture("https://x.com/a/status/1")


def test_a_post_that_is_gone_cannot_be_embedded(servers: OtherServers):
    with pytest.raises(NotEmbeddable, match="gone or private"):
        capture("https://x.com/a/status/1")


def test_a_page_and_its_oembed_share_the_time_that_one_has(servers: OtherServers, settings: Any):
    within_reach(settings, EMBED_TIMEOUT_SECONDS=1)
    servers.at("/api/oembed", slow)
    found = capture(servers.at("/@ada/113000000000000001", answer_page(recorded("mastodon.html"))))
    assert found.author == "Ada Lind"  # Its page was enough.


WORST: dict[str, Any] = {
    "author_name": f"A{SCRIPT}\x00\ud800\u202e" * 200,
    "author_url": "javascript:alert(1)",
    "title": "T\n\n" * 5_000,
    "thumbnail_url": "data:text/html,<script>",
    "html": f"<blockquote><p lang='x\"onload'>{SCRIPT}Words <img src=x onerror=alert(1)>"
    "</p><a>No day</a></blockquote>",
    "width": 1e308,
    "height": "a",
    "version": ["a"] * 5_000,
    "cache_age": float("inf"),
    "deep": {"a": {"b": "c"}},
}


def test_the_worst_answer_is_short_printable_and_storable(servers: OtherServers):
    servers.at("/oembed/x", oembed(WORST))
    found = capture("https://x.com/a/status/1")
    assert found.text == "Words"
    assert len(found.author) == 200
    assert len(found.title) == 500
    assert "\n" not in found.title
    assert (found.handle, found.language, found.thumbnail_url) == ("", "", "")
    assert found.aspect_ratio is None
    everything = json.dumps(found.raw, allow_nan=False) + found.author
    for unwanted in ("\x00", "\\u0000", "\\ud800", "Infinity"):
        assert unwanted not in everything
    # It turns nothing round where it is shown, and stands in what came.
    assert "\u202e" not in found.author + found.text
    assert "\u202e" in found.raw["oembed"]["author_name"]
    assert len(everything) < 30_000


@pytest.mark.parametrize(
    "trap",
    [
        "<meta " * 150_000,
        '<meta content="' * 60_000,
        "<meta content='" + "a" * 900_000,
        "<title " * 140_000,
        "<html lang" * 90_000,
        "<!--" * 240_000,
        "<link a=b " * 90_000,
        ("<meta " + "a=" * 60 + ">") * 6_000,
    ],
    ids=["tags", "quotes", "one", "titles", "html", "comments", "links", "attributes"],
)
def test_a_page_made_to_be_slow_to_read_is_read_quickly(servers: OtherServers, trap: str):
    from time import process_time

    url = servers.at("/", answer_page(trap))
    began = process_time()
    with pytest.raises(NotCaptured):
        capture(url)
    assert process_time() - began < 2


def test_what_is_sealed_comes_back_as_it_was(servers: OtherServers):
    servers.at("/oembed/youtube", oembed(recorded("youtube.json")))
    found = capture("https://youtu.be/aaaaaaaaaaa")
    assert unsealed(sealed(found)) == found


def test_what_we_did_not_seal_is_nothing():
    letters = sealed(Captured(url="https://example.org/", provider="link", author="Ada"))
    for forged in ("", "a", letters[:-2], f"x{letters}", letters.replace(":", "")):
        assert unsealed(forged) is None
