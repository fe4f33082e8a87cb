"""A link on the desk where no script runs: fetched at a press, and nothing is lost by that."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Browser, expect

from liveblog.models import Blog, Embed, Post
from tests import factory
from tests.desk.desk import Cast, address, at_work, edited, log_in, pressed, sheet
from tests.desk.pictures import jpeg
from tests.embeds.other_servers import OtherServers, answer_page, oembed, recorded

pytestmark = pytest.mark.django_db
X = "https://x.com/harbour_desk/status/1850000000000000001"
FERRIES = "Ferries return to the east pier"


@pytest.fixture
def ferries(servers: OtherServers) -> str:
    return servers.at("/ferries", answer_page(recorded("article.html")))


def fetched(client: Any, blog: Blog, **said: Any) -> Any:
    return client.post(address("desk", blog), sheet(fetch="1", **said))


def sent_again(page: Any, verb: str = "publish") -> dict[str, Any]:
    """What a browser sends of the page that came, with the names of its cards."""
    links = [form.token for form in page.context["sheet"].links]
    return {**pressed(page), "links": links, "verb": verb}


def test_a_link_comes_back_as_a_card_and_nothing_is_saved(ferries: str):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    page = fetched(client, blog, headline="My words", **{"quote-new-url": ferries})
    assert page.status_code == 200
    shown = page.content.decode()
    assert "nothing is saved yet" in shown
    assert "My words" in shown
    assert FERRIES in shown
    assert not Post.objects.exists()
    client.post(address("desk", blog), sent_again(page))
    post = Post.objects.get()
    assert (post.headline, post.is_published) == ("My words", True)
    embed = post.embeds.get()
    assert (embed.url, embed.title) == (ferries, FERRIES)
    assert embed.raw["page"]


def test_a_picture_that_was_chosen_stays_on_the_sheet(ferries: str):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    file = SimpleUploadedFile("a.jpg", jpeg("teal"), "image/jpeg")
    page = fetched(client, blog, **{"quote-new-url": ferries, "new-picture": file})
    assert len(page.context["sheet"].shown) == 1
    assert FERRIES in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("It is back.\r\n\r\n{}\r\n\r\nMore soon.", "<p>It is back.</p>\n<p>More soon.</p>"),
        ("{}", ""),
        ("<p>It is <b>back</b>.</p>\n<p>{}</p>", "<p>It is <b>back</b>.</p>"),
    ],
)
def test_a_link_on_a_line_of_its_own_in_the_text_becomes_a_card(
    ferries: str, typed: str, left: str
):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    page = fetched(client, blog, headline="Mine", body=typed.format(ferries))
    assert FERRIES in page.content.decode()
    client.post(address("desk", blog), sent_again(page))
    post = Post.objects.get()
    assert post.body.replace("strong>", "b>") == left
    assert post.embeds.get().title == FERRIES


def test_one_that_cannot_be_fetched_is_a_card_too_and_one_in_a_sentence_is_none(
    servers: OtherServers,
):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    url = servers.at("/ferries", answer_page("Down", status=503))
    sentence = f"As {url} says."
    page = fetched(client, blog, body=f"{sentence}\n\n{url}")
    assert page.status_code == 422
    assert "would not answer (it said 503)" in page.content.decode()
    client.post(address("desk", blog), sent_again(page))
    post = Post.objects.get()
    assert post.embeds.get().url == url
    assert post.body.count("<p>") == 1
    assert "says." in post.body


def test_what_is_no_link_that_anybody_could_open_stays_in_the_text():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    page = fetched(client, blog, headline="Mine", body="https://ada:secret@example.org/a")
    assert page.context["sheet"].links == []
    assert page.context["sheet"].words["body"].value() == "https://ada:secret@example.org/a"


def test_why_it_cannot_be_fetched_stands_at_its_field(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    url = servers.at("/ferries", answer_page("Down", status=503))
    page = fetched(client, blog, headline="My words", **{"quote-new-url": url})
    assert page.status_code == 422
    assert "would not answer (it said 503)" in page.content.decode()
    client.post(address("desk", blog), sent_again(page))
    assert Embed.objects.get().url == url


def test_a_quotation_by_hand_is_not_asked(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    page = fetched(client, blog, **{"quote-new-url": X, "quote-new-text": "As read out."})
    assert servers.asked == []
    assert "No link here is to be fetched" in page.content.decode()
    assert "As read out." in page.content.decode()


def test_a_card_is_taken_out_by_its_box(ferries: str):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    page = fetched(client, blog, headline="My words", **{"quote-new-url": ferries})
    (card,) = page.context["sheet"].links
    client.post(address("desk", blog), {**sent_again(page), card.add_prefix("remove"): "on"})
    assert not Post.objects.get().embeds.exists()


def captured(servers: OtherServers, blog: Blog, client: Any) -> Post:
    """A post whose one link was captured."""
    servers.at("/oembed/x", oembed(recorded("x.json")))
    page = fetched(client, blog, headline="Quoted", **{"quote-new-url": X})
    client.post(address("desk", blog), sent_again(page))
    post = Post.objects.get()
    assert post.embeds.get().raw
    return post


def test_an_address_that_was_changed_is_fetched_anew(servers: OtherServers, ferries: str):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = captured(servers, blog, client)
    typed = {"quote-1-url": ferries, "quote-1-author": "Our desk", "fetch": "1"}
    page = client.post(address("desk_edit", blog, post), edited(client, blog, post, **typed))
    assert FERRIES in page.content.decode()
    assert post.embeds.get().url == X
    client.post(address("desk_edit", blog, post), sent_again(page, "save"))
    embed = post.embeds.get()
    assert (embed.url, embed.title, embed.author) == (ferries, FERRIES, "Our desk")
    assert (embed.handle, list(embed.raw)) == ("", ["page"])


def test_nothing_of_the_old_link_stays_under_an_address_that_was_not_fetched(
    servers: OtherServers, ferries: str
):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = captured(servers, blog, client)
    servers.asked.clear()
    words = edited(client, blog, post, **{"quote-1-url": ferries})
    client.post(address("desk_edit", blog, post), words)
    embed = post.embeds.get()
    assert (embed.url, embed.author, embed.handle, embed.text) == (ferries, "", "", "")
    assert (embed.raw, embed.language, embed.posted_on) == ({}, "", None)
    assert servers.asked == []  # Saving waits for nobody.


def test_what_is_typed_with_another_address_stays(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = captured(servers, blog, client)
    typed = {"quote-1-url": "https://x.com/other/status/2", "quote-1-text": "Typed."}
    client.post(address("desk_edit", blog, post), edited(client, blog, post, **typed))
    assert post.embeds.values("text", "author").get() == {"text": "Typed.", "author": ""}


def test_a_card_whose_address_is_changed_says_nothing_of_its_old_one(ferries: str):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    page = fetched(client, blog, **{"quote-new-url": ferries})
    (card,) = page.context["sheet"].links
    other = {card.add_prefix("url"): "https://example.org/other"}
    client.post(address("desk", blog), {**sent_again(page), **other})
    embed = Embed.objects.get()
    assert (embed.url, embed.title, embed.text) == ("https://example.org/other", "", "")


def test_what_a_held_link_said_when_it_was_captured_is_not_captured_over(servers: OtherServers):
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = captured(servers, blog, client)
    servers.asked.clear()
    sent = edited(client, blog, post, fetch="1")
    page = client.post(address("desk_edit", blog, post), sent)
    assert servers.asked == []
    assert "No link here is to be fetched" in page.content.decode()


class TestTheLadder:
    """Who may have links fetched: who may write the sheet."""

    @pytest.mark.parametrize("who", ["corrections", "reader"])
    def test_who_may_not_write_here(self, servers: OtherServers, who: str):
        client = at_work(getattr(Cast(), who))
        assert fetched(client, factory.blog(), **{"quote-new-url": X}).status_code == 403
        assert servers.asked == []

    def test_another_reporters_draft(self, servers: OtherServers):
        blog = factory.blog()
        post = factory.draft(blog, "Theirs")
        sent = sheet(fetch="1", verb="save", **{"quote-new-url": X})
        answer = at_work(Cast().reporter).post(address("desk_edit", blog, post), sent)
        assert answer.status_code in (403, 404)
        assert servers.asked == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_browser_without_script_fetches_and_publishes(
    browser: Browser, live_server: Any, ferries: str
):
    blog = factory.blog()
    context = browser.new_context(java_script_enabled=False)
    log_in(context, live_server.url, factory.user("Editors"))
    page = context.new_page()
    page.goto(live_server.url + address("desk", blog))
    page.get_by_label("Headline").fill("My words")
    page.get_by_text("Add a link or a quote").click()
    page.locator("[name=quote-new-url]").fill(ferries)
    page.get_by_role("button", name="Fetch what the links say").click()
    expect(page.locator("[data-link-card] .embed-title")).to_have_text(FERRIES)
    expect(page.get_by_label("Headline")).to_have_value("My words")
    expect(page.locator("[data-link-card]").get_by_role("button")).to_have_count(0)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published at")).to_be_visible()
    context.close()
    assert Embed.objects.get().title == FERRIES
