"""What can be done to a post."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from liveblog import markup
from liveblog.models import Blog, Contributor, Correction, Post, Revision, Topic
from liveblog.publishing.change import change
from liveblog.publishing.ready import require_ready, says_something
from liveblog.publishing.rows import write_ordered
from liveblog.publishing.terms import EDITED, NotPossible, User, account, named

_PARTS = ("bylines", "topics", "photos", "embeds")


def create(blog: Blog, *, by: User, **content: Any) -> Post:
    """A new draft. `content` as in `update`."""
    with change(by=by, act="created", blogs=[blog]):
        parts = {name: content.pop(name) for name in _PARTS if name in content}
        post = Post(blog=blog, created_by=account(by), **content)
        post.save()
        _write_parts(post, parts)
    return post


def update(post: Post, *, by: User, act: str = EDITED, **content: Any) -> Post:
    """Change what `post` says or how it stands: only the fields named are written.

    `content` names the post's fields, and `bylines=[Contributor]`, `topics=[Topic]`,
    `photos=[{"photo":, "caption":}]`, `embeds=[{"url":, "author":, …}]` as wholes, in order; a row
    that stays keeps what it is not given.
    Raises NotPossible for a retracted post, ValidationError if a public one would say nothing.
    """
    with change(by=by, act=act, blogs=[post.blog]):
        fresh = _fresh(post)
        if fresh.is_retracted:
            raise NotPossible("This post is retracted. Restore it before you edit it.")
        parts = {name: content.pop(name) for name in _PARTS if name in content}
        if fresh.is_published and "published_at" in content:
            _refuse_time_to_come(content["published_at"])
        for name, value in content.items():
            setattr(post, name, value)
        if content:
            post.save(update_fields=list(content))
        _write_parts(post, parts)
        if fresh.is_published or fresh.status == Post.Status.SCHEDULED:
            shows_others = "photos" in parts or "explainer" in content or _shows_another(fresh)
            require_ready(_with(fresh, content), pictures=shows_others)
    return post


def _shows_another(post: Post) -> bool:
    """Whether a picture stands in it that did not before: its rows may have been written already,
    as a form of the admin does.
    """
    files = set(post.photos.values_list("photo__file", flat=True))
    last = post.revisions.newest_first().first() if files else None
    return last is not None and not files <= {each["file"] for each in last.content["photos"]}


def submit(post: Post, *, by: User) -> Post:
    """Hand a draft to the editors."""
    with change(by=by, act="submitted", blogs=[post.blog]):
        fresh = _fresh(post)
        if fresh.status == Post.Status.DRAFT:
            require_ready(fresh)
            _set(post, status=Post.Status.SUBMITTED)
        elif fresh.status != Post.Status.SUBMITTED:
            raise NotPossible(f"This post is {fresh.get_status_display().lower()} already.")
    return post


def take_back(post: Post, *, by: User) -> Post:
    """Let its author have a submitted post as a draft again. An editor who was faster keeps it."""
    with change(by=by, act="taken back", blogs=[post.blog]):
        fresh = _fresh(post)
        if fresh.status == Post.Status.SUBMITTED:
            _set(post, status=Post.Status.DRAFT)
        elif fresh.status != Post.Status.DRAFT:
            raise NotPossible(f"An editor has {fresh.get_status_display().lower()} it meanwhile.")
    return post


def send_back(post: Post, *, by: User, note: str = "") -> Post:
    """Give a submitted or scheduled post back to its author, as a draft, with a note."""
    with change(by=by, act="sent back", note=note, blogs=[post.blog]):
        fresh = _fresh(post)
        if fresh.status in (Post.Status.SUBMITTED, Post.Status.SCHEDULED):
            _set(post, status=Post.Status.DRAFT)
        elif fresh.status != Post.Status.DRAFT:
            raise NotPossible("Readers have seen this post: retract it instead.")
    return post


def publish(post: Post, *, by: User, at: datetime | None = None) -> Post:
    """Put `post` before readers, now or at an earlier time `at`. Twice is once.

    Raises ValidationError saying what is missing; NotPossible for a retracted post or a time to
    come.
    """
    with change(by=by, act="published", blogs=[post.blog]):
        fresh = _fresh(post)
        if fresh.is_retracted:
            raise NotPossible("This post is retracted. Restore it instead.")
        if not fresh.is_published:
            require_ready(fresh)
            now = timezone.now()
            if at is not None:
                _refuse_time_to_come(at)
            shown = at or min(fresh.published_at or now, now)
            _set(post, status=Post.Status.PUBLISHED, published_at=shown)
    return post


def schedule(post: Post, *, by: User, at: datetime) -> Post:
    """Publish at a time to come; being due is a query, so no worker need run."""
    with change(by=by, act="scheduled", blogs=[post.blog]):
        fresh = _fresh(post)
        if fresh.is_in_stream:
            raise NotPossible("This post is published already.")
        if at <= timezone.now():
            raise NotPossible("That time is past. Publish the post now, or choose a later time.")
        require_ready(fresh)
        _set(post, status=Post.Status.SCHEDULED, published_at=at)
    return post


def correct(
    post: Post,
    *,
    by: User,
    text: str,
    kind: str = Correction.Kind.CORRECTION,
    **content: Any,
) -> Correction:
    """Put a published post right in public: `text` says what was wrong; `content` as for update."""
    if markup.is_blank(text):
        raise NotPossible("Say what was wrong and what is right: readers see it under the post.")
    if kind not in Correction.Kind.values or kind == Correction.Kind.RETRACTION:
        raise NotPossible("Choose correction, clarification or update; retract has its own button.")
    with change(by=by, act=f"{kind} made", note=text, blogs=[post.blog]):
        if not _fresh(post).is_published:
            raise NotPossible("Only a published post is corrected; a draft is simply edited.")
        correction = _note(post, by=by, kind=kind, text=text)
        if content:
            update(post, by=by, act=f"{kind} made", **content)
    return correction


def retract(post: Post, *, by: User, reason: str) -> Post:
    """Withdraw a published post. Its place keeps a notice with `reason`; its words are gone."""
    if markup.is_blank(reason):
        raise NotPossible("Say why it is withdrawn: readers see the reason in its place.")
    with change(by=by, act="retracted", note=reason, blogs=[post.blog]):
        fresh = _fresh(post)
        if not fresh.is_in_stream:
            raise NotPossible("Readers have never seen this post: send it back instead.")
        if not fresh.is_retracted:
            _note(post, by=by, kind=Correction.Kind.RETRACTION, text=reason)
            _set(
                post,
                status=Post.Status.RETRACTED,
                retracted_at=timezone.now(),
                pinned_at=None,
            )
    return post


def restore(post: Post, *, by: User, reason: str = "") -> Post:
    """Put a retracted post back in its place, and say so in the record.

    Raises NotPossible, or ValidationError saying what it lacks by now.
    """
    reason = reason or "This update was withdrawn and has been reinstated."
    with change(by=by, act="restored", note=reason, blogs=[post.blog]):
        fresh = _fresh(post)
        if fresh.is_retracted:
            if not says_something(fresh):
                raise NotPossible(
                    "Nothing is left of this update: its picture was withdrawn. Write a new one."
                )
            if fresh.explainer and fresh.explainer.published_at is None:
                raise NotPossible(
                    f"The explainer “{fresh.explainer}” is a draft now, and readers would have it. "
                    "Publish it first, then restore this."
                )
            require_ready(fresh)
            _note(
                post,
                by=by,
                kind=Correction.Kind.UPDATE,
                text=reason,
            )
            _set(post, status=Post.Status.PUBLISHED, retracted_at=None)
        elif not fresh.is_published:
            raise NotPossible("Only a retracted post is restored.")
    return post


def pin(post: Post, *, by: User) -> Post:
    """Show a published post at the top as well as in its place."""
    with change(by=by, act="pinned", blogs=[post.blog]):
        fresh = _fresh(post)
        if not fresh.is_published:
            raise NotPossible("Publish the post before you pin it.")
        if fresh.pinned_at is None:
            _set(post, pinned_at=timezone.now())
    return post


def unpin(post: Post, *, by: User) -> Post:
    with change(by=by, act="unpinned", blogs=[post.blog]):
        if _fresh(post).pinned_at is not None:
            _set(post, pinned_at=None)
    return post


def discard(post: Post, *, by: User) -> None:
    """Throw away a post that no reader ever saw; its blog's history keeps a note of it.

    Not while a colleague is writing in it. What one left typed there is given back to them as a
    new update.
    """
    with change(by=by, act=Revision.DISCARDED, blogs=[post.blog]):
        fresh = _fresh(post)
        if fresh.first_version is not None:
            raise NotPossible("Readers have seen this post: retract it instead.")
        _put_sheets_away(fresh, by=by)
        _note_discard(fresh, by=by)
        post.delete()


def _put_sheets_away(post: Post, *, by: User) -> None:
    sheets = post.open_sheets.filter(put_away_at__isnull=True)
    theirs = sheets.with_words().exclude(user=account(by)).select_related("user")
    names = sorted({named(sheet.user) for sheet in theirs.open_now()})
    if names:
        raise NotPossible(
            f"Words that are not sent yet stand in this post: {' and '.join(names)} has it open. "
            "Ask for them to be saved or thrown away, then discard it."
        )
    sheets.exclude(pk__in=[sheet.pk for sheet in theirs]).delete()


def _note_discard(post: Post, *, by: User) -> None:
    """Beside what the blog itself says, which is as before: no version steps."""
    latest = post.blog.revisions.newest_first().first()
    whose = f"typed by {named(post.created_by)}" if post.created_by else "from another system"
    Revision.objects.create(
        blog=post.blog,
        act=Revision.DISCARDED,
        note=f"{post.get_status_display()}, {whose}: {post}",
        content=latest.content if latest else {},
        made_by=account(by),
    )


def _fresh(post: Post) -> Post:
    """The post as it stands under the lock, whatever the caller's copy says."""
    held = Post.objects.select_related("blog", "explainer__photo", "created_by")
    fresh = held.filter(pk=post.pk).first()
    if fresh is None:
        raise NotPossible("A colleague has thrown this draft away: it is gone.")
    return fresh


def _with(post: Post, content: Mapping[str, Any]) -> Post:
    for name, value in content.items():
        setattr(post, name, value)
    return post


def _set(post: Post, **values: Any) -> None:
    _with(post, values).save(update_fields=list(values))


def _note(post: Post, *, by: User, kind: str, text: str) -> Correction:
    correction = Correction(
        post=post,
        kind=kind,
        text=text.strip(),
        made_at=timezone.now(),
        made_by=account(by),
        before=post.revisions.newest_first().first(),
    )
    correction.save()
    return correction


def _refuse_time_to_come(at: datetime | None) -> None:
    if at is None or at > timezone.now():
        raise NotPossible(
            "Readers have this post already: give it a time that has come. What is to appear later "
            "is a new update, scheduled for then."
        )


def _write_parts(post: Post, parts: Mapping[str, Any]) -> None:
    if "bylines" in parts:
        names: Iterable[Contributor] = parts["bylines"]
        write_ordered(post.bylines, [{"contributor": name} for name in names], same="contributor")
    if "topics" in parts:
        topics: Iterable[Topic] = parts["topics"]
        post.topics.set(topics)
    if "photos" in parts:
        write_ordered(post.photos, parts["photos"], same="photo")
    if "embeds" in parts:
        write_ordered(post.embeds, parts["embeds"], same="url", evidence="raw")
