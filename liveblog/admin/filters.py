"""List filters that say what they mean, and name nothing their reader may not see."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from liveblog.desk.people import named
from liveblog.models import PhotoQuerySet
from liveblog.permissions import visible_blogs


class VisibleBlogs(admin.RelatedFieldListFilter):
    """Another team's restricted blog is not named in the list of blogs to filter by."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        found = visible_blogs(request.user).order_by("-changed_at", "-pk")
        return [(blog.pk, str(blog)) for blog in found]


class TypedBy(admin.RelatedOnlyFieldListFilter):
    """Colleagues by their names."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        keys = [pk for pk, _ in super().field_choices(field, request, model_admin)]
        people = field.related_model._default_manager.filter(pk__in=keys)
        return sorted(((who.pk, named(who)) for who in people), key=lambda choice: choice[1])


class HasMoment(admin.SimpleListFilter):
    """Whether a moment is set, in the newsroom's words."""

    field: str
    set_word: str
    unset_word: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", self.set_word), ("no", self.unset_word)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(**{f"{self.field}__isnull": self.value() == "no"})


class Pinned(HasMoment):
    title = "pinned"
    parameter_name = "pinned"
    field, set_word, unset_word = "pinned_at", "Pinned", "Not pinned"


class ReadersSee(HasMoment):
    title = "state"
    parameter_name = "state"
    field, set_word, unset_word = "published_at", "Published", "Draft"


class Taken(admin.DateFieldListFilter):
    title = "the day it was taken"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = type(self).title  # Django puts the field's name there.


class Uploaded(Taken):
    title = "the day it came"


class Wanting(admin.SimpleListFilter):
    """What a picture desk looks for on a quiet morning."""

    title = "Needs attention"
    template = "admin/liveblog/parts/filter.html"
    parameter_name = "wanting"
    asked: dict[str, tuple[str, Callable[[PhotoQuerySet], PhotoQuerySet]]] = {
        "standing": ("Licence run out, readers see it", lambda photos: photos.run_out().public()),
        "run-out": ("Licence run out", lambda photos: photos.run_out()),
        "running-out": ("Licence ends soon", lambda photos: photos.running_out()),
        "to-come": ("File still to come", lambda photos: photos.to_come()),
        "no-alt": ("No alt text", lambda photos: photos.without_alt_text()),
        "no-credit": ("No credit", lambda photos: photos.without_credit()),
        "nowhere": ("Used nowhere", lambda photos: photos.used_nowhere()),
        "withdrawn": ("Withdrawn", lambda photos: photos),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _) in self.asked.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The withdrawn are shown to who asks for them, and to nobody else."""
        asked = self.value() or ""
        photos = queryset.withdrawn() if asked == "withdrawn" else queryset.offered()
        found = self.asked.get(asked)
        return found[1](photos) if found else photos
