"""The blog itself: open, pause, end and reopen its coverage, and word its head."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liveblog import markup, permissions, publishing
from liveblog.desk import meeting, panels, standing
from liveblog.desk.finding import back, of_visible_blog
from liveblog.desk.forms.head import CloseForm, HeadForm
from liveblog.desk.people import named
from liveblog.models import Blog, Revision
from liveblog.permissions import access, may_use_newsroom
from liveblog.publishing import NotPossible

_WORDS = ("title", "standfirst", "closing_line")


@require_safe
@access(may_use_newsroom)
@of_visible_blog
def coverage(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The head of the desk alone, for htmx; anybody else gets the whole desk."""
    if not panels.is_asked_by_htmx(request):
        return back(request, blog)
    return panels.head_of_desk(request, blog)


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def open_coverage(request: HttpRequest, blog: Blog) -> HttpResponse:
    permissions.require(permissions.may_open(request.user, blog))
    left_open = " Pages that were open at its end show it when they are reloaded."
    said = f"Coverage is live.{left_open if blog.is_ended else ''}{_taken_back(blog)}"
    return _step(request, blog, publishing.open, said)


def _taken_back(blog: Blog) -> str:
    """What the end of coverage made drafts of again, whose time is still to come."""
    number = blog.posts.drafts().filter(published_at__gt=timezone.now()).count()
    if not number:
        return ""
    one = number == 1
    drafts = "1 draft has its time" if one else f"{number} drafts have their times"
    return f" {drafts} still to come: schedule {'it' if one else 'them'} again in the list."


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def pause(request: HttpRequest, blog: Blog) -> HttpResponse:
    permissions.require(permissions.may_open(request.user, blog))
    return _step(request, blog, publishing.pause, "Coverage is paused, and readers are told.")


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def close(request: HttpRequest, blog: Blog) -> HttpResponse:
    permissions.require(permissions.may_close(request.user, blog))
    with publishing.change(by=request.user, blogs=[blog]):
        stands = Blog.objects.get(pk=blog.pk)
        scheduled = [] if stands.is_ended else list(standing.scheduled_in(blog))
        form = CloseForm(request.POST, scheduled=scheduled)
        if form.is_valid():
            line = form.cleaned_data["closing_line"]
            takes_back = bool(form.cleaned_data.get("take_back"))
            publishing.close(blog, by=request.user, closing_line=line, take_back=takes_back)
    if form.errors:
        return panels.show(request, blog, "close", form=form, status=422)
    stands = Blog.objects.get(pk=blog.pk)
    if line and line != stands.closing_line:
        return _ended_otherwise(request, stands, form)
    left = _left(len(scheduled), takes_back=takes_back)
    return panels.done(request, blog, f"Coverage has ended, and readers are told.{left}")


def _left(number: int, *, takes_back: bool) -> str:
    """What became of as many scheduled updates."""
    if not number:
        return ""
    one = number == 1
    if takes_back:
        return f" {number} scheduled {'update is a draft' if one else 'updates are drafts'} again."
    return (
        f" {number} scheduled {'update' if one else 'updates'} will appear all the same, "
        "on pages that are loaded then."
    )


def _ended_otherwise(request: HttpRequest, blog: Blog, typed: CloseForm) -> HttpResponse:
    """Who ends it second has the other line shown, and their own where it can be put instead."""
    ended = blog.revisions.select_related("made_by").filter(act__contains="closed").newest_first()
    who, line = named(ended[0].made_by if ended else None), blog.closing_line
    told = f"{who} had ended it already, {f'with “{line}”' if line else 'without a closing line'}."
    if not permissions.may_run(request.user, blog):
        typed.add_error(None, f"{told} Yours was not used, and is still here.")
        return panels.show(request, blog, "close", form=typed, status=409)
    form = _head_with(blog, closing_line=typed.cleaned_data["closing_line"])
    form.add_error(None, f"{told} Yours is in its field here: save it, to have it instead.")
    return panels.show(request, blog, "head", form=form, status=409)


def _head_with(blog: Blog, **typed: str) -> HeadForm:
    """The head as it stands, but for what was `typed`."""
    seen = panels.latest(blog)
    stands = HeadForm(instance=copy(blog), initial={"revision": seen and seen.pk})
    data = {field.html_name: field.value() for field in stands}
    form = HeadForm({**data, **typed}, instance=copy(blog))
    form.is_valid()
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_use_newsroom)
@of_visible_blog
def head(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Headline and standfirst. A colleague's newer wording is never overwritten unseen."""
    permissions.require(permissions.may_run(request.user, blog))
    seen = panels.latest(blog)
    # A copy: the form writes its words into it, and the page's frame shows what stands.
    form = HeadForm(
        request.POST or None, instance=copy(blog), initial={"revision": seen and seen.pk}
    )
    if not form.is_bound:
        return panels.show(request, blog, "head", form=form)
    if not form.is_valid():
        return panels.show(request, blog, "head", form=form, status=422)
    newer = _save_head(request, blog, form)
    if form.errors:
        return panels.show(request, blog, "head", form=form, status=409)
    if newer is None:
        return panels.done(request, blog, "Saved, and on readers’ pages.")
    met = {"proposal": meeting.over_head(form, blog, newer), "noun": "blog"}
    return panels.show(request, blog, "head", form=form, status=422, **met)


def _save_head(request: HttpRequest, blog: Blog, form: HeadForm) -> Revision | None:
    """Save, or hand back the colleague's newer wording that stands in the way."""
    with publishing.change(by=request.user, blogs=[blog]):
        stands, wanted = Blog.objects.get(pk=blog.pk), form.words()
        if not stands.is_ended:
            wanted.pop("closing_line", None)
            if lost := _closing_line_typed(request, blog, form):
                form.add_error(None, f"{_reopened(blog)} What you wrote: “{lost}”")
                return None
        newer = panels.newer(blog, form.cleaned_data["revision"], _WORDS)
        if newer is None or _says(stands, wanted):
            publishing.update_blog(blog, by=request.user, **wanted)
            return None
    return newer


def _closing_line_typed(request: HttpRequest, blog: Blog, form: HeadForm) -> str:
    """What was written into a field that coverage has lost since; empty where it was left alone."""
    typed = request.POST.get("closing_line", "").strip()
    seen = blog.revisions.filter(pk=form.cleaned_data["revision"]).first()
    return "" if seen and seen.content["head"].get("closing_line") == typed else typed


def _reopened(blog: Blog) -> str:
    opened = blog.revisions.select_related("made_by").filter(act__contains="opened").newest_first()
    who = named(opened[0].made_by if opened else None)
    return (
        f"{who} opened coverage again, so there is no closing line now. Keep yours for its end, "
        "and press again to save the rest."
    )


def _says(blog: Blog, wanted: dict[str, Any]) -> bool:
    cleaned = {**wanted, "standfirst": markup.clean(wanted["standfirst"])}
    return all(getattr(blog, name) == words for name, words in cleaned.items())


def _step(request: HttpRequest, blog: Blog, verb: Callable[..., Blog], said: str) -> HttpResponse:
    try:
        verb(blog, by=request.user)
    except NotPossible as refused:
        return panels.done(request, blog, str(refused), is_refused=True)
    return panels.done(request, blog, said)
