"""What is found by its words, whatever accents they were typed with."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from liveblog import markup
from liveblog.folding import folded
from liveblog.models.fields import MarkupField


class Searched(models.Model):
    """Keeps, folded, what its fields SEARCHED say: every save of one of these renews it.

    Of a text it keeps the words and none of the tags.
    """

    SEARCHED: ClassVar[tuple[str, ...]]

    search_text = models.TextField(blank=True, default="", db_default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        written = None if update_fields is None else {*update_fields}
        if written is None or written & {*self.SEARCHED}:
            self.search_text = folded("\n".join(self._said(name) for name in self.SEARCHED))
            update_fields = written and {*written, "search_text"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def _said(self, name: str) -> str:
        said: str = getattr(self, name) or ""
        is_markup = isinstance(self._meta.get_field(name), MarkupField)
        return markup.plain(markup.clean(said)) if is_markup else said
