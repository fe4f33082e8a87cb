"""Stories of up to 10,000 posts, written through publishing and kept for the next run."""

import hashlib
import io
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import connection

from liveblog import publishing
from liveblog.models import (
    Blog,
    Byline,
    Contributor,
    Embed,
    Photo,
    PhotoCaption,
    Post,
    PostTopic,
    Topic,
)
from liveblog.photos import drawing, storage

SIZES = (10, 20, 1_000, 10_000)
FIRST_POST_AT = datetime(2024, 3, 1, 6, 0, tzinfo=UTC)
# A change remembers all that it wrote, and looks through it for each post: so, not all at once.
POSTS_A_CHANGE = 100
_ROOT = Path(__file__).resolve().parents[2]
_WORDS = (
    "river bridge council flood water rain night crews road village engineers level station school "
    "minister hospital power line harbour north valley people homes boats morning wind forecast "
    "police report street market repairs pumps shelter volunteers farmers rescue warning"
)


def slug_of(size: int) -> str:
    return f"story-of-{size}"


def kept_in(folder: Path) -> Path:
    """Where the database for this code is, whether or not it has been made."""
    said = hashlib.sha256(Path(__file__).read_bytes())
    for migration in sorted((_ROOT / "liveblog" / "migrations").glob("*.py")):
        said.update(migration.read_bytes())
    return folder / f"stories-{said.hexdigest()[:12]}.sqlite3"


def make(kept: Path) -> None:
    """Write the stories into the default database, which is empty, and keep a copy at `kept`."""
    call_command("migrate", interactive=False, verbosity=0)
    Newsroom().write()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    made = kept.with_suffix(f".{os.getpid()}")
    shutil.copyfile(connection.settings_dict["NAME"], made)
    made.replace(kept)


class Newsroom:
    """Who writes, about what; the same words in every run."""

    def __init__(self) -> None:
        self.chance = Random("a newsroom")
        with publishing.change(by=None, act="stocked"):
            self.writers = [self._writer(n) for n in range(4)]
            self.topics = [self._topic(name) for name in ("Weather", "Transport", "Power")]
            self.photo = self._photo()

    def write(self) -> None:
        for size in SIZES:
            blog = publishing.create_blog(
                by=None, title=self._line(8), slug=slug_of(size), standfirst=self._text(2)
            )
            publishing.open(blog, by=None)
            publishing.set_lead(blog, by=None, photo=self.photo, caption=self._line(12))
            for first in range(0, size - 1, POSTS_A_CHANGE):
                with publishing.change(by=None, act="published", blogs=[blog]):
                    for number in range(first, min(first + POSTS_A_CHANGE, size - 1)):
                        self._post(blog, number)
            # The last by itself: the answer with one new post is the poll of the version before.
            with publishing.change(by=None, act="published", blogs=[blog]):
                self._post(blog, size - 1)

    def _post(self, blog: Blog, number: int) -> None:
        """Every post has a headline, two paragraphs, a byline, a topic; some have more."""
        post = Post(
            blog=blog,
            headline=self._line(9),
            body=self._text(2),
            status=Post.Status.PUBLISHED,
            published_at=FIRST_POST_AT + timedelta(minutes=number),
            is_key_event=number % 10 == 5,
        )
        post.save()
        Byline(post=post, contributor=self.writers[number % 4], order=1).save()
        PostTopic(post=post, topic=self.topics[number % 3]).save()
        if number % 5 == 2:
            PhotoCaption(post=post, photo=self.photo, caption=self._line(14)).save()
        if number % 5 == 4:
            Embed(post=post, **self._quotation()).save()

    def _quotation(self) -> dict[str, Any]:
        return {
            "url": "https://social.example/@council/1",
            "author": "The council",
            "handle": "@council",
            "text": self._line(30),
        }

    def _writer(self, number: int) -> Contributor:
        writer = Contributor(name=f"Writer {number}", slug=f"writer-{number}", role="in the valley")
        writer.save()
        return writer

    def _topic(self, name: str) -> Topic:
        topic = Topic(name=name, slug=name.lower())
        topic.save()
        return topic

    def _photo(self) -> Photo:
        photo = storage.store(io.BytesIO(drawing.draw("harbour")))
        photo.alt_text, photo.credit = "A harbour at dusk", "Illustration: The Newsroom"
        photo.save()
        return photo

    def _line(self, words: int) -> str:
        return " ".join(self.chance.choices(_WORDS.split(), k=words)).capitalize()

    def _text(self, paragraphs: int) -> str:
        return "".join(f"<p>{self._line(45)}.</p>" for _ in range(paragraphs))
