"""Rows that stand inside another noun's page: bylines, pictures, pins, the team."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from liveblog import publishing
from liveblog.admin.badges import badge, joined
from liveblog.admin.base import FIELDS, PicksPhotos
from liveblog.admin.forms import NewsroomForm
from liveblog.admin.pictures import thumbnail
from liveblog.admin.rights import colleagues
from liveblog.models import Blog, Byline, Membership, PhotoCaption, PinnedExplainer
from liveblog.permissions import User, may_give


class PlacedRowForm(NewsroomForm):
    """A row whose place is a wish: `PlacedRows` numbers them all."""

    place = forms.IntegerField(required=False, min_value=1, max_value=999, label="Order")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["place"] = self.instance.order

    @property
    def sort_key(self) -> tuple[float, int]:
        """A row moved up comes before the one that held the place, moved down after it."""
        was, wish = self.initial.get("place"), self.cleaned_data.get("place")
        if wish is None:
            return (float("inf"), 0)
        moved = (wish > was) - (wish < was) if was is not None else 0
        return (float(wish), moved)


class Rows(BaseInlineFormSet):
    """Rows whose box for taking one away says so to who cannot see its column."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Remove"


class PlacedRows(Rows):
    """Rows numbered 1, 2, 3 … in the order asked for, whatever numbers were typed."""

    def save(self, commit: bool = True) -> list[Any]:
        saved = super().save(commit=False)
        for row in self.deleted_objects:
            row.delete()
        written = {
            id(row) for row in [*self.new_objects, *(row for row, _ in self.changed_objects)]
        }
        rows = [form.instance for form in sorted(self._kept(), key=lambda form: form.sort_key)]
        moved = [row for place, row in enumerate(rows, start=1) if row.pk and row.order != place]
        self._clear_the_way(rows, moved)
        for place, row in enumerate(rows, start=1):
            if row in moved or id(row) in written or not row.pk:
                row.order = place
                row.save()
        return saved

    def _kept(self) -> list[Any]:
        gone = set(map(id, self.deleted_forms))
        used = [*self.initial_forms, *(form for form in self.extra_forms if form.has_changed())]
        return [form for form in used if id(form) not in gone]

    def _clear_the_way(self, rows: list[Any], moved: list[Any]) -> None:
        """A place is held by one row at a time: the moving ones first step below them all."""
        floor = min([0, *(row.order for row in rows)])
        for step, row in enumerate(moved, start=1):
            row.order = floor - step
            row.save(update_fields=["order"])


class PartMixin(PicksPhotos):
    """A part of its parent: whoever may change the parent may change it."""

    extra = 0
    form: Any = NewsroomForm
    formset: Any = Rows
    formfield_overrides: ClassVar[Any] = {
        **FIELDS,
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }

    def get_formset(self: Any, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.form.is_in_a_table = isinstance(self, admin.TabularInline)
        formset.form.zone = self._parent().clock_named(request, obj)
        return formset

    def _parent(self: Any) -> Any:
        return self.admin_site.get_model_admin(self.parent_model)

    def has_view_permission(self: Any, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self._parent().has_view_permission(request, obj))

    def has_change_permission(self: Any, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None or obj.pk is None:
            return bool(self._parent().has_add_permission(request))
        return bool(self._parent().has_change_permission(request, obj))

    def has_add_permission(self: Any, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.has_change_permission(request, obj))

    def has_delete_permission(self: Any, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.has_change_permission(request, obj))


class BylineInline(PartMixin, admin.TabularInline):
    model = Byline
    form = PlacedRowForm
    formset = PlacedRows
    fields = ("place", "contributor")
    autocomplete_fields = ("contributor",)

    def get_extra(self, request: Any, obj: Any = None, **kwargs: Any) -> int:
        """A new post's form has a row for the writer's own byline."""
        return 1 if obj is None and hasattr(request.user, "contributor") else 0


class PictureInline(PartMixin, admin.StackedInline):
    model = PhotoCaption
    form = PlacedRowForm
    formset = PlacedRows
    fields = ("preview", "place", "photo", "caption")
    readonly_fields = ("preview",)
    autocomplete_fields = ("photo",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("photo")

    @admin.display(description="as it looks")
    def preview(self, shown: PhotoCaption) -> str:
        return _preview(shown)


class PinForm(PlacedRowForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        explainer = cleaned.get("explainer")
        if explainer and "explainer" in self.changed_data:
            try:
                publishing.require_ready_to_pin(explainer)
            except publishing.NotPossible as refusal:
                self.add_error("explainer", str(refusal))
        return cleaned


class PinInline(PartMixin, admin.TabularInline):
    model = PinnedExplainer
    form = PinForm
    formset = PlacedRows
    verbose_name = "explainer"
    verbose_name_plural = "explainers at the top"
    fields = ("place", "explainer", "is_open", "shown_from", "shown_until")
    autocomplete_fields = ("explainer",)


class LeadForm(NewsroomForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("photo") and "photo" in self.changed_data:
            for problem in publishing.lacking(cleaned["photo"]):
                self.add_error("photo", problem)
        return cleaned


class LeadInline(PartMixin, admin.StackedInline):
    model = PhotoCaption
    form = LeadForm
    verbose_name = "lead picture"
    verbose_name_plural = "lead picture"
    fields = ("preview", "photo", "caption")
    readonly_fields = ("preview",)
    autocomplete_fields = ("photo",)

    @admin.display(description="as it looks")
    def preview(self, shown: PhotoCaption) -> str:
        return _preview(shown)


class MemberForm(NewsroomForm):
    """Refuses a place that whoever asks may not give, or may not take from its holder."""

    asker: User = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        held = [self.initial["role"]] if self.instance.pk else []
        for role in {*held, *filter(None, [cleaned.get("role")])}:
            if self.has_changed() and not self.may_give(role):
                self.add_error("role", _NOT_YOURS % Membership.Role(role).label.lower())
        return cleaned

    def may_give(self, role: str) -> bool:
        """As the blog stands: what is typed beside the team may close it to who types."""
        blog = self.instance.blog if self.instance.blog_id else Blog()
        return may_give(self.asker, role, blog)


class Team(Rows):
    def clean(self) -> None:
        super().clean()
        gone: list[Any] = self.deleted_forms
        kept = [form for form in gone if not form.may_give(form.initial["role"])]
        if kept:
            names = ", ".join(str(form.instance) for form in kept)
            raise ValidationError(f"{names}: {_NOT_YOURS % 'such a colleague'}")


_NOT_YOURS = (
    "You cannot give the place of %s, nor take it: its rights are not yours in this blog. "
    "Ask an administrator."
)


class TeamInline(PartMixin, admin.TabularInline):
    model = Membership
    form = MemberForm
    formset = Team
    verbose_name = "colleague"
    verbose_name_plural = "team"
    fields = ("user", "role")

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = colleagues()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.asker = request.user
        return formset


def _preview(shown: PhotoCaption) -> str:
    if not shown.photo_id:
        return "Chosen below"
    warnings = [badge("retracted", each) for each in shown.photo.warnings]
    return joined([thumbnail(shown.photo), *warnings])
