"""What became of quoted originals since: told to the desk until somebody has taken note."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from liveblog import permissions
from liveblog.desk.finding import address, of_visible_blog
from liveblog.desk.screen import page
from liveblog.desk.sightings import told
from liveblog.models import Blog, Sighting, SightingQuerySet
from liveblog.permissions import access, may_use_newsroom


@require_safe
@access(may_use_newsroom)
@of_visible_blog
def originals(request: HttpRequest, blog: Blog) -> HttpResponse:
    """What nobody has taken note of, the newest first."""
    return page(
        request,
        blog,
        "originals",
        title="Originals",
        news=told(_visible(request, blog).news()),
        may_note=_may_note(request, blog),
    )


@require_POST
@access(may_use_newsroom)
@of_visible_blog
def note(request: HttpRequest, blog: Blog, sighting_pk: int) -> HttpResponse:
    """Somebody has read it: the desk stops telling. The post's history keeps it."""
    permissions.require(_may_note(request, blog))
    seen = get_object_or_404(_visible(request, blog), pk=sighting_pk)
    if seen.noted_at is None:
        seen.noted_at, seen.noted_by_id = timezone.now(), request.user.pk
        seen.save(update_fields=["noted_at", "noted_by"])
    return redirect(address("desk_originals", blog))


def _visible(request: HttpRequest, blog: Blog) -> SightingQuerySet:
    posts = permissions.visible_posts_of(blog, request.user)
    return Sighting.objects.filter(embed__post__in=posts)


def _may_note(request: HttpRequest, blog: Blog) -> bool:
    user = request.user
    return permissions.may_publish(user, blog) or permissions.may_correct(user, blog)
