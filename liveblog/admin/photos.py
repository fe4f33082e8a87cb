"""The picture library: an upload, its words, and where it is used."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from liveblog.admin.badges import badge, links
from liveblog.admin.base import PublishedAdmin
from liveblog.admin.forms import NewsroomForm
from liveblog.admin.pictures import thumbnail
from liveblog.admin.rights import may_anywhere
from liveblog.models import Photo
from liveblog.permissions import visible_blogs, visible_posts
from liveblog.photos import renditions, storage

# What may come with the file itself: kept where the form says nothing.
_CARRIED = ("alt_text", "caption", "credit", "copyright_notice", "usage_terms", "taken_at")


class PhotoForm(NewsroomForm):
    """`received` is what became of the upload: a photo, or why it is refused."""

    received: Any = None

    class Meta:
        field_classes = {"file": forms.FileField}

    def clean_file(self) -> Any:
        """Without a file the picture is announced: its words stand, it is to come."""
        if isinstance(self.received, storage.RefusedPicture):
            raise ValidationError(str(self.received))
        if self.received is None:
            return self.instance.file
        if self.received.pk and self.received.pk != self.instance.pk:
            raise ValidationError(f"The library has this picture already: “{self.received}”.")
        self.instance.sha256 = self.received.sha256
        return self.received.file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in _CARRIED:
            if self.received and not isinstance(self.received, Exception) and name in cleaned:
                cleaned[name] = cleaned[name] or getattr(self.received, name)
        return cleaned


@admin.register(Photo)
class PhotoAdmin(PublishedAdmin):
    form = PhotoForm
    list_display = ("small", "words", "credit", "lacks", "used", "use_until", "created_at")
    list_display_links = ("small", "words")
    list_filter = ("use_until", "created_at")
    list_per_page = 40
    ordering = ("-created_at", "-pk")
    search_fields = ("alt_text", "caption", "credit", "copyright_notice")
    date_hierarchy = "created_at"
    readonly_fields = ("small", "where_used")

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        words = ["alt_text", "caption", "credit"]
        rights = ["copyright_notice", "usage_terms", "use_until", "taken_at"]
        if obj is None:
            return [(None, {"fields": ["file", *words]}), ("Rights", {"fields": rights})]
        return [
            (None, {"fields": ["small", "file", *words, "where_used"]}),
            ("Rights", {"fields": rights}),
            (
                "What must stay in view",
                {"fields": [("focal_x", "focal_y")], "description": _FOCUS},
            ),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        """A file is never swapped beneath the posts that show it; one to come may arrive."""
        return (*self.readonly_fields, "file") if obj and obj.file else self.readonly_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        """What another team's restricted blog shows is not counted."""
        blogs = visible_blogs(request.user).values("pk")
        seen = Q(appearances__post__blog__in=blogs) | Q(appearances__blog__in=blogs)
        found: QuerySet[Photo] = super().get_queryset(request)
        return found.annotate(times_used=Count("appearances", filter=seen))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) or may_anywhere(request.user, "add_post")

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """A large picture takes a second or two: it is made ready before any lock is taken."""
        if request.method == "POST" and "file" in request.FILES:
            self._require_right(request, object_id)
            request.received = _received(request.FILES["file"])  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, *args, **kwargs)

    def _require_right(self, request: HttpRequest, object_id: str | None) -> None:
        photo = self.get_object(request, object_id) if object_id else None
        if object_id and (photo is None or photo.file):
            raise PermissionDenied
        if not (
            self.has_change_permission(request, photo)
            if object_id
            else self.has_add_permission(request)
        ):
            raise PermissionDenied

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.received = getattr(request, "received", None)
        return form

    def save_model(self, request: Any, obj: Photo, form: Any, change: bool) -> None:
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description="picture")
    def small(self, photo: Photo) -> str:
        return thumbnail(photo)

    @admin.display(description="what it shows", ordering="alt_text")
    def words(self, photo: Photo) -> str:
        return str(photo)

    @admin.display(description="lacks")
    def lacks(self, photo: Photo) -> str:
        """What keeps it from being published."""
        lacking = [
            name
            for name, value in (
                ("file", photo.file),
                ("alt text", photo.alt_text),
                ("credit", photo.credit),
            )
            if not value
        ]
        return badge("submitted", ", ".join(lacking)) if lacking else "–"

    @admin.display(description="used", ordering="times_used")
    def used(self, photo: Any) -> int:
        return photo.times_used

    @admin.display(description="where used")
    def where_used(self, photo: Any) -> str:
        """In posts and at the head of blogs, of those that whoever looks may see."""
        user = photo.looked_at_by
        posts = visible_posts(user).filter(photos__photo=photo).select_related("explainer")
        blogs = (
            visible_blogs(user)
            .filter(Q(lead__photo=photo) | Q(pins__explainer__photo=photo))
            .distinct()
        )
        return links([*posts.distinct(), *blogs]) or "Nowhere yet."


_FOCUS = "Where the eye should rest. A picture cropped to another shape keeps this point in view."


def _received(upload: Any) -> Photo | storage.RefusedPicture:
    try:
        photo = storage.store(upload, name=upload.name or "")
    except storage.RefusedPicture as refusal:
        return refusal
    renditions.make(photo)
    return photo
