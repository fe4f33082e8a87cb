"""The desk as a page: coverage, composer, list."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from liveblog import conf, permissions, publishing
from liveblog.desk import night_list
from liveblog.desk.finding import address, place_of
from liveblog.desk.people import named
from liveblog.desk.proposal import Proposal
from liveblog.desk.sheet import Sheet
from liveblog.desk.standing import Coverage
from liveblog.desk.timeline import SENT_BACK
from liveblog.desk.wanted import Choices
from liveblog.models import Blog, Post


@dataclass(frozen=True)
class Button:
    """`address` is where it sends the sheet, if not to its own."""

    verb: str
    label: str
    is_main: bool = False
    address: str = ""


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
        "keep_seconds": conf.KEEP_SECONDS,
    }
    context = {**frame, "blog": blog, **context}
    return render(request, f"liveblog/desk/{template}.html", context, status=status)


def desk_page(
    request: HttpRequest, blog: Blog, sheet: Sheet | None, *, status: int = 200
) -> HttpResponse:
    """`sheet` is the composer; None for who may not write here."""
    now = as_it_stands(request, blog)
    return page(
        request,
        blog,
        "desk",
        status=status,
        sheet=sheet,
        buttons=buttons(request.user, blog),
        choices=Choices.of(blog, request.user),
        **now,
    )


def as_it_stands(request: HttpRequest, blog: Blog) -> dict[str, Any]:
    """What of a desk moves by itself: the coverage and the list, with all that is due."""
    if blog.next_due_at and blog.next_due_at <= timezone.now():
        publishing.publish_due(blog)
        blog.refresh_from_db()
    coverage = Coverage(request.user, blog)
    run_out = [photo.pk for photo in coverage.run_out]
    to_do = (coverage.waiting, coverage.sent_back)
    facts = (coverage.posts, to_do, coverage.last_at, coverage.originals, run_out)
    stands = (blog.version, blog.state, blog.is_public)
    listing = night_list.list_of(request, blog, beside=(facts, stands))
    return {"coverage": coverage, "listing": listing, "before": listing.wanted.before}


def edit_page(
    request: HttpRequest,
    blog: Blog,
    post: Post,
    sheet: Sheet,
    *,
    status: int = 200,
    proposal: Proposal | None = None,
) -> HttpResponse:
    """`proposal` is where a colleague's change stands in the way: both texts are shown."""
    post = blog.posts.select_related("explainer", "created_by").get(pk=post.pk)
    may_edit = permissions.may_edit(request.user, post)
    return page(
        request,
        blog,
        "edit",
        status=status,
        post=post,
        sheet=sheet,
        # Said, for a sheet that is sent again comes here from the composer's address.
        action=address("desk_edit", blog, post, place=place_of(request)),
        buttons=buttons(request.user, blog, post) if may_edit else _anew(request.user, blog),
        is_out_of_hands=not may_edit,
        may_correct=permissions.may_correct(request.user, blog),
        may_send_back=permissions.may_publish(request.user, blog),
        proposal=proposal,
        sent_back=_sent_back(post),
        noun="post",
        before=request.GET.get("before", ""),
    )


def _anew(user: Any, blog: Blog) -> list[Button]:
    """Whose post has left their hands while they wrote may send their words on all the same."""
    to = address("desk", blog, place={"anew": "1"})
    made = {"save": "Save as a new draft", "submit": "Submit as a new update"}
    if not permissions.may_write(user, blog):
        return []
    return [Button(verb, label, verb == "submit", to) for verb, label in made.items()]


def _sent_back(post: Post) -> dict[str, Any] | None:
    """When, by whom and with which words a post that is not out yet was given back last."""
    if post.status not in (Post.Status.DRAFT, Post.Status.SUBMITTED):
        return None
    acts = post.revisions.filter(act=SENT_BACK).select_related("made_by")
    last = acts.newest_first().first()
    return {"who": named(last.made_by), "at": last.made_at, "note": last.note} if last else None


def read_page(request: HttpRequest, blog: Blog, post: Post) -> HttpResponse:
    """The whole post, for who may not change it now."""
    whole = blog.posts.with_parts().get(pk=post.pk)
    return page(
        request,
        blog,
        "read",
        post=whole,
        may_take_back=permissions.may_take_back(request.user, whole),
        before=request.GET.get("before", ""),
    )


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
