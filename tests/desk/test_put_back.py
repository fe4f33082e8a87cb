"""An address that was changed and put back has its own words, whatever stood there meanwhile."""

from typing import Any

import pytest
from django.test import Client

from liveblog.models import Embed, Post
from tests import factory
from tests.desk.desk import Cast, address, at_work, edited, pressed
from tests.embeds.other_servers import OtherServers, answer_page, recorded
from tests.embeds.test_originals import X, quoted

pytestmark = pytest.mark.django_db
FERRIES = "Ferries return to the east pier"
WORDS = ("url", "author", "handle", "title", "text", "language")


@pytest.fixture
def ferries(servers: OtherServers) -> str:
    return servers.at("/ferries", answer_page(recorded("article.html")))


def stands() -> Any:
    """The one link, as it stands in the post."""
    return Embed.objects.values_list("pk", *WORDS).get()


@pytest.fixture
def quote(servers: OtherServers) -> Embed:
    return quoted(servers, factory.blog())


@pytest.fixture
def editor(quote: Embed) -> Client:
    return at_work(factory.user("Editors"))


def fetched(editor: Client, post: Post, url: str) -> dict[str, Any]:
    """What a browser sends of the sheet that comes back when `url` was fetched in its place."""
    where = address("desk_edit", post.blog, post)
    sent = edited(editor, post.blog, post, **{"quote-1-url": url})
    page = editor.post(where, {**sent, "fetch": "1"})
    return {**pressed(page), "verb": "save"}


@pytest.mark.parametrize("is_down", [False, True])
def test_it_has_them_after_another_was_fetched_or_was_not_to_be(
    servers: OtherServers, quote: Embed, editor: Client, ferries: str, is_down: bool
):
    was, post = stands(), quote.post
    if is_down:
        servers.at("/ferries", answer_page("Down", status=503))
    sent = fetched(editor, post, ferries)
    assert sent.get("quote-1-title", "") == ("" if is_down else FERRIES)
    sent["quote-1-url"] = X
    assert editor.post(address("desk_edit", post.blog, post), sent).status_code == 302
    assert stands() == was


def test_words_that_were_typed_meanwhile_stay(quote: Embed, editor: Client, ferries: str):
    post = quote.post
    sent = {**fetched(editor, post, ferries), "quote-1-url": X, "quote-1-text": "Mended."}
    editor.post(address("desk_edit", post.blog, post), sent)
    embed = Embed.objects.get()
    assert (embed.text, embed.author) == ("Mended.", quote.author)


def test_a_quotation_that_loses_its_address_keeps_what_it_says(editor: Client):
    raw = {"oembed": {"title": "The wall holds", "author_name": "Ada"}}
    row = {"url": "https://vimeo.com/76979871", "title": "The wall holds", "author": "Ada"}
    post = factory.post(factory.blog(), "Film", embeds=[{**row, "raw": raw}])
    sent = edited(editor, post.blog, post, **{"quote-1-url": ""})
    assert editor.post(address("desk_edit", post.blog, post), sent).status_code == 302
    assert post.embeds.values_list("url", "title").get() == ("", "The wall holds")


class TestTheLadder:
    """Who may have a link of a post asked again: who may edit the post."""

    def again(self, client: Client, quote: Embed, **said: str) -> int:
        names = {"post": quote.post.public_id, "held": "quote-1", "embed": str(quote.pk)}
        sent = {**names, "quote-1-url": X, **said}
        where = address("desk_link_again", quote.post.blog)
        return client.post(where, sent).status_code

    def test_who_may_and_who_may_not(self, quote: Embed):
        cast = Cast()
        for who, status in (("editor", 200), ("reporter", 403), ("corrections", 403)):
            assert self.again(at_work(getattr(cast, who)), quote) == status, who
        assert self.again(Client(), quote) == 302

    def test_what_is_no_link_of_the_post(self, quote: Embed, editor: Client):
        assert self.again(editor, quote, held="quote-9") == 404
        assert self.again(editor, quote, embed="9999") == 404
        assert self.again(editor, quote, post="") == 404
        other = factory.post(factory.blog(is_restricted=True))
        assert self.again(editor, quote, post=other.public_id) == 404
        assert editor.get(address("desk_link_again", quote.post.blog)).status_code == 405

    def test_what_is_no_address_is_told(self, quote: Embed, editor: Client):
        assert self.again(editor, quote, **{"quote-1-url": "no address"}) == 422
        other = {"quote-1-url": "https://example.org/a", "quote-1-language": "Klingonish"}
        assert self.again(editor, quote, **other) == 422
