"""What is typed above a list: words, and among them the days that pictures are asked for by."""

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from liveblog.folding import MOST_WORDS, folded
from liveblog.models import PhotoQuerySet
from liveblog.photos.metadata import FIRST_PHOTOGRAPH

# A picture was taken on one day and came on another, each perhaps asked for by its month, too.
MOST_DAYS = 20
# A day or a month among the words searched for: "bridge 2023-09-19".
_DAY = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b")


class Searched:
    """A list that is searched by so many words, and no more; folded where it keeps them so."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        fields = self.get_search_fields(request)  # type: ignore[attr-defined]
        is_folded = tuple(fields) == ("search_text",)
        said = folded(search_term) if is_folded else search_term
        words = " ".join(said.split()[:MOST_WORDS])
        found: tuple[QuerySet[Any], bool]
        found = super().get_search_results(request, queryset, words)  # type: ignore[misc]
        return found


def on_the_days(photos: PhotoQuerySet, said: str) -> tuple[PhotoQuerySet, str]:
    """Those taken, or come, on each of the days that are `said`; and the words beside them."""
    for year, month, day in _DAY.findall(said)[:MOST_DAYS]:
        photos = photos.filter(
            _on("taken_at", year, month, day) | _on("created_at", year, month, day)
        )
    return photos, _DAY.sub("", said)


def _on(field: str, year: str, month: str, day: str) -> Q:
    """A year that no photograph can be of finds none; to the database the year 0 is an error."""
    if not FIRST_PHOTOGRAPH <= int(year) < 9999:
        return Q(pk__in=())
    parts = {"year": year, "month": month, **({"day": day} if day else {})}
    return Q(**{f"{field}__{name}": int(number) for name, number in parts.items()})
