"""The record: every revision, correction and second look at an original, read-only."""

import json
from datetime import tzinfo
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html

from liveblog.admin.badges import moment
from liveblog.admin.searching import Searched
from liveblog.admin.titles import ListTitle
from liveblog.desk import history
from liveblog.desk.people import named
from liveblog.models import Correction, Revision, Sighting
from liveblog.permissions import User, visible_posts, visible_revisions

REVISIONS_SHOWN = 200
# So many are compared word by word: to compare two long texts takes some milliseconds.
COMPARED = 40
_WORDS = {
    "body": "text",
    "published_at": "time shown",
    "is_key_event": "key event",
    "is_pinned": "pinned",
    "photos": "pictures",
    "embeds": "links",
    "is_public": "public",
    "coverage_started_at": "start of coverage",
    "coverage_ended_at": "end of coverage",
    "closing_line": "closing line",
    "lead": "lead picture",
    "title": "headline",
    "time_zone": "time zone",
    "is_published": "published",
}


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Which parts of two revisions' content differ, in the newsroom's words."""
    old, new = flat(old), flat(new)
    return [_WORDS.get(part, part) for part in new if new[part] != old.get(part)]


def flat(content: dict[str, Any]) -> dict[str, Any]:
    """A blog's content stands in groups (head, shelf, clock); a post's does not."""
    flat: dict[str, Any] = {}
    for name, value in content.items():
        flat |= value if name in ("head", "clock") else {name: value}
    return flat


class HistoryMixin:
    """`history_view` shows the revisions: what readers saw, who changed it, when."""

    def history_view(
        self: Any, request: Any, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        thing = self.get_object(request, object_id)
        if thing is None or not self.has_view_permission(request, thing):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {thing}",
            "object": thing,
            "opts": self.opts,
            "entries": history_of(thing, self.clock_of(request, thing), seen_by=request.user),
            "sees_revisions": request.user.has_perm("liveblog.view_revision"),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/liveblog/history.html", context)

    def get_deleted_objects(self: Any, objs: Any, request: HttpRequest) -> Any:
        """Its own revisions go with it; nobody needs a right of their own for that."""
        gone, count, needed, protected = super().get_deleted_objects(  # type: ignore[misc]
            objs, request
        )
        return gone, count, needed - {Revision._meta.verbose_name}, protected


def history_of(thing: Any, zone: tzinfo, *, seen_by: User) -> list[dict[str, Any]]:
    """The latest revisions, newest first, each with the parts it changed, and those of a post or an
    explainer word by word."""
    seen = thing.revisions.filter(pk__in=visible_revisions(seen_by).values("pk"))
    found = seen.select_related("made_by").newest_first()[: REVISIONS_SHOWN + 1]
    revisions = list(found)
    return [
        {
            "revision": revision,
            "at": moment(revision.made_at, zone),
            "who": named(revision.made_by),
            "changed": differences(before.content, revision.content) if before else [],
            "words": history.differences(before.content, revision.content)
            if before and place < COMPARED
            else [],
        }
        for place, (revision, before) in enumerate(
            zip(revisions, [*revisions[1:], None], strict=True)
        )
    ][:REVISIONS_SHOWN]


class ReadOnlyAdmin(Searched, ListTitle, admin.ModelAdmin):
    """A log: nobody adds to it by hand, nobody takes away."""

    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="who", ordering="made_by")
    def who(self, record: Any) -> str:
        return named(record.made_by)

    @admin.display(description="when", ordering="made_at")
    def when(self, record: Any) -> str:
        """By the clock of the blog it belongs to, as the readers' pages tell it."""
        blog = record.post.blog if record.post else getattr(record, "blog", None)
        return moment(record.made_at, blog.zone if blog else timezone.get_default_timezone())


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("when", "kind", "text", "post", "blog", "who")
    list_display_links = ("text",)
    list_filter = ("kind",)
    search_fields = ("text", "post__headline")
    date_hierarchy = "made_at"
    list_select_related = ("post__blog", "post__explainer", "made_by")
    fields = ("kind", "text", "post", "when", "who", "before", "after")
    ordering = ("-made_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        posts = visible_posts(request.user)
        found: QuerySet[Correction] = super().get_queryset(request).filter(post__in=posts)
        return found

    @admin.display(ordering="post__blog")
    def blog(self, correction: Correction) -> str:
        return str(correction.post.blog)


@admin.register(Sighting)
class SightingAdmin(ReadOnlyAdmin):
    change_list_template = "admin/liveblog/sightings.html"
    list_display = ("seen_at", "kind", "embed", "post", "noted_at")
    list_display_links = ("embed",)
    list_filter = ("kind",)
    search_fields = ("embed__url", "embed__author", "embed__text")
    date_hierarchy = "seen_at"
    list_select_related = ("embed__post__blog", "embed__post__explainer")
    fields = ("kind", "embed", "post", "seen_at", "noted_at", "noted_by", "said")
    ordering = ("-seen_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sighting]:
        posts = visible_posts(request.user)
        found: QuerySet[Sighting] = super().get_queryset(request).filter(embed__post__in=posts)
        return found

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Part of the record: whoever may read that."""
        return request.user.has_perm("liveblog.view_revision")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(ordering="embed__post")
    def post(self, sighting: Sighting) -> str:
        return str(sighting.embed.post)

    @admin.display(description="what it said")
    def said(self, sighting: Sighting) -> str:
        words = json.dumps(sighting.raw, ensure_ascii=False, indent=2)
        return format_html('<pre class="record">{}</pre>', words)


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("when", "of", "act", "who", "version", "note")
    list_display_links = ("when",)
    list_filter = ("act",)
    search_fields = ("act", "note", "post__headline", "blog__title", "explainer__title")
    date_hierarchy = "made_at"
    list_select_related = ("post__blog", "post__explainer", "blog", "explainer", "made_by")
    fields = ("of", "act", "note", "who", "when", "version", "said")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        found: QuerySet[Revision] = super().get_queryset(request)
        return found.filter(pk__in=visible_revisions(request.user).values("pk"))

    @admin.display(description="of")
    def of(self, revision: Revision) -> str:
        """As it was called then: what it says now may be another's."""
        said = flat(revision.content)
        called = said.get("headline") or said.get("title")
        return str(called or revision.post or revision.blog or revision.explainer)

    @admin.display(description="what it said")
    def said(self, revision: Revision) -> str:
        words = json.dumps(revision.content, ensure_ascii=False, indent=2)
        return format_html('<pre class="record">{}</pre>', words)
