"""How a change ends: what readers would see differently gets its version and its revision.

Runs under the locks, when all is written. Each touched post, blog and explainer is read as readers
would see it (`content`) and compared with its last revision; what does not differ costs nothing.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Min, OuterRef, Q, Subquery
from django.utils import timezone

from liveblog import caching
from liveblog.models import Blog, Correction, Explainer, Photo, Post, Revision
from liveblog.photos import renditions
from liveblog.publishing import content
from liveblog.publishing.terms import WHEN_DUE, NotPossible

if TYPE_CHECKING:
    from liveblog.publishing.change import Change

LONGEST_ACT = 200  # as Revision.act


def settle(change: "Change") -> None:
    """Step the versions and write the revisions. Called once, when all is written."""
    change.touch_what_is_new()
    change.hold_what_was_taken_into_use()
    change.refuse_what_is_withdrawn()
    _Settling(change).run()


class _Settling:
    """One moment, one change."""

    def __init__(self, change: "Change") -> None:
        self.change = change
        self.now = timezone.now()

    def run(self) -> None:
        posts = self._load_posts()
        for blog_id in sorted(self.change.blogs):
            self._settle_blog(blog_id, [p for p in posts if p.blog_id == blog_id])
        for explainer in {e.pk: e for e in self.change.explainers if e.pk}.values():
            self._settle_explainer(explainer)
        photos = [each for each in self.change.instances if isinstance(each, Photo)]
        for photo in {each.pk: each for each in photos if each.pk}.values():
            _have_renditions_made(photo)

    def _load_posts(self) -> list[Post]:
        latest = Revision.objects.filter(post=OuterRef("pk")).newest_first()
        return list(
            Post.objects.filter(pk__in=self.change.posts)
            .with_parts()
            .annotate(
                last_content=Subquery(latest.values("content")[:1]),
            )
            .order_by("pk")
        )

    def _settle_blog(self, blog_id: int, posts: list[Post]) -> None:
        blog = Blog._base_manager.filter(pk=blog_id).first()
        if blog is None:  # Deleted within this change: an empty one, made by mistake.
            return
        version = blog.version + 1
        steps: dict[str, Any] = {}

        if blog_id in self.change.heads:
            steps |= self._settle_head(blog, version, self.change.act_on(blog))
        elif blog.next_due_at and blog.next_due_at <= self.now:
            # A pin has begun or ended, and nobody has asked since: this change tells of it.
            steps |= self._settle_head(blog, version, WHEN_DUE)
        for post in posts:
            steps |= self._settle_post(post, version)
        if steps:
            steps |= {"version": version, "changed_at": self.now}
        due_at = _next_due_at(blog, self.now)
        if due_at != blog.next_due_at:
            steps["next_due_at"] = due_at
        if steps:
            transaction.on_commit(lambda: caching.blog_changed(blog_id))
            Blog._base_manager.filter(pk=blog_id).update(**steps)
            self.change.tell(Blog, blog_id, steps)

    def _settle_head(self, blog: Blog, version: int, act: str) -> dict[str, Any]:
        new = content.of_blog(blog, self.now)
        last = blog.revisions.newest_first().first()
        old = last.content if last else {}
        if new == old:
            anew = self.change.is_shown_anew
            return dict.fromkeys(("head_version", "shelf_version"), version) if anew else {}
        self._write_revision(
            blog=blog,
            act=act[:LONGEST_ACT] if last else "created",
            note=self.change.note_on(blog),
            content=new,
            version=version,
        )
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

    def _settle_post(self, post: Post, version: int) -> dict[str, Any]:
        new, old = content.of_post(post), post.last_content  # type: ignore[attr-defined]
        if new == old:
            return self._show_anew(post, version) if self.change.is_shown_anew else {}
        visible = post.is_in_stream
        revision = self._write_revision(
            post=post,
            act=self.change.act_on(post)[:LONGEST_ACT],
            note=self.change.note_on(post),
            content=new,
            version=version if visible else None,
        )
        Correction._base_manager.filter(post=post, after__isnull=True).update(after=revision)
        if not visible:
            return {}
        marks: dict[str, Any] = {"version": version}
        if post.first_version is None:
            marks |= {"first_version": version, "placed_version": version}
        elif old and post.is_published and content.says(new) != content.says(old):
            marks["edited_at"] = self.now
        if old and new["published_at"] != old["published_at"]:
            marks["placed_version"] = version
        Post._base_manager.filter(pk=post.pk).update(**marks)
        self.change.tell(Post, post.pk, marks)
        steps: dict[str, Any] = {"version": version}
        if new["is_key_event"] or (old and old["is_key_event"]):
            steps["keys_version"] = version
        if new["is_pinned"] or (old and old["is_pinned"]):
            steps["shelf_version"] = version
        return steps

    def _show_anew(self, post: Post, version: int) -> dict[str, Any]:
        """It says what it said, and its pictures come from other files."""
        if not post.is_published:
            return {}
        Post._base_manager.filter(pk=post.pk).update(version=version)
        self.change.tell(Post, post.pk, {"version": version})
        return {"version": version} | ({"shelf_version": version} if post.pinned_at else {})

    def _settle_explainer(self, explainer: Explainer) -> None:
        found = Explainer.objects.select_related("photo").filter(pk=explainer.pk).first()
        if found is None:  # Deleted within this change.
            return
        explainer = found
        _refuse_to_hide_what_posts_tell(explainer)
        new = content.of_explainer(explainer)
        last = explainer.revisions.newest_first().first()
        if last is None or last.content != new:
            self._write_revision(
                explainer=explainer,
                act=self.change.act_on(explainer)[:LONGEST_ACT],
                note=self.change.note_on(explainer),
                content=new,
            )
            pk = explainer.pk
            transaction.on_commit(lambda: caching.explainer_changed(pk))

    def _write_revision(self, **fields: Any) -> Revision:
        return Revision.objects.create(made_by=self.change.by, **fields)


def _have_renditions_made(photo: Photo) -> None:
    """After the commit, whoever brought the picture in, and outside whatever publishes it."""
    if not photo.is_ready:
        pk = photo.pk
        transaction.on_commit(lambda: renditions.wanted.send_robust(Photo, photo_id=pk))


def _refuse_to_hide_what_posts_tell(explainer: Explainer) -> None:
    """A draft is read by nobody: so no post that is, or will be, read may tell it."""
    told = Post.objects.filter(
        explainer=explainer, status__in=[Post.Status.PUBLISHED, Post.Status.SCHEDULED]
    )
    if explainer.published_at is None and told.exists():
        named = ", ".join(
            # Whoever is told may be of another team.
            f"{'a team’s own story' if post.blog.is_restricted else f'“{post.blog}”'}, "
            f"{post.blog.clock(post.published_at)}"
            for post in told.select_related("blog")[:3]
            if post.published_at
        )
        raise NotPossible(
            f"“{explainer}” stands in the stream ({named}). Take it out there before it becomes a "
            "draft again."
        )


def _next_due_at(blog: Blog, now: datetime) -> datetime | None:
    """When readers will next see something without anybody's doing."""
    moments = [blog.posts.scheduled().aggregate(at=Min("published_at"))["at"]]
    edges = blog.pins.aggregate(
        start=Min("shown_from", filter=Q(shown_from__gt=now)),
        end=Min("shown_until", filter=Q(shown_until__gt=now)),
    )
    return min((m for m in [*moments, *edges.values()] if m), default=None)
