"""What an editor can do next with a post or a blog: only what fits its state and their rights."""

from dataclasses import dataclass

from django.urls import reverse

from liveblog import permissions
from liveblog.admin.rights import may_anywhere
from liveblog.models import Blog, Post
from liveblog.permissions import User


@dataclass(frozen=True)
class Button:
    """Saves the form and does what `name` says, or, with an `href`, leads to a page of its own."""

    name: str
    label: str
    href: str = ""
    is_main: bool = False


SAVE = "_continue"  # Django's own: save, and stay on the page.


def for_new_post(user: User, blog: Blog | None) -> list[Button]:
    """`blog` is the one that the address names. What is allowed is asked again when it is sent."""

    def may(permission: str, in_blog: bool) -> bool:
        return in_blog if blog else may_anywhere(user, permission)

    buttons = [Button(SAVE, "Save draft")]
    if may("submit_post", bool(blog and permissions.may_write(user, blog))):
        buttons.append(Button("_submit", "Submit"))
    if may("schedule_post", bool(blog and permissions.may_schedule(user, blog))):
        buttons.append(Button("_schedule", "Schedule"))
    if may("publish_post", bool(blog and permissions.may_publish(user, blog))):
        buttons.append(Button("_publish", "Publish now"))
    return _with_the_last_as_main(buttons)


def for_post(user: User, post: Post) -> list[Button]:
    if post.is_published:
        return _published(user, post)
    if post.is_retracted:
        restorable = permissions.may_restore(user, post.blog)
        return [_page(post, "restore", "Restore …")] if restorable else []
    return _with_the_last_as_main(_not_yet_seen(user, post))


def _not_yet_seen(user: User, post: Post) -> list[Button]:
    is_draft, is_scheduled = post.status == Post.Status.DRAFT, post.status == Post.Status.SCHEDULED
    buttons = []
    if permissions.may_edit(user, post):
        buttons.append(Button(SAVE, "Save draft" if is_draft else "Save"))
    if is_draft and permissions.may_submit(user, post):
        buttons.append(Button("_submit", "Submit"))
    if not is_draft and permissions.may_publish(user, post.blog):
        buttons.append(_page(post, "send_back", "Send back …"))
    if not is_scheduled and permissions.may_schedule(user, post.blog):
        buttons.append(Button("_schedule", "Schedule"))
    if permissions.may_publish(user, post.blog):
        buttons.append(Button("_publish", "Publish now"))
    return buttons


def _published(user: User, post: Post) -> list[Button]:
    buttons = []
    if permissions.may_retract(user, post.blog):
        buttons.append(_page(post, "retract", "Retract …"))
    if permissions.may_correct(user, post.blog):
        buttons.append(_page(post, "correct", "Correct …"))
    if permissions.may_edit(user, post):
        if permissions.may_pin(user, post.blog):
            pinned = post.pinned_at is not None
            buttons.append(Button("_unpin", "Unpin") if pinned else Button("_pin", "Pin"))
        buttons.append(Button(SAVE, "Save for readers", is_main=True))
    return buttons


def for_blog(user: User, blog: Blog | None) -> list[Button]:
    save = Button(SAVE, "Save", is_main=True)
    if blog is None:
        return [save]
    buttons = []
    if permissions.may_close(user, blog) and not blog.is_ended:
        buttons.append(Button("_close", "End coverage"))
    if permissions.may_open(user, blog):
        if blog.is_live:
            buttons.append(Button("_pause", "Pause"))
        else:
            buttons.append(Button("_open", _OPEN[Blog.State(blog.state)]))
    return [*buttons, save] if permissions.may_run(user, blog) else []


_OPEN = {
    Blog.State.UPCOMING: "Open coverage",
    Blog.State.PAUSED: "Resume",
    Blog.State.ENDED: "Reopen coverage",
}


def _page(post: Post, act: str, label: str) -> Button:
    return Button("", label, href=reverse(f"admin:liveblog_post_{act}", args=[post.pk]))


def _with_the_last_as_main(buttons: list[Button]) -> list[Button]:
    if not buttons or buttons[-1].href:
        return buttons
    last = buttons[-1]
    return [*buttons[:-1], Button(last.name, last.label, is_main=True)]
