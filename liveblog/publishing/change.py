"""A change: one atomic step in what readers can see.

Inside `with change(by=user, act="edited"):` guarded models may be written. On the way out, still
under the lock, each blog that readers would see differently steps its version once, each post that
differs takes that version, and what differs is kept as a revision. What does not differ costs
nothing: publishing twice is publishing once, importing twice changes nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q

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
    Topic,
    guard,
)
from liveblog.publishing.settling import settle
from liveblog.publishing.terms import EDITED, NotPossible, User, account


class Change:
    """What was touched, by whom, in which acts. Made by `change()`."""

    def __init__(self, *, by: User, act: str, note: str) -> None:
        self.by = account(by)
        self.act = act
        self.note = note
        # What it touches looks different to readers, even where it says the same.
        self.is_shown_anew = False
        self.blogs: dict[int, Blog] = {}
        self.heads: set[int] = set()
        self.posts: set[int] = set()
        self._acts: dict[int, list[str]] = {}
        self._notes: dict[int, str] = {}
        self.instances: list[models.Model] = []
        self.explainers: list[Explainer] = []

    def lock(self, blog_ids: Iterable[int]) -> None:
        """Take the blogs' locks, in one order everywhere, until the change is committed."""
        wanted = sorted(set(blog_ids) - self.blogs.keys())
        if wanted:
            rows = Blog._base_manager.select_for_update().filter(pk__in=wanted).order_by("pk")
            self.blogs.update({blog.pk: blog for blog in rows})

    def record(self, thing: models.Model) -> None:
        """Told by the guard of every write, before it happens."""
        self.instances.append(thing)
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
            case Photo() | Explainer() | Contributor() | Topic():
                self._record_shared(thing)
            case _:
                raise TypeError(f"{thing._meta.label} is guarded, and no rule says who shows it.")

    def _record_shared(self, thing: Photo | Explainer | Contributor | Topic) -> None:
        if isinstance(thing, Explainer):
            self.explainers.append(thing)
        if thing.pk:
            self.take(thing)
        if isinstance(thing, Photo) and thing.pk and not thing.is_withdrawn:
            refuse_withdrawn(Photo._base_manager.filter(pk=thing.pk))

    def take(self, thing: Photo | Explainer | Contributor | Topic) -> None:
        """Lock whatever shows it, and keep it as it is until the commit.

        Blogs first, as everywhere. Whoever takes it into use meanwhile holds it until they commit;
        so it is asked again, once it is held, who shows it.
        """
        self._touch_who_shows(thing)
        self.hold([*_holders_of(thing), thing])
        self._touch_who_shows(thing)

    def _touch_who_shows(self, thing: Photo | Explainer | Contributor | Topic) -> None:
        match thing:
            case Explainer():
                self._touch_all(heads=Q(pins__explainer=thing), posts=Q(explainer=thing))
            case Photo():
                self.explainers += Explainer._base_manager.filter(photo=thing)
                explained = Q(explainer__photo=thing)
                self._touch_all(
                    heads=Q(lead__photo=thing) | Q(pins__explainer__photo=thing),
                    posts=Q(photos__photo=thing) | Q(embeds__thumbnail=thing) | explained,
                )
            case Contributor():
                self._touch_posts_of(Q(bylines__contributor=thing))
            case Topic():
                self._touch_posts_of(Q(tagged__topic=thing))

    def hold(self, things: Iterable[models.Model]) -> None:
        """Keep shared rows as they are until the commit, where the database can do that.

        In one order everywhere, a picture last: two who wait for each other wait for ever.
        """
        if _holds_rows():
            for thing in sorted(things, key=lambda each: (isinstance(each, Photo), *_place(each))):
                rows = type(thing)._base_manager.select_for_update(no_key=True)
                rows.filter(pk=thing.pk).values_list("pk").first()

    def hold_what_was_taken_into_use(self) -> None:
        """The pictures, bylines, topics and explainers that this change put somewhere."""
        if _holds_rows():
            taken = [shared for thing in self.instances for shared in _put_by(thing)]
            self.hold({(type(thing), thing.pk): thing for thing in taken}.values())

    def refuse_what_is_withdrawn(self) -> None:
        """Whoever had a picture before it was withdrawn does not bring it back."""
        put = {pk for thing in self.instances if (pk := _photo_put_by(thing))}
        if put:
            photos = Photo._base_manager.filter(pk__in=put)
            nowhere = Photo.objects.filter(pk__in=put).used_nowhere().values("pk")
            refuse_withdrawn(photos.exclude(pk__in=nowhere))

    def act_on(self, post: Post) -> str:
        """The verbs in their order; a plain edit among them goes without saying."""
        acts = self._acts.get(post.pk, [])
        return ", ".join([act for act in acts if act != EDITED] or [EDITED])

    def note_on(self, post: Post) -> str:
        return self._notes.get(post.pk, "")

    def _touch_head(self, blog_id: int) -> None:
        self.lock([blog_id])
        self.heads.add(blog_id)

    def _touch_all(self, *, heads: Q, posts: Q) -> None:
        """All of their blogs are locked at once, or the order would be one of heads and posts."""
        ids = set(Blog._base_manager.filter(heads).values_list("pk", flat=True))
        rows = _with_blogs(posts)
        self.lock([*ids, *rows.values()])
        self.heads |= ids
        self._touch_posts(rows)

    def _touch_posts_of(self, those: Q) -> None:
        rows = _with_blogs(those)
        self.lock(rows.values())
        self._touch_posts(rows)

    def _touch_posts(self, ids: Iterable[int]) -> None:
        for pk in ids:
            self.posts.add(pk)
            acts = self._acts.setdefault(pk, [])
            if self.act not in acts:
                acts.append(self.act)
            if self.note:
                self._notes[pk] = self.note

    def touch_what_is_new(self) -> None:
        """What had no primary key when its write was recorded has one now."""
        for thing in self.instances:
            if isinstance(thing, Post) and thing.pk and thing.pk not in self.posts:
                self._touch_posts([thing.pk])
            elif isinstance(thing, Blog) and thing.pk:
                self._touch_head(thing.pk)

    def tell(self, model: type[models.Model], pk: int, values: dict[str, Any]) -> None:
        """Let the caller's instances know what was written beneath them."""
        for thing in self.instances:
            if isinstance(thing, model) and thing.pk == pk:
                for name, value in values.items():
                    setattr(thing, name, value)


def _with_blogs(posts: Q) -> dict[int, int]:
    """The blog of each of those posts, by their keys."""
    return dict(Post._base_manager.filter(posts).values_list("pk", "blog_id").distinct())


def _holders_of(thing: models.Model) -> list[models.Model]:
    """What else is shared and shows `thing`; whoever saves one of these holds it first."""
    if not (isinstance(thing, Photo) and _holds_rows()):
        return []
    explainers = Explainer._base_manager.filter(photo=thing)
    return [*explainers, *Contributor._base_manager.filter(picture=thing)]


def _place(thing: models.Model) -> tuple[str, int]:
    return thing._meta.label, thing.pk or 0


def _holds_rows() -> bool:
    """SQLite has one writer at a time, and need not."""
    return bool(connection.features.has_select_for_no_key_update)


def _put_by(thing: models.Model) -> list[models.Model]:
    """The shared things that `thing` shows somewhere."""
    match thing:
        case PhotoCaption():
            return [thing.photo]
        case Byline():
            return [thing.contributor]
        case PostTopic():
            return [thing.topic]
        case Embed() | Explainer():
            photo = thing.thumbnail if isinstance(thing, Embed) else thing.photo
            return [photo] if photo else []
        case Contributor() if thing.picture:
            return [thing.picture]
        case Post() | PinnedExplainer() if thing.explainer:
            return [thing.explainer, *_put_by(thing.explainer)]
    return []


def _photo_put_by(thing: models.Model) -> int | None:
    match thing:
        case PhotoCaption() | Explainer():
            return thing.photo_id
        case Embed():
            return thing.thumbnail_id
        case Contributor():
            return thing.picture_id
    return None


def refuse_withdrawn(photos: models.QuerySet[Photo]) -> None:
    """Raise NotPossible, saying when, by whom and why, if one of `photos` is withdrawn."""
    marked = photos.filter(withdrawn_at__isnull=False).select_related("withdrawn_by").first()
    if marked is not None:
        raise NotPossible(f"A picture here must not be used. {marked.withdrawal}")


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
            settle(new)
