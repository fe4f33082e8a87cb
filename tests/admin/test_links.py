"""A link pasted into the admin: captured when the form is saved, or typed by hand altogether."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from liveblog import publishing
from liveblog.models import Embed, guard
from tests import factory
from tests.admin.conftest import at, filled, save_post, signed_in
from tests.embeds.other_servers import (
    OtherServers,
    answer_page,
    oembed,
    recorded,
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


def test_another_address_is_another_link_and_nothing_of_the_old_stands_under_it(
    servers: OtherServers, editor: Any
):
    servers.at("/oembed/x", oembed(recorded("x.json")))
    draft = factory.draft(factory.blog())
    save_post(editor, draft, **{"embeds-TOTAL_FORMS": "1", "embeds-0-url": X})
    old = Embed.objects.get()
    assert old.raw
    publishing.note_original(old, by=None, raw=None)
    other = "https://x.com/somebody_else/status/2"
    save_post(editor, draft, **{"embeds-0-url": other, "embeds-0-text": "Typed."})
    new = Embed.objects.get()
    assert new.pk != old.pk
    assert (new.url, new.text) == (other, "Typed.")
    assert (new.raw, new.captured_at, new.gone_at, new.language) == ({}, None, None, "")
    assert not new.sightings.exists()


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
