"""A link pasted into the admin: captured when the form is saved, or typed by hand altogether."""

import json
import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from liveblog import publishing
from liveblog.models import Embed, Post, guard
from tests import factory
from tests.admin.conftest import at, drawing, filled, save_post, signed_in
from tests.embeds.other_servers import (
    OtherServers,
    answer_page,
    oembed,
    recorded,
    slow,
    within_reach,
)

pytestmark = pytest.mark.django_db
X = "https://x.com/harbour_desk/status/1850000000000000001"


@pytest.fixture
def editor() -> Any:
    return signed_in(factory.user("Editors"))


def test_a_link_that_comes_alone_is_asked_what_it_says(servers: OtherServers, editor: Any):
    servers.at("/oembed/x", oembed(recorded("x.json")))
    draft = factory.draft(factory.blog())
    page = save_post(editor, draft, embeds__TOTAL_FORMS="1", embeds__0__url=f"{X}?utm_source=mail")
    assert page.status_code == 302
    embed = draft.embeds.get()
    assert (embed.url, embed.provider, embed.author) == (X, "x", "Harbour Desk")
    assert (embed.handle, embed.language) == ("@harbour_desk", "en")
    assert embed.posted_on == date(2026, 11, 24)
    assert embed.captured_at
    assert embed.raw["oembed"]["author_name"] == "Harbour Desk"


def test_nothing_is_locked_while_it_is_asked(servers: OtherServers, editor: Any):
    held: list[Any] = []

    def answer(handler: Any) -> None:
        held.append(guard.current())
        oembed(recorded("x.json"))(handler)

    servers.at("/oembed/x", answer)
    save_post(editor, factory.draft(factory.blog()), embeds__TOTAL_FORMS="1", embeds__0__url=X)
    assert held == [None]


def test_what_cannot_be_captured_is_saved_as_a_link_and_says_why(
    servers: OtherServers, editor: Any
):
    servers.at("/oembed/x", answer_page("Down", status=503))
    draft = factory.draft(factory.blog())
    save_post(editor, draft, embeds__TOTAL_FORMS="1", embeds__0__url=X)
    assert draft.embeds.get().url == X
    page = editor.get(f"/admin/liveblog/post/{draft.pk}/change/").content.decode()
    assert "would not answer (it said 503). Try again, or type what it says by hand." in page


def test_every_field_is_typed_by_hand_and_nobody_is_asked(servers: OtherServers, editor: Any):
    draft = factory.draft(factory.blog())
    typed = {
        "url": X,
        "author": "Harbour Desk",
        "handle": "@harbour_desk",
        "title": "Notice",
        "text": "The pier is closed.",
        "language": "hy",
        "posted_on": "2026-11-24",
        "aspect_ratio": "1.778",
    }
    said = {f"embeds__0__{name}": value for name, value in typed.items()}
    save_post(editor, draft, embeds__TOTAL_FORMS="1", **said)
    embed = Embed.objects.get()
    assert {name: getattr(embed, name) for name in typed} == {
        **typed,
        "posted_on": date(2026, 11, 24),
        "aspect_ratio": Decimal("1.778"),
    }
    assert servers.asked == []


def test_a_link_that_stands_there_is_not_asked_again(servers: OtherServers, editor: Any):
    post = factory.post(factory.blog(), embeds=[{"url": X}])
    save_post(editor, post, headline="Edited")
    assert servers.asked == []
    assert post.embeds.get().author == ""


def test_who_may_not_write_has_nothing_fetched(servers: OtherServers):
    draft = factory.draft(factory.blog())
    stranger = signed_in(factory.user("Corrections editors"))
    sent = {"embeds-TOTAL_FORMS": "1", "embeds-INITIAL_FORMS": "0", "embeds-0-url": X}
    stranger.post(f"/admin/liveblog/post/{draft.pk}/change/", sent)
    stranger.post("/admin/liveblog/post/add/", sent)
    assert servers.asked == []


def captured_draft(servers: OtherServers, editor: Any) -> tuple[Post, Embed]:
    """A draft whose one link was captured, and whose original is gone since."""
    servers.at("/oembed/x", oembed(recorded("x.json")))
    draft = factory.draft(factory.blog())
    save_post(editor, draft, **{"embeds-TOTAL_FORMS": "1", "embeds-0-url": X})
    old = draft.embeds.get()
    assert old.raw
    publishing.note_original(old, by=None, raw=None)
    servers.asked.clear()
    return draft, old


def test_another_address_is_another_link_and_is_asked_what_it_says(
    servers: OtherServers, editor: Any
):
    draft, old = captured_draft(servers, editor)
    url = servers.at("/ferries", answer_page(recorded("article.html")))
    save_post(editor, draft, **{"embeds-0-url": url})
    new = draft.embeds.get()
    assert new.pk != old.pk
    assert (new.url, new.title) == (url, "Ferries return to the east pier")
    assert (new.handle, new.gone_at) == ("", None)
    assert new.captured_at != old.captured_at
    assert list(new.raw) == ["page"]
    assert not new.sightings.exists()


def test_nothing_of_the_old_link_stands_under_one_that_cannot_be_captured(
    servers: OtherServers, editor: Any
):
    draft, _ = captured_draft(servers, editor)
    url = servers.at("/ferries", answer_page("Down", status=503))
    save_post(editor, draft, **{"embeds-0-url": url})
    new = draft.embeds.get()
    assert (new.url, new.author, new.handle, new.text) == (url, "", "", "")
    assert (new.raw, new.captured_at, new.gone_at, new.language) == ({}, None, None, "")
    page = editor.get(at("post_change", draft.pk)).content.decode()
    assert "would not answer (it said 503)" in page


def test_what_is_typed_beside_another_address_stays_and_the_rest_is_asked(
    servers: OtherServers, editor: Any
):
    draft, _ = captured_draft(servers, editor)
    other = "https://x.com/somebody_else/status/2"
    typed = {"embeds-0-url": other, "embeds-0-text": "Typed.", "embeds-0-handle": ""}
    save_post(editor, draft, **typed)
    new = draft.embeds.get()
    assert (new.url, new.text, new.handle) == (other, "Typed.", "")
    assert (new.author, new.language) == ("Harbour Desk", "en")
    assert new.raw


def test_words_that_were_typed_for_a_link_stay_when_its_address_is_mended(
    servers: OtherServers, editor: Any
):
    draft = factory.draft(factory.blog())
    words = {"author": "Ada", "text": "As read out."}
    publishing.update(draft, by=None, embeds=[{"url": "https://example.org/tpyo", **words}])
    url = servers.at("/ferries", answer_page("Down", status=503))
    save_post(editor, draft, **{"embeds-0-url": url})
    assert draft.embeds.values("url", *words).get() == {"url": url, **words}


def test_words_that_lose_their_address_stay(servers: OtherServers, editor: Any):
    draft, _ = captured_draft(servers, editor)
    save_post(editor, draft, **{"embeds-0-url": ""})
    left = draft.embeds.get()
    assert (left.url, left.author, left.raw) == ("", "Harbour Desk", {})
    assert "ferries leave from the west" in left.text


def test_a_slow_link_holds_up_no_other(servers: OtherServers, editor: Any, settings: Any):
    within_reach(settings, EMBED_TIMEOUT_SECONDS=1)
    both_are_here = threading.Barrier(2, timeout=10)

    def with_the_other(handler: Any) -> None:
        both_are_here.wait()
        answer_page(recorded("article.html"))(handler)

    urls = [
        servers.at("/slow", slow),
        servers.at("/ferries", with_the_other),
        servers.at("/ferries-2", with_the_other),
    ]
    draft = factory.draft(factory.blog())
    rows = {f"embeds-{n}-url": url for n, url in enumerate(urls)}
    save_post(editor, draft, **{"embeds-TOTAL_FORMS": "3", **rows})
    titles = draft.embeds.order_by("order").values_list("title", flat=True)
    assert list(titles) == ["", *["Ferries return to the east pier"] * 2]


def test_a_link_keeps_the_picture_that_came_with_it(servers: OtherServers, editor: Any):
    answer = {**json.loads(recorded("youtube.json")), "thumbnail_url": f"{servers.address}/s.jpg"}
    servers.at("/oembed/youtube", oembed(answer))
    servers.at("/s.jpg", answer_page(drawing("teal").read(), kind="image/jpeg"))
    draft = factory.draft(factory.blog())
    film = "https://youtu.be/aaaaaaaaaaa"
    save_post(editor, draft, **{"embeds-TOTAL_FORMS": "1", "embeds-0-url": film})
    photo = draft.embeds.get().thumbnail
    assert photo
    assert "came with a quoted link" in photo.usage_terms.lower()


def test_a_new_address_keeps_its_place_among_the_links(servers: OtherServers, editor: Any):
    links = [{"url": f"https://{name}.example/"} for name in "abc"]
    draft = factory.draft(factory.blog())
    publishing.update(draft, by=None, embeds=links)
    save_post(editor, draft, **{"embeds-1-url": "https://new.example/"})
    hosts = [embed.url for embed in draft.embeds.order_by("order")]
    assert hosts == ["https://a.example/", "https://new.example/", "https://c.example/"]


def test_a_form_that_was_opened_before_it_was_gone_does_not_take_that_back(editor: Any):
    post = factory.post(factory.blog(), embeds=[{"url": X, "text": "Closed."}])
    sent = filled(editor, at("post_change", post.pk), embeds__0__author="Ada", _continue="1")
    publishing.note_original(post.embeds.get(), by=None, raw=None)
    editor.post(at("post_change", post.pk), sent)
    assert post.embeds.get().gone_at


def gone_at(post: Post, editor: Any, moment: str) -> Embed:
    """Its link, after the editor has said on the admin's form since when it is gone, or is not."""
    assert save_post(editor, post, embeds__0__gone_at=moment).status_code == 302
    return post.embeds.get()


def test_what_an_editor_said_of_an_original_outlives_what_a_machine_finds(editor: Any):
    post = factory.post(factory.blog(), embeds=[{"url": X, "text": "Said", "raw": {"oembed": {}}}])
    publishing.note_original(post.embeds.get(), by=None, raw=None)
    there = gone_at(post, editor, "")
    assert publishing.note_original(there, by=None, raw=None) is None
    assert post.embeds.get().gone_at is None
    gone = gone_at(post, editor, "2026-11-20T10:00")
    assert publishing.note_original(gone, by=None, raw={"oembed": {"title": "There"}}) is None
    assert post.embeds.get().gone_at


def test_a_mark_that_nobody_took_back_by_hand_is_set_again(editor: Any):
    post = factory.post(factory.blog(), embeds=[{"url": X, "text": "Said"}])
    publishing.note_original(post.embeds.get(), by=None, raw=None)
    with publishing.change(by=None, blogs=[post.blog]):
        Embed.objects.update(gone_at=None)
    assert publishing.note_original(post.embeds.get(), by=None, raw=None)
    assert post.embeds.get().gone_at


def test_another_link_is_nothing_that_was_said_by_hand(editor: Any, servers: OtherServers):
    servers.at("/oembed/x", answer_page("Down", status=503))
    post = factory.post(factory.blog(), embeds=[{"url": X, "text": "Said"}])
    gone_at(post, editor, "2026-11-20T10:00")
    save_post(editor, post, embeds__0__url=X.replace("0001", "0002"))
    embed = post.embeds.get()
    assert (embed.gone_at, embed.gone_by_hand_at) == (None, None)
