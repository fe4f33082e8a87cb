"""The poll with nothing new, answered before anything else is done: most of a night's requests.

What a process last saw of a blog is good for WARM_SECONDS. It answers only who asks for that very
version; whoever holds another is served from the database. So a stale memory delays news by that
much, and can do nothing else.
"""

import re
from collections.abc import Callable
from functools import cached_property

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from liveblog import conf
from liveblog.caching import keep, key_of
from liveblog.models import Blog


def remember(blog: Blog, wait: int | None) -> None:
    """That `blog` stands at its version, and that who asks is to come back in `wait` seconds."""
    due_at = blog.next_due_at
    left = (due_at - timezone.now()).total_seconds() if due_at else conf.WARM_SECONDS
    if left > 0:
        known = (str(blog.version), wait, key_of(blog), due_at)
        cache.set(_key(blog.slug), known, min(conf.WARM_SECONDS, left))


def _key(slug: str) -> str:
    return f"liveblog:warm:{slug}"


class QuickPoll:
    """Middleware, to stand first: a warm poll needs no session, no user and no route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = self._address.fullmatch(request.path_info)
        if asked is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        version, wait, key, due_at = cache.get(_key(asked["slug"])) or ("", None, "", None)
        if version != asked["version"]:
            return self.get_response(request)
        response = HttpResponse(status=204)
        if wait is not None:
            response["Poll-Seconds"] = str(wait)
        return keep(response, "updates", key, due_at=due_at)

    @cached_property
    def _address(self) -> re.Pattern[str]:
        """The poll's own address, wherever the site has put it."""
        example = re.escape(reverse("liveblog:updates", args=["a-slug", 7]))
        slug = re.escape("a-slug")
        return re.compile(
            example.replace(slug, r"(?P<slug>[-\w]+)").replace("/7/", r"/(?P<version>\d+)/")
        )
