"""The poll: what changed since a version, as fragments that find their own places in the page."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liveblog.caching import keep, key_of
from liveblog.models import Blog
from liveblog.permissions import access
from liveblog.reader import kept, quick
from liveblog.reader.delta import Delta, poll_seconds, since
from liveblog.reader.head import key_events_of, lead_of, shelf_of
from liveblog.reader.public import public_blog
from liveblog.reader.stream import Stream

# No page is made of it, but by who opens its address: the pages' own policy, which names each
# player's host, would be most of what an answer weighs.
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@require_safe
@access("public")
@public_blog
def updates(request: HttpRequest, blog: Blog, version: int) -> HttpResponseBase:
    """204 where a reader at `version` lacks nothing; otherwise fragments, the poller last."""
    wait = poll_seconds(blog)
    if version == blog.version:
        response = HttpResponse(status=204)
        quick.remember(blog, wait)
    else:
        stream = Stream.asked_for(blog, request.GET)
        response = kept.answer(
            request,
            blog,
            # Whoever asks from a version that never was gets one answer, and it is kept once.
            *("updates", stream.query_string, min(version, blog.version + 1), wait),
            make=lambda: _fragments(request, since(stream, version)),
        )
    if wait is not None:
        # An answer with no body cannot replace the poller, and still says when to come back.
        response["Poll-Seconds"] = str(wait)
    response["Content-Security-Policy"] = _POLICY
    return keep(response, "updates", key_of(blog), due_at=blog.next_due_at)


def _fragments(request: HttpRequest, delta: Delta) -> HttpResponse:
    blog = delta.blog
    context = {
        "blog": blog,
        "delta": delta,
        "stream": delta.stream,
        "page": delta.fresh,
        # A renamed topic is a change of each post that has it.
        "topic": delta.stream.topic_name() if delta.posts or delta.fresh else "",
        "lead": lead_of(blog) if delta.head else None,
        "shelf": shelf_of(blog) if delta.shelf else None,
        "key_events": key_events_of(blog) if delta.keys else None,
        "poll_seconds": poll_seconds(blog),
    }
    return render(request, "liveblog/reader/updates.html", context)
