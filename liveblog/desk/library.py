"""The library's pictures, looked for from the desk."""

from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from liveblog import permissions
from liveblog.desk.finding import of_visible_blog
from liveblog.folding import asked_for
from liveblog.models import Blog, Photo, PhotoCaption, PhotoQuerySet
from liveblog.permissions import access, may_use_newsroom

PICTURES_FOUND = 12


@require_safe
@access(may_use_newsroom)
@of_visible_blog
def library(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Pictures that have all the words of `q`, each a button that takes it to the sheet."""
    permissions.require(permissions.may_write(request.user, blog))
    query = request.GET.get("q", "").strip()
    context = {"blog": blog, **offered(query, by=request.user)}
    return render(request, "liveblog/desk/parts/library.html", context)


def offered(query: str, *, by: Any) -> dict[str, Any]:
    """What a page shows of the search: the `photos`, and whether there may be more of them."""
    photos = found(query, by=by)
    return {"query": query, "photos": photos, "is_cut": len(photos) == PICTURES_FOUND}


def found(query: str, *, by: Any) -> list[Photo]:
    """Pictures that `by` may use and that have all these words: the licensed first, the newest.

    One whose licence has run out is shown as what it is: nobody is told that it is not there.
    """
    photos = saying(query, permissions.visible_photos(by).here(), by=by)
    has_run_out = Case(When(use_until__lt=timezone.localdate(), then=1), default=0)
    return list(photos.order_by(has_run_out, "-created_at", "-pk")[:PICTURES_FOUND])


def saying(query: str, photos: PhotoQuerySet, *, by: Any) -> PhotoQuerySet:
    """Those of `photos` that have all these words, of their own or where `by` sees them used.

    “In quotation marks” is looked for as it stands.
    """
    for asked in asked_for(query):
        used = _captions_seen(by).filter(search_text__contains=asked)
        photos = photos.filter(Q(search_text__contains=asked) | Q(pk__in=used.values("photo")))
    return photos


def _captions_seen(by: Any) -> QuerySet[PhotoCaption]:
    posts, blogs = permissions.visible_posts(by), permissions.visible_blogs(by)
    return PhotoCaption.objects.filter(
        Q(post__in=posts.values("pk")) | Q(blog__in=blogs.values("pk"))
    )
