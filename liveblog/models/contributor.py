from django.conf import settings
from django.db import models

from liveblog.models.fields import refuse_unseen
from liveblog.models.guard import Guarded, GuardedQuerySet
from liveblog.models.searched import Searched


class Contributor(Searched, Guarded):
    """A byline: somebody whose name stands over posts, whether or not they log in."""

    SEARCHED = ("name", "role")

    name = models.CharField(max_length=120, validators=[refuse_unseen])
    slug = models.SlugField(max_length=120, unique=True)
    role = models.CharField(
        max_length=120, blank=True, help_text="As readers see it: “Defence editor”, “in Yerevan”."
    )
    picture = models.ForeignKey(
        "liveblog.Photo", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributor",
        help_text="Their login, so that their own posts carry this byline by default.",
    )

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
