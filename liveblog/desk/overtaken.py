"""Two people on one post: the second is told, and overwrites nothing unseen."""

from typing import Any

from django.utils import timezone

from liveblog.desk.actions import spoken, stood
from liveblog.desk.people import named
from liveblog.models import Post, Revision
from liveblog.publishing import NotPossible, content

# What an editor at the desk writes or relies on. A pin, say, may come and go meanwhile.
_MATTERS = (
    "status",
    "published_at",
    "headline",
    "body",
    "bylines",
    "topics",
    "is_key_event",
    "verification",
    "photos",
    "embeds",
    "corrections",
)


# How a post stands when a verb has nothing left to do, and how words can still be put there.
_DONE: dict[str, tuple[Post.Status, str]] = {
    "retracted": (
        Post.Status.RETRACTED,
        "Readers have that reason. To give them yours instead, restore the post and retract it "
        "again.",
    ),
    "restored": (
        Post.Status.PUBLISHED,
        "To tell readers what you wrote, put it under the post as a correction.",
    ),
    "sent back": (
        Post.Status.DRAFT,
        "To let its author have yours too, write it into the draft.",
    ),
}


class Overtaken(ValueError):
    """Somebody changed it after this page was opened; `latest` is what they left."""

    def __init__(self, latest: Revision) -> None:
        self.latest = latest
        at = timezone.localtime(latest.made_at)
        super().__init__(
            f"{named(latest.made_by)} changed this post at {at:%H:%M}, after you opened "
            "it. Nothing was overwritten, and your words are all here."
        )


class DoneAlready(NotPossible):
    """It stands so already, and words that came with the verb would be nowhere."""


def refuse_if_done(post: Post, act: str, *, by: Any, words: str) -> None:
    """Raise DoneAlready where `act` finds nothing to do, and `words` are not those that stand.

    Ask under the blog's lock. A second click, with the same words by the same hand, passes.
    """
    status, way = _DONE[act]
    words = words.strip()
    if not words or Post.objects.values_list("status", flat=True).get(pk=post.pk) != status:
        return
    done = post.revisions.select_related("made_by").filter(act__contains=act).newest_first().first()
    if done is None:
        raise DoneAlready(f"The post is {status.label.lower()} already. {_YOURS} {way}")
    if (done.made_by, done.note.strip()) != (by, words):
        raise DoneAlready(f"{_told(done, act)} {_YOURS} {way}")


_YOURS = "What you wrote was not used, and is still here."


def _told(done: Revision, act: str) -> str:
    at = timezone.localtime(done.made_at)
    with_words = f", with “{done.note}”" if done.note else ""
    return f"{named(done.made_by)} had it {act} already at {at:%H:%M}{with_words}."


def refuse_if_moved(post: Post, seen: str) -> None:
    """Raise NotPossible where `post` does not stand as the list showed it (`actions.stood`).

    Ask under the blog's lock. What readers have already is no longer published: a second click.
    """
    if not seen or seen == stood(post) or post.is_in_stream:
        return
    latest = latest_revision(post)
    who = f"{named(latest.made_by)} changed how it stands" if latest else "It stands otherwise now"
    raise NotPossible(f"“{post}” was left as it is: {who} ({_standing(post)}) after you saw it.")


def _standing(post: Post) -> str:
    at = f" for {spoken(post)}" if post.status == Post.Status.SCHEDULED else ""
    return f"{post.get_status_display().lower()}{at}"


def refuse_if_undone(post: Post, newer: Revision | None, seen: int | None, *, by: Any) -> None:
    """Raise Overtaken where what was just done undoes how somebody else let the post stand.

    `newer` was written after `seen`; that a colleague has sent the post back, or moved its time,
    is met like their words. One's own earlier press, whose answer was lost, is not in the way.
    """
    if newer is None or not post.revisions.filter(pk__gt=seen or 0).exclude(made_by=by).exists():
        return
    fresh = Post.objects.with_parts().get(pk=post.pk)
    now = content.of_post(fresh)
    if any(now[name] != newer.content.get(name) for name in ("status", "published_at")):
        raise Overtaken(newer)


def latest_revision(post: Post) -> Revision | None:
    return post.revisions.select_related("made_by").newest_first().first()


def overtaking(post: Post, seen: int | None) -> Revision | None:
    """The latest revision, where it says something else than the one the editor saw.

    Ask under the blog's lock, before anything is written.
    """
    latest = latest_revision(post)
    if latest is None or latest.pk == seen:
        return None
    base = post.revisions.filter(pk=seen).first() if seen else None
    if base is not None and _matter(base.content) == _matter(latest.content):
        return None
    return latest


def refuse_if_overtaken(post: Post, by: Revision | None) -> None:
    """Raise Overtaken where what was just written is not what `by` says already.

    A second click finds its own work there, and passes.
    """
    if by is None:
        return
    fresh = Post.objects.with_parts().get(pk=post.pk)
    if _matter(content.of_post(fresh)) != _matter(by.content):
        raise Overtaken(by)


def _matter(said: dict[str, Any]) -> dict[str, Any]:
    kept = {name: said.get(name) for name in _MATTERS}
    # That an original is gone is noted by a machine, and takes nothing from anybody's words.
    return {**kept, "embeds": [{**each, "gone_at": None} for each in said.get("embeds", ())]}
