"""A picture that must not be seen any more: out of everything at once, and remembered.

Why a post of nothing else is retracted: docs/decisions/0007-a-withdrawn-picture-is-a-mark.md.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from liveblog.models import Blog, Contributor, Embed, Explainer, Photo, PhotoCaption, Post
from liveblog.photos import storage
from liveblog.publishing.change import change
from liveblog.publishing.posts import retract, send_back
from liveblog.publishing.ready import says_something
from liveblog.publishing.terms import NotPossible, User, account

ACT = "picture withdrawn"
# Readers see it. Why it was withdrawn is the newsroom's, and maybe a lawyer's.
NOTICE = "The picture that stood here has been withdrawn."


@dataclass(frozen=True)
class Withdrawal:
    """Out of how many places it was taken; not `is_news` where a colleague had done it already."""

    places: int
    is_news: bool = True


def withdraw_photo(photo: Photo, *, by: User, reason: str) -> Withdrawal:
    """Take `photo` out of every place where it stands, and what is stored of it from its address.

    Posts keep their words; one that would say nothing is retracted, or is a draft again if nobody
    has read it. The library keeps a mark, by which the same file is refused. Twice is once.
    """
    reason = reason.strip()
    if not reason:
        raise NotPossible("Say why it is withdrawn: whoever sends the file in again reads it.")
    with change(by=by, act=ACT, note=reason) as running:
        running.take(photo)
        fresh = Photo.objects.filter(pk=photo.pk).first()
        if fresh is None:
            raise NotPossible("A colleague has deleted this picture: its file is gone already.")
        if not fresh.file and not fresh.is_withdrawn:
            raise NotPossible(
                "Its file has not come yet, so nothing of it could be refused later. "
                "Take it out of the updates in which it is announced."
            )
        if fresh.is_withdrawn:
            _remove_files(fresh.stood_as)  # The storage may have failed the first time.
            return Withdrawal(0, is_news=False)
        stories = list(_stories_of(fresh))
        _end_posts_of_nothing_else(fresh, by=by, reason=reason)
        places = _take_out(fresh)
        _mark(fresh, by=by, reason=reason)
        fresh.withdrawn_from.set(stories)
    return Withdrawal(places)


def lift_withdrawal(photo: Photo, *, by: User) -> None:
    """Let its file be sent in again. It stands nowhere: its words are of a picture to come."""
    with change(by=by, act="withdrawal lifted"):
        marked = Photo.objects.withdrawn().filter(pk=photo.pk)
        # The checksum goes, too: what comes next is looked at and kept like any other upload.
        nothing = {"withdrawal_reason": "", "sha256": "", "made": {}}
        marked.update(withdrawn_at=None, withdrawn_by=None, **nothing)
        # `withdrawn_from` stays: a restricted story's picture is not everybody's by this.


def _stories_of(photo: Photo) -> Any:
    """Those whose own it was. An explainer is everybody's."""
    posts = Q(photos__photo=photo) | Q(embeds__thumbnail=photo)
    in_posts = Post.objects.filter(posts).values("blog")
    return Blog.objects.filter(Q(lead__photo=photo) | Q(pk__in=in_posts))


def of_nothing_but(photo: Photo) -> list[Post]:
    """The posts in which a reader would find nothing if `photo` were gone."""
    posts = Post.objects.filter(photos__photo=photo).select_related("blog").distinct()
    return [post for post in posts if not says_something(post, without=photo)]


def _end_posts_of_nothing_else(photo: Photo, *, by: User, reason: str) -> None:
    for post in of_nothing_but(photo):
        if post.is_published:
            retract(post, by=by, reason=NOTICE)
        elif post.status in (Post.Status.SUBMITTED, Post.Status.SCHEDULED):
            send_back(post, by=by, note=reason)


def _take_out(photo: Photo) -> int:
    """Each row by itself, so that each is recorded; how many there were."""
    shown = list(PhotoCaption.objects.filter(photo=photo))
    for row in shown:
        row.delete()
    shared = (
        (Embed.objects.filter(thumbnail=photo), "thumbnail"),
        (Explainer.objects.filter(photo=photo), "photo"),
        (Contributor.objects.filter(picture=photo), "picture"),
    )
    count = len(shown)
    for holders, field in shared:
        for holder in holders:
            setattr(holder, field, None)
            holder.save(update_fields=[field])
            count += 1
    return count


def _mark(photo: Photo, *, by: User, reason: str) -> None:
    """What is left of it. Its checksum stays: by that its file is known if it comes again."""
    name = photo.file.name or ""
    photo.file, photo.width_px, photo.height_px = "", None, None
    photo.made, photo.made_at = {"of": name}, None
    photo.withdrawn_at, photo.withdrawn_by = timezone.now(), account(by)
    photo.withdrawal_reason = reason
    photo.save()
    _remove_files(name)


def _remove_files(name: str) -> None:
    transaction.on_commit(lambda: storage.remove(name), robust=True)
