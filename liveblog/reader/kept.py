"""What was rendered once is kept by what it was rendered from, so a stale one is never found.

A part is kept by its post's version, a page and an answer by their blog's: whoever asks has read
the version from the database in this very request. Nothing is ever taken out; what is no longer
asked for runs out.
"""

from collections.abc import Callable, Sequence
from functools import cache as once
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template import Engine
from django.template.loader import render_to_string

from liveblog import conf, markup
from liveblog.models import Blog, Post
from liveblog.models.post import PARTS


def answer(
    request: HttpRequest, blog: Blog, *about: object, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page or answer `about` this, as `make` rendered it at the blog's present version."""
    host = "" if conf.SITE_URL else f"{request.scheme}://{request.get_host()}"
    key = _key("answer", blog.pk, blog.version, blog.changed_at, host, *about)
    found = cache.get(key)
    if found is None:
        made = make()
        cache.set(key, (made.content, made.status_code, made["Content-Type"]), conf.KEPT_SECONDS)
        return made
    content, status, content_type = found
    return HttpResponse(content, status=status, content_type=content_type)


def parts(posts: Sequence[Post], blog: Blog) -> list[str]:
    """parts/post.html for each of `posts`; only those not yet kept are rendered, and read whole."""
    keys = [_key("part", post.public_id, post.version, blog.slug, blog.time_zone) for post in posts]
    kept = cache.get_many(keys)
    missing = [post for post, key in zip(posts, keys, strict=True) if key not in kept]
    prefetch_related_objects(missing, *PARTS)
    fresh = {
        key: render_to_string("liveblog/parts/post.html", {"post": post, "blog": blog})
        for post, key in zip(posts, keys, strict=True)
        if key not in kept
    }
    cache.set_many(fresh, conf.KEPT_SECONDS)
    kept |= fresh
    return [markup.trusted(kept[key]) for key in keys]


def _key(*about: object) -> str:
    told = repr((_edition(), getattr(settings, "LIVEBLOG", {}), about))
    return f"liveblog:{sha256(told.encode()).hexdigest()[:40]}"


@once
def _edition() -> str:
    """Of the templates: a cache that outlives a deploy holds pages of the one before."""
    page = Engine.get_default().get_template("liveblog/reader/blog.html")
    root = Path(page.origin.name).parents[2]
    files = [root / "base.html", *sorted(root.glob("liveblog/**/*.html"))]
    return sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]
