from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class RevisionIsFinal(RuntimeError):
    """A revision is a record; write a new one instead."""


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest_first(self) -> "RevisionQuerySet":
        return self.order_by("-pk")

    def without_discards(self) -> "RevisionQuerySet":
        """Those that changed what is said. A draft thrown away is noted among its blog's."""
        return self.exclude(act=Revision.DISCARDED)

    def published(self) -> "RevisionQuerySet":
        """Of an explainer: those that readers could read."""
        return self.filter(content__is_published=True)

    def update(self, **kwargs: Any) -> int:
        raise RevisionIsFinal("A revision is never updated.")


class Revision(models.Model):
    """What a post, a blog's head and shelf, or an explainer said, who changed it, and when.

    `content` is whole: everything a reader could see of it at that moment (publishing.content).
    """

    # The act on a blog whose `note` names a post that is gone, which no reader saw.
    DISCARDED = "discarded"

    post = models.ForeignKey(
        "liveblog.Post", null=True, on_delete=models.CASCADE, related_name="revisions"
    )
    blog = models.ForeignKey(
        "liveblog.Blog", null=True, on_delete=models.CASCADE, related_name="revisions"
    )
    explainer = models.ForeignKey(
        "liveblog.Explainer", null=True, on_delete=models.CASCADE, related_name="revisions"
    )
    act = models.CharField(max_length=200, help_text="The verb: published, edited, retracted …")
    note = models.TextField(blank=True)
    content = models.JSONField()
    version = models.PositiveBigIntegerField(
        null=True, help_text="The blog's version that carried it to readers; empty if none did."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(post__isnull=False, blog__isnull=True, explainer__isnull=True)
                    | Q(post__isnull=True, blog__isnull=False, explainer__isnull=True)
                    | Q(post__isnull=True, blog__isnull=True, explainer__isnull=False)
                ),
                name="a_revision_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act}, {self.made_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise RevisionIsFinal("A revision is never updated.")
        super().save(*args, **kwargs)
