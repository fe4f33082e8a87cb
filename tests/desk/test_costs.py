"""A post's way from key press to commit costs the same in a night of 10 posts and of 10,000."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liveblog.models import Blog, Post, PostTopic, Topic
from tests import factory
from tests.desk.desk import address, at_work, edited, sheet
from tests.desk.test_library import in_library

pytestmark = pytest.mark.django_db


# PostgreSQL locks each of the sheet's two topics, two bylines and its picture, as they are shared.
LOCKS = 7 if connection.vendor == "postgresql" else 0


class Night:
    """A blog with so many posts, a topic that each has, and a full sheet."""

    def __init__(self, posts: int) -> None:
        self.blog, self.user = factory.blog(), factory.user("Editors")
        self.writer, self.topic = factory.contributor(user=self.user), factory.topic()
        self.photo = in_library("navy" if posts == 10 else "teal", alt_text="A wall", caption="Own")
        _fill(self.blog, posts, self.user, self.topic)

    def full_sheet(self, **said: Any) -> dict[str, Any]:
        photo = self.photo.pk
        return sheet(
            token=f"t{self.blog.pk}",
            headline="The wall holds",
            body="<p>It <b>holds</b>.</p>",
            byline_1=self.writer.pk,
            byline_2=factory.contributor().pk,
            topics=[self.topic.pk, factory.topic().pk],
            is_key_event="on",
            verification="confirmed",
            pictures=[photo],
            **{f"shown-{photo}-caption": "Here", f"shown-{photo}-remove": ""},
            **{"quote-new-url": "https://example.org/a", "quote-new-text": "It holds."},
            **said,
        )

    def send(self, name: str, post: Post | None, said: dict[str, Any]) -> int:
        client = at_work(self.user)
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(address(name, self.blog, post), said)
        assert answer.status_code == 302
        return len(queries)


def _fill(blog: Blog, number: int, user: User, topic: Topic) -> None:
    """Past the guard: nobody reads these, and one by one they would take minutes."""
    version = blog.version
    posts = Post._base_manager.bulk_create(
        Post(
            blog=blog,
            headline=f"Post {n}",
            status=Post.Status.PUBLISHED,
            published_at=factory.NOON + timedelta(minutes=n),
            is_key_event=n % 10 == 0,
            first_version=version,
            version=version,
            created_by=user,
        )
        for n in range(number)
    )
    PostTopic._base_manager.bulk_create(PostTopic(post=p, topic=topic) for p in posts)


def test_publishing_and_saving_a_full_sheet_cost_the_same_and_little():
    costs = []
    for number in (10, 10_000):
        night = Night(number)
        published = night.send("desk", None, night.full_sheet(verb="publish"))
        post = night.blog.posts.get(headline="The wall holds")
        assert post.is_published
        assert [shown.text for shown in post.photos.all()] == ["Here"]
        assert (post.bylines.count(), post.topics.count(), post.embeds.count()) == (2, 2, 1)
        client, photo = at_work(night.user), night.photo.pk
        said = {
            "headline": "The wall still holds",
            "byline_2": "",
            "topics": [night.topic.pk],
            "is_key_event": "",
            f"shown-{photo}-caption": "There",
        }
        saved = night.send("desk_edit", post, edited(client, night.blog, post, **said))
        post.refresh_from_db()
        assert (post.headline, post.photos.get().text) == ("The wall still holds", "There")
        costs.append((published, saved))
    assert costs[0] == costs[1]
    published, saved = costs[0]
    assert published <= 57 + LOCKS
    assert saved <= 69 + LOCKS
