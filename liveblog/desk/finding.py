"""Whose desk this is, which post is meant, and the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from liveblog import permissions
from liveblog.models import Blog, Post

# How the list stands, in an address: the page of it, and its filters.
PLACE = ("before", "state", "author", "topic", "key", "q")


def of_visible_blog(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the blog its address names, and let the blog's clock be the page's.

    A blog that this user may not find is a 404, like one that never was.
    """

    @wraps(view)
    def found(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        request.GET, request.POST = map(_without_nul, (request.GET, request.POST))
        blog = get_object_or_404(permissions.visible_blogs(request.user), pk=pk)
        with timezone.override(blog.zone):
            return view(request, blog, *args, **kwargs)

    return found


def _without_nul(said: QueryDict) -> Any:
    """`said` without U+0000, which no keyboard types and PostgreSQL does not keep."""
    if not any("\0" in each for name, values in said.lists() for each in (name, *values)):
        return said
    without = QueryDict(mutable=True)
    for name, values in said.lists():
        without.setlist(name.replace("\0", ""), [each.replace("\0", "") for each in values])
    return without


def post_or_404(request: HttpRequest, blog: Blog, public_id: str) -> Post:
    """The post of this very blog that this user may see; any other id is a 404."""
    posts = permissions.visible_posts_of(blog, request.user)
    return get_object_or_404(posts.select_related("explainer", "created_by"), public_id=public_id)


def address(
    name: str, blog: Blog, post: Post | None = None, *, place: dict[str, str] | None = None
) -> str:
    """The address of the desk's `name`; `place` remembers how the list stood, by PLACE's names."""
    args = [blog.pk, post.public_id] if post is not None else [blog.pk]
    query = f"?{urlencode(place)}" if place else ""
    return reverse(f"liveblog:{name}", args=args) + query


def back(request: HttpRequest, blog: Blog, post: Post | None = None) -> HttpResponseRedirect:
    """To the desk, where the list stood, at the post that was acted on."""
    row = f"#post-{post.public_id}" if post is not None else ""
    return redirect(address("desk", blog, place=place_of(request)) + row)


def place_of(request: HttpRequest) -> dict[str, str]:
    """How the list stood, as the request's address remembers it."""
    return {name: request.GET[name] for name in PLACE if request.GET.get(name)}
