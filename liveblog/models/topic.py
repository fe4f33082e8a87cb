from django.db import models

from liveblog.models.guard import Guarded, GuardedQuerySet


class Topic(Guarded):
    """A tag that a reader can filter a blog by."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
