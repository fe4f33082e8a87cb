import zoneinfo
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from liveblog import conf
from liveblog.models.fields import MarkupField, refuse_unseen
from liveblog.models.guard import Guarded, GuardedQuerySet


def validate_time_zone(name: str) -> None:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise ValidationError(
            f"“{name}” is not a time zone. Type an IANA name such as Europe/London or Asia/Yerevan."
        ) from None


class BlogQuerySet(GuardedQuerySet):
    def public(self) -> "BlogQuerySet":
        """Those that readers may find. Coverage that was announced is public from then on."""
        return self.filter(is_public=True)

    def live(self) -> "BlogQuerySet":
        return self.filter(state__in=[Blog.State.LIVE, Blog.State.PAUSED])

    def upcoming(self) -> "BlogQuerySet":
        return self.filter(state=Blog.State.UPCOMING)

    def ended(self) -> "BlogQuerySet":
        return self.filter(state=Blog.State.ENDED)

    def latest_first(self) -> "BlogQuerySet":
        return self.order_by("-changed_at", "-pk")

    def due(self, moment: datetime) -> "BlogQuerySet":
        """Those in which a scheduled post or pin has come due by `moment`."""
        return self.filter(next_due_at__lte=moment)


class Blog(Guarded):
    """One story's coverage."""

    class State(models.TextChoices):
        UPCOMING = "upcoming", "Upcoming"
        LIVE = "live", "Live"
        PAUSED = "paused", "Paused"
        ENDED = "ended", "Ended"

    title = models.CharField("headline", max_length=200, validators=[refuse_unseen])
    slug = models.SlugField(
        max_length=120, unique=True, help_text="Its address. An old one keeps working."
    )
    standfirst = MarkupField(
        blank=True, help_text="What has happened so far, in a few short paragraphs."
    )
    state = models.CharField(max_length=10, choices=State, default=State.UPCOMING, editable=False)
    is_public = models.BooleanField(
        "public", default=True, help_text="Off: nobody but the newsroom can find it."
    )
    is_restricted = models.BooleanField(
        "team only", default=False, help_text="On: only its team sees it in the newsroom."
    )
    coverage_started_at = models.DateTimeField(
        "coverage starts", null=True, blank=True, help_text="Shown while the blog is upcoming."
    )
    coverage_ended_at = models.DateTimeField("coverage ended", null=True, blank=True)
    closing_line = models.CharField(
        max_length=300,
        blank=True,
        editable=False,
        help_text="What readers are told where coverage has ended: where the story goes on.",
    )
    time_zone = models.CharField(
        max_length=64,
        default="Europe/London",
        validators=[validate_time_zone],
        help_text="Whose clock the page shows: Europe/London, Asia/Yerevan.",
    )
    language = models.CharField(
        max_length=35,
        default="en",
        validators=[RegexValidator(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "As in “en” or “fr”.")],
    )

    # The version steps once for each change a reader could see; the parts say when each last moved.
    version = models.PositiveBigIntegerField(default=0, editable=False)
    head_version = models.PositiveBigIntegerField(default=0, editable=False)
    shelf_version = models.PositiveBigIntegerField(default=0, editable=False)
    keys_version = models.PositiveBigIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now_add=True, editable=False)
    next_due_at = models.DateTimeField(null=True, editable=False, db_index=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BlogQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        permissions = [
            ("open_blog", "Can open, pause and reopen coverage"),
            ("close_blog", "Can end coverage"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["upcoming", "live", "paused", "ended"]),
                name="a_blog_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(coverage_ended_at__isnull=False),
                name="ended_coverage_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("liveblog:blog", args=[self.slug])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def clock(self, moment: datetime) -> str:
        """The time on this blog's own clock, as it is printed: "01:45 PM BST"."""
        local = moment.astimezone(self.zone)
        # Zones without letters of their own are numbers: "+04" reads better as "UTC+04".
        zone = local.tzname() or ""
        form: str = conf.CLOCK_FORMAT
        return local.strftime(form.replace("%Z", f"UTC{zone}") if zone[:1] in "+-" else form)

    @property
    def is_ended(self) -> bool:
        return self.state == self.State.ENDED

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE


class OldSlug(models.Model):
    """An address a blog once had. It redirects for ever."""

    slug = models.SlugField(max_length=120, unique=True)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """A place in a blog's team: who sees a restricted blog, and what they do there."""

    class Role(models.TextChoices):
        REPORTER = "reporter", "Reporter"
        EDITOR = "editor", "Editor"
        CORRECTIONS = "corrections", "Corrections editor"

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blog_memberships"
    )
    role = models.CharField(max_length=12, choices=Role, default=Role.REPORTER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blog", "user"], name="one_membership_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
