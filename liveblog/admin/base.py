"""What every noun's admin shares: a saved form is one change before readers, or it is none."""

import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from liveblog import publishing
from liveblog.admin.forms import NewsroomForm, WatchedForm
from liveblog.admin.others import would_be_deleted
from liveblog.admin.rights import is_in_a_team
from liveblog.admin.searching import Searched
from liveblog.admin.titles import ListTitle
from liveblog.desk.clock import DayInput, MomentField, MomentInput
from liveblog.models import Blog, Photo
from liveblog.models.fields import MarkupField
from liveblog.permissions import visible_photos
from liveblog.publishing.change import Change
from liveblog.publishing.terms import EDITED

FIELDS: Any = {
    # Rich where editor.js runs, as on the desk; what is typed without it is taken all the same.
    MarkupField: {"widget": AdminTextareaWidget(attrs={"data-rich": True})},
    models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
    models.DateField: {"widget": DayInput},
    models.URLField: {"assume_scheme": "https"},
}


# Eighteen digits fit into every database's number.
_KEY = re.compile(r"[0-9]{1,18}")


class PicksPhotos:
    """A picture is chosen among those that whoever asks may use, also by a forged form."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.related_model is Photo:
            kwargs["queryset"] = visible_photos(request.user).offered()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class PublishedAdmin(PicksPhotos, Searched, ListTitle, admin.ModelAdmin):
    """An admin whose every write happens inside `publishing.change`.

    Where a verb refuses, all is rolled back and the form is shown again, as it was typed, with the
    reason at its top.
    """

    form = NewsroomForm
    formfield_overrides = FIELDS

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        self._require_visible(request, object_id)
        show = super().changeform_view
        if request.method != "POST":
            return show(request, object_id, form_url, extra_context)
        act = self.act_of(request, object_id)
        blogs = self.blogs_at_stake(request, object_id)
        try:
            with publishing.change(by=request.user, act=act, blogs=blogs) as change:
                self.hold(change, request, object_id)
                done = self.done_already(request, object_id)
                return done or show(request, object_id, form_url, extra_context)
        except (ValidationError, publishing.NotPossible) as refusal:
            request.refusals = words_of(refusal)  # type: ignore[attr-defined]
        return show(request, object_id, form_url, extra_context)

    def _require_visible(self, request: HttpRequest, object_id: str | None) -> None:
        """404 where Django would send a stranger to the index: the address tells nothing."""
        if object_id is not None and self.get_object(request, object_id) is None:
            raise Http404

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The object, knowing who looks at it: what it links to depends on that."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.looked_at_by = request.user
        return found

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address fills in; what it names and cannot be there is left empty."""
        said = super().get_changeform_initial_data(request)
        return {name: value for name, value in said.items() if self._may_name(name, value)}

    def _may_name(self, name: str, value: Any) -> bool:
        """A key that is no number, or one that no database counts to, is an error to Django."""
        field = next((each for each in self.opts.get_fields() if each.name == name), None)
        if field is None or not field.is_relation:
            return True
        keys = value if isinstance(value, list) else [value]
        return all(_KEY.fullmatch(str(key)) for key in keys)

    def act_of(self, request: HttpRequest, object_id: str | None) -> str:
        """What the record calls it."""
        return EDITED if object_id else "created"

    def blogs_at_stake(self, request: HttpRequest, object_id: str | None) -> Sequence[Blog]:
        """Locked before anything is read, so that what the form compares with stays true."""
        return ()

    def hold(self, change: Change, request: HttpRequest, object_id: str | None) -> None:
        """Keep what the form compares with as it is, before it is read."""

    def done_already(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """The answer to a form that was sent twice, or None."""
        return None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.finish(request, form, change)
        if change and isinstance(form, WatchedForm):
            form.refuse_if_overtaken()

    def finish(self, request: HttpRequest, form: Any, change: bool) -> None:
        """Do what the button asked for, when everything typed is written."""

    def clock_of(self, request: HttpRequest, thing: Any) -> tzinfo:
        """By whose clock the form's moments are typed."""
        return timezone.get_default_timezone()

    def clock_named(self, request: HttpRequest, thing: Any) -> tzinfo | None:
        """The clock that the form names; None where it is chosen in that very form."""
        return self.clock_of(request, thing)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusals = getattr(request, "refusals", ())
        form.zone = self.clock_named(request, obj)
        return form

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever has a place in a team reads the shared library, with or without a group."""
        return super().has_view_permission(request, obj) or is_in_a_team(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) or is_in_a_team(request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What stands in the way is told, but not which other team's story it stands in."""
        gone, count, needed, protected = super().get_deleted_objects(objs, request)
        veiled = would_be_deleted(objs, request.user)
        if veiled is not None:
            gone, protected = veiled
        return gone, count, needed, protected

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with publishing.change(by=request.user, act="deleted"):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, so that each is recorded."""
        with publishing.change(by=request.user, act="deleted"):
            for thing in queryset:
                thing.delete()


def words_of(refusal: ValidationError | publishing.NotPossible) -> list[str]:
    return refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
