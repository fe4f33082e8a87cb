"""The desk as a page: coverage, composer, list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from liveblog import markup, permissions, publishing
from liveblog.desk import timeline
from liveblog.desk.finding import address
from liveblog.desk.sheet import Sheet
from liveblog.models import Blog, Post, Revision


@dataclass(frozen=True)
class Coverage:
    """Where the blog stands, and what this user may do about it."""

    posts: int
    last_at: datetime | None
    steps: list[timeline.Action]
    may_close: bool
    may_run: bool


@dataclass(frozen=True)
class Button:
    verb: str
    label: str
    is_main: bool = False


def page(
    request: HttpRequest, blog: Blog, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the desk, in the admin's frame; the frame's index of models is left out."""
    frame = {
        "site_title": admin.site.site_title,
        "site_header": admin.site.site_header,
        "site_url": admin.site.site_url,
        "has_permission": True,
        "is_nav_sidebar_enabled": False,
        "zone_now": timezone.localtime(),
    }
    context = {**frame, "blog": blog, **context}
    return render(request, f"liveblog/desk/{template}.html", context, status=status)


def desk_page(
    request: HttpRequest, blog: Blog, sheet: Sheet | None, *, status: int = 200
) -> HttpResponse:
    """`sheet` is the composer; None for who may not write here."""
    if blog.next_due_at and blog.next_due_at <= timezone.now():
        publishing.publish_due(blog)
        blog.refresh_from_db()
    before = _place(request, blog)
    return page(
        request,
        blog,
        "desk",
        status=status,
        sheet=sheet,
        buttons=buttons(request.user, blog),
        coverage=_coverage(request.user, blog),
        sections=timeline.sections(blog, request.user, before=before),
        before=before,
    )


def edit_page(
    request: HttpRequest,
    blog: Blog,
    post: Post,
    sheet: Sheet,
    *,
    status: int = 200,
    latest: Revision | None = None,
) -> HttpResponse:
    """`latest` is a colleague's change that stands in the way; what the post says now is shown."""
    post = blog.posts.select_related("explainer", "created_by").get(pk=post.pk)
    may_edit = permissions.may_edit(request.user, post)
    return page(
        request,
        blog,
        "edit",
        status=status,
        post=post,
        sheet=sheet,
        buttons=buttons(request.user, blog, post) if may_edit else [],
        may_correct=permissions.may_correct(request.user, blog),
        latest=latest,
        body_now=markup.trusted(post.body) if latest else "",
        before=request.GET.get("before", ""),
    )


def read_page(request: HttpRequest, blog: Blog, post: Post) -> HttpResponse:
    """The whole post, for who may not change it now."""
    whole = blog.posts.with_parts().get(pk=post.pk)
    return page(request, blog, "read", post=whole, before=request.GET.get("before", ""))


def buttons(user: Any, blog: Blog, post: Post | None = None) -> list[Button]:
    """How this user may end what they write, the surest first: Enter in a line presses it."""
    post = post or Post(blog=blog, created_by_id=user.pk)
    if post.is_published:
        return [Button("save", "Save changes", is_main=True)]
    found = [Button("save", "Save draft" if post.status == post.Status.DRAFT else "Save changes")]
    publishes = permissions.may_publish(user, blog)
    if post.status == Post.Status.DRAFT and permissions.may_submit(user, post):
        found.append(Button("submit", "Submit", is_main=not publishes))
    if permissions.may_schedule(user, blog) and post.status != Post.Status.SCHEDULED:
        found.append(Button("schedule", "Schedule"))
    if publishes:
        label = "Publish now" if post.status == Post.Status.SCHEDULED else "Publish"
        found.append(Button("publish", label, is_main=True))
    return found


def _place(request: HttpRequest, blog: Blog) -> Post | None:
    """The post that the asked-for page of the list comes after; nonsense is the first page."""
    if "before" not in request.GET:
        return None
    posts = permissions.visible_posts_of(blog, request.user).in_stream()
    return posts.filter(public_id=request.GET["before"]).first()


def _coverage(user: Any, blog: Blog) -> Coverage:
    published = blog.posts.published().aggregate(posts=Count("pk"), last_at=Max("published_at"))
    return Coverage(
        posts=published["posts"],
        last_at=published["last_at"],
        steps=_steps(blog) if permissions.may_open(user, blog) else [],
        may_close=permissions.may_close(user, blog) and not blog.is_ended,
        may_run=permissions.may_run(user, blog),
    )


def _steps(blog: Blog) -> list[timeline.Action]:
    """To end coverage is not here: it is asked twice."""
    if blog.is_live:
        return [timeline.Action("Pause", address("desk_pause", blog))]
    label = {Blog.State.UPCOMING: "Go live", Blog.State.PAUSED: "Resume"}.get(
        Blog.State(blog.state), "Reopen"
    )
    return [timeline.Action(label, address("desk_open", blog))]
