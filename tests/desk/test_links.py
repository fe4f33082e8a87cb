"""A pasted link on the desk: its card, what travels with the sheet, what readers get of it."""

from datetime import date
from typing import Any

import pytest

from liveblog.desk import links
from liveblog.embeds.errors import ProviderUnavailable
from liveblog.embeds.sealing import sealed
from liveblog.embeds.snapshot import Captured
from liveblog.models import Embed
from tests import factory
from tests.desk.desk import Cast, address, at_work, edited, sheet
from tests.embeds.other_servers import (
    OtherServers,
    answer_page,
    oembed,
    recorded,
)

pytestmark = pytest.mark.django_db
X = "https://x.com/harbour_desk/status/1850000000000000001"
SCRIPT = "<script>alert(1)</script>"


def link(token: str, **said: str) -> dict[str, str]:
    """What a browser sends of one card, without its name in `links`."""
    fields = ("url", "author", "handle", "title", "text", "posted_on", "captured")
    return {f"link-{token}-{name}": said.get(name, "") for name in fields}


def as_sent(card: Any) -> dict[str, str]:
    """The fields of the card that the desk answered with."""
    form = card.context["form"]
    return {form.add_prefix(name): str(form[name].value() or "") for name in form.fields}


def test_a_captured_link_goes_out_as_it_was_captured(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    servers.at("/oembed/x", oembed(recorded("x.json")))
    card = client.post(address("desk_links", blog), {"url": X, "token": "abcd"})
    assert card.status_code == 200
    assert "ferries leave from the west" in card.content.decode()
    client.post(address("desk", blog), sheet(links=["abcd"], **as_sent(card)))
    embed = Embed.objects.get()
    assert (embed.url, embed.provider, embed.author) == (X, "x", "Harbour Desk")
    assert (embed.handle, embed.language) == ("@harbour_desk", "en")
    assert embed.posted_on == date(2026, 11, 24)
    assert embed.captured_at
    assert embed.raw["oembed"]["provider_name"] == "Twitter"


@pytest.mark.parametrize(
    ("url", "handle"),
    [
        (X, "@harbour_desk"),
        ("https://x.com/i/web/status/1850000000000000001", ""),
        ("https://www.tiktok.com/@tomas.vey/video/1", "@tomas.vey"),
        ("https://www.threads.com/@ada.lind/post/C1", "@ada.lind"),
        ("https://bsky.app/profile/ada.example/post/3kaa", "@ada.example"),
        ("https://bsky.app/profile/did:plc:abc/post/3kaa", ""),
        ("https://www.youtube.com/@city-nine/live", "@city-nine"),
        ("https://harbour.example/@ada/113000000000000001", "@ada"),
        (
            "https://sea.example/deck/@jo.bloggs@quay.example/113000000000001",
            "@jo.bloggs@quay.example",
        ),
        ("https://youtu.be/aaaaaaaaaaa", ""),
    ],
)
def test_where_nothing_was_captured_the_handle_in_the_address_is_offered(
    servers: OtherServers, monkeypatch: pytest.MonkeyPatch, url: str, handle: str
):
    def unreached(*args: Any, **kwargs: Any) -> None:
        raise ProviderUnavailable("Down. Try again.")

    monkeypatch.setattr(links, "capture_once", unreached)
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    card = client.post(address("desk_links", blog), {"url": url, "token": "abcd"})
    assert card.status_code == 422
    assert as_sent(card)["link-abcd-handle"] == handle


@pytest.mark.parametrize(
    ("urls", "words"),
    [
        ([X], "1 link says nothing yet: x.com/harbour_desk/status/1850000000000000001. Readers"),
        ([X, "https://www.example.org/"], "2 links say nothing yet: x.com/harbour_desk/"),
    ],
)
def test_links_that_say_nothing_are_told_and_go_out(urls: list[str], words: str):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    tokens = ["aaaa", "bbbb"][: len(urls)]
    cards = [link(token, url=url) for token, url in zip(tokens, urls, strict=True)]
    sent = sheet(links=tokens, **{name: value for card in cards for name, value in card.items()})
    page = client.post(address("desk", blog), sent, follow=True).content.decode()
    assert words in page
    assert "Readers get a plain link." in page
    assert blog.posts.get().is_published


def test_a_link_of_which_something_is_said_is_told_of_by_nobody():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    sent = sheet(links=["aaaa"], **link("aaaa", url=X, text="Closed."))
    page = client.post(address("desk", blog), sent, follow=True).content.decode()
    assert "nothing yet" not in page


def test_what_an_editor_mends_by_hand_is_what_is_published(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    servers.at("/oembed/x", oembed(recorded("x.json")))
    card = client.post(address("desk_links", blog), {"url": X, "token": "abcd"})
    mended = {**as_sent(card), "link-abcd-text": "The east pier is closed."}
    client.post(address("desk", blog), sheet(links=["abcd"], **mended))
    embed = Embed.objects.get()
    assert embed.text == "The east pier is closed."
    assert "Ask a steward" in embed.raw["oembed"]["html"]


def test_the_language_of_a_quotation_is_mended_by_hand_or_refused_with_an_example(
    servers: OtherServers,
):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = factory.post(blog, embeds=[{"text": "Gesperrt.", "language": "en"}])
    wrong = edited(client, blog, post, **{"quote-1-language": "Klingonish"})
    answer = client.post(address("desk_edit", blog, post), wrong)
    assert answer.status_code == 422
    assert "as in “en”, “hy” or “pt-BR”" in answer.content.decode()
    right = edited(client, blog, post, **{"quote-1-language": "de"})
    client.post(address("desk_edit", blog, post), right)
    assert Embed.objects.get().language == "de"


def test_a_page_from_before_an_update_keeps_the_language_that_was_captured(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    servers.at("/oembed/x", oembed(recorded("x.json")))
    card = client.post(address("desk_links", blog), {"url": X, "token": "abcd"})
    sent = as_sent(card)
    del sent["link-abcd-language"]
    client.post(address("desk", blog), sheet(links=["abcd"], **sent))
    assert Embed.objects.get().language == "en"


def test_several_links_stand_in_their_order_before_what_is_typed(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    cards = {**link("cccc", url="https://c.example/"), **link("aaaa", url="https://a.example/")}
    client.post(
        address("desk", blog),
        sheet(links=["cccc", "aaaa"], **cards, **{"quote-new-url": "https://b.example/"}),
    )
    hosts = [embed.url for embed in Embed.objects.order_by("order")]
    assert hosts == ["https://c.example/", "https://a.example/", "https://b.example/"]


def test_a_link_added_to_a_post_leaves_those_it_has_as_they_are(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    old = {"url": "https://example.org/old", "title": "Old", "language": "hy"}
    post = factory.post(blog, embeds=[old])
    more = {"links": ["aaaa"], **link("aaaa", url="https://a.example/")}
    client.post(address("desk_edit", blog, post), edited(client, blog, post, **more))
    held, added = post.embeds.order_by("order")
    assert (held.url, held.title, held.language) == (old["url"], "Old", "hy")
    assert added.url == "https://a.example/"


def test_a_link_that_is_sent_before_it_is_captured_goes_out_as_a_plain_link():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    client.post(address("desk", blog), sheet(links=["abcd"], **link("abcd", url=X)))
    embed = Embed.objects.get()
    assert (embed.url, embed.provider, embed.text, embed.captured_at) == (X, "x", "", None)
    shown = client.get(f"/live/{blog.slug}/").content.decode()
    assert "x.com/harbour_desk/status" in shown


def test_publishing_asks_no_other_server(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    client.post(address("desk", blog), sheet(links=["abcd"], **link("abcd", url=X)))
    assert Embed.objects.count() == 1
    assert servers.asked == []


def test_a_forged_capture_counts_for_nothing():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    real = sealed(Captured(url=X, provider="x", language="hy", raw={"said": "really"}))
    forged = link("abcd", url=X, text="Typed", captured=real[:-3] + "abc")
    client.post(address("desk", blog), sheet(links=["abcd"], **forged))
    embed = Embed.objects.get()
    assert (embed.text, embed.raw, embed.language, embed.captured_at) == ("Typed", {}, "", None)


def test_a_capture_of_another_link_counts_for_nothing():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    other = sealed(Captured(url="https://x.com/b/status/2", provider="x", raw={"said": "b"}))
    client.post(address("desk", blog), sheet(links=["abcd"], **link("abcd", url=X, captured=other)))
    assert Embed.objects.get().raw == {}


def test_a_card_that_stands_twice_in_the_list_is_one_link():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    client.post(address("desk", blog), sheet(links=["abcd", "abcd"], **link("abcd", url=X)))
    assert Embed.objects.count() == 1


@pytest.mark.parametrize("token", ["../x", "new", "1", "ABCD", "a" * 21, "<b>x</b>"])
def test_a_link_with_a_name_of_another_form_is_not_read(token: str):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    client.post(address("desk", blog), sheet(headline="H", links=[token], **link(token, url=X)))
    assert Embed.objects.count() == 0


def test_a_refused_sheet_shows_its_cards_again():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    words = link("abcd", url=X, author="Harbour Desk", text="The pier is closed.")
    answer = client.post(address("desk", blog), sheet(links=["abcd"], at="nonsense", **words))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'data-link-card="abcd"' in shown
    assert shown.count("The pier is closed.") == 2  # As readers would see it, and in its field.


def test_a_link_that_is_no_link_is_asked_for_again():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    wrong = sheet(links=["abcd"], **link("abcd", url="not a link"))
    answer = client.post(address("desk", blog), wrong)
    assert answer.status_code == 422
    assert "Paste the whole link" in answer.content.decode()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("not a link", "Paste the whole link"),
        ("", "Paste the whole link"),
        ("javascript:alert(1)", "Paste the whole link"),
        ("http://127.0.0.1/", "not a public address"),
        ("http://169.254.169.254/latest/", "not a public address"),
        (X, "gone or private"),
    ],
)
def test_what_cannot_be_captured_is_a_plain_link_with_its_reason(
    servers: OtherServers, url: str, reason: str
):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    card = client.post(address("desk_links", blog), {"url": url, "token": "abcd"})
    shown = card.content.decode()
    assert card.status_code == 422
    assert reason in shown
    assert "Try again" in shown
    assert 'href="javascript' not in shown
    assert as_sent(card)["link-abcd-url"] == url


def test_a_script_in_every_field_never_reaches_a_page(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    names = ("author_name", "title", "provider_name", "author_unique_id")
    worst = dict.fromkeys(names, f'"{SCRIPT}')
    worst["html"] = f'<blockquote><p lang="en">Words {SCRIPT}</p></blockquote>{SCRIPT}'
    worst["thumbnail_url"] = f"https://example.org/{SCRIPT}"
    servers.at("/oembed/x", oembed(worst))
    card = client.post(address("desk_links", blog), {"url": X, "token": "abcd"})
    client.post(address("desk", blog), sheet(links=["abcd"], **as_sent(card)))
    desk = client.get(address("desk_edit", blog, blog.posts.get()))
    for shown in (card, desk, client.get(f"/live/{blog.slug}/")):
        assert SCRIPT not in shown.content.decode()
        assert "Words" in shown.content.decode()


def test_a_page_made_of_scripts_never_reaches_a_page(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt;"
    head = "".join(
        f'<meta property="{name}" content="{escaped}">'
        for name in ("og:title", "og:description", "author", "og:image", "profile:username")
    )
    card = client.post(address("desk_links", blog), {"url": servers.at("/", answer_page(head))})
    assert card.status_code == 200
    assert SCRIPT not in card.content.decode()


class TestTheLadder:
    """Who may have a link captured: who may write in this blog."""

    def test_a_reporter_may(self, servers: OtherServers):
        servers.at("/oembed/x", oembed(recorded("x.json")))
        client = at_work(Cast().reporter)
        assert client.post(address("desk_links", factory.blog()), {"url": X}).status_code == 200

    def test_only_by_a_form(self):
        assert at_work(Cast().editor).get(address("desk_links", factory.blog())).status_code == 405

    def test_a_corrections_editor_may_not_write_here(self, servers: OtherServers):
        answer = at_work(Cast().corrections).post(address("desk_links", factory.blog()), {"url": X})
        assert answer.status_code == 403
        assert servers.asked == []

    def test_a_stranger_logs_in_first(self, client: Any):
        answer = client.post(address("desk_links", factory.blog()), {"url": X})
        assert answer.status_code == 302
        assert "login" in answer["Location"]

    def test_a_reader_with_a_login_is_refused(self):
        answer = at_work(Cast().reader).post(address("desk_links", factory.blog()), {"url": X})
        assert answer.status_code == 403

    def test_another_teams_blog_is_not_there(self):
        blog = factory.blog(is_restricted=True)
        answer = at_work(Cast().other_teams_editor).post(address("desk_links", blog), {"url": X})
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("typed", "code"), [("English", "en"), ("հայերեն", "hy"), ("pt-BR", "pt-BR"), (" ru ", "ru")]
)
def test_a_language_is_given_by_its_name_or_its_code(typed: str, code: str):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    quote = {"quote-new-text": "It holds.", "quote-new-language": typed}
    assert client.post(address("desk", blog), sheet(**quote)).status_code == 302
    assert Embed.objects.get().language == code
