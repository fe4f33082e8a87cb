"""The stories of the day, for the admin's first page."""

from typing import Any

from django import template
from django.http import HttpRequest

from liveblog import permissions
from liveblog.admin.badges import address_of, desk_of
from liveblog.admin.others import own_actions
from liveblog.admin.rights import may_view_library
from liveblog.models import Blog

register = template.Library()
STORIES_SHOWN = 12
_STATES = [Blog.State.LIVE, Blog.State.PAUSED, Blog.State.UPCOMING]


@register.inclusion_tag("admin/liveblog/parts/stories.html", takes_context=True)
def stories(context: dict[str, Any]) -> dict[str, Any]:
    """The live and upcoming blogs that this user sees, each with its desk; one query."""
    request: HttpRequest = context["request"]
    if not permissions.may_use_newsroom(request.user):
        return {"stories": []}
    found = permissions.visible_blogs(request.user).filter(state__in=_STATES)
    # By the alphabet live comes before paused, and both before upcoming: what is on air leads.
    blogs = found.order_by("state", "-changed_at", "-pk")[:STORIES_SHOWN]
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
