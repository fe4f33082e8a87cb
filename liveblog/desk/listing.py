"""The list asked for by itself: by the open page every few seconds, and by a row's button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liveblog.desk import screen
from liveblog.desk.finding import back, of_visible_blog
from liveblog.models import Blog, Post
from liveblog.permissions import access, may_use_newsroom


@require_safe
@access(may_use_newsroom)
@of_visible_blog
def desk_list(request: HttpRequest, blog: Blog) -> HttpResponse:
    """A fresh list as the address filters it; 204 where the page shows it already (`seen`)."""
    now = screen.as_it_stands(request, blog)
    if request.GET.get("seen") == now["listing"].seen:
        answer = HttpResponse(status=204)
    else:
        answer = _fragments(request, blog, now)
    answer["Cache-Control"] = "no-store"
    return answer


def after_press(request: HttpRequest, blog: Blog, post: Post) -> HttpResponse:
    """What a row's button leads to: the list brought up to date, or the desk as a page."""
    if request.headers.get("HX-Request") != "true":
        return back(request, blog, post)
    blog.refresh_from_db()
    now = screen.as_it_stands(request, blog)
    return _fragments(request, blog, {**now, "was_pressed": True})


def _fragments(request: HttpRequest, blog: Blog, now: dict[str, object]) -> HttpResponse:
    return render(request, "liveblog/desk/listing.html", {"blog": blog, **now})
