"""A change: one atomic step in what readers can see.

Inside `with change(by=user, act="edited"):` guarded models may be written. On the way out, still
under the lock, each blog that readers would see differently steps its version once, each post that
differs takes that version, and what differs is kept as a revision. What does not differ costs
nothing: publishing twice is publishing once, importing twice changes nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Min, OuterRef, Q, Subquery
from django.utils import timezone

from liveblog import caching
from liveblog.models import (
    Blog,
    Byline,
    Contributor,
    Correction,
    Embed,
    Explainer,
    Photo,
    PhotoCaption,
    PinnedExplainer,
    Post,
    PostTopic,
    Revision,
    Topic,
    guard,
)
from liveblog.publishing import content

User = Any  # whatever AUTH_USER_MODEL is; None for a machine
# Said by whatever saves a form; a verb's own name says more.
EDITED = "edited"


def account(by: User) -> User:
    """`by`, or None where nobody with an account acts."""
    return by if by is not None and by.pk else None


class NotPossible(ValueError):
    """The verb does not fit what the post or blog is now. The message is for the editor."""


class Change:
    """What was touched, by whom, in which acts. Made by `change()`."""

    def __init__(self, *, by: User, act: str, note: str) -> None:
        self.by = account(by)
        self.act = act
        self.note = note
        self._blogs: dict[int, Blog] = {}
        self._heads: set[int] = set()
        self._posts: set[int] = set()
        self._acts: dict[int, list[str]] = {}
        self._notes: dict[int, str] = {}
        self._instances: list[models.Model] = []
        self._explainers: list[Explainer] = []

    def lock(self, blog_ids: Iterable[int]) -> None:
        """Take the blogs' locks, in one order everywhere, until the change is committed."""
        wanted = sorted(set(blog_ids) - self._blogs.keys())
        if wanted:
            rows = Blog._base_manager.select_for_update().filter(pk__in=wanted).order_by("pk")
            self._blogs.update({blog.pk: blog for blog in rows})

    def record(self, thing: models.Model) -> None:
        """Told by the guard of every write, before it happens."""
        self._instances.append(thing)
        match thing:
            case Blog():
                if thing.pk:
                    self._touch_head(thing.pk)
            case Post():
                self.lock([thing.blog_id])
                if thing.pk:
                    self._touch_posts([thing.pk])
            case PhotoCaption() if thing.blog_id:
                self._touch_head(thing.blog_id)
            case PhotoCaption() | Embed() | Byline() | PostTopic() | Correction():
                self._touch_posts_of(Q(pk=thing.post_id))
            case PinnedExplainer():
                self._touch_head(thing.blog_id)
            case Explainer():
                self._explainers.append(thing)
                if thing.pk:
                    self._touch_heads_of(Q(pins__explainer=thing))
                    self._touch_posts_of(Q(explainer=thing))
            case Photo():
                if thing.pk:
                    self._touch_heads_of(
                        Q(lead__photo=thing) | Q(pins__explainer__photo=thing),
                    )
                    self._touch_posts_of(
                        Q(photos__photo=thing)
                        | Q(embeds__thumbnail=thing)
                        | Q(explainer__photo=thing)
                    )
            case Contributor():
                if thing.pk:
                    self._touch_posts_of(Q(bylines__contributor=thing))
            case Topic():
                if thing.pk:
                    self._touch_posts_of(Q(tagged__topic=thing))
            case _:
                raise TypeError(f"{thing._meta.label} is guarded, and no rule says who shows it.")

    def _touch_head(self, blog_id: int) -> None:
        self.lock([blog_id])
        self._heads.add(blog_id)

    def _touch_heads_of(self, those: Q) -> None:
        ids = set(Blog._base_manager.filter(those).values_list("pk", flat=True))
        self.lock(ids)
        self._heads |= ids

    def _touch_posts_of(self, those: Q) -> None:
        rows = list(Post._base_manager.filter(those).values_list("pk", "blog_id").distinct())
        self.lock(blog_id for _, blog_id in rows)
        self._touch_posts(pk for pk, _ in rows)

    def _touch_posts(self, ids: Iterable[int]) -> None:
        for pk in ids:
            self._posts.add(pk)
            acts = self._acts.setdefault(pk, [])
            if self.act not in acts:
                acts.append(self.act)
            if self.note:
                self._notes[pk] = self.note

    def settle(self) -> None:
        """Step the versions and write the revisions. Called once, when all is written."""
        for thing in self._instances:
            if isinstance(thing, Post) and thing.pk and thing.pk not in self._posts:
                self._touch_posts([thing.pk])
            elif isinstance(thing, Blog) and thing.pk:
                self._touch_head(thing.pk)
        now = timezone.now()
        posts = self._load_posts()
        for blog_id in sorted(self._blogs):
            self._settle_blog(blog_id, [p for p in posts if p.blog_id == blog_id], now)
        for explainer in {e.pk: e for e in self._explainers if e.pk}.values():
            self._settle_explainer(explainer)

    def _load_posts(self) -> list[Post]:
        latest = Revision.objects.filter(post=OuterRef("pk")).newest_first()
        return list(
            Post.objects.filter(pk__in=self._posts)
            .with_parts()
            .annotate(
                last_content=Subquery(latest.values("content")[:1]),
            )
            .order_by("pk")
        )

    def _settle_blog(self, blog_id: int, posts: list[Post], now: datetime) -> None:
        blog = Blog._base_manager.filter(pk=blog_id).first()
        if blog is None:  # Deleted within this change: an empty one, made by mistake.
            return
        version = blog.version + 1
        steps: dict[str, Any] = {}

        if blog_id in self._heads:
            steps |= self._settle_head(blog, version, now)
        for post in posts:
            steps |= self._settle_post(post, version, now)
        if steps:
            steps |= {"version": version, "changed_at": now}
            transaction.on_commit(lambda: caching.blog_changed(blog_id))
        due_at = _next_due_at(blog, now)
        if due_at != blog.next_due_at:
            steps["next_due_at"] = due_at
            transaction.on_commit(lambda: caching.blog_changed(blog_id))
        if steps:
            Blog._base_manager.filter(pk=blog_id).update(**steps)
            self._tell(Blog, blog_id, steps)

    def _settle_head(self, blog: Blog, version: int, now: datetime) -> dict[str, Any]:
        new = content.of_blog(blog, now)
        last = blog.revisions.newest_first().first()
        old = last.content if last else {}
        if new == old:
            return {}
        act = self.act if last else "created"
        self._write_revision(blog=blog, act=act, note=self.note, content=new, version=version)
        steps: dict[str, Any] = {}
        if new["head"] != old.get("head"):
            steps["head_version"] = version
        if new["shelf"] != old.get("shelf", []):
            steps["shelf_version"] = version
        if old and new["clock"] != old["clock"]:
            blog.posts.in_stream().model._base_manager.filter(
                blog=blog, status__in=Post.IN_STREAM
            ).update(version=version)
            steps |= dict.fromkeys(("head_version", "shelf_version", "keys_version"), version)
        return steps

    def _settle_post(self, post: Post, version: int, now: datetime) -> dict[str, Any]:
        new, old = content.of_post(post), post.last_content  # type: ignore[attr-defined]
        if new == old:
            return {}
        visible = post.is_in_stream
        acts = self._acts.get(post.pk, [])
        revision = self._write_revision(
            post=post,
            act=", ".join([a for a in acts if a != EDITED] or [EDITED]),
            note=self._notes.get(post.pk, ""),
            content=new,
            version=version if visible else None,
        )
        Correction._base_manager.filter(post=post, after__isnull=True).update(after=revision)
        if not visible:
            return {}
        marks: dict[str, Any] = {"version": version}
        if post.first_version is None:
            marks |= {"first_version": version, "placed_version": version}
        elif old and post.is_published and any(new[part] != old[part] for part in content.SAYS):
            marks["edited_at"] = now
        if old and new["published_at"] != old["published_at"]:
            marks["placed_version"] = version
        Post._base_manager.filter(pk=post.pk).update(**marks)
        self._tell(Post, post.pk, marks)
        steps: dict[str, Any] = {"version": version}
        if new["is_key_event"] or (old and old["is_key_event"]):
            steps["keys_version"] = version
        if new["is_pinned"] or (old and old["is_pinned"]):
            steps["shelf_version"] = version
        return steps

    def _settle_explainer(self, explainer: Explainer) -> None:
        explainer = Explainer.objects.select_related("photo").get(pk=explainer.pk)
        new = content.of_explainer(explainer)
        last = explainer.revisions.newest_first().first()
        if last is None or last.content != new:
            self._write_revision(explainer=explainer, act=self.act, note=self.note, content=new)

    def _write_revision(self, **fields: Any) -> Revision:
        return Revision.objects.create(made_by=self.by, **fields)

    def _tell(self, model: type[models.Model], pk: int, values: dict[str, Any]) -> None:
        """Let the caller's instances know what was written beneath them."""
        for thing in self._instances:
            if isinstance(thing, model) and thing.pk == pk:
                for name, value in values.items():
                    setattr(thing, name, value)


@contextmanager
def change(
    *, by: User, act: str = EDITED, note: str = "", blogs: Iterable[Blog] = ()
) -> Iterator[Change]:
    """One change, or a part of the change that is already open.

    `blogs` are locked at once: name those whose state the block reads before it writes.
    """
    running = guard.current()
    if isinstance(running, Change):
        outer_act, outer_note = running.act, running.note
        running.act, running.note = act, note
        try:
            running.lock(blog.pk for blog in blogs)
            yield running
        finally:
            running.act, running.note = outer_act, outer_note
        return
    with transaction.atomic():
        new = Change(by=by, act=act, note=note)
        new.lock(blog.pk for blog in blogs)
        with guard.opened(new):
            yield new
            new.settle()


def _next_due_at(blog: Blog, now: datetime) -> datetime | None:
    """When readers will next see something without anybody's doing."""
    moments = [blog.posts.scheduled().aggregate(at=Min("published_at"))["at"]]
    edges = blog.pins.aggregate(
        start=Min("shown_from", filter=Q(shown_from__gt=now)),
        end=Min("shown_until", filter=Q(shown_until__gt=now)),
    )
    return min((m for m in [*moments, *edges.values()] if m), default=None)
