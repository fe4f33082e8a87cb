"""Two people on one page: the second is told, and nothing is overwritten unseen."""

from datetime import timedelta

import pytest

from liveblog import publishing
from tests import factory
from tests.admin.conftest import at, filled


@pytest.fixture
def colleague(db):
    return factory.user("Editors", first_name="Anna", last_name="Bell")


def test_saving_over_a_colleagues_change_is_refused_with_the_news(editor, blog, colleague):
    post = factory.post(blog, "Old")
    address = at("post_change", post.pk)
    mine = filled(editor, address, headline="Mine", _continue="1")
    publishing.update(post, by=colleague, headline="Hers", verification="confirmed")
    page = editor.post(address, mine)
    assert b"Anna Bell changed this post (headline, verification) at" in page.content
    assert b'value="Mine"' in page.content
    post.refresh_from_db()
    assert post.headline == "Hers"


def test_saving_again_after_the_news_is_a_decision(editor, blog, colleague):
    post = factory.post(blog, "Old")
    address = at("post_change", post.pk)
    mine = filled(editor, address, headline="Mine", _continue="1")
    publishing.update(post, by=colleague, headline="Hers")
    shown_again = editor.post(address, mine).context["adminform"].form
    answer = editor.post(address, {**mine, "seen": shown_again["seen"].value()})
    assert answer.status_code == 302
    post.refresh_from_db()
    assert post.headline == "Mine"


def test_what_was_left_alone_says_what_a_colleague_wrote_and_saving_again_keeps_it(
    editor, blog, colleague
):
    post = factory.post(blog, "Old", body="Text.", is_key_event=True)
    address = at("post_change", post.pk)
    mine = filled(editor, address, body="Text, and more.", _continue="1")
    publishing.update(post, by=colleague, headline="Hers", is_key_event=False)
    form = editor.post(address, mine).context["adminform"].form
    assert form["headline"].value() == "Hers"
    assert not form["is_key_event"].value()
    again = {**mine, "headline": "Hers", "seen": form["seen"].value()}
    del again["is_key_event"]
    assert editor.post(address, again).status_code == 302
    post.refresh_from_db()
    assert (post.headline, post.body, post.is_key_event) == (
        "Hers",
        "<p>Text, and more.</p>",
        False,
    )


def test_what_both_changed_stands_beside_mine(editor, blog, colleague):
    post = factory.post(blog, "Old", body="Text.")
    address = at("post_change", post.pk)
    mine = filled(editor, address, headline="Mine", body="My text.", _continue="1")
    publishing.update(post, by=colleague, headline="Hers", body="Her text.")
    form = editor.post(address, mine).context["adminform"].form
    assert (form["headline"].value(), form["body"].value()) == ("Mine", "My text.")
    assert form.errors["headline"] == ["Anna Bell has “Hers” here."]
    assert form.errors["body"] == ["Anna Bell has “Her text.” here."]


def test_a_time_that_a_colleague_changed_is_in_the_news_and_is_no_word(editor, blog, colleague):
    post = factory.post(blog, "Old", minutes=5)
    address = at("post_change", post.pk)
    mine = filled(editor, address, headline="Mine", _continue="1")
    earlier = post.published_at - timedelta(minutes=3)
    publishing.update(post, by=colleague, published_at=earlier)
    page = editor.post(address, mine)
    assert b"Anna Bell changed this post (time shown)" in page.content
    assert list(page.context["adminform"].form.errors) == ["__all__"]


def test_a_form_without_its_mark_overwrites_nothing(editor, blog):
    post = factory.post(blog, "Old")
    sent = filled(editor, at("post_change", post.pk), headline="New", _continue="1")
    del sent["seen"]
    assert editor.post(at("post_change", post.pk), sent).status_code == 200
    post.refresh_from_db()
    assert post.headline == "Old"


def test_a_blogs_head_is_watched_too(editor, blog, colleague):
    address = at("blog_change", blog.pk)
    mine = filled(editor, address, title="Mine", _continue="1")
    publishing.update_blog(blog, by=colleague, standfirst="Hers.")
    assert b"Anna Bell changed this blog (standfirst)" in editor.post(address, mine).content
    blog.refresh_from_db()
    assert blog.title != "Mine"


def test_an_explainer_is_watched_too(editor, colleague):
    thing = factory.explainer("Old")
    address = at("explainer_change", thing.pk)
    mine = filled(editor, address, title="Mine")
    thing.summary = "Hers."
    publishing.save_shared(thing, by=colleague)
    assert b"Anna Bell changed this explainer (summary)" in editor.post(address, mine).content
    thing.refresh_from_db()
    assert thing.title == "Old"
