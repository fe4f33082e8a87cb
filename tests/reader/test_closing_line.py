"""The last word of a coverage that has ended: on the page, and in the last answer of the poll."""

import pytest

from liveblog import publishing
from tests import factory
from tests.reader.test_updates import ask, version

pytestmark = pytest.mark.django_db

LINE = "The count goes on in <b>politics</b> & on air."
SHOWN = "The count goes on in &lt;b&gt;politics&lt;/b&gt; &amp; on air."


def test_the_closing_line_follows_the_end_of_coverage_as_plain_text(client):
    blog = publishing.close(factory.blog(), by=None, closing_line=LINE)
    html = client.get(blog.get_absolute_url()).content.decode()
    assert html.index("Coverage ended") < html.index(SHOWN) < html.index("<h1>")
    assert "<b>politics" not in html


def test_the_last_answer_brings_it_to_open_pages(client):
    blog = factory.blog()
    held = version(blog)
    publishing.close(blog, by=None, closing_line=LINE)
    answer = ask(client, blog, held)
    assert SHOWN in answer
    assert "every" not in answer[answer.index('id="poller"') :]


def test_a_reopened_blog_says_it_nowhere(client):
    blog = publishing.close(factory.blog(), by=None, closing_line="Goodnight.")
    held = version(blog)
    publishing.open(blog, by=None)
    assert "Goodnight." not in client.get(blog.get_absolute_url()).content.decode()
    assert "Goodnight." not in ask(client, blog, held)


def test_coverage_may_end_without_a_word(client):
    blog = publishing.close(factory.blog(), by=None)
    assert "closing-line" not in client.get(blog.get_absolute_url()).content.decode()
