"""The picture library: an upload, its words, its rights, and where it is used."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from liveblog import publishing
from liveblog.admin import told, uses, withdrawing
from liveblog.admin.arrivals import PhotoForm, received
from liveblog.admin.badges import badge, joined, link
from liveblog.admin.comparing import ComparedAdmin
from liveblog.admin.filters import Taken, Uploaded, Wanting
from liveblog.admin.pictures import came_with, described, pointed_at, thumbnail
from liveblog.admin.rights import may_anywhere
from liveblog.admin.searching import on_the_days
from liveblog.admin.withdrawing import address_of_withdrawing
from liveblog.desk.library import saying
from liveblog.models import Photo
from liveblog.permissions import visible_photos

_USES_LISTED = 3


@admin.register(Photo)
class PhotoAdmin(ComparedAdmin):
    form = PhotoForm
    list_display = ("small", "words", "standing", "used", "came")
    list_display_links = ("small", "words")
    list_select_related = ("withdrawn_by",)
    list_filter = (
        Wanting,
        ("taken_at", Taken),
        ("created_at", Uploaded),
    )
    list_per_page = 40
    ordering = ("-created_at", "-pk")
    search_fields = ("search_text",)
    search_help_text = (
        "Words, a name, what a caption says where it is used, "
        "or the day it was taken or came: 2023-09-19, 2023-09."
    )
    date_hierarchy = "created_at"
    readonly_fields = (
        "small",
        "readers",
        "point",
        "where_used",
        "seen_no_more",
        "withdrawal",
        "licence",
        "came_with",
    )

    class Media:
        css = {"all": ("liveblog/admin/library.css", "liveblog/admin/focus.css")}
        js = (forms.Script("liveblog/admin/focus.js", defer=True),)

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        words = ["alt_text", "caption", "credit"]
        rights = ["creator", "copyright_notice", "usage_terms", "use_until", "taken_at"]
        if obj is None:
            return [(None, {"fields": ["file", *words]}), ("Rights", {"fields": rights})]
        if obj.is_withdrawn:
            fields = ["withdrawal", *words]
            return [(None, {"fields": fields}), ("Rights", {"fields": rights})]
        warned = ["licence"] if obj.warnings else []
        may_withdraw = self.has_change_permission(request, obj)
        end = ["where_used", "seen_no_more"] if may_withdraw else ["where_used"]
        arrival = getattr(request, "received", None)
        is_forbidden = isinstance(arrival, Photo) and arrival.forbidding_terms
        file = ["file", "stood", *(["in_spite"] if is_forbidden else [])]
        return [
            (None, {"fields": ["small", *warned, *_readers(obj), *file, *words, *end]}),
            ("Rights", {"fields": rights}),
            (
                "What must stay in view",
                {"fields": ["point", ("focal_x", "focal_y")], "description": _FOCUS},
            ),
            ("What came with the file", {"fields": ["came_with"]}),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return super().get_queryset(request).filter(pk__in=visible_photos(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) or may_anywhere(request.user, "add_post")

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """A mark is a record: it is lifted, or it stays as it is."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_withdrawn)

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_withdrawn)

    def get_urls(self) -> list[Any]:
        return [*withdrawing.addresses(), *super().get_urls()]

    # Finding.

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Photo], bool]:
        at = request.resolver_match
        # The list has its filter; whoever looks for a picture to put somewhere finds none such.
        is_picking = at is not None and at.url_name == "autocomplete"
        photos, words = on_the_days(queryset.offered() if is_picking else queryset, search_term)
        return saying(words, photos, by=request.user), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Photo library", **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The pictures of this page know where they stand, asked for all at once."""
        page = super().get_changelist_instance(request)
        found = uses.of(page.result_list, request.user)
        for photo in page.result_list:
            photo.uses = found[photo.pk]
            photo.may_be_withdrawn = self.has_change_permission(request, photo)
        return page

    # Saving.

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """A large picture takes a second or two: it is made ready before any lock is taken."""
        if request.method != "POST" or "file" not in request.FILES:
            return super().changeform_view(request, object_id, *args, **kwargs)
        self._require_right(request, object_id)
        request.received = received(request)  # type: ignore[attr-defined]
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except IntegrityError:  # A second click's copy was made before the first was committed.
            request.received = received(request)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, *args, **kwargs)

    def _require_right(self, request: HttpRequest, object_id: str | None) -> None:
        photo = self.get_object(request, object_id) if object_id else None
        if not (
            self.has_change_permission(request, photo)
            if object_id
            else self.has_add_permission(request)
        ):
            raise PermissionDenied

    def act_of(self, request: HttpRequest, object_id: str | None) -> str:
        is_new_file = isinstance(getattr(request, "received", None), Photo)
        if object_id and is_new_file:
            stood = Photo.objects.here().filter(pk=object_id).exists()
            return "picture replaced" if stood else "picture arrived"
        return super().act_of(request, object_id)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.received = getattr(request, "received", None)
        return form

    def save_model(self, request: Any, obj: Photo, form: Any, change: bool) -> None:
        if not change:
            obj.uploaded_by = request.user
        if form.arrival:
            publishing.set_file(obj, by=request.user, received=form.arrival)
            for remark in filter(None, [*obj.remarks, form.about_words]):
                self.message_user(request, remark, "WARNING")
        else:
            super().save_model(request, obj, form, change)
        if {"use_until", "usage_terms"} & set(form.changed_data):
            for warning in obj.warnings:
                self.message_user(request, warning, "WARNING")

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """From which words to which: who mended a credit must be able to say what it was."""
        message = super().construct_change_message(request, form, formsets, add)
        return message if add else told.changes(form) or message

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        publishing.delete_photo(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        with publishing.change(by=request.user, act="deleted"):
            for photo in queryset:
                publishing.delete_photo(photo, by=request.user)

    # What is shown.

    @admin.display(description="picture")
    def small(self, photo: Photo) -> str:
        return thumbnail(photo)

    @admin.display(description="picture")
    def point(self, photo: Photo) -> str:
        return pointed_at(photo)

    @admin.display(description="what it shows", ordering="alt_text")
    def words(self, photo: Photo) -> str:
        return described(photo)

    @admin.display(description="needs attention", ordering="use_until", empty_value="")
    def standing(self, photo: Photo) -> str:
        """What keeps it from being published, and what its licence says."""
        if photo.is_withdrawn:
            return badge("retracted", photo.withdrawal)
        badges = [badge("submitted", f"No {name}") for name in _lacking(photo)]
        badges += [badge("retracted", each) for each in photo.warnings]
        return joined(badges)

    @admin.display(description="used", empty_value="")
    def used(self, photo: Any) -> str:
        if photo.is_withdrawn:
            return ""
        stands = (
            uses.listed(photo.uses, most=_USES_LISTED)
            if photo.uses
            else badge("draft", "Used nowhere")
        )
        if not photo.may_be_withdrawn:
            return stands
        leave = link(address_of_withdrawing(photo), "Withdraw everywhere", of=str(photo))
        return format_html('{}<p class="use leave">{}</p>', stands, leave)

    @admin.display(description="came", ordering="created_at")
    def came(self, photo: Photo) -> str:
        return f"Came {photo.created_at:%-d %B %Y}"

    @admin.display(description="readers")
    def readers(self, photo: Any) -> str:
        ways = uses.ways_to_correct(photo, photo.looked_at_by)
        return format_html('<div class="readers">{}{}</div>', _AT_ONCE, ways)

    @admin.display(description="where used")
    def where_used(self, photo: Any) -> str:
        found = uses.of([photo], photo.looked_at_by)[photo.pk]
        return uses.listed(found) if found else "Nowhere yet."

    @admin.display(description="if it must not be seen any more")
    def seen_no_more(self, photo: Photo) -> str:
        way = '<a class="button peril-way" href="{}">{}</a>'
        return format_html(way, address_of_withdrawing(photo), withdrawing.TITLE)

    @admin.display(description="withdrawn")
    def withdrawal(self, photo: Photo) -> str:
        way = format_html(
            '<a href="{}">What became of its files</a>', address_of_withdrawing(photo)
        )
        return joined([photo.withdrawal, way])

    @admin.display(description="warning")
    def licence(self, photo: Photo) -> str:
        return joined(badge("retracted", each) for each in photo.warnings)

    @admin.display(description="as it was read")
    def came_with(self, photo: Photo) -> str:
        """The agency's own words, which an edit does not touch."""
        return came_with(photo)


_AT_ONCE = (
    "Readers see this picture. What you save here is on their pages at once, and no note there "
    "says so."
)
_FOCUS = (
    "Press on what must stay in view, a face or a flag, or type the two numbers. The share card "
    "follows."
)


def _readers(photo: Photo) -> list[str]:
    return ["readers"] if Photo.objects.public().filter(pk=photo.pk).exists() else []


def _lacking(photo: Photo) -> list[str]:
    if not photo.file:
        return ["file yet"]
    words = {"alt text": photo.alt_text, "credit": photo.credit}
    return [name for name, said in words.items() if not said.strip()]
