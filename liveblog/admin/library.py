"""What many blogs share: contributors, topics."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from liveblog.admin.comparing import ComparedAdmin
from liveblog.admin.pictures import thumbnail
from liveblog.admin.rights import colleagues
from liveblog.models import Contributor, Topic
from liveblog.permissions import visible_posts


@admin.register(Contributor)
class ContributorAdmin(ComparedAdmin):
    list_display = ("name", "role", "user", "posts_written")
    ordering = ("name",)
    list_select_related = ("user",)
    search_fields = ("search_text",)
    autocomplete_fields = ("picture",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "role", "portrait", "picture", "user")
    readonly_fields = ("portrait",)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = colleagues()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contributor]:
        seen = Q(bylines__post__in=visible_posts(request.user).values("pk"))
        return super().get_queryset(request).annotate(_posts=Count("bylines", filter=seen))

    @admin.display(description="posts", ordering="_posts")
    def posts_written(self, contributor: Any) -> int:
        return contributor._posts

    @admin.display(description="as it looks")
    def portrait(self, contributor: Contributor) -> str:
        return thumbnail(contributor.picture) if contributor.picture_id else "No picture yet"


@admin.register(Topic)
class TopicAdmin(ComparedAdmin):
    list_display = ("name", "slug", "posts_tagged")
    ordering = ("name",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        seen = Q(tagged__post__in=visible_posts(request.user).values("pk"))
        return super().get_queryset(request).annotate(_posts=Count("tagged", filter=seen))

    @admin.display(description="posts", ordering="_posts")
    def posts_tagged(self, topic: Any) -> int:
        return topic._posts
