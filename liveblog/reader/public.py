"""What stands before every reader's view of a blog: found by its address, up to the minute."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from liveblog import conf
from liveblog.caching import keep, key_of
from liveblog.models import Blog, OldSlug
from liveblog.publishing import publish_due

View = Callable[..., HttpResponseBase]


def public_blog(view: View) -> View:
    """Hand `view` the public blog at `slug`; send an old slug on, and answer 404 for the rest.

    What has come due is published first, so scheduled posts need no worker.
    """

    @wraps(view)
    def found(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        try:
            blog = Blog.objects.public().get(slug=slug)
        except Blog.DoesNotExist:
            return _moved(request, slug, **kwargs)
        if blog.next_due_at and blog.next_due_at <= timezone.now():
            publish_due(blog)
            blog.refresh_from_db()
        return view(request, blog, **kwargs)

    return found


def absolute_address(request: HttpRequest, path: str) -> str:
    """`path` with this site's own scheme and host, for whoever reads it elsewhere.

    A picture that a bucket serves has an address of its own already.
    """
    site: str = conf.SITE_URL
    # A picture's may be a bucket's, and whole already.
    is_ours = site and path.startswith("/")
    return f"{site.rstrip('/')}{path}" if is_ours else request.build_absolute_uri(path)


def _moved(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
    old = OldSlug.objects.filter(slug=slug, blog__is_public=True).select_related("blog").first()
    if old is None or request.resolver_match is None:
        raise Http404("No live blog has this address.")
    answer = redirect(
        request.resolver_match.view_name, slug=old.blog.slug, permanent=True, **kwargs
    )
    if request.META.get("QUERY_STRING"):
        answer["Location"] += f"?{request.META['QUERY_STRING']}"
    return keep(answer, "page", key_of(old.blog))
