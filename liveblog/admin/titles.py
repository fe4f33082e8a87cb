"""A list is called what it lists."""

from typing import Any

from django.http import HttpRequest, HttpResponse


class ListTitle:
    """“Corrections”, where Django says “Select correction to view”."""

    def changelist_view(self: Any, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = str(self.opts.verbose_name_plural).capitalize()
        answer: HttpResponse = super().changelist_view(  # type: ignore[misc]
            request, {"title": title, **(extra_context or {})}
        )
        return answer
