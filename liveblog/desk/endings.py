"""How a sheet ends: kept as a draft, submitted, scheduled or published."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from liveblog import permissions, publishing
from liveblog.desk.finding import address
from liveblog.desk.sheet import Sheet
from liveblog.models import Blog, Post

VERBS = ("save", "submit", "schedule", "publish")


def require_right(verb: str, post: Post, *, by: Any) -> None:
    """Refuse a verb whose button this user was never shown."""
    match verb:
        case "submit":
            permissions.require(permissions.may_submit(by, post))
        case "schedule":
            permissions.require(permissions.may_schedule(by, post.blog))
        case "publish":
            permissions.require(permissions.may_publish(by, post.blog))


def finish(verb: str, post: Post, sheet: Sheet, *, by: Any) -> str:
    """Do `verb` inside the change that wrote the words; what to tell the editor, as HTML."""
    match verb:
        case "submit":
            publishing.submit(post, by=by)
            return "Submitted. The editors see it at the top of their list."
        case "schedule":
            return _schedule(post, sheet, by=by)
        case "publish":
            return _publish(post, sheet, by=by)
    if post.status == Post.Status.SCHEDULED and sheet.time_was_changed:
        return _schedule(post, sheet, by=by)
    return told("Draft saved" if post.status == Post.Status.DRAFT else "Saved", post)


def told(done: str, post: Post) -> SafeString:
    """What was done, and the way back to the post that it was done to."""
    where = address("desk_edit", post.blog, post)
    return format_html('{}: <a href="{}">{}</a>{}', done, where, post, _outside(post))


# Where coverage does not run, readers come by what was published all the same.
_OUTSIDE = {
    Blog.State.UPCOMING: ". Coverage has not begun: it stands on the page, under “Coverage starts”",
    Blog.State.ENDED: ". Coverage has ended: open pages show it when they are reloaded",
}


def _outside(post: Post) -> str:
    said = _OUTSIDE.get(Blog.State(post.blog.state), "") if post.is_published else ""
    return f"{said}." if said else ""


def _schedule(post: Post, sheet: Sheet, *, by: Any) -> str:
    if sheet.at is None:
        wanted = "Choose the time at which it is to appear, or send it back."
        if post.status != Post.Status.SCHEDULED:
            wanted = "Choose the time at which it is to appear, then schedule it."
        raise ValidationError({"at": wanted})
    if post.status != Post.Status.SCHEDULED or post.published_at != sheet.at:
        permissions.require(permissions.may_schedule(by, post.blog))
        publishing.schedule(post, by=by, at=sheet.at)
    return told(f"Scheduled for {_spoken(post)}", post)


def _publish(post: Post, sheet: Sheet, *, by: Any) -> str:
    """Empty: now. Earlier: it lands in its place. Later: it is scheduled."""
    # “Publish now” on a scheduled post means now, unless its time was changed on the sheet.
    kept = post.status == Post.Status.SCHEDULED and not sheet.time_was_changed
    at = None if kept or post.is_published else sheet.at
    if at is not None and at > timezone.now():
        return _schedule(post, sheet, by=by)
    publishing.publish(post, by=by, at=at)
    return told(f"Published at {_spoken(post)}", post)


def _spoken(post: Post) -> str:
    assert post.published_at is not None
    at = timezone.localtime(post.published_at)
    is_today = at.date() == timezone.localdate()
    return date_format(at, "H:i T" if is_today else "H:i T, j F Y")
