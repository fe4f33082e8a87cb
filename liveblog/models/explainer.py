from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from liveblog.models.fields import MarkupField, refuse_unseen
from liveblog.models.guard import Guarded, GuardedQuerySet
from liveblog.models.searched import Searched


class ExplainerQuerySet(GuardedQuerySet):
    def published(self) -> "ExplainerQuerySet":
        return self.filter(published_at__isnull=False)


class Explainer(Searched, Guarded):
    """Background that stays ("What is …?"): written once, pinned to many blogs."""

    SEARCHED = ("title", "summary", "body")

    title = models.CharField(max_length=200, validators=[refuse_unseen])
    slug = models.SlugField(max_length=120, unique=True)
    summary = models.CharField(
        max_length=300, blank=True, help_text="One sentence, for the folded card and for sharing."
    )
    body = MarkupField(blank=True)
    photo = models.ForeignKey(
        "liveblog.Photo", null=True, blank=True, on_delete=models.PROTECT, related_name="explainers"
    )
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: a draft that no reader sees."
    )
    updated_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ExplainerQuerySet.as_manager()

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("liveblog:explainer", args=[self.slug])

    def clean(self) -> None:
        if self.published_at and self.published_at > timezone.now():
            raise ValidationError(
                {"published_at": "That time is to come. Leave it empty until it may be read."}
            )


class PinnedExplainerQuerySet(GuardedQuerySet):
    def shown_at(self, moment: datetime) -> "PinnedExplainerQuerySet":
        """Those that stand on the shelf at `moment`, in their order."""
        return self.filter(
            Q(shown_from__isnull=True) | Q(shown_from__lte=moment),
            Q(shown_until__isnull=True) | Q(shown_until__gt=moment),
            explainer__published_at__isnull=False,
        ).order_by("order", "pk")


class PinnedExplainer(Guarded):
    """An explainer at the top of a blog."""

    blog = models.ForeignKey("liveblog.Blog", on_delete=models.CASCADE, related_name="pins")
    explainer = models.ForeignKey(Explainer, on_delete=models.PROTECT, related_name="pins")
    order = models.IntegerField(default=1)
    is_open = models.BooleanField(
        "unfolded", default=False, help_text="Shown in full rather than folded to its title."
    )
    shown_from = models.DateTimeField(null=True, blank=True)
    shown_until = models.DateTimeField(null=True, blank=True)

    objects = PinnedExplainerQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["blog", "explainer"], name="pinned_once_a_blog"),
            models.UniqueConstraint(fields=["blog", "order"], name="one_pin_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.explainer} on {self.blog}"

    def standing_at(self, moment: datetime) -> str:
        """What readers have of it, in a word: "open", "folded", "to come", "over", "draft"."""
        if self.explainer.published_at is None:
            return "draft"
        if self.shown_from and self.shown_from > moment:
            return "to come"
        if self.shown_until and self.shown_until <= moment:
            return "over"
        return "open" if self.is_open else "folded"
