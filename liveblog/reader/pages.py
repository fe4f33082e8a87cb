"""The pages a reader opens."""

from datetime import UTC, datetime
from typing import Any

from django.core.validators import slug_re
from django.db.models import Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from liveblog import conf
from liveblog.caching import keep, key_of
from liveblog.models import Blog, Correction, Explainer, Photo, PinnedExplainer, Post
from liveblog.permissions import access
from liveblog.publishing import publish_due
from liveblog.reader import kept
from liveblog.reader.delta import poll_seconds
from liveblog.reader.head import key_events_of, lead_of, shelf_of
from liveblog.reader.public import public_blog
from liveblog.reader.stream import Stream


@require_safe
@access("public")
def front(request: HttpRequest) -> HttpResponseBase:
    """Live now, then what is to come, then what has ended."""
    publish_due()
    blogs = Blog.objects.public().select_related("lead__photo").latest_first()
    live = list(blogs.live()[: conf.FRONT_LIVE_BLOGS])
    context = {
        "live": [(blog, _latest(blog)) for blog in live],
        "upcoming": blogs.upcoming().order_by("coverage_started_at", "pk"),
        "ended": blogs.ended()[: conf.FRONT_ENDED_BLOGS],
    }
    page = render(request, "liveblog/reader/front.html", context)
    return keep(page, "front", due_at=_next_due_at(blogs))


def _next_due_at(blogs: QuerySet[Blog]) -> datetime | None:
    found: datetime | None = blogs.aggregate(at=Min("next_due_at"))["at"]
    return found


def _latest(blog: Blog) -> list[Post]:
    posts = blog.posts.published().newest_first().select_related("blog", "explainer")
    return list(posts[: conf.FRONT_POSTS])


@require_safe
@access("public")
@public_blog
def blog(request: HttpRequest, blog: Blog) -> HttpResponseBase:
    """One story's stream: newest first, or as the query string asks."""
    stream, before = Stream.asked_for(blog, request.GET), request.GET.get("before", "")
    at = request.GET.get("at", "")
    wait = poll_seconds(blog)

    def make() -> HttpResponse:
        return _blog_page(request, stream, before=before, at=at, poll_seconds=wait)

    # A time can be anything, and would be kept as often.
    page = (
        make()
        if at
        else kept.answer(request, blog, "page", stream.query_string, before, wait, make=make)
    )
    return keep(page, "page", key_of(blog), due_at=blog.next_due_at)


def _blog_page(
    request: HttpRequest, stream: Stream, *, before: str, at: str, poll_seconds: int | None
) -> HttpResponse:
    after = _post_named(stream.blog, before, at)
    page = stream.page(before=after)
    context = {
        "blog": page.blog,
        "stream": stream,
        "page": page,
        "before": after,
        "topic": stream.topic_name(),
        "lead": lead_of(page.blog),
        "shelf": shelf_of(page.blog),
        "key_events": key_events_of(page.blog),
        "poll_seconds": poll_seconds,
    }
    return render(request, "liveblog/reader/blog.html", context)


def _post_named(blog: Blog, public_id: str, at: str) -> Post | None:
    """The post that `?before=` names. None where it names nothing; Http404 where none is it.

    An open page says `at` what time it holds that post: it may have been moved since, and what it
    was moved past would be left out.
    """
    if not public_id:
        return None
    named = blog.posts.in_stream().filter(public_id=public_id)
    post = named.first() if slug_re.match(public_id) else None
    if post is None:
        raise Http404("No update of this live blog has this name.")
    if at:
        post.published_at = _moment(at)
    return post


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Http404("That is no time.")


@require_safe
@access("public")
@public_blog
def post(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponseBase:
    """One update by itself. A withdrawn one explains itself, and is Gone (410)."""
    page = kept.answer(
        request, blog, "post", public_id, make=lambda: _post_page(request, blog, public_id)
    )
    return keep(page, "post", key_of(blog), f"post-{public_id}", due_at=blog.next_due_at)


def _post_page(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    posts = blog.posts.in_stream().select_related("blog")
    found = get_object_or_404(posts.with_parts(), public_id=public_id)
    context = {
        "blog": blog,
        "post": found,
        "shared": _shared(found),
        "newer": posts.published().newer_than(found).oldest_first().first(),
        "older": posts.published().older_than(found).newest_first().first(),
    }
    status = 410 if found.is_retracted else 200
    return render(request, "liveblog/reader/post.html", context, status=status)


def _shared(post: Post) -> Photo | None:
    """The picture of a post's share card: its own, its explainer's, or the story's."""
    own = next((shown.photo for shown in post.photos.all()), None)
    own = own or (post.explainer.photo if post.explainer else None)
    lead = None if own else lead_of(post.blog)
    return lead.photo if lead else own


@require_safe
@access("public")
def explainer(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Background by itself, with the coverage it stands in."""
    found = get_object_or_404(Explainer.objects.published().select_related("photo"), slug=slug)
    pins = PinnedExplainer.objects.shown_at(timezone.now()).filter(explainer=found)
    pinning = Blog.objects.public().filter(pins__explainer=found)
    blogs = Blog.objects.public().filter(pins__in=pins.order_by()).latest_first()
    # When it last said something else: a revision is written for nothing less.
    last = found.revisions.newest_first().values_list("made_at", flat=True).first()
    context = {"explainer": found, "blogs": blogs, "changed_at": last or found.updated_at}
    page = render(request, "liveblog/reader/explainer.html", context)
    return keep(page, "explainer", key_of(found), due_at=_next_due_at(pinning))


@require_safe
@access("public")
@public_blog
def corrections(request: HttpRequest, blog: Blog) -> HttpResponseBase:
    """What this blog put right."""
    log = _log(Correction.objects.filter(post__blog=blog))
    return _corrections_page(request, log, blog=blog)


@require_safe
@access("public")
def all_corrections(request: HttpRequest) -> HttpResponseBase:
    """What the whole site put right."""
    return _corrections_page(request, _log(Correction.objects.filter(post__blog__is_public=True)))


def _log(those: Any) -> QuerySet[Correction]:
    newest: QuerySet[Correction] = (
        those.public().newest_first().select_related("post__blog", "post__explainer")
    )
    return newest[: conf.CORRECTIONS_SHOWN]


def _corrections_page(
    request: HttpRequest, log: QuerySet[Correction], blog: Blog | None = None
) -> HttpResponse:
    context = {"blog": blog, "corrections": log}
    page = render(request, "liveblog/reader/corrections.html", context)
    return keep(page, "corrections", *([key_of(blog)] if blog else []))
