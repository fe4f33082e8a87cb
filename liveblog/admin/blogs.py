"""Blogs: their state, their head, what is pinned above the stream, their team."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from liveblog import permissions, publishing
from liveblog.admin import buttons
from liveblog.admin.badges import address_of, badge, desk_of, link, moment
from liveblog.admin.base import PublishedAdmin
from liveblog.admin.forms import WatchedForm
from liveblog.admin.records import HistoryMixin
from liveblog.admin.rights import is_in_a_team
from liveblog.admin.rows import LeadInline, PinInline, TeamInline
from liveblog.models import Blog, OldSlug, Post, PostQuerySet
from liveblog.models.blog import validate_time_zone

ASKED: dict[str, tuple[Callable[[Any, Blog], bool], Callable[..., Any], str]] = {
    "_open": (permissions.may_open, publishing.open, "Coverage is live."),
    "_pause": (permissions.may_open, publishing.pause, "Coverage is paused, and readers are told."),
    "_close": (
        permissions.may_close,
        publishing.close,
        "Coverage has ended. It can be reopened at any time.",
    ),
}


def asked(request: HttpRequest) -> list[str]:
    return [name for name in ASKED if name in request.POST]


class BlogForm(WatchedForm):
    def clean_slug(self) -> str:
        """An address that leads readers to another blog stays that blog's."""
        slug: str = self.cleaned_data["slug"]
        old = OldSlug.objects.exclude(blog_id=self.instance.pk).filter(slug=slug).first()
        if old is not None:
            raise ValidationError(
                "Another blog had this address, and readers still use it. Add a word."
            )
        return slug

    def clean_coverage_ended_at(self) -> Any:
        ended = self.cleaned_data["coverage_ended_at"]
        if ended is None and self.instance.is_ended:
            raise ValidationError("Coverage has ended: say when, or press Reopen coverage.")
        return ended


@admin.register(Blog)
class BlogAdmin(HistoryMixin, PublishedAdmin):
    form = BlogForm
    inlines = (LeadInline, PinInline, TeamInline)
    list_display = (
        "title",
        "desk",
        "standing",
        "started",
        "post_count",
        "waiting",
        "last_change",
        "version",
        "who_finds_it",
    )
    list_filter = ("state", "is_public", "is_restricted", "language")
    search_fields = ("title", "slug", "standfirst")
    date_hierarchy = "coverage_started_at"
    prepopulated_fields = {"slug": ("title",)}
    actions = None

    # Rights.

    def get_queryset(self, request: HttpRequest) -> QuerySet[Blog]:
        found = permissions.visible_blogs(request.user)
        mine = permissions.visible_posts(request.user).values("pk")
        blogs: QuerySet[Blog] = super().get_queryset(request).filter(pk__in=found.values("pk"))
        return blogs.annotate(
            posts_shown=_number_of(Post.objects.published()),
            posts_waiting=_number_of(Post.objects.submitted().filter(pk__in=mine)),
        )

    def has_view_permission(self, request: HttpRequest, obj: Blog | None = None) -> bool:
        return request.user.has_perm("liveblog.view_blog") or is_in_a_team(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Blog | None = None) -> bool:
        if obj is None:
            return self.has_view_permission(request)
        return permissions.may_run(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Blog | None = None) -> bool:
        """Coverage is ended, not deleted; an empty blog made by mistake may go."""
        if obj is None or not request.user.has_perm("liveblog.delete_blog"):
            return False
        return permissions.may_see(request.user, obj) and not obj.posts.exists()

    # The form.

    def clock_of(self, request: HttpRequest, thing: Blog | None) -> tzinfo:
        """The clock that the form was shown by, though the zone itself be changed in it."""
        if thing is not None and thing.pk:
            return ZoneInfo(Blog.objects.values_list("time_zone", flat=True).get(pk=thing.pk))
        typed = request.POST.get("time_zone", "")
        try:
            validate_time_zone(typed)
        except ValidationError:
            return Blog().zone
        return ZoneInfo(typed)

    def get_fieldsets(self, request: HttpRequest, obj: Blog | None = None) -> Any:
        said: list[Any] = ["title", "slug", "standfirst"]
        when = ["coverage_started_at", "time_zone", "language"]
        who = ["is_public", "is_restricted"]
        if obj is not None:
            said.insert(0, "standing")
            if obj.is_ended:
                when[1:1] = ["coverage_ended_at", "closing_line"]
            if self.has_change_permission(request, obj):
                who.append("seen")
        return [
            (None, {"fields": said}),
            ("When and where", {"fields": when}),
            ("Who finds it", {"fields": who}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Blog | None = None) -> tuple[str, ...]:
        """The closing line is set as coverage ends, and worded anew on the desk."""
        return ("standing", "closing_line") if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The slug follows the headline once; later it is an address that people have."""
        return {} if obj else self.prepopulated_fields

    # Saving.

    def blogs_at_stake(self, request: HttpRequest, object_id: str | None) -> Sequence[Blog]:
        return list(Blog.objects.filter(pk=object_id)) if object_id else ()

    def save_model(self, request: Any, obj: Blog, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
            obj.save()
            return
        fields = {name: form.cleaned_data[name] for name in form.changed_data if name != "seen"}
        if fields:
            publishing.update_blog(obj, by=request.user, **fields)

    def finish(self, request: HttpRequest, form: Any, change: bool) -> None:
        for name in asked(request):
            may, verb, _ = ASKED[name]
            if not may(request.user, form.instance):
                raise PermissionDenied
            if name == "_close":
                _refuse_while_scheduled(form.instance)
            verb(form.instance, by=request.user)

    def response_change(self, request: HttpRequest, obj: Blog) -> HttpResponse:
        done = asked(request)
        if not done:
            return super().response_change(request, obj)
        self.message_user(request, " ".join(ASKED[name][2] for name in done), messages.SUCCESS)
        return redirect("admin:liveblog_blog_change", obj.pk)

    # What is shown.

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        blog: Blog | None = kwargs.get("obj")
        context["buttons"] = buttons.for_blog(request.user, blog)
        context["tools"] = tools_of(blog) if blog else []
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, blog: Blog) -> str | None:
        return address_of(blog) if blog.is_public else None

    @admin.display(description="desk")
    def desk(self, blog: Blog) -> str:
        address = desk_of(blog)
        return link(address, "Open", of=blog.title) if address else "–"

    @admin.display(description="state", ordering="state")
    def standing(self, blog: Blog) -> str:
        return badge(blog.state, blog.get_state_display())

    @admin.display(description="coverage starts", ordering="coverage_started_at")
    def started(self, blog: Blog) -> str:
        return moment(blog.coverage_started_at, blog.zone)

    @admin.display(description="posts", ordering="posts_shown")
    def post_count(self, blog: Any) -> int:
        return blog.posts_shown

    @admin.display(description="waiting", ordering="posts_waiting")
    def waiting(self, blog: Any) -> int:
        """Submitted, and not yet published."""
        return blog.posts_waiting

    @admin.display(description="last change", ordering="changed_at")
    def last_change(self, blog: Blog) -> str:
        return moment(blog.changed_at, blog.zone)

    @admin.display(description="who finds it")
    def who_finds_it(self, blog: Blog) -> str:
        readers = "Readers" if blog.is_public else "Newsroom only"
        return f"{readers}; filed by its team" if blog.is_restricted else readers


def _refuse_while_scheduled(blog: Blog) -> None:
    """What is scheduled would appear after the end: the desk asks what becomes of it."""
    number = blog.posts.scheduled().count()
    if number:
        updates = "1 update is" if number == 1 else f"{number} updates are"
        raise publishing.NotPossible(
            f"{updates} still scheduled. End coverage on the story's desk, which asks what becomes "
            "of what would appear after the end."
        )


def _number_of(posts: PostQuerySet) -> Coalesce:
    of_blog = posts.filter(blog=OuterRef("pk")).order_by().values("blog")
    return Coalesce(Subquery(of_blog.annotate(number=Count("pk")).values("number")), 0)


def tools_of(blog: Blog) -> list[tuple[str, str]]:
    """Where an editor goes from a blog's page."""
    posts = reverse("admin:liveblog_post_changelist")
    tools = [
        ("Posts", f"{posts}?blog__id__exact={blog.pk}"),
        ("Write a post", f"{reverse('admin:liveblog_post_add')}?blog={blog.pk}"),
    ]
    desk = desk_of(blog)
    return [("Desk", desk), *tools] if desk else tools
