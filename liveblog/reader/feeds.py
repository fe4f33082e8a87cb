"""Feeds: the same posts for machines. A withdrawn post leaves its notice, never its words."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from liveblog import conf, markup
from liveblog.caching import keep, key_of
from liveblog.models import Blog, Post
from liveblog.permissions import access
from liveblog.reader import kept
from liveblog.reader.public import absolute_address, public_blog

WITHDRAWN = "This update has been withdrawn"


class _Atom(Atom1Feed):
    """Django's, with the whole entry and not a summary of it."""

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@require_safe
@access("public")
@public_blog
def atom(request: HttpRequest, blog: Blog) -> HttpResponseBase:
    """RFC 4287."""
    made = kept.answer(request, blog, "atom", make=lambda: _atom_feed(request, blog))
    return keep(made, "feed", key_of(blog), due_at=blog.next_due_at)


def _atom_feed(request: HttpRequest, blog: Blog) -> HttpResponse:
    absolute = partial(absolute_address, request)
    feed = _Atom(
        title=markup.printable(blog.title),
        link=absolute(blog.get_absolute_url()),
        description=markup.printable(markup.plain(blog.standfirst)),
        language=blog.language,
        feed_url=absolute(reverse("liveblog:atom", args=[blog.slug])),
        author_name=conf.SITE_NAME,
    )
    for post in _posts(blog):
        feed.add_item(**_atom_entry(post, request))
    return HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)


def _atom_entry(post: Post, request: HttpRequest) -> dict[str, Any]:
    address = absolute_address(request, post.get_absolute_url())
    return {
        "title": _title(post),
        "link": address,
        "unique_id": _lasting_id(post, address),
        "pubdate": post.published_at,
        "updateddate": post.last_touched_at,
        "author_name": _authors(post),
        # A feed reader has no room for our scripts and frames: words, pictures, links.
        "description": None,
        "content": _html(post, request),
        "categories": [] if post.is_retracted else [topic.name for topic in post.topics.all()],
    }


@require_safe
@access("public")
@public_blog
def json_feed(request: HttpRequest, blog: Blog) -> HttpResponseBase:
    """JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/"""
    made = kept.answer(request, blog, "json", make=lambda: _json_feed(request, blog))
    return keep(made, "feed", key_of(blog), due_at=blog.next_due_at)


def _json_feed(request: HttpRequest, blog: Blog) -> HttpResponse:
    absolute = partial(absolute_address, request)
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": blog.title,
        "description": markup.plain(blog.standfirst),
        "home_page_url": absolute(blog.get_absolute_url()),
        "feed_url": absolute(reverse("liveblog:json_feed", args=[blog.slug])),
        "language": blog.language,
        "items": [_json_item(post, request) for post in _posts(blog)],
    }
    return JsonResponse(body, content_type="application/feed+json", json_dumps_params=_PLAIN)


_PLAIN = {"ensure_ascii": False}


def _json_item(post: Post, request: HttpRequest) -> dict[str, Any]:
    address = absolute_address(request, post.get_absolute_url())
    assert post.published_at is not None  # a published post has a time: the database holds it
    return {
        "id": _lasting_id(post, address),
        "url": address,
        "title": _title(post),
        "content_html": _html(post, request),
        "date_published": post.published_at.isoformat(),
        "date_modified": post.last_touched_at.isoformat(),
        "authors": [{"name": _authors(post)}],
    }


def _lasting_id(post: Post, address: str) -> str:
    """RFC 4151: the same however the blog's address changes."""
    return f"tag:{urlsplit(address).hostname},{post.created_at:%Y-%m-%d}:post/{post.public_id}"


def _posts(blog: Blog) -> list[Post]:
    posts = blog.posts.in_stream().newest_first().select_related("blog").with_parts()
    return list(posts[: conf.FEED_POSTS])


def _title(post: Post) -> str:
    return WITHDRAWN if post.is_retracted else markup.printable(post.label or post.blog.title)


def _authors(post: Post) -> str:
    names = [] if post.is_retracted else [byline.contributor.name for byline in post.bylines.all()]
    return markup.printable(", ".join(names) or conf.SITE_NAME)


def _html(post: Post, request: HttpRequest) -> str:
    context = {"post": post, "blog": post.blog, "request": request}
    return markup.printable(render_to_string("liveblog/parts/feed_entry.html", context))
