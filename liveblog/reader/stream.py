"""A stream: the posts of a blog as one page shows them, in an order, perhaps of one topic."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.validators import slug_re
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404, QueryDict

from liveblog import conf
from liveblog.models import Blog, Post, PostQuerySet, Topic
from liveblog.reader import kept


@dataclass(frozen=True)
class Stream:
    """`topic` and `key` leave posts out; `oldest` turns the order."""

    blog: Blog
    topic: str = ""
    key: bool = False
    oldest: bool = False

    @classmethod
    def asked_for(cls, blog: Blog, query: QueryDict) -> "Stream":
        """Raises Http404 for a topic that can be none."""
        topic = query.get("topic", "")
        if topic and not slug_re.match(topic):
            raise Http404("No topic has this name.")
        return cls(
            blog,
            topic=topic,
            key=query.get("key") == "1",
            oldest=query.get("order") == "oldest",
        )

    @property
    def is_whole(self) -> bool:
        """All posts, newest first: the stream that the blog's own address shows."""
        return not (self.topic or self.key or self.oldest)

    @property
    def query_string(self) -> str:
        """How an address asks for this stream: "", or "?order=oldest"."""
        query = QueryDict(mutable=True)
        if self.topic:
            query["topic"] = self.topic
        if self.key:
            query["key"] = "1"
        if self.oldest:
            query["order"] = "oldest"
        return f"?{query.urlencode()}" if query else ""

    @property
    def address(self) -> str:
        return f"{self.blog.get_absolute_url()}{self.query_string}"

    @property
    def ways(self) -> dict[str, "Stream"]:
        """The other ways to read: of the same topic, where one is chosen."""
        newest = replace(self, key=False, oldest=False)
        return {
            "newest": newest,
            "oldest": replace(newest, oldest=True),
            "key": replace(newest, key=True),
        }

    @property
    def address_after(self) -> str:
        """Ends in "before=", for the id of the post that the next page comes after."""
        query = self.query_string
        return f"{self.blog.get_absolute_url()}{query}{'&' if query else '?'}before="

    def topic_name(self) -> str:
        """The topic's name as readers know it; "" where the stream is of no topic."""
        if not self.topic:
            return ""
        return Topic.objects.filter(slug=self.topic).values_list("name", flat=True).first() or ""

    def posts(self) -> PostQuerySet:
        """What stands in the stream, in its order. A retracted post keeps its place."""
        posts: PostQuerySet = self.blog.posts.in_stream().select_related("blog")
        if self.topic:
            posts = posts.filter(tagged__topic__slug=self.topic)
        if self.key:
            posts = posts.key_events()
        return posts.oldest_first() if self.oldest else posts.newest_first()

    def holds(self, post: Post) -> bool:
        """Whether `post` (with its parts) belongs here, without asking the database."""
        return (
            post.is_in_stream
            and (not self.key or post.is_key_event)
            and (not self.topic or self.topic in {t.slug for t in post.topics.all()})
        )

    def page(self, *, before: Post | None = None) -> "Page":
        """The first page, or what comes after `before` in this stream's order."""
        posts = self.posts()
        if before is not None:
            posts = posts.newer_than(before) if self.oldest else posts.older_than(before)
        rows = list(posts[: conf.PAGE_POSTS + 1])
        # One statement saw posts and version, so the cursor is never newer than the posts shown.
        blog = rows[0].blog if rows else self.blog
        following = rows[conf.PAGE_POSTS] if len(rows) > conf.PAGE_POSTS else None
        next_place = self.place_of(following) if following else ""
        return Page(blog, rows[: conf.PAGE_POSTS], following, next_place)

    def next_in_order(self) -> Subquery:
        """For each post of an outer query: the place (`place_of`) of the one below it here."""
        below = Post.objects.filter(blog=OuterRef("blog"), status__in=Post.IN_STREAM)
        if self.topic:
            below = below.filter(tagged__topic__slug=self.topic)
        if self.key:
            below = below.filter(is_key_event=True)
        at, pk = OuterRef("published_at"), OuterRef("pk")
        if self.oldest:
            later = Q(published_at__gt=at) | Q(published_at=at, pk__gt=pk)
            below = below.filter(published_at__gte=at).filter(later).oldest_first()
        else:
            earlier = Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk)
            below = below.filter(published_at__lte=at).filter(earlier).newest_first()
        mark = Cast(self._place_mark, CharField())
        return Subquery(below.values_list(Concat("public_id", Value("@"), mark))[:1])

    def place_of(self, post: Post) -> str:
        """ "x7k2m9qd@12": a post and the version since which it has stood where it stands.

        A page that ends before it may be added to there for as long as this is so. What has moved
        meanwhile, or left a filtered stream and come back, has posts above it that went unsaid.
        """
        return f"{post.public_id}@{getattr(post, self._place_mark)}"

    @property
    def _place_mark(self) -> str:
        return "version" if self.topic or self.key else "placed_version"

    def in_reverse(self, posts: QuerySet[Post]) -> Any:
        """Last on the page first, so that each finds the one below it already in place."""
        sign = F("published_at").asc() if not self.oldest else F("published_at").desc()
        return posts.order_by(sign, "pk" if not self.oldest else "-pk")


@dataclass(frozen=True)
class Page:
    """Posts in their order, the blog as it stood when they were read, and the post that follows.

    `next_place` is where that one stands, as `Stream.place_of` says it.
    """

    blog: Blog
    posts: list[Post]
    following: Post | None
    next_place: str

    @cached_property
    def parts(self) -> list[str]:
        """The posts as they are shown."""
        return kept.parts(self.posts, self.blog)

    @property
    def last(self) -> Post | None:
        return self.posts[-1] if self.posts else None
