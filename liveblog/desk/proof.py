"""A post's quotations side by side with what their sources said: to be read, or printed."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from liveblog.desk.evidence import Evidence
from liveblog.desk.finding import of_visible_blog, post_or_404
from liveblog.desk.screen import page
from liveblog.models import Blog
from liveblog.permissions import access, may_use_newsroom


@require_safe
@access(may_use_newsroom)
@of_visible_blog
def evidence(request: HttpRequest, blog: Blog, public_id: str) -> HttpResponse:
    post = post_or_404(request, blog, public_id)
    return page(
        request,
        blog,
        "evidence",
        title="Evidence",
        post=post,
        quotes=[Evidence(each) for each in post.embeds.all()],
        printed_at=timezone.now(),
        before=request.GET.get("before", ""),
    )
