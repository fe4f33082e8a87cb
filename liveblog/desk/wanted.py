"""What of the list is asked for, by the desk's own address. Nonsense is left out, unpunished."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from liveblog import markup, permissions
from liveblog.desk.finding import PLACE
from liveblog.desk.people import named
from liveblog.folding import asked_for
from liveblog.models import (
    Blog,
    Byline,
    Contributor,
    Embed,
    PhotoCaption,
    Post,
    PostQuerySet,
    PostTopic,
    Topic,
)

LONGEST_WORDS = 100


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Wanted:
    """The filters, the words searched for, and the post that an older page comes after.

    `author` is "c" and a contributor's key, or "u" and a user's: who has no byline of their own.
    """

    state: str = ""
    author: str = ""
    topic: str = ""
    key: str = ""
    q: str = ""
    before: Post | None = None
    writer: int | None = None

    @classmethod
    def of(cls, asked: QueryDict, blog: Blog, user: Any) -> "Wanted":
        said = {name: _said(asked, name) for name in PLACE}
        found = cls(
            state=said["state"] if said["state"] in Post.Status.values else "",
            topic=said["topic"] if _is_topic(said["topic"]) else "",
            key="1" if said["key"] == "1" else "",
            q=said["q"],
            before=_place(said["before"], blog, user),
        )
        return _with_author(found, said["author"])

    @property
    def query(self) -> dict[str, str]:
        """As in the address, to be kept by whatever leads away and back."""
        before = self.before.public_id if self.before else ""
        said = {name: getattr(self, name) for name in PLACE if name != "before"}
        return {name: value for name, value in {"before": before, **said}.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state or self.author or self.topic or self.key or self.q)

    def among(self, posts: PostQuerySet) -> PostQuerySet:
        """Of `posts`, those that are asked for; the page (`before`) is not turned here."""
        if self.author:
            posts = posts.filter(self._by_author())
        if self.topic:
            tagged = PostTopic.objects.filter(post=OuterRef("pk"), topic__slug=self.topic)
            posts = posts.filter(Exists(tagged))
        if self.key:
            posts = posts.key_events()
        return saying(self.q, posts)

    def _by_author(self) -> Q:
        typed = Q(created_by=self.writer) if self.writer else Q()
        if self.author.startswith("u"):
            return typed
        return typed | Q(Exists(_bylines(contributor=int(self.author[1:]))))


def saying(query: str, posts: PostQuerySet) -> PostQuerySet:
    """Those of `posts` that have all these words: in their own text, their captions, what they
    quote, the explainer they tell, a byline; or that are called so in their address.
    """
    for asked in asked_for(query):
        has = {"search_text__contains": asked}
        parts = (
            PhotoCaption.objects.filter(post=OuterRef("pk"), **has),
            Embed.objects.filter(post=OuterRef("pk"), **has),
            _bylines(contributor__search_text__contains=asked),
        )
        found = Q(**has) | Q(public_id=asked) | Q(explainer__search_text__contains=asked)
        for part in parts:
            found |= Q(Exists(part))
        posts = posts.filter(found)
    return posts


@dataclass(frozen=True)
class Choices:
    """What can be chosen in this blog."""

    states: list[Choice]
    authors: list[Choice]
    topics: list[Choice]

    @classmethod
    def of(cls, blog: Blog, user: Any) -> "Choices":
        states = [Choice(value, label) for value, label in Post.Status.choices]
        return cls(states, _authors(blog, user), _topics(blog, user))


def _authors(blog: Blog, user: Any) -> list[Choice]:
    """The bylines, and who typed without one of their own."""
    posts = permissions.visible_posts_of(blog, user)
    bylines = Byline.objects.filter(contributor=OuterRef("pk"), post__in=posts)
    typed = posts.filter(created_by__contributor=OuterRef("pk"))
    names = Contributor.objects.filter(Q(Exists(bylines)) | Q(Exists(typed)))
    people = get_user_model()._default_manager.filter(
        Exists(posts.filter(created_by=OuterRef("pk"))), contributor=None
    )
    found = [Choice(f"c{each.pk}", each.name) for each in names]
    found += [Choice(f"u{each.pk}", named(each)) for each in people]
    return sorted(found, key=lambda each: each.label.casefold())


def _topics(blog: Blog, user: Any) -> list[Choice]:
    """Those of the posts that this user may see."""
    posts = permissions.visible_posts_of(blog, user)
    used = PostTopic.objects.filter(topic=OuterRef("pk"), post__in=posts)
    return [Choice(each.slug, each.name) for each in Topic.objects.filter(Exists(used))]


def _said(asked: QueryDict, name: str) -> str:
    return " ".join(markup.printable(asked.get(name, ""))[:LONGEST_WORDS].split())


def _is_topic(slug: str) -> bool:
    return bool(slug) and Topic.objects.filter(slug=slug).exists()


def _place(public_id: str, blog: Blog, user: Any) -> Post | None:
    """The post that the asked-for page of the list comes after; nonsense is the first page."""
    if not public_id:
        return None
    posts = permissions.visible_posts_of(blog, user).in_stream()
    return posts.filter(public_id=public_id).first()


def _with_author(wanted: Wanted, said: str) -> Wanted:
    kind, number = said[:1], said[1:]
    if kind not in ("c", "u") or not (number.isascii() and number.isdigit() and len(number) < 10):
        return wanted
    if kind == "u":
        person = get_user_model()._default_manager.filter(pk=int(number)).first()
        return replace(wanted, author=said, writer=person.pk) if person else wanted
    name = Contributor.objects.filter(pk=int(number)).first()
    return replace(wanted, author=f"c{name.pk}", writer=name.user_id) if name else wanted


def _bylines(**of: Any) -> Any:
    return Byline.objects.filter(post=OuterRef("pk"), **of)
