from django.conf import settings
from django.db import models
from django.db.models import Q

from liveblog.models.guard import Guarded, GuardedQuerySet


class CorrectionQuerySet(GuardedQuerySet):
    def public(self) -> "CorrectionQuerySet":
        """Those that readers may read: not a draft's, and of a withdrawn post only why it went."""
        withdrawn = Q(post__status="retracted")
        return self.filter(~withdrawn | Q(kind="retraction"), post__first_version__isnull=False)

    def newest_first(self) -> "CorrectionQuerySet":
        return self.order_by("-made_at", "-pk")


class Correction(Guarded):
    """A public, dated note on what was wrong: the record that we put it right."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Correction"
        CLARIFICATION = "clarification", "Clarification"
        UPDATE = "update", "Update"
        RETRACTION = "retraction", "Retraction"

    post = models.ForeignKey("liveblog.Post", on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(
        help_text="What was wrong, and what is right. Readers see it under the post and in the log."
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.ForeignKey(
        "liveblog.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(
        "liveblog.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["correction", "clarification", "update", "retraction"]),
                name="a_correction_has_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:80]}"
