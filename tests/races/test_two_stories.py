"""Two editors save at once, each mending a picture that stands in both of their stories."""

import threading
from typing import Any

import pytest
from django.db import connection, connections

from liveblog.desk import wording
from tests import factory
from tests.desk.desk import address, at_work, edited
from tests.desk.test_library import in_library
from tests.desk.test_pictures_met import shown

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


@pytest.mark.parametrize("is_one_picture", [True, False])
def test_both_get_through_or_are_told_and_neither_waits_for_ever(
    monkeypatch: pytest.MonkeyPatch, is_one_picture: bool
):
    blogs = [factory.blog(), factory.blog()]
    wall = in_library("navy", alt_text="A wall", credit="Us")
    sea = wall if is_one_picture else in_library("teal", alt_text="The sea", credit="Us")
    photos = [{"photo": each, "caption": ""} for each in dict.fromkeys((wall, sea))]
    posts = [factory.post(blog, "Wall", photos=photos) for blog in blogs]
    clients = [at_work(factory.user("Editors")) for _ in blogs]
    sent = [
        edited(client, post.blog, post, **{shown(photo, "alt_text"): "Seen from the sea"})
        for client, post, photo in zip(clients, posts, (wall, sea), strict=True)
    ]
    both = threading.Barrier(2, timeout=3)
    reword = wording.reword

    def once_both_are_here(*args: Any, **kwargs: Any) -> None:
        try:
            both.wait()
        except threading.BrokenBarrierError:
            pass  # The other one waits for our lock, as it should.
        reword(*args, **kwargs)

    monkeypatch.setattr(wording, "reword", once_both_are_here)
    answers: dict[int, int] = {}

    def press(number: int) -> None:
        client, post = clients[number], posts[number]
        client.raise_request_exception = False
        try:
            where = address("desk_edit", post.blog, post)
            answers[number] = client.post(where, sent[number]).status_code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[number]) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [0, 1]
    assert set(answers.values()) <= {302, 422, 409}
