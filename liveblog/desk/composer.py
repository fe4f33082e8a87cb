"""The screen that is open all night, and the same sheet for a post that exists."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from liveblog import permissions, publishing
from liveblog.desk import (
    endings,
    fetching,
    keeping,
    kept,
    library,
    media,
    meeting,
    overtaken,
    screen,
    wording,
)
from liveblog.desk.finding import address, back, of_visible_blog, place_of, post_or_404
from liveblog.desk.proposal import Proposal
from liveblog.desk.sheet import Sheet
from liveblog.models import Blog, OpenSheet, Post, Revision
from liveblog.permissions import access, may_use_newsroom
from liveblog.publishing import NotPossible
from liveblog.publishing.ready import says_something

_REFUSALS = (ValidationError, NotPossible)


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_use_newsroom)
@of_visible_blog
def desk(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The desk; a POST is the composer's, so that a lost login leads back here."""
    if request.method == "POST":
        return _compose(request, blog)
    writes = permissions.may_write(request.user, blog) and "before" not in request.GET
    words = keeping.kept_for(request.user, blog, None) if writes else None
    return screen.desk_page(request, blog, Sheet(request, blog, kept=words) if writes else None)


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_use_newsroom)
@of_visible_blog
def edit(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    """The sheet of a post that exists; its author reads it on while an editor has it."""
    post = post_or_404(request, blog, public_id)
    if request.method == "POST":
        return _rewrite(request, blog, post)
    if permissions.may_edit(request.user, post):
        words = keeping.kept_for(request.user, blog, post)
        return screen.edit_page(request, blog, post, _sheet_of(request, post, kept=words))
    permissions.require(post.created_by_id == request.user.pk and not post.is_in_stream)
    return screen.read_page(request, blog, post)


def _compose(request: HttpRequest, blog: Blog) -> HttpResponse:
    verb = request.POST.get("verb", "save")
    if verb not in endings.VERBS:
        return HttpResponseBadRequest("Press one of the buttons under the text.")
    permissions.require(permissions.may_write(request.user, blog))
    if "anew" in request.GET:
        said: Any = request.POST.copy()
        said["token"] = kept.anew(said.get("token", ""))
        request.POST = said
    endings.require_right(verb, Post(blog=blog, created_by_id=request.user.pk), by=request.user)
    sheet = Sheet(request, blog)
    if "fetch" in request.POST:
        return screen.desk_page(request, blog, sheet, status=_fetch(request, sheet))
    if not sheet.is_valid():
        return screen.desk_page(request, blog, sheet, status=422)
    try:
        with transaction.atomic():
            blogs = [blog, *wording.stories_of(sheet.shown)]
            with publishing.change(by=request.user, act="created", blogs=blogs):
                post = _create(request, blog, sheet)
                if not says_something(post):
                    raise ValidationError("Write a headline or a text, or add a picture or a link.")
                said = endings.finish(verb, post, sheet, by=request.user)
            keeping.put_away_sent(request, sheet.token, post)
    except overtaken.Overtaken as refused:
        sent = keeping.sent_as(blog, sheet.token)
        assert sent is not None  # Only what stands already can be overtaken.
        seen = keeping.sent_last(request, sheet.token, sent)
        meet = partial(meeting.over_sent, seen=seen)
        return _overtaken(request, blog, sent, refused, meet=meet)
    except _REFUSALS as refused:
        sheet.refuse(refused)
        return screen.desk_page(request, blog, sheet, status=422)
    messages.success(request, said)
    media.warn(request, post)
    return _after(request, blog, post) or back(request, blog)


def _fetch(request: HttpRequest, sheet: Sheet) -> int:
    """Ask what its links say, or the photo library, for the sheet that is shown again; the status
    of that answer.
    """
    sheet.is_valid()
    if request.POST["fetch"] == "library":
        sheet.found = library.offered(request.POST.get("find", "").strip(), by=request.user)
    elif said := fetching.ask(sheet, by=request.user):
        messages.info(request, said)
    return 422 if sheet.is_refused else 200


def _create(request: HttpRequest, blog: Blog, sheet: Sheet) -> Post:
    """The new post; or, where this very sheet was sent before, that one, brought up to date.

    What was sent from another page is met, though oneself sent it: it may say more than this one.
    """
    by: Any = request.user
    sent = keeping.sent_as(blog, sheet.token) if sheet.token else None
    if sent is None:
        ref = kept.ref_of(sheet.token) if sheet.token else ""
        content = sheet.content(by=by)
        return publishing.create(blog, by=by, import_ref=ref, published_at=sheet.at, **content)
    latest = overtaken.latest_revision(sent)
    is_mine = latest is not None and latest.made_by == by and permissions.may_edit(by, sent)
    is_unread = sent.first_version is None
    is_ahead = is_mine and is_unread and keeping.sent_last(request, sheet.token, sent) == latest
    return _update(sent, sheet, by=by, newer=None if is_ahead else latest)


def _rewrite(request: HttpRequest, blog: Blog, post: Post) -> HttpResponse:
    verb = request.POST.get("verb", "save")
    if verb not in endings.VERBS:
        return HttpResponseBadRequest("Press one of the buttons under the text.")
    is_own = post.created_by_id == request.user.pk
    permissions.require(is_own or permissions.may_edit(request.user, post))
    endings.require_right(verb, post, by=request.user)
    sheet = _sheet_of(request, post)
    if "fetch" in request.POST:
        return screen.edit_page(request, blog, post, sheet, status=_fetch(request, sheet))
    if not sheet.is_valid():
        return screen.edit_page(request, blog, post, sheet, status=422)
    try:
        with transaction.atomic():
            blogs = [blog, *wording.stories_of(sheet.shown)]
            with publishing.change(by=request.user, blogs=blogs):
                post.refresh_from_db()
                newer = _newer(request.user, post, sheet.revision)
                _update(post, sheet, by=request.user, newer=newer)
                meeting.refuse_if_lost(sheet, post, newer)
                said = endings.finish(verb, post, sheet, by=request.user)
                overtaken.refuse_if_undone(post, newer, sheet.revision, by=request.user)
            keeping.put_away_sent(request, sheet.token, post)
    except overtaken.Overtaken as refused:
        return _overtaken(request, blog, post, refused)
    except _REFUSALS as refused:
        sheet.refuse(refused)
        return screen.edit_page(request, blog, post, sheet, status=422)
    messages.success(request, said)
    media.warn(request, post)
    return _after(request, blog, post) or back(request, blog, post)


def _after(request: HttpRequest, blog: Blog, post: Post) -> HttpResponse | None:
    """Whoever saved in mid-sentence goes on in the same post (`stay`)."""
    if "stay" not in request.POST or not permissions.may_edit(request.user, post):
        return None
    return redirect(address("desk_edit", blog, post, place=place_of(request)))


def _newer(by: Any, post: Post, seen: int | None) -> Revision | None:
    """What must not be overwritten: a colleague's change, or all of it once it left one's hands."""
    if permissions.may_edit(by, post):
        return overtaken.overtaking(post, seen)
    return overtaken.latest_revision(post)


def _update(post: Post, sheet: Sheet, *, by: Any, newer: Revision | None) -> Post:
    """Bring `post` to what the sheet says, and refuse if that would overwrite `newer`."""
    content = sheet.content(by=by)
    is_unseen = post.status in (Post.Status.DRAFT, Post.Status.SUBMITTED)
    if is_unseen or (post.is_published and sheet.at and sheet.time_was_changed):
        content["published_at"] = sheet.at
    publishing.update(post, by=by, **content)
    overtaken.refuse_if_overtaken(post, newer)
    return post


def _overtaken(
    request: HttpRequest,
    blog: Blog,
    post: Post,
    refused: overtaken.Overtaken,
    *,
    meet: Callable[[Sheet, Post, Revision], Proposal] = meeting.over_sheet,
) -> HttpResponse:
    """Both texts, and in the sheet what both of them left."""
    post = post_or_404(request, blog, post.public_id)
    sheet = _sheet_of(request, post)
    proposal = meet(sheet, post, refused.latest)
    if not permissions.may_edit(request.user, post):
        proposal = meeting.with_own_time(sheet, proposal, at=request.POST.get("at", ""))
    return screen.edit_page(request, blog, post, sheet, status=409, proposal=proposal)


def _sheet_of(request: HttpRequest, post: Post, *, kept: OpenSheet | None = None) -> Sheet:
    whole = Post.objects.with_parts().select_related("blog").get(pk=post.pk)
    latest = overtaken.latest_revision(post)
    return Sheet(request, whole.blog, whole, revision=latest.pk if latest else None, kept=kept)
