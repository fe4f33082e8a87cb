"""A change: one atomic step in what readers can see.

Inside `with change(by=user, act="edited"):` guarded models may be written. On the way out, still
under the lock, each blog that readers would see differently steps its version once, each post that
differs takes that version, and what differs is kept as a revision. What does not differ costs
nothing: publishing twice is publishing once, importing twice changes nothing.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
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
from liveblog.publishing import holding
from liveblog.publishing.settling import settle
from liveblog.publishing.terms import EDITED, User, account


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
        # By what was touched, with its key.
        self._acts: dict[tuple[type[models.Model], int], list[str]] = {}
        self._notes: dict[tuple[type[models.Model], int], str] = {}
        # What has no primary key yet, with the act and the note.
        self._new: list[tuple[models.Model, str, str]] = []
        self._taken: set[tuple[type[models.Model], int]] = set()
        self.instances: list[models.Model] = []
        self.explainers: list[Explainer] = []

    @contextmanager
    def doing(self, act: str, note: str) -> Iterator[None]:
        """What is touched meanwhile is touched by that act."""
        outer = self.act, self.note
        self.act, self.note = act, note
        try:
            yield
        finally:
            self.act, self.note = outer

    def lock(self, blog_ids: Iterable[int]) -> None:
        """Take the blogs' locks, in one order everywhere, until the change is committed."""
        wanted = sorted(set(blog_ids) - self.blogs.keys())
        if wanted:
            rows = Blog._base_manager.select_for_update().filter(pk__in=wanted).order_by("pk")
            self.blogs.update({blog.pk: blog for blog in rows})

    def record(self, thing: models.Model) -> None:
        """Told by the guard of every write, before it happens."""
        self.instances.append(thing)
        if thing.pk is None:
            self._new.append((thing, self.act, self.note))
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

    def look_at(self, blog: Blog) -> None:
        """Readers may see its head otherwise, though nobody writes anything."""
        self.instances.append(blog)
        self.lock([blog.pk])
        self.heads.add(blog.pk)

    def _record_shared(self, thing: Photo | Explainer | Contributor | Topic) -> None:
        if isinstance(thing, Explainer):
            self._touch_explainers([thing])
        if thing.pk:
            self.take(thing)
        if isinstance(thing, Photo) and thing.pk and not thing.is_withdrawn:
            holding.refuse_withdrawn(Photo._base_manager.filter(pk=thing.pk))

    def take(self, thing: Photo | Explainer | Contributor | Topic) -> None:
        """Lock whatever shows it, and keep it as it is until the commit.

        Blogs first, as everywhere. Whoever takes it into use meanwhile holds it until they commit;
        so it is asked again, once it is held, who shows it. Held, it is that until the commit.
        """
        if (type(thing), thing.pk) in self._taken:
            return
        self._taken.add((type(thing), thing.pk))
        self._touch_who_shows(thing)
        self.hold([*holding.holders_of(thing), thing])
        self._touch_who_shows(thing)

    def _touch_who_shows(self, thing: Photo | Explainer | Contributor | Topic) -> None:
        match thing:
            case Explainer():
                self._touch_all(heads=Q(pins__explainer=thing), posts=Q(explainer=thing))
            case Photo():
                self._touch_explainers(Explainer._base_manager.filter(photo=thing))
                heads, posts = _where_shown([thing])
                self._touch_all(heads=heads, posts=posts)
            case Contributor():
                self._touch_posts_of(Q(bylines__contributor=thing))
            case Topic():
                self._touch_posts_of(Q(tagged__topic=thing))

    def hold(self, things: Iterable[models.Model]) -> None:
        """Keep shared rows as they are until the commit, where the database can do that.

        In one order everywhere: two who wait for each other wait for ever.
        """
        if holding.holds_rows():
            for thing in sorted(things, key=holding.place):
                rows = type(thing)._base_manager.select_for_update(no_key=True)
                rows.filter(pk=thing.pk).values_list("pk").first()

    def hold_what_was_taken_into_use(self) -> None:
        """The pictures, bylines, topics and explainers that this change put somewhere."""
        if holding.holds_rows():
            taken = [shared for thing in self.instances for shared in holding.put_by(thing)]
            self.hold({(type(thing), thing.pk): thing for thing in taken}.values())

    def refuse_what_is_withdrawn(self) -> None:
        """Whoever had a picture before it was withdrawn does not bring it back."""
        put = {pk for thing in self.instances if (pk := holding.photo_put_by(thing))}
        if put:
            photos = Photo._base_manager.filter(pk__in=put)
            nowhere = Photo.objects.filter(pk__in=put).used_nowhere().values("pk")
            holding.refuse_withdrawn(photos.exclude(pk__in=nowhere))

    def act_on(self, thing: Post | Blog | Explainer) -> str:
        """The verbs in their order; a plain edit among them goes without saying."""
        acts = self._acts.get((type(thing), thing.pk), [self.act])
        return ", ".join([act for act in acts if act != EDITED] or [EDITED])

    def note_on(self, thing: Post | Blog | Explainer) -> str:
        return self._notes.get((type(thing), thing.pk), "")

    def _remember(self, model: type[models.Model], pk: int) -> None:
        """What is being done to it: of a change within a change, the inner one's act and note."""
        acts = self._acts.setdefault((model, pk), [])
        if self.act not in acts:
            acts.append(self.act)
        if self.note:
            self._notes[model, pk] = self.note

    def _touch_head(self, blog_id: int) -> None:
        self.lock([blog_id])
        self.heads.add(blog_id)
        self._remember(Blog, blog_id)

    def _touch_explainers(self, explainers: Iterable[Explainer]) -> None:
        for explainer in explainers:
            self.explainers.append(explainer)
            if explainer.pk:
                self._remember(Explainer, explainer.pk)

    def _touch_all(self, *, heads: Q, posts: Q) -> None:
        """All of their blogs are locked at once, or the order would be one of heads and posts."""
        ids = set(Blog._base_manager.filter(heads).values_list("pk", flat=True))
        rows = _with_blogs(posts)
        self.lock([*ids, *rows.values()])
        for blog_id in ids:
            self._touch_head(blog_id)
        self._touch_posts(rows)

    def _touch_posts_of(self, those: Q) -> None:
        rows = _with_blogs(those)
        self.lock(rows.values())
        self._touch_posts(rows)

    def _touch_posts(self, ids: Iterable[int]) -> None:
        for pk in ids:
            self.posts.add(pk)
            self._remember(Post, pk)

    def touch_what_is_new(self) -> None:
        """What had no primary key when its write was recorded has one now."""
        for thing, act, note in self._new:
            if thing.pk is None or (type(thing), thing.pk) in self._acts:
                continue
            with self.doing(act, note):
                match thing:
                    case Post():
                        self._touch_posts([thing.pk])
                    case Blog():
                        self._touch_head(thing.pk)
                    case Explainer():
                        self._remember(Explainer, thing.pk)

    def tell(self, model: type[models.Model], pk: int, values: dict[str, Any]) -> None:
        """Let the caller's instances know what was written beneath them."""
        for thing in self.instances:
            if isinstance(thing, model) and thing.pk == pk:
                for name, value in values.items():
                    setattr(thing, name, value)


def _where_shown(photos: Collection[Photo]) -> tuple[Q, Q]:
    """Heads of stories, and posts."""
    explained = Q(explainer__photo__in=photos)
    return (
        Q(lead__photo__in=photos) | Q(pins__explainer__photo__in=photos),
        Q(photos__photo__in=photos) | Q(embeds__thumbnail__in=photos) | explained,
    )


def stories_showing(photos: Collection[Photo]) -> list[Blog]:
    """Whose blogs a change of what these say will touch: name them as it is opened, or two who
    change two of them, each from another story, wait for each other.
    """
    if not photos:
        return []
    heads, posts = _where_shown(photos)
    keys = {*Blog._base_manager.filter(heads).values_list("pk", flat=True)}
    return [Blog(pk=pk) for pk in keys | set(_with_blogs(posts).values())]


def _with_blogs(posts: Q) -> dict[int, int]:
    """The blog of each of those posts, by their keys."""
    return dict(Post._base_manager.filter(posts).values_list("pk", "blog_id").distinct())


@contextmanager
def change(
    *, by: User, act: str = EDITED, note: str = "", blogs: Iterable[Blog] = ()
) -> Iterator[Change]:
    """One change, or a part of the change that is already open.

    `blogs` are locked at once: name those whose state the block reads before it writes.
    """
    running = guard.current()
    if isinstance(running, Change):
        with running.doing(act, note):
            running.lock(blog.pk for blog in blogs)
            yield running
        return
    with transaction.atomic():
        new = Change(by=by, act=act, note=note)
        new.lock(blog.pk for blog in blogs)
        with guard.opened(new):
            yield new
            settle(new)
