"""What an editor does to an update that stands, told by the story's own clock."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from liveblog import publishing
from liveblog.exchange.demo.script import Act, import_ref
from liveblog.models import Blog, Correction, Post

User = Any


def apply(act: Act, blog: Blog, *, by: User, moment: datetime) -> bool:
    """Do `act`. False where it no longer fits, because somebody has been at the update since."""
    try:
        with transaction.atomic():
            return _do(act, blog, by=by, moment=moment)
    except (publishing.NotPossible, ValidationError):
        return False


def _do(act: Act, blog: Blog, *, by: User, moment: datetime) -> bool:
    if act.verb == "head":
        publishing.update_blog(blog, by=by, **act.content)
        return True
    post = blog.posts.filter(import_ref=import_ref(act.ref)).first()
    if post is None or not post.is_published:
        return False
    edited_at = post.edited_at
    _VERBS[act.verb](act, post, by, moment)
    if post.edited_at != edited_at:
        # The change stamped the machine's clock; the story has a day of its own.
        with publishing.change(by=by):
            post.edited_at = moment
            post.save(update_fields=["edited_at"])
    return True


def _correct(act: Act, post: Post, by: User, moment: datetime) -> None:
    with publishing.change(by=by, act=f"{act.kind} made", note=act.text, blogs=[post.blog]):
        made = publishing.correct(post, by=by, text=act.text, kind=act.kind, **act.content)
        _date(made, moment)


def _retract(act: Act, post: Post, by: User, moment: datetime) -> None:
    with publishing.change(by=by, act="retracted", note=act.text, blogs=[post.blog]):
        publishing.retract(post, by=by, reason=act.text)
        post.retracted_at = moment
        post.save(update_fields=["retracted_at"])
        _date(post.corrections.get(kind=Correction.Kind.RETRACTION), moment)


def _update(act: Act, post: Post, by: User, moment: datetime) -> None:
    publishing.update(post, by=by, **act.content)


def _pin(act: Act, post: Post, by: User, moment: datetime) -> None:
    publishing.pin(post, by=by)


def _unpin(act: Act, post: Post, by: User, moment: datetime) -> None:
    publishing.unpin(post, by=by)


def _date(correction: Correction, moment: datetime) -> None:
    correction.made_at = moment
    correction.save(update_fields=["made_at"])


_VERBS = {
    "correct": _correct,
    "retract": _retract,
    "update": _update,
    "pin": _pin,
    "unpin": _unpin,
}
