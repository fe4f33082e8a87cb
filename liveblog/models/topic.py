from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

from liveblog.models.fields import refuse_unseen
from liveblog.models.guard import Guarded, GuardedQuerySet

if TYPE_CHECKING:
    from liveblog.models.post import PostQuerySet


class TopicQuerySet(GuardedQuerySet):
    def used_first(self, posts: "PostQuerySet") -> "TopicQuerySet":
        """By name; first those that one of `posts` has (`is_used`)."""
        tagged = self.model._meta.get_field("tagged").related_model.objects
        used = Exists(tagged.filter(topic=OuterRef("pk"), post__in=posts))
        return self.annotate(is_used=used).order_by("-is_used", "name")


class Topic(Guarded):
    """A tag that a reader can filter a blog by."""

    name = models.CharField(max_length=80, validators=[refuse_unseen])
    slug = models.SlugField(max_length=80, unique=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
