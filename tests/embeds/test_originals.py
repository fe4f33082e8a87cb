"""Originals are looked at again: what was kept stays, and what became of them is noted."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.embeds.originals import asked_again
from liveblog.embeds.snapshot import capture
from liveblog.models import Blog, Embed, Photo, Post, Sighting
from tests import factory
from tests.embeds.other_servers import (
    OtherServers,
    answer_page,
    oembed,
    recorded,
    redirect,
    slow,
    within_reach,
)

pytestmark = pytest.mark.django_db
X = "https://x.com/harbour_desk/status/1850000000000000001"
Asked = Callable[..., str]


def refresh(**options: Any) -> str:
    said = StringIO()
    call_command("refresh_embeds", pace=0, stdout=said, **options)
    return said.getvalue()


def quoted(servers: OtherServers, blog: Blog, url: str = X, **typed: Any) -> Embed:
    """A published post that quotes `url` as it was captured."""
    if url == X:
        servers.at("/oembed/x", oembed(recorded("x.json")))
    found = capture(url)
    names = ("url", "author", "handle", "title", "text", "language", "posted_on", "raw")
    row = {name: getattr(found, name) for name in (*names, "captured_at")}
    post = factory.post(blog, "Quoted", embeds=[{**row, **typed}])
    servers.asked.clear()
    return post.embeds.get()


def says(text: str) -> Any:
    answer = json.loads(recorded("x.json"))
    answer["html"] = (
        f'<blockquote><p lang="en">{text}</p>&mdash; <a>November 24, 2026</a></blockquote>'
    )
    return oembed(answer)


def test_an_original_that_says_the_same_is_no_news(servers: OtherServers):
    blog = factory.blog()
    quoted(servers, blog)
    version = Blog.objects.get().version
    assert refresh() == "Links asked again: 1. Nothing new.\n"
    assert not Sighting.objects.exists()
    assert Blog.objects.get().version == version
    assert len(servers.asked) == 1


def test_what_an_editor_mended_is_not_taken_for_a_change(servers: OtherServers):
    quoted(servers, factory.blog(), author="The Harbour’s own desk", text="As read out.")
    refresh()
    assert not Sighting.objects.exists()


def test_an_original_that_changed_is_kept_beside_what_it_said(servers: OtherServers):
    embed = quoted(servers, factory.blog())
    kept = Embed.objects.values().get()
    servers.at("/oembed/x", says("The east pier is open."))
    assert refresh() == "Links asked again: 1. 1 changed.\n"
    seen = embed.sightings.get()
    assert seen.kind == "changed"
    assert "The east pier is open." in seen.raw["oembed"]["html"]
    assert {**Embed.objects.values().get(), "compared_at": None} == kept
    refresh()
    assert embed.sightings.count() == 1  # It is news once.


def test_each_change_is_kept(servers: OtherServers):
    embed = quoted(servers, factory.blog())
    for text in ("One.", "Two.", "Two.", "One."):
        servers.at("/oembed/x", says(text))
        refresh()
    assert [each.kind for each in embed.sightings.all()] == ["changed"] * 3


def test_readers_are_told_that_it_is_gone_under_what_it_said(servers: OtherServers, client: Client):
    blog = factory.blog()
    embed = quoted(servers, blog)
    before = Blog.objects.get().version
    servers.at("/oembed/x", answer_page("No", status=404))
    assert refresh() == "Links asked again: 1. 1 gone.\n"
    assert Blog.objects.get().version == before + 1
    answer = client.get(f"/live/{blog.slug}/updates/{before}/").content.decode()
    assert "ferries leave from the west" in answer
    assert "The original is no longer available" in answer
    assert "data-player" not in answer
    assert f'href="{X}"' not in answer
    post = Post.objects.get()
    assert post.edited_at is None  # We said nothing else than before.
    assert post.revisions.newest_first()[0].act == "original found gone"
    embed.refresh_from_db()
    assert embed.raw["oembed"]["author_name"] == "Harbour Desk"


def test_what_comes_back_is_no_longer_said_to_be_gone(servers: OtherServers, client: Client):
    blog = factory.blog()
    embed = quoted(servers, blog)
    servers.at("/oembed/x", answer_page("No", status=404))
    refresh()
    servers.at("/oembed/x", oembed(recorded("x.json")))
    assert refresh() == "Links asked again: 1. 1 back again.\n"
    embed.refresh_from_db()
    assert embed.gone_at is None
    assert [each.kind for each in embed.sightings.all()] == ["gone", "back"]
    assert "no longer available" not in client.get(f"/live/{blog.slug}/").content.decode()
    assert refresh() == "Links asked again: 1. Nothing new.\n"


def test_what_an_editor_says_is_gone_stays_so_whatever_is_answered(servers: OtherServers):
    embed = quoted(servers, factory.blog(), gone_at=timezone.now())
    assert refresh() == "Links asked again: 1. Nothing new.\n"
    servers.at("/oembed/x", says("The account is suspended."))
    refresh()
    embed.refresh_from_db()
    assert embed.gone_at
    assert not embed.sightings.exists()


@pytest.mark.parametrize(
    "answer",
    [
        answer_page("Down", status=503),
        answer_page("Too many", status=429),
        answer_page("Log in", status=401),
        oembed(b"{"),
        redirect("http://127.0.0.1/"),
        slow,
    ],
    ids=["down", "too many", "no key", "broken", "leads inside", "slow"],
)
def test_a_failure_on_the_way_is_not_an_end(servers: OtherServers, settings: Any, answer: Any):
    embed = quoted(servers, factory.blog())
    within_reach(settings, EMBED_TIMEOUT_SECONDS=1)
    servers.at("/oembed/x", answer)
    assert refresh() == "Links asked again: 1. 1 could not be asked.\n"
    embed.refresh_from_db()
    assert embed.gone_at is None
    assert not Sighting.objects.exists()


def test_an_oembed_that_is_away_for_a_moment_is_no_change(servers: OtherServers):
    servers.at("/services/oembed", oembed(recorded("discovered.json")))
    url = servers.at("/walk", answer_page(recorded("discovered.html")))
    quoted(servers, factory.blog(), url)
    servers.at("/services/oembed", answer_page("Busy", status=503))
    assert refresh() == "Links asked again: 1. Nothing new.\n"
    servers.at("/services/oembed", oembed(recorded("discovered.json")))
    assert refresh() == "Links asked again: 1. Nothing new.\n"


def test_one_odd_page_does_not_end_the_looking(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    blog = factory.blog()
    odd = servers.at("/odd", answer_page(recorded("article.html")))
    quoted(servers, blog, odd)
    gone = quoted(servers, blog, servers.at("/gone", answer_page(recorded("article.html"))))
    servers.at("/gone", answer_page("No", status=404))

    def stumbles(url: str, **known: Any) -> Any:
        if url == odd:
            raise ValueError("an address that nobody thought of")
        return asked_again(url, **known)

    monkeypatch.setattr("liveblog.management.commands.refresh_embeds.asked_again", stumbles)
    assert refresh() == "Links asked again: 2. 1 gone, 1 could not be asked.\n"
    assert "/odd" in caplog.text
    gone.refresh_from_db()
    assert gone.gone_at


def test_nobody_at_the_address_is_not_an_end(servers: OtherServers):
    embed = quoted(servers, factory.blog())
    servers.stop()
    refresh()
    embed.refresh_from_db()
    assert embed.gone_at is None


@pytest.mark.parametrize(
    ("status", "is_gone"), [(404, True), (410, True), (403, False), (451, False)]
)
def test_a_page_that_refuses_a_machine_may_be_there_for_readers(
    servers: OtherServers, status: int, is_gone: bool
):
    url = servers.at("/ferries", answer_page(recorded("article.html")))
    embed = quoted(servers, factory.blog(), url)
    servers.at("/ferries", answer_page("No", status=status))
    refresh()
    embed.refresh_from_db()
    assert bool(embed.gone_at) == is_gone


@pytest.mark.parametrize("status", [403, 404, 410, 451])
def test_a_post_that_is_private_now_is_gone_for_readers(servers: OtherServers, status: int):
    embed = quoted(servers, factory.blog())
    servers.at("/oembed/x", answer_page("No", status=status))
    refresh()
    embed.refresh_from_db()
    assert embed.gone_at


@pytest.mark.parametrize(("status", "is_gone"), [(403, False), (451, False), (404, True)])
def test_who_never_answered_us_is_not_taken_at_its_refusal(
    servers: OtherServers, status: int, is_gone: bool
):
    """Some let no machine in at all: that says nothing of what readers find there."""
    post = factory.post(factory.blog(), embeds=[{"url": X, "text": "As read out."}])
    servers.at("/oembed/x", answer_page("Blocked", status=status))
    refresh()
    assert bool(post.embeds.get().gone_at) == is_gone


def test_what_was_typed_by_hand_is_private_once_its_source_has_answered(servers: OtherServers):
    post = factory.post(factory.blog(), embeds=[{"url": X, "text": "As read out."}])
    servers.at("/oembed/x", oembed(recorded("x.json")))
    refresh()
    servers.at("/oembed/x", answer_page("Private", status=403))
    assert refresh() == "Links asked again: 1. 1 gone.\n"
    assert post.embeds.get().gone_at


def taken_back(servers: OtherServers, blog: Blog, status: int) -> Embed:
    """A quotation that was noted as gone, and of which an editor said that it is there."""
    embed = quoted(servers, blog)
    servers.at("/oembed/x", answer_page("No", status=status))
    refresh()
    assert Embed.objects.get().gone_at
    with publishing.change(by=None, act="edited", blogs=[blog]):
        Embed.objects.filter(pk=embed.pk).update(gone_at=None, gone_by_hand_at=timezone.now())
    return embed


@pytest.mark.parametrize("status", [403, 404, 410, 451])
def test_what_an_editor_took_back_is_not_marked_again(
    servers: OtherServers, client: Client, status: int
):
    blog = factory.blog()
    embed = taken_back(servers, blog, status)
    before = Embed.objects.get().compared_at
    assert refresh() == "Links asked again: 1. Nothing new.\n"
    embed.refresh_from_db()
    assert embed.gone_at is None
    assert embed.compared_at != before
    assert [each.kind for each in embed.sightings.all()] == ["gone"]
    assert "no longer available" not in client.get(f"/live/{blog.slug}/").content.decode()


def test_what_was_there_in_between_can_be_gone_once_more(servers: OtherServers):
    blog = factory.blog()
    embed = taken_back(servers, blog, 404)
    blog.refresh_from_db()
    servers.at("/oembed/x", oembed(recorded("x.json")))
    assert refresh() == "Links asked again: 1. 1 back again.\n"
    assert Blog.objects.get().version == blog.version  # Readers were told nothing else.
    servers.at("/oembed/x", answer_page("No", status=404))
    assert refresh() == "Links asked again: 1. 1 gone.\n"
    embed.refresh_from_db()
    assert embed.gone_at
    assert [each.kind for each in embed.sightings.all()] == ["gone", "back", "gone"]


def test_what_was_typed_by_hand_is_compared_from_its_first_look_on(servers: OtherServers):
    post = factory.post(factory.blog(), embeds=[{"url": X, "text": "As read out."}])
    servers.at("/oembed/x", says("One."))
    assert refresh() == "Links asked again: 1. Nothing new.\n"
    servers.at("/oembed/x", says("Two."))
    assert refresh() == "Links asked again: 1. 1 changed.\n"
    embed = post.embeds.get()
    assert (embed.text, embed.raw) == ("As read out.", {})


def test_a_link_that_is_quoted_twice_is_asked_once_and_noted_twice(servers: OtherServers):
    for blog in (factory.blog(), factory.blog()):
        quoted(servers, blog)
    servers.asked.clear()
    servers.at("/oembed/x", answer_page("No", status=404))
    assert refresh() == "Links asked again: 1. 2 gone.\n"
    assert len(servers.asked) == 1
    assert not Embed.objects.filter(gone_at=None).exists()


def test_only_the_blog_and_the_days_that_are_asked_for(servers: OtherServers):
    blog, other = factory.blog(), factory.blog()
    quoted(servers, blog)
    quoted(servers, other, servers.at("/ferries", answer_page(recorded("article.html"))))
    old = factory.post(other, embeds=[{"url": "https://x.com/a/status/2", "text": "Old"}])
    publishing.update(old, by=None, published_at=old.published_at - timedelta(days=9))
    servers.asked.clear()
    refresh(blog=blog.slug)
    assert [path.partition("?")[0] for path in servers.asked] == ["/oembed/x"]
    servers.asked.clear()
    refresh(blog=other.slug, since=7)
    assert servers.asked == ["/ferries"]
    with pytest.raises(CommandError, match="No blog has the slug 'nowhere'"):
        refresh(blog="nowhere")


def test_what_readers_cannot_see_is_not_asked_about(servers: OtherServers):
    blog = factory.blog()
    embed = quoted(servers, blog)
    publishing.retract(embed.post, by=None, reason="It was not so.")
    factory.draft(blog, embeds=[{"url": "https://x.com/a/status/2"}])
    refresh()
    assert servers.asked == []


def test_a_host_is_left_in_peace_between_two_looks(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch
):
    waits: list[float] = []
    monkeypatch.setattr("liveblog.management.commands.refresh_embeds.time.sleep", waits.append)
    blog = factory.blog()
    servers.at("/oembed/x", oembed(recorded("x.json")))
    servers.at("/oembed/youtube", oembed(recorded("youtube.json")))
    urls = [f"https://x.com/a/status/{n}" for n in (1, 2)]
    monkeypatch.setattr(
        "liveblog.management.commands.refresh_embeds._host_asked",
        lambda url: "x" if "x.com" in url else "youtube",
    )
    for url in [*urls, "https://youtu.be/aaaaaaaaaaa"]:
        factory.post(blog, embeds=[{"url": url}])
    call_command("refresh_embeds", pace=30, verbosity=0)
    assert [path.split("?")[0] for path in servers.asked] == [
        "/oembed/x",
        "/oembed/youtube",
        "/oembed/x",
    ]
    assert len(waits) == 1
    assert 20 < waits[0] <= 30


def test_an_edit_meanwhile_is_not_noted_upon(servers: OtherServers):
    """The look takes seconds, and an editor may have put another link in its place."""
    embed = quoted(servers, factory.blog())
    post = embed.post
    publishing.update(post, by=None, embeds=[{"url": "https://x.com/a/status/2", "text": "Other"}])
    assert publishing.note_original(embed, by=None, raw=None) is None
    assert post.embeds.get().gone_at is None


def test_a_mended_quotation_keeps_what_became_of_its_original(servers: OtherServers):
    embed = quoted(servers, factory.blog())
    servers.at("/oembed/x", says("One."))
    refresh()
    row = {name: getattr(embed, name) for name in ("url", "author", "raw", "captured_at")}
    publishing.update(embed.post, by=None, embeds=[{**row, "text": "Mended."}])
    assert Sighting.objects.get().embed.text == "Mended."


def test_no_picture_is_fetched_again(servers: OtherServers):
    answer = json.loads(recorded("youtube.json"))
    answer["thumbnail_url"] = f"{servers.address}/still.jpg"
    servers.at("/oembed/youtube", oembed(answer))
    factory.post(factory.blog(), embeds=[{"url": "https://youtu.be/aaaaaaaaaaa"}])
    refresh()
    assert not Photo.objects.exists()
    assert "/still.jpg" not in servers.asked
