"""What readers would get of a sheet: made, looked at, and taken back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from liveblog import publishing
from liveblog.desk import wording
from liveblog.desk.finding import of_visible_blog
from liveblog.desk.keeping import post_meant
from liveblog.desk.sheet import Sheet
from liveblog.models import Blog, Post
from liveblog.permissions import access, may_use_newsroom
from liveblog.publishing import NotPossible


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def preview(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The very part that readers would get, on a reader's page; 422 with what stands in the way."""
    meant = post_meant(request, blog)
    whole = Post.objects.with_parts().get(pk=meant.pk) if meant is not None else None
    sheet = Sheet(request, blog, whole)
    context: dict[str, Any] = {"blog": blog, "sheet": sheet, "post": None}
    if not sheet.is_valid():
        return render(request, "liveblog/desk/preview.html", context, status=422)
    with transaction.atomic():
        try:
            blogs = [blog, *wording.stories_of(sheet.shown)]
            with publishing.change(by=request.user, blogs=blogs):
                context["post"] = _written(request, blog, sheet, whole)
        except (ValidationError, NotPossible) as refused:
            sheet.refuse(refused)
        page = render(
            request, "liveblog/desk/preview.html", context, status=200 if context["post"] else 422
        )
        transaction.set_rollback(True)
    return page


def _written(request: HttpRequest, blog: Blog, sheet: Sheet, post: Post | None) -> Post:
    """The post as the sheet has it, as if it were published."""
    content = sheet.content(by=request.user)
    if post is None:
        post = publishing.create(blog, by=request.user, **content)
    else:
        publishing.update(post, by=request.user, **content)
    whole = Post.objects.with_parts().select_related("blog").get(pk=post.pk)
    if not whole.is_published:
        whole.status = Post.Status.PUBLISHED
        whole.published_at = min(sheet.at or timezone.now(), timezone.now())
    return whole
