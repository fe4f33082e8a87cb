"""Whose desk this is, which post is meant, and the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from liveblog import permissions
from liveblog.models import Blog, Post


def of_visible_blog(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the blog its address names, and let the blog's clock be the page's.

    A blog that this user may not find is a 404, like one that never was.
    """

    @wraps(view)
    def found(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        blog = get_object_or_404(permissions.visible_blogs(request.user), pk=pk)
        with timezone.override(blog.zone):
            return view(request, blog, *args, **kwargs)

    return found


def post_or_404(request: HttpRequest, blog: Blog, public_id: str) -> Post:
    """The post of this very blog that this user may see; any other id is a 404."""
    posts = permissions.visible_posts_of(blog, request.user)
    return get_object_or_404(posts.select_related("explainer", "created_by"), public_id=public_id)


def address(name: str, blog: Blog, post: Post | None = None, *, before: str = "") -> str:
    """The address of the desk's `name`; `before` remembers the page of the list."""
    args = [blog.pk, post.public_id] if post is not None else [blog.pk]
    query = f"?{urlencode({'before': before})}" if before else ""
    return reverse(f"liveblog:{name}", args=args) + query


def back(request: HttpRequest, blog: Blog, post: Post | None = None) -> HttpResponseRedirect:
    """To the desk, where the list stood, at the post that was acted on."""
    place = f"#post-{post.public_id}" if post is not None else ""
    return redirect(address("desk", blog, before=request.GET.get("before", "")) + place)
