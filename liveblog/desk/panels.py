"""The story's panels: each a page of its own, or, asked for by htmx, part of the desk's head."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from liveblog.desk.finding import address, back
from liveblog.desk.screen import page
from liveblog.desk.standing import Coverage
from liveblog.models import Blog, Revision

_TITLES = {
    "close": "End coverage",
    "head": "Headline and standfirst",
    "lead": "Lead picture",
    "explainers": "Explainers at the top",
}


def show(
    request: HttpRequest, blog: Blog, panel: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """One panel, in the head of the desk where htmx asks, else as a page."""
    part = f"liveblog/desk/parts/{panel}_panel.html"
    context = {"panel": part, "title": _TITLES[panel], **context}
    if is_asked_by_htmx(request):
        return _head_of_desk(request, blog, status=status, **context)
    answer = page(request, blog, "panel", status=status, **context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def done(request: HttpRequest, blog: Blog, said: str, *, is_refused: bool = False) -> HttpResponse:
    """Say it, and show the desk; for htmx its head, as the blog stands now."""
    if is_asked_by_htmx(request):
        fresh = Blog.objects.get(pk=blog.pk)
        return _head_of_desk(request, fresh, said=said, is_refused=is_refused)
    say(request, said, is_refused=is_refused)
    return back(request, blog)


def stay(
    request: HttpRequest, blog: Blog, name: str, said: str, *, is_refused: bool = False
) -> HttpResponse:
    """Say it on the panel's own page, where there is more to do."""
    say(request, said, is_refused=is_refused)
    return redirect(address(name, blog))


def say(request: HttpRequest, said: str, *, is_refused: bool = False) -> None:
    (messages.error if is_refused else messages.success)(request, said)


def is_asked_by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def head_of_desk(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The head without a panel."""
    return _head_of_desk(request, blog)


def _head_of_desk(
    request: HttpRequest, blog: Blog, *, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"blog": blog, "coverage": Coverage(request.user, blog), **context}
    answer = render(request, "liveblog/desk/parts/coverage.html", context, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def latest(blog: Blog) -> Revision | None:
    said = blog.revisions.without_discards().select_related("made_by")
    return said.newest_first().first()


def newer(blog: Blog, seen: int | None, parts: tuple[str, ...]) -> Revision | None:
    """The latest revision, where it says something else in `parts` than the one that was seen.

    Ask under the blog's lock, before anything is written.
    """
    last = latest(blog)
    if last is None or last.pk == seen:
        return None
    base = blog.revisions.filter(pk=seen).first() if seen else None
    was, is_now = base.content["head"] if base else {}, last.content["head"]
    return None if base and all(was.get(p) == is_now.get(p) for p in parts) else last
