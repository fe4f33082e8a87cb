"""What is found by its words, whatever accents they were typed with."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from liveblog.folding import folded


class Searched(models.Model):
    """Keeps, folded, what its fields SEARCHED say: every save of one of these renews it."""

    SEARCHED: ClassVar[tuple[str, ...]]

    search_text = models.TextField(blank=True, default="", db_default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.search_text = folded("\n".join(getattr(self, name) or "" for name in self.SEARCHED))
        if update_fields is not None:
            named = {*update_fields}
            update_fields = {*named, "search_text"} if named & {*self.SEARCHED} else named
        super().save(*args, update_fields=update_fields, **kwargs)
