"""Editors at work: they publish, edit and retract, and leave drafts that nobody may read."""

import random
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Post
from tests.load.ledger import Ledger, Made


class Editor:
    """One person's evening: a verb about every `pace` seconds, on posts of their own."""

    def __init__(self, blog: Blog, ledger: Ledger, *, seed: int) -> None:
        self.blog = blog
        self.ledger = ledger
        self.random = random.Random(seed)
        self.standing: list[tuple[Post, str]] = []

    def work(self, *, until: float, pace: float) -> None:
        """In a thread of its own; the connection is closed with it."""
        try:
            while (pause := pace * self.random.uniform(0.5, 1.5)) < until - time.monotonic():
                time.sleep(pause)
                self.act()
        finally:
            connection.close()

    def act(self) -> None:
        verbs = [self.publish, self.publish, self.draft]
        if self.standing:
            verbs += [self.edit, self.edit, self.retract]
        self.random.choice(verbs)()

    def publish(self) -> None:
        name = self.ledger.new()
        post = publishing.create(self.blog, by=None, headline=name, body=_paragraph(name))
        at = timezone.now() - timedelta(seconds=self.random.choice([0, 0, 0, 90]))
        called = time.monotonic()
        self.ledger.show(name)
        publishing.publish(post, by=None, at=at)
        self._made(called, post)
        self.standing.append((post, name))

    def draft(self) -> None:
        """One that stays a draft, and one for tomorrow."""
        publishing.create(self.blog, by=None, headline=self.ledger.new())
        later = publishing.create(self.blog, by=None, headline=self.ledger.new())
        publishing.schedule(later, by=None, at=timezone.now() + timedelta(days=1))

    def edit(self) -> None:
        place = self.random.randrange(len(self.standing))
        (post, old), new = self.standing[place], self.ledger.new()
        called = time.monotonic()
        self.ledger.show(new)
        publishing.update(post, by=None, headline=new, body=_paragraph(new))
        self.ledger.withdraw(old)
        self._made(called, post)
        self.standing[place] = (post, new)

    def retract(self) -> None:
        post, name = self.standing.pop(self.random.randrange(len(self.standing)))
        called = time.monotonic()
        publishing.retract(post, by=None, reason="It was not so.")
        self.ledger.withdraw(name)
        self._made(called, post)

    def _made(self, called: float, post: Post) -> None:
        self.ledger.changes.append(Made(called, post.public_id, post.version))


def _paragraph(name: str) -> str:
    return f"<p>{name}. " + "The council meets again in the morning. " * 8 + "</p>"
