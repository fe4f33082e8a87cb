"""What Django's admin asks, answered by `liveblog.permissions`."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from liveblog.keys import key_in
from liveblog.models import BlogQuerySet, Membership
from liveblog.permissions import EDITOR, REPORTER, User, visible_blogs

_WRITERS = [Membership.Role.REPORTER, Membership.Role.EDITOR]


def team_roles(user: User) -> set[str]:
    """The user's places in blogs' teams. Asked many times a page, so kept with the user."""
    held: set[str] | None = getattr(user, "_team_roles", None)
    if held is None:
        held = set(user.blog_memberships.values_list("role", flat=True)) if user.pk else set()
        user._team_roles = held
    return held


def is_in_a_team(user: User) -> bool:
    return bool(user.is_active and user.is_staff and team_roles(user))


def may_anywhere(user: User, permission: str) -> bool:
    """By a group, or in some team: enough to show a list or a button. Objects are asked again."""
    if user.has_perm(f"liveblog.{permission}"):
        return True
    if not is_in_a_team(user):
        return False
    roles = team_roles(user)
    return (Membership.Role.EDITOR in roles and permission in EDITOR) or (
        Membership.Role.REPORTER in roles and permission in REPORTER
    )


def may_view_library(user: User) -> bool:
    rights = ("liveblog.view_photo", "liveblog.change_photo")
    return any(user.has_perm(right) for right in rights) or is_in_a_team(user)


def writable_blogs(user: User) -> BlogQuerySet:
    """Where `user` may file."""
    blogs = visible_blogs(user)
    if user.has_perm("liveblog.add_post"):
        return blogs
    return blogs.filter(memberships__user=user, memberships__role__in=_WRITERS)


def chosen_blog(request: Any) -> Any:
    """The blog that a form for a new post names, if its user may see it."""
    asked = str(request.POST.get("blog") or request.GET.get("blog") or "")
    return visible_blogs(request.user).filter(pk=key_in(asked)).first()


def colleagues() -> QuerySet[Any]:
    """Those who work here. A plain list: Django's searching one asks for the right to see users."""
    users = get_user_model()
    return users._default_manager.filter(is_active=True, is_staff=True).order_by(
        users.USERNAME_FIELD
    )
