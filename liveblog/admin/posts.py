"""Posts: who wrote what, in which state, shown when; and what can be done about it."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from liveblog import permissions, publishing
from liveblog.admin import acts, buttons
from liveblog.admin.badges import address_of
from liveblog.admin.base import PublishedAdmin
from liveblog.admin.filters import Pinned, TypedBy, VisibleBlogs
from liveblog.admin.forms import WatchedForm
from liveblog.admin.links import Asked
from liveblog.admin.post_list import PostActions, PostColumns
from liveblog.admin.quotations import EmbedInline
from liveblog.admin.records import HistoryMixin
from liveblog.admin.rights import chosen_blog, is_in_a_team, may_anywhere, writable_blogs
from liveblog.admin.rows import BylineInline, PictureInline
from liveblog.models import Blog, Byline, Post
from liveblog.models.fields import new_public_id

# What the buttons ask for: the right, the verb, and what is said when it is done.
Verb = Callable[..., Any]
ASKED: dict[str, tuple[Callable[[Any, Post], bool], Verb, str]] = {
    "_submit": (permissions.may_submit, publishing.submit, "Submitted to the editors."),
    "_publish": (
        lambda user, post: permissions.may_publish(user, post.blog),
        publishing.publish,
        "Published: readers see it now.",
    ),
    "_schedule": (
        lambda user, post: permissions.may_schedule(user, post.blog),
        publishing.schedule,
        "Scheduled. It appears by itself when its time comes.",
    ),
    "_pin": (
        lambda user, post: permissions.may_pin(user, post.blog),
        publishing.pin,
        "Pinned to the top of the blog.",
    ),
    "_unpin": (
        lambda user, post: permissions.may_pin(user, post.blog),
        publishing.unpin,
        "Unpinned. It keeps its place in the stream.",
    ),
}


def asked(request: HttpRequest) -> list[str]:
    return [name for name in ASKED if name in request.POST]


class PostForm(WatchedForm):
    """`once` is made with the empty form, so that a double click makes one post."""

    once = forms.RegexField(r"^[2-9b-z]{8}$", required=False, widget=forms.HiddenInput)

    def clean_published_at(self) -> Any:
        at, status = self.cleaned_data["published_at"], self.instance.status
        if at is None and status == Post.Status.SCHEDULED:
            raise ValidationError("Scheduled for when? Give it a time, or send it back.")
        if at is None:
            return self.instance.published_at
        if at and status == Post.Status.PUBLISHED and at > timezone.now():
            raise ValidationError("Readers see this post already: its time cannot be to come.")
        return at


@admin.register(Post)
class PostAdmin(HistoryMixin, PostColumns, PostActions, PublishedAdmin):
    form = PostForm
    inlines = (BylineInline, PictureInline, EmbedInline)
    list_display = (
        "words",
        "state",
        "time_shown",
        "byline",
        "blog",
        "typed_by",
        "last_edit",
    )
    list_filter = (
        "status",
        ("blog", VisibleBlogs),
        ("contributors", admin.RelatedOnlyFieldListFilter),
        ("created_by", TypedBy),
        "verification",
        "is_key_event",
        Pinned,
        "topics",
    )
    list_select_related = ("blog", "explainer", "created_by")
    list_per_page = 50
    # By the time shown, each database would put the drafts, which have none, elsewhere.
    ordering = ("-created_at", "-pk")
    search_fields = ("search_text",)
    date_hierarchy = "published_at"
    autocomplete_fields = ("blog", "explainer")
    actions = ("publish_chosen",)

    # Rights: the list for whoever works here, the objects one by one.

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        mine = permissions.visible_posts(request.user)
        found: QuerySet[Post] = super().get_queryset(request).filter(pk__in=mine.values("pk"))
        return found.prefetch_related("bylines__contributor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_anywhere(request.user, "add_post")

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return request.user.has_perm("liveblog.view_post") or is_in_a_team(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        if obj is None:
            return may_anywhere(request.user, "change_post")
        return permissions.may_edit(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """Only what no reader ever saw is thrown away; the rest is retracted."""
        if not request.user.has_perm("liveblog.delete_post"):
            return False
        return obj is None or (
            obj.first_version is None and permissions.may_edit(request.user, obj)
        )

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> Any:
        # Django 6.1 says for which place; 5.2 knows of one only.
        place = {} if action_location is None else {"action_location": action_location}
        chosen = super().get_actions(request, **place)
        chosen.pop("delete_selected", None)
        return chosen

    # The form.

    def clock_of(self, request: HttpRequest, thing: Any) -> tzinfo:
        blog: Blog | None = thing.blog if thing and thing.blog_id else chosen_blog(request)
        return blog.zone if blog else super().clock_of(request, thing)

    def clock_named(self, request: HttpRequest, thing: Any) -> tzinfo | None:
        has_blog = (thing and thing.blog_id) or chosen_blog(request)
        return self.clock_of(request, thing) if has_blog else None

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> Any:
        said = ["blog", "headline", "body", "explainer"]
        stands = ["published_at", "topics", "verification", "is_key_event"]
        if obj is None:
            stands.append("once")
        else:
            said.insert(0, "standing")
            if self.has_change_permission(request, obj):
                stands.append("seen")
        return [(None, {"fields": said}), ("How it stands", {"fields": stands})]

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        return ("standing", "blog") if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_changeform_initial_data(request), "once": new_public_id()}

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "blog":
            kwargs["queryset"] = writable_blogs(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Django offers none for topics, because their rows have a model of their own."""
        return db_field.formfield(widget=AutocompleteSelectMultiple(db_field, self.admin_site))

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """An empty form offers the writer's own byline."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        own = getattr(request.user, "contributor", None)
        if inline.model is Byline and own and request.method == "GET" and not obj.pk:
            kwargs["initial"] = [{"place": 1, "contributor": own.pk}]
        return kwargs

    # Saving.

    def changeform_view(
        self, request: Any, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """What new links say is asked before the blog is locked: others write meanwhile."""
        if request.method == "POST":
            self._ask(request, object_id)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def _ask(self, request: Any, object_id: str | None) -> None:
        post = self.get_object(request, object_id) if object_id else None
        if self._may_save(request, object_id, post):
            blog = post.blog if post else chosen_blog(request)
            request.asked_links = Asked(request.POST, post=post, blog=blog, by=request.user)
            for refusal in request.asked_links.refusals:
                self.message_user(request, refusal, messages.WARNING)

    def _may_save(self, request: HttpRequest, object_id: str | None, post: Post | None) -> bool:
        if object_id is None:
            return self.has_add_permission(request)
        return post is not None and self.has_change_permission(request, post)

    def blogs_at_stake(self, request: HttpRequest, object_id: str | None) -> Sequence[Blog]:
        if object_id is None:
            blog = chosen_blog(request)
            return [blog] if blog else []
        return [
            Blog(pk=pk) for pk in Post.objects.filter(pk=object_id).values_list("blog", flat=True)
        ]

    def done_already(self, request: Any, object_id: str | None) -> HttpResponse | None:
        """The second click of a double click finds its post made, or submitted."""
        own = Post.objects.filter(created_by=request.user)
        if object_id is None:
            made = own.filter(public_id=request.POST.get("once") or "").first()
        elif "_submit" in request.POST:
            made = own.submitted().filter(pk=object_id).first()
        else:
            return None
        if made is None or (object_id and permissions.may_edit(request.user, made)):
            return None
        self.message_user(request, "This was saved already: here it is.", messages.INFO)
        return redirect("admin:liveblog_post_change", made.pk)

    def save_model(self, request: Any, obj: Post, form: Any, change: bool) -> None:
        """A new post is written first, so that its parts have something to stand in."""
        if change:
            return
        permissions.require(permissions.may_write(request.user, obj.blog))
        obj.created_by = request.user
        obj.public_id = form.cleaned_data.get("once") or obj.public_id
        obj.save()

    def finish(self, request: HttpRequest, form: Any, change: bool) -> None:
        post: Post = form.instance
        if change:
            self._update(post, form, by=request.user)
        for name in asked(request):
            self._do(name, post, by=request.user)

    def _update(self, post: Post, form: Any, *, by: Any) -> None:
        """After its parts, for what must be there before readers see it may be among them."""
        own = {field.name for field in Post._meta.concrete_fields}
        content = {n: form.cleaned_data[n] for n in form.changed_data if n in own}
        publishing.update(post, by=by, **content)

    def _do(self, name: str, post: Post, *, by: Any) -> None:
        may, verb, _ = ASKED[name]
        if not may(by, post):
            raise PermissionDenied
        if name != "_schedule":
            verb(post, by=by)
        elif post.published_at is None:
            raise publishing.NotPossible(
                "Choose the time at which it is to appear, then schedule it."
            )
        else:
            verb(post, by=by, at=post.published_at)

    def response_add(self, request: HttpRequest, obj: Post, post_url_continue: Any = None) -> Any:
        return self._answer(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Post) -> Any:
        return self._answer(request, obj) or super().response_change(request, obj)

    def _answer(self, request: HttpRequest, post: Post) -> HttpResponse | None:
        done = asked(request)
        for warning in publishing.warnings(post):
            self.message_user(request, warning, messages.WARNING)
        if not done:
            return None
        self.message_user(request, " ".join(ASKED[name][2] for name in done), messages.SUCCESS)
        return redirect("admin:liveblog_post_change", post.pk)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except publishing.NotPossible as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect("admin:liveblog_post_change", object_id)

    def delete_model(self, request: HttpRequest, obj: Post) -> None:
        publishing.discard(obj, by=request.user)

    # What is shown.

    def get_urls(self) -> list[Any]:
        return [*acts.addresses(), *super().get_urls()]

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        post: Post | None = kwargs.get("obj")
        if post is None:
            context["buttons"] = buttons.for_new_post(request.user, chosen_blog(request))
        else:
            context["buttons"] = buttons.for_post(request.user, post)
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, post: Post) -> str | None:
        return address_of(post) if post.is_in_stream and post.blog.is_public else None
