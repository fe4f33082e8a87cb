"""What became of an original, as often as it was looked at again and was not as before."""

from django.conf import settings
from django.db import models

from liveblog.models.embed import Embed


class SightingQuerySet(models.QuerySet["Sighting"]):
    def news(self) -> "SightingQuerySet":
        """Those of which nobody at the desk has taken note."""
        return self.filter(noted_at__isnull=True).exclude(kind=Sighting.Kind.FOUND)

    def newest_first(self) -> "SightingQuerySet":
        return self.order_by("-seen_at", "-pk")


class Sighting(models.Model):
    """An original that was asked for again, and what it said then, beside what the embed kept.

    The embed's own `raw` is what it said when it was quoted; nothing here is written into it.
    """

    class Kind(models.TextChoices):
        FOUND = "found", "Looked at for the first time"
        CHANGED = "changed", "The original has changed"
        GONE = "gone", "The original is gone"
        BACK = "back", "The original is there again"

    embed = models.ForeignKey(Embed, on_delete=models.CASCADE, related_name="sightings")
    kind = models.CharField(max_length=10, choices=Kind)
    raw = models.JSONField(default=dict, blank=True, help_text="The answer; empty: it was gone.")
    seen_at = models.DateTimeField(auto_now_add=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = SightingQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["found", "changed", "gone", "back"]),
                name="a_sighting_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.embed}"
