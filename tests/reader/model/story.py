"""A blog of eight key events, for tests that tell a story: a to h, newest first."""

from typing import Any

from tests.reader.model.newsroom import Kept, Newsroom
from tests.reader.model.readers import Front, Reader


class Story:
    """The posts stand two minutes apart, so that there is room between them."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.front = Front(newsroom)
        self.posts: dict[str, Kept] = {}
        for minute, name in enumerate("abcdefgh"):
            self.put(name, 2 * minute)

    def put(self, name: str, minutes: int, **content: Any) -> Kept:
        self.posts[name] = self.newsroom.write(is_key_event=True, **content)
        self.newsroom.publish(self.posts[name], minutes)
        return self.posts[name]

    def move(self, name: str, minutes: int) -> None:
        self.newsroom.move(self.posts[name], minutes)

    def mark(self, name: str, *, is_key: bool) -> None:
        self.newsroom.set(self.posts[name], is_key_event=is_key)

    def open(self, query: str = "") -> Reader:
        return Reader(self.front, query)

    def names(self, reader: Reader) -> str:
        """The posts that the page holds, in its order."""
        by_word = {kept.words["headline"]: name for name, kept in self.posts.items()}
        return "".join(by_word[a.findtext("h2")] for a in reader.page.articles)
