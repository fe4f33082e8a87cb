"""What Django's admin would tell of another team's story on its way past the lists."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import NestedObjects
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.db import router
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from liveblog.keys import key_in
from liveblog.models import Blog, Post
from liveblog.permissions import User, access, may_use_newsroom, visible_blogs, visible_posts

_VISIBLE = {Blog: visible_blogs, Post: visible_posts}
_ENTRIES_READ = 60
_ENTRIES_SHOWN = 10


@require_safe
@access(may_use_newsroom)
def view_on_site(request: HttpRequest, content_type_id: int, object_id: int) -> HttpResponseBase:
    """Django's way from a number to a reader's page; it would give any story's address away."""
    kind = get_object_or_404(ContentType, pk=content_type_id)
    visible = _VISIBLE.get(kind.model_class())  # type: ignore[arg-type]
    if visible is not None:
        get_object_or_404(visible(request.user), pk=object_id)
    return shortcut(request, content_type_id, object_id)


def own_actions(user: User) -> list[LogEntry]:
    """The latest of `user`'s own, without those in stories that are another team's now."""
    entries = LogEntry.objects.filter(user=user).select_related("content_type")
    latest = list(entries.order_by("-action_time")[:_ENTRIES_READ])
    for model, visible in _VISIBLE.items():
        touched = {each.object_id for each in latest if _is_of(each, model)}
        keys = [key_in(each) for each in touched if each]
        seen = {str(pk) for pk in visible(user).filter(pk__in=keys).values_list("pk", flat=True)}
        latest = [e for e in latest if not _is_of(e, model) or e.object_id in seen]
    return latest[:_ENTRIES_SHOWN]


def _is_of(entry: LogEntry, model: type) -> bool:
    return entry.content_type is not None and entry.content_type.model_class() is model


def would_be_deleted(objs: Any, user: User) -> tuple[list[Any], list[str]] | None:
    """What goes along and what stands in the way, as Django lists them, with others' veiled.

    None where nothing of it is another team's: Django's own lists may stand.
    """
    first = next(iter(objs), None)
    if first is None:
        return None
    collector = NestedObjects(using=router.db_for_write(type(first)), origin=objs)
    collector.collect(objs)
    touched = [*collector.protected, *(each for rows in collector.data.values() for each in rows)]
    stories = {pk for each in touched if (pk := _story_of(each))}
    seen = set(visible_blogs(user).filter(pk__in=stories).values_list("pk", flat=True))
    if stories <= seen:
        return None

    def said(thing: Any) -> str:
        story, noun = _story_of(thing), capfirst(thing._meta.verbose_name)
        return f"{noun}: in another team’s story" if story and story not in seen else str(thing)

    return collector.nested(said), [said(each) for each in collector.protected]


def _story_of(thing: Any) -> int | None:
    """The blog that `thing` is of, or is."""
    if isinstance(thing, Blog):
        return thing.pk
    if getattr(thing, "post_id", None):
        return int(thing.post.blog_id)
    blog_id: int | None = getattr(thing, "blog_id", None)
    return blog_id
