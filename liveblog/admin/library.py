"""What many blogs share: explainers, contributors, topics."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from liveblog.admin.badges import badge, links
from liveblog.admin.base import PublishedAdmin
from liveblog.admin.filters import ReadersSee
from liveblog.admin.forms import WatchedForm
from liveblog.admin.pictures import thumbnail
from liveblog.admin.records import HistoryMixin
from liveblog.admin.rights import colleagues
from liveblog.models import Contributor, Explainer, Topic
from liveblog.permissions import visible_blogs


class ExplainerForm(WatchedForm):
    pass


@admin.register(Explainer)
class ExplainerAdmin(HistoryMixin, PublishedAdmin):
    form = ExplainerForm
    list_display = ("title", "state", "pinned_in", "updated_at", "created_by")
    list_filter = (ReadersSee,)
    list_select_related = ("created_by",)
    search_fields = ("title", "summary", "body")
    autocomplete_fields = ("photo",)
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("where_pinned",)

    def get_fieldsets(self, request: HttpRequest, obj: Explainer | None = None) -> Any:
        words: list[str] = ["title", "slug", "summary", "body", "photo", "published_at"]
        if obj is not None:
            words.append("where_pinned")
            if self.has_change_permission(request, obj):
                words.append("seen")
        return [(None, {"fields": words})]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The slug follows the title once; later it is an address that people have."""
        return {} if obj else self.prepopulated_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Explainer]:
        seen = Q(pins__blog__in=visible_blogs(request.user).values("pk"))
        explainers = super().get_queryset(request)
        # What is counted is grouped, and loses the order it had.
        return explainers.annotate(times_pinned=Count("pins", filter=seen)).order_by("title", "pk")

    def save_model(self, request: Any, obj: Explainer, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(ordering="published_at")
    def state(self, explainer: Explainer) -> str:
        return (
            badge("published", "Published") if explainer.published_at else badge("draft", "Draft")
        )

    @admin.display(description="pinned in", ordering="times_pinned")
    def pinned_in(self, explainer: Any) -> str:
        """Another team's restricted blog is not counted."""
        count = explainer.times_pinned
        return f"{count} blog{'' if count == 1 else 's'}" if count else "–"

    @admin.display(description="pinned in")
    def where_pinned(self, explainer: Explainer) -> str:
        """The blogs that show it; another team's restricted blog is not named."""
        blogs = visible_blogs(explainer.looked_at_by).filter(pins__explainer=explainer)  # type: ignore[attr-defined]
        return links(blogs) or "No blog yet. Pin it from a blog's own page."


@admin.register(Contributor)
class ContributorAdmin(PublishedAdmin):
    list_display = ("name", "role", "user", "posts_written")
    ordering = ("name",)
    list_select_related = ("user",)
    search_fields = ("name", "role")
    autocomplete_fields = ("picture",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "role", "portrait", "picture", "user")
    readonly_fields = ("portrait",)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = colleagues()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contributor]:
        return super().get_queryset(request).annotate(_posts=Count("bylines"))

    @admin.display(description="posts", ordering="_posts")
    def posts_written(self, contributor: Any) -> int:
        return contributor._posts

    @admin.display(description="as it looks")
    def portrait(self, contributor: Contributor) -> str:
        return thumbnail(contributor.picture) if contributor.picture_id else "No picture yet"


@admin.register(Topic)
class TopicAdmin(PublishedAdmin):
    list_display = ("name", "slug", "posts_tagged")
    ordering = ("name",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return super().get_queryset(request).annotate(_posts=Count("tagged"))

    @admin.display(description="posts", ordering="_posts")
    def posts_tagged(self, topic: Any) -> int:
        return topic._posts
