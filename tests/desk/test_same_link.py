"""Which link is another one, and what stays of a quotation where its address is mended."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from liveblog import publishing
from liveblog.desk import thumbnails
from liveblog.desk.sheet import Sheet
from liveblog.embeds.snapshot import Captured
from liveblog.models import Blog, Embed, Photo
from tests import factory
from tests.admin.conftest import drawing, save_post, signed_in
from tests.desk.desk import address, at_work, edited, pressed, sheet
from tests.desk.test_library import in_library
from tests.desk.test_links import X, link
from tests.embeds.other_servers import OtherServers, answer_page
from tests.embeds.test_originals import quoted, refresh, says

pytestmark = pytest.mark.django_db
PASSED_ON = f"{X}?utm_source=mail&s=20"
BY_HAND = {
    "author": "Ada",
    "text": "As read out.",
    "title": "Notice",
    "posted_on": date(2026, 11, 24),
    "language": "hy",
}


@pytest.fixture
def blog() -> Blog:
    return factory.blog()


@pytest.fixture
def editor() -> Client:
    return at_work(factory.user("Editors"))


@pytest.mark.parametrize("way", ["admin", "desk", "fetched"])
def test_a_link_pasted_with_what_tracks_is_the_same_and_its_evidence_stays(
    servers: OtherServers, blog: Blog, editor: Client, way: str
):
    embed = quoted(servers, blog)
    post, stood = embed.post, (embed.url, embed.raw, embed.captured_at, embed.text)
    servers.at("/oembed/x", says("They say something else by now."))
    where = address("desk_edit", blog, post)
    if way == "admin":
        save_post(editor, post, **{"embeds-0-url": PASSED_ON})
    else:
        said = edited(editor, blog, post, **{"quote-1-url": PASSED_ON})
        if way == "fetched":
            page = editor.post(where, {**said, "fetch": "1"})
            said = {**pressed(page), "verb": "save"}
        assert editor.post(where, said).status_code == 302
    now = post.embeds.get()
    assert (now.pk, now.url, now.raw, now.captured_at, now.text) == (embed.pk, *stood)


@pytest.mark.parametrize("way", ["admin", "desk"])
def test_words_typed_by_hand_stay_where_their_address_is_mended(
    servers: OtherServers, blog: Blog, editor: Client, way: str
):
    embeds = [{"url": "https://example.org/tpyo", **BY_HAND}]
    post = publishing.update(factory.draft(blog), by=None, embeds=embeds)
    url = servers.at("/ferries", answer_page("Down", status=503))
    if way == "admin":
        save_post(editor, post, **{"embeds-0-url": url})
    else:
        said = edited(editor, blog, post, **{"quote-1-url": url})
        assert editor.post(address("desk_edit", blog, post), said).status_code == 302
    assert post.embeds.values("url", *BY_HAND).get() == {"url": url, **BY_HAND}


def test_another_post_of_the_same_account_typed_by_hand_keeps_its_author(
    servers: OtherServers, blog: Blog, editor: Client
):
    embed = quoted(servers, blog)
    typed = {"quote-1-url": "https://x.com/harbour_desk/status/2", "quote-1-text": "Their second"}
    said = edited(editor, blog, embed.post, **typed)
    assert editor.post(address("desk_edit", blog, embed.post), said).status_code == 302
    now = embed.post.embeds.get()
    assert (now.text, now.author, now.handle) == ("Their second", embed.author, embed.handle)


def test_what_is_noted_gone_while_a_sheet_is_saved_stays_gone(
    servers: OtherServers, blog: Blog, editor: Client, monkeypatch: pytest.MonkeyPatch
):
    embed = quoted(servers, blog)
    said = edited(editor, blog, embed.post, headline="New")
    is_valid = Sheet.is_valid

    def slowly(sheet: Sheet) -> bool:
        answer = is_valid(sheet)
        publishing.note_original(Embed.objects.get(), by=None, raw=None)
        return answer

    monkeypatch.setattr(Sheet, "is_valid", slowly)
    editor.post(address("desk_edit", blog, embed.post), said)
    assert Embed.objects.get().gone_at


@pytest.mark.parametrize("url", ["https://ada:secret@example.org/x", "ftp://example.org/x"])
def test_a_link_that_no_reader_is_to_open_is_refused_with_what_to_do(
    blog: Blog, editor: Client, url: str
):
    answer = editor.post(address("desk", blog), sheet(links=["tok1"], **link("tok1", url=url)))
    assert answer.status_code == 422
    (said,) = [problem for problem, _ in answer.context["sheet"].problems]
    assert "Paste" in said
    assert url in answer.content.decode()
    post = factory.draft(blog, embeds=[{"url": "https://example.org/x", "text": "Words"}])
    refused = save_post(signed_in(factory.user("Editors")), post, **{"embeds-0-url": url})
    assert "Paste" in refused.content.decode()
    assert post.embeds.get().url == "https://example.org/x"


def test_no_link_of_many_is_dropped(blog: Blog, editor: Client):
    names = [f"tok{number:05}" for number in range(45)]
    said: dict[str, Any] = {}
    for name in names:
        said |= link(name, url=f"https://example.org/{name}")
    answer = editor.post(address("desk", blog), sheet(headline="Links", links=names, **said))
    assert answer.status_code == 302
    assert blog.posts.get().embeds.count() == 45


def test_a_still_that_came_twice_at_one_moment_is_not_another_teams(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
):
    photo = in_library("navy", alt_text="The suspect’s house")
    factory.draft(factory.blog(is_restricted=True), photos=[{"photo": photo}])
    new = Photo(sha256=photo.sha256, file=photo.file)

    def clash(*args: Any, **kwargs: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(thumbnails.storage, "store", lambda *_, **__: new)
    monkeypatch.setattr(thumbnails.renditions, "make_plain", lambda photo: None)
    monkeypatch.setattr(thumbnails.publishing, "save_shared", clash)
    captured = Captured(url="https://example.org/a", provider="link", title="T")
    by = factory.user("Reporters")
    assert thumbnails.taken_in(drawing().read(), captured, blog=blog, by=by) is None


def test_a_byline_and_a_topic_deleted_meanwhile_are_said_in_words(blog: Blog, editor: Client):
    ada, ports = factory.contributor("Ada"), factory.topic("Ports")
    said = sheet(headline="Wall", byline_1=str(ada.pk), topics=[ports.pk])
    with publishing.change(by=None):
        ada.delete()
        ports.delete()
    answer = editor.post(address("desk", blog), said)
    problems = [problem for problem, _ in answer.context["sheet"].problems]
    assert len(problems) == 2
    assert all("has been deleted meanwhile" in each for each in problems)


def test_what_comes_back_with_other_words_is_told_as_changed_too(servers: OtherServers, blog: Blog):
    embed = quoted(servers, blog)
    servers.at("/oembed/x", answer_page("gone", status=404))
    refresh()
    servers.at("/oembed/x", says("They took every word back."))
    refresh()
    kinds = list(embed.sightings.values_list("kind", flat=True))
    assert kinds[-3:] == ["gone", "back", "changed"]
    refresh()
    assert embed.sightings.count() == len(kinds)
