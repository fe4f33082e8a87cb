"""Explainers: written once, shown in many stories; where they stand, and told from here."""

import re
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join

from liveblog import markup, permissions, publishing
from liveblog.admin.badges import badge, desk_of, joined, moment
from liveblog.admin.base import PublishedAdmin
from liveblog.admin.buttons import SAVE, Button
from liveblog.admin.filters import ReadersSee
from liveblog.admin.forms import WatchedForm
from liveblog.admin.records import HistoryMixin
from liveblog.keys import key_in
from liveblog.models import Blog, Explainer, PinnedExplainer, Post
from liveblog.permissions import visible_blogs, visible_posts

POSTS_NAMED = 20
# In which blog; where it is told, which post told it last when the page was made.
_ACT = re.compile(r"_(?P<verb>tell|pin)_(?P<blog>\d+)_(?P<after>\w*)")
_PUBLISH = "_publish"
_DONE = {"tell": "Told in the stream.", "pin": "Pinned at the top, folded."}
_PIN_OFFERS = 3
_KEPT = "Readers have this address since it was published, so it stays as it is."


class ExplainerForm(WatchedForm):
    def clean(self) -> dict[str, Any]:
        """What readers see has its words; a draft may wait for them."""
        cleaned = super().clean()
        if _PUBLISH in self.data and "published_at" in cleaned:
            cleaned["published_at"] = cleaned["published_at"] or timezone.now()
        if cleaned.get("published_at") and markup.is_blank_text(cleaned.get("body", "")):
            self.add_error("body", "Write the text: readers would find none.")
        if cleaned.get("published_at") and cleaned.get("photo"):
            for problem in publishing.lacking(cleaned["photo"]):
                self.add_error("photo", problem)
        return cleaned


@admin.register(Explainer)
class ExplainerAdmin(HistoryMixin, PublishedAdmin):
    form = ExplainerForm
    list_display = ("title", "state", "pinned_in", "updated_at", "created_by")
    list_filter = (ReadersSee,)
    list_select_related = ("created_by",)
    search_fields = ("search_text",)
    autocomplete_fields = ("photo",)
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("rights", "where_pinned", "where_told")

    def get_fieldsets(self, request: HttpRequest, obj: Explainer | None = None) -> Any:
        words: list[str] = ["title", "slug", "summary", "body", "photo", "published_at"]
        if _warnings(obj):
            words.insert(words.index("photo") + 1, "rights")
        if obj is not None:
            words += ["where_pinned", "where_told"]
            if self.has_change_permission(request, obj):
                words.append("seen")
        return [(None, {"fields": words})]

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The explainer, knowing whether it was public: a form that is refused has changed that."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.was_public = _is_public(found)
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """No old address leads on from here, as a blog's does: it cannot become old."""
        return (*self.readonly_fields, "slug") if _is_public(obj) else self.readonly_fields

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        if _is_public(obj):
            kwargs["help_texts"] = {"slug": _KEPT}
        return super().get_form(request, obj, *args, **kwargs)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The slug follows the title once; later it is an address that people have."""
        return {} if obj else self.prepopulated_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Explainer]:
        seen = Q(pins__blog__in=visible_blogs(request.user).values("pk"))
        explainers = super().get_queryset(request)
        # What is counted is grouped, and loses the order it had.
        return explainers.annotate(times_pinned=Count("pins", filter=seen)).order_by("title", "pk")

    def has_delete_permission(self, request: HttpRequest, obj: Explainer | None = None) -> bool:
        """Only what no reader could ever read: of the rest the history is kept, as of posts."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj is not None and obj.revisions.published().exists())

    # Saving, and telling.

    def save_model(self, request: Any, obj: Explainer, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def finish(self, request: HttpRequest, form: Any, change: bool) -> None:
        """Tell it, or pin it, saved as it now is, in the story that the button names."""
        asked = _asked(request)
        if asked is None:
            return
        blog = visible_blogs(request.user).filter(pk=asked["blog"]).first()
        is_told = asked["verb"] == "tell"
        may = permissions.may_publish if is_told else permissions.may_run
        if blog is None or not may(request.user, blog):
            raise PermissionDenied
        if is_told:
            publishing.tell_explainer(blog, form.instance, by=request.user, after=asked["after"])
        elif not blog.pins.filter(explainer=form.instance).exists():
            publishing.pin_explainer(blog, form.instance, by=request.user)

    def response_add(self, request: HttpRequest, obj: Explainer, *args: Any) -> HttpResponse:
        self._warn_of_licence(request, obj)
        return self._back_to_desk(request, obj) or super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Explainer) -> HttpResponse:
        self._warn_of_licence(request, obj)
        if asked := _asked(request):
            self.message_user(request, _DONE[asked["verb"]], messages.SUCCESS)
            return redirect(request.get_full_path())
        return self._back_to_desk(request, obj) or super().response_change(request, obj)

    def _warn_of_licence(self, request: HttpRequest, explainer: Explainer) -> None:
        for warning in _warnings(explainer) if explainer.published_at else ():
            self.message_user(request, warning, messages.WARNING)

    def _back_to_desk(self, request: HttpRequest, explainer: Explainer) -> HttpResponse | None:
        """Whoever came from a desk goes back to it; what was being written waits there."""
        blog = _desk_left(request)
        address = desk_of(blog) if blog and SAVE not in request.POST else None
        if address is None:
            return None
        self.message_user(request, f"Saved: {explainer}", messages.SUCCESS)
        return redirect(address)

    # What is shown.

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        explainer: Explainer | None = kwargs.get("obj")
        blog = _desk_left(request)
        address = desk_of(blog) if blog else None
        context["tools"] = [(f"Back to the desk of “{blog}”", address)] if address else []
        if explainer is None or self.has_change_permission(request, explainer):
            context["buttons"] = _buttons(request.user, explainer)
        return super().render_change_form(request, context, *args, **kwargs)

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
    def where_pinned(self, explainer: Any) -> str:
        """The blogs that have it at the top; another team's restricted blog is not named."""
        lines = [
            (reverse("admin:liveblog_blog_change", args=[pin.blog_id]), pin.blog, _standing(pin))
            for pin in _pins(explainer.looked_at_by, explainer)
        ]
        form = '<span class="line"><a href="{}">{}</a> ({})</span>'
        return format_html_join("", form, lines) or "No blog yet."

    @admin.display(description="its rights")
    def rights(self, explainer: Explainer) -> str:
        return joined([badge("retracted", each) for each in _warnings(explainer)])

    @admin.display(description="told in the stream of")
    def where_told(self, explainer: Any) -> str:
        """The posts that are it, wherever this user may see them."""
        posts = visible_posts(explainer.looked_at_by).filter(explainer=explainer)
        lines = [
            (reverse("admin:liveblog_post_change", args=[post.pk]), post.blog, _when(post))
            for post in posts.select_related("blog").order_by("-pk")[:POSTS_NAMED]
        ]
        form = '<span class="line"><a href="{}">{}, {}</a></span>'
        return format_html_join("", form, lines) or "None yet."


def _warnings(explainer: Explainer | None) -> list[str]:
    """What to know of its picture's rights."""
    return explainer.photo.warnings if explainer and explainer.photo else []


def _is_public(explainer: Any) -> bool:
    if explainer is None:
        return False
    return getattr(explainer, "was_public", explainer.published_at is not None)


def _asked(request: HttpRequest) -> dict[str, str] | None:
    found = (_ACT.fullmatch(name) for name in request.POST)
    return next((match.groupdict() for match in found if match), None)


def _desk_left(request: HttpRequest) -> Blog | None:
    """The blog whose desk led here, if this user may find it."""
    asked = request.GET.get("desk", "")
    return visible_blogs(request.user).filter(pk=key_in(asked)).first()


def _pins(user: Any, explainer: Explainer) -> list[PinnedExplainer]:
    pins = explainer.pins.filter(blog__in=visible_blogs(user))
    return list(pins.select_related("blog", "explainer").order_by("blog__title"))


def _buttons(user: Any, explainer: Explainer | None) -> list[Button]:
    if explainer is None or explainer.published_at is None:
        draft = [Button(SAVE, "Save draft and stay"), Button("_save", "Save draft")]
        return [*draft, Button(_PUBLISH, "Publish now", is_main=True)]
    return [
        Button(SAVE, "Save and stay"),
        *_tell_buttons(user, explainer),
        *_pin_buttons(user, explainer),
        Button("_save", "Save", is_main=True),
    ]


def _pin_buttons(user: Any, explainer: Explainer) -> list[Button]:
    """For the stories that are live now; any other story's desk offers it too."""
    live = visible_blogs(user).filter(state=Blog.State.LIVE).exclude(pins__explainer=explainer)
    return [
        Button(f"_pin_{blog.pk}_", f"Pin it in “{blog}”")
        for blog in live.order_by("-pk")[:_PIN_OFFERS]
        if permissions.may_run(user, blog)
    ]


def _tell_buttons(user: Any, explainer: Explainer) -> list[Button]:
    told = Post.objects.in_stream().filter(explainer=explainer).order_by("first_version")
    latest = dict(told.values_list("blog_id", "public_id"))
    return [
        Button(f"_tell_{pin.blog_id}_{latest.get(pin.blog_id, '')}", f"Tell it in “{pin.blog}” now")
        for pin in _pins(user, explainer)
        if permissions.may_publish(user, pin.blog)
    ]


def _standing(pin: PinnedExplainer) -> str:
    return pin.standing_at(timezone.now())


def _when(post: Post) -> str:
    return moment(post.published_at, post.blog.zone) if post.is_in_stream else post.status
