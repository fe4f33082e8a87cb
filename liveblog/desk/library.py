"""The library's pictures, looked for from the desk."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from liveblog import permissions
from liveblog.desk.finding import of_visible_blog
from liveblog.models import Blog, Photo
from liveblog.permissions import access, may_use_newsroom

PICTURES_FOUND = 12
# Of a caption that is pasted the first words will find it; a database takes a thousand at the most.
_WORDS_ASKED = 30


@require_safe
@access(may_use_newsroom)
@of_visible_blog
def library(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Pictures that have all the words of `q`, each a button that takes it to the sheet."""
    permissions.require(permissions.may_write(request.user, blog))
    query = request.GET.get("q", "").strip()
    context = {"blog": blog, "photos": found(query, by=request.user), "query": query}
    return render(request, "liveblog/desk/parts/library.html", context)


def found(query: str, *, by: Any) -> list[Photo]:
    """Pictures that `by` may use today and that have all these words, newest first."""
    photos = permissions.visible_photos(by).here()
    photos = photos.exclude(use_until__lt=timezone.localdate())
    for word in query.split()[:_WORDS_ASKED]:
        photos = photos.filter(
            Q(alt_text__icontains=word) | Q(caption__icontains=word) | Q(credit__icontains=word)
        )
    return list(photos.order_by("-created_at", "-pk")[:PICTURES_FOUND])
