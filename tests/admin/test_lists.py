"""A list costs the same however long it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liveblog import publishing
from liveblog.models import Photo
from tests import factory
from tests.admin.conftest import at


def queries(client, noun):
    client.get(at(f"{noun}_changelist"))
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(at(f"{noun}_changelist")).status_code == 200
    return len(caught)


def make_posts(blog, count):
    writer, topic = factory.contributor(), factory.topic()
    for _ in range(count):
        factory.post(blog, bylines=[writer], topics=[topic], explainer=factory.explainer())


def make_blogs(blog, count):
    for _ in range(count):
        factory.post(factory.blog())


def make_corrections(blog, count):
    for _ in range(count):
        publishing.correct(factory.post(blog), by=None, text="Wrong.")


def make_explainers(blog, count):
    for _ in range(count):
        publishing.pin_explainer(blog, factory.explainer(), by=None)


def make_photos(blog, count):
    for number in range(count):
        publishing.save_shared(Photo(alt_text=f"Bridge {number}"), by=None)


def make_contributors(blog, count):
    for _ in range(count):
        factory.contributor(user=factory.user())


@pytest.mark.parametrize(
    ("noun", "make"),
    [
        ("post", make_posts),
        ("blog", make_blogs),
        ("correction", make_corrections),
        ("revision", make_corrections),
        ("explainer", make_explainers),
        ("photo", make_photos),
        ("contributor", make_contributors),
    ],
)
def test_fifty_rows_cost_the_queries_of_five(editor, blog, noun, make):
    make(blog, 5)
    five = queries(editor, noun)
    make(blog, 45)
    assert queries(editor, noun) == five
