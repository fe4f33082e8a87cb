"""The stories of the day, for the admin's first page."""

from datetime import timedelta
from typing import Any

from django import template
from django.db.models import Case, Q, When
from django.http import HttpRequest
from django.utils import timezone

from liveblog import permissions
from liveblog.admin.badges import address_of, desk_of
from liveblog.admin.others import own_actions
from liveblog.admin.rights import may_view_library
from liveblog.models import Blog

register = template.Library()
STORIES_SHOWN = 12
# What is on air leads; what has just ended is still corrected, and perhaps opened again.
_STATES = [Blog.State.LIVE, Blog.State.PAUSED, Blog.State.UPCOMING, Blog.State.ENDED]
_ENDED_FOR = timedelta(days=1)
_IN_ORDER = Case(*(When(state=each, then=place) for place, each in enumerate(_STATES)))


@register.inclusion_tag("admin/liveblog/parts/stories.html", takes_context=True)
def stories(context: dict[str, Any]) -> dict[str, Any]:
    """The live, upcoming and just ended blogs that this user sees, each with its desk."""
    request: HttpRequest = context["request"]
    if not permissions.may_use_newsroom(request.user):
        return {"stories": []}
    is_over = Q(state=Blog.State.ENDED, coverage_ended_at__lt=timezone.now() - _ENDED_FOR)
    found = permissions.visible_blogs(request.user).exclude(is_over)
    blogs = found.order_by(_IN_ORDER, "-changed_at", "-pk")[:STORIES_SHOWN]
    return {"stories": [(blog, desk_of(blog), _readers_page(blog)) for blog in blogs]}


@register.inclusion_tag("admin/liveblog/parts/run_out.html", takes_context=True)
def run_out(context: dict[str, Any]) -> dict[str, Any]:
    """How many pictures readers see though their licence has ended; one query."""
    user = context["request"].user
    if not (permissions.may_use_newsroom(user) and may_view_library(user)):
        return {"count": 0}
    return {"count": permissions.visible_photos(user).run_out().public().count()}


@register.inclusion_tag("admin/liveblog/parts/own_actions.html", takes_context=True)
def own_doings(context: dict[str, Any]) -> dict[str, Any]:
    """What this user did lately, where they still may see it."""
    return {"entries": own_actions(context["request"].user)}


def _readers_page(blog: Blog) -> str | None:
    return address_of(blog) if blog.is_public else None
