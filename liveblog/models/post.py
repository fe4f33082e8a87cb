from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from liveblog import markup
from liveblog.models.blog import Blog
from liveblog.models.embed import Embed
from liveblog.models.explainer import Explainer
from liveblog.models.fields import MarkupField, new_public_id
from liveblog.models.guard import Guarded, GuardedQuerySet
from liveblog.models.photo import PhotoCaption
from liveblog.models.searched import Searched


class PostQuerySet(GuardedQuerySet):
    def published(self) -> "PostQuerySet":
        """Those whose text readers may read."""
        return self.filter(status=Post.Status.PUBLISHED)

    def in_stream(self) -> "PostQuerySet":
        """Those with a place in the stream: published, or withdrawn and leaving a notice."""
        return self.filter(status__in=Post.IN_STREAM)

    def drafts(self) -> "PostQuerySet":
        return self.filter(status=Post.Status.DRAFT)

    def submitted(self) -> "PostQuerySet":
        return self.filter(status=Post.Status.SUBMITTED)

    def scheduled(self) -> "PostQuerySet":
        return self.filter(status=Post.Status.SCHEDULED)

    def due(self, moment: datetime) -> "PostQuerySet":
        return self.scheduled().filter(published_at__lte=moment)

    def key_events(self) -> "PostQuerySet":
        return self.filter(is_key_event=True)

    def pinned(self) -> "PostQuerySet":
        return self.filter(pinned_at__isnull=False).order_by("-pinned_at", "-pk")

    def newest_first(self) -> "PostQuerySet":
        return self.order_by("-published_at", "-pk")

    def oldest_first(self) -> "PostQuerySet":
        return self.order_by("published_at", "pk")

    def older_than(self, post: "Post") -> "PostQuerySet":
        earlier = Q(published_at__lt=post.published_at)
        earlier |= Q(published_at=post.published_at, pk__lt=post.pk)
        # Said twice, so that the database goes to the place by its index.
        return self.filter(earlier, published_at__lte=post.published_at)

    def newer_than(self, post: "Post") -> "PostQuerySet":
        later = Q(published_at__gt=post.published_at)
        later |= Q(published_at=post.published_at, pk__gt=post.pk)
        return self.filter(later, published_at__gte=post.published_at)

    def changed_since(self, version: int) -> "PostQuerySet":
        return self.filter(version__gt=version)

    def with_parts(self) -> "PostQuerySet":
        """Everything that parts/post.html shows, in a fixed number of queries."""
        return self.prefetch_related(*PARTS)


class Post(Searched, Guarded):
    """One update. A headline, a body, a picture or an embed is enough."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"
        RETRACTED = "retracted", "Retracted"

    class Verification(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        DEVELOPING = "developing", "Developing"
        UNCONFIRMED = "unconfirmed", "Unconfirmed"
        DISPROVED = "disproved", "Disproved"

    SEARCHED = ("headline", "body")
    IN_STREAM = (Status.PUBLISHED, Status.RETRACTED)

    blog = models.ForeignKey(Blog, on_delete=models.PROTECT, related_name="posts")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    headline = models.CharField(max_length=300, blank=True)
    body = MarkupField("text", blank=True)
    explainer = models.ForeignKey(
        "liveblog.Explainer",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
        help_text="Background that stands in the stream at this moment; it is edited in one place.",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(
        "time shown",
        null=True,
        blank=True,
        help_text="The post stands in the stream by this time. Empty: the moment it is published.",
    )
    contributors = models.ManyToManyField(
        "liveblog.Contributor", through="liveblog.Byline", related_name="posts", blank=True
    )
    topics = models.ManyToManyField(
        "liveblog.Topic", through="liveblog.PostTopic", related_name="posts", blank=True
    )
    is_key_event = models.BooleanField(
        "key event", default=False, help_text="Listed among the key events at the top."
    )
    pinned_at = models.DateTimeField(null=True, blank=True, editable=False)
    verification = models.CharField(max_length=12, choices=Verification, blank=True)

    first_version = models.PositiveBigIntegerField(null=True, editable=False)
    placed_version = models.PositiveBigIntegerField(default=0, editable=False)
    version = models.PositiveBigIntegerField(default=0, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    retracted_at = models.DateTimeField(null=True, blank=True, editable=False)

    import_ref = models.CharField(
        max_length=120, blank=True, editable=False, help_text="Its name in the system it came from."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="liveblog_posts",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        indexes = [
            models.Index(fields=["blog", "-published_at", "-id"], name="post_stream"),
            models.Index(fields=["blog", "version"], name="post_changes"),
            models.Index(fields=["blog", "status", "-published_at"], name="post_states"),
            # Few in a long night's many: found without reading the others.
            models.Index(
                fields=["blog", "-pinned_at"],
                condition=Q(pinned_at__isnull=False),
                name="post_pins",
            ),
        ]
        permissions = [
            ("submit_post", "Can submit their own posts for review"),
            ("publish_post", "Can publish posts"),
            ("schedule_post", "Can schedule posts"),
            ("pin_post", "Can pin posts"),
            ("correct_post", "Can correct published posts in public"),
            ("retract_post", "Can retract published posts"),
            ("restore_post", "Can restore retracted posts"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted"]) | Q(published_at__isnull=False),
                name="a_published_post_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["draft", "submitted", "scheduled", "published", "retracted"]
                ),
                name="a_post_has_a_known_status",
            ),
            models.CheckConstraint(
                condition=~Q(status="retracted") | Q(retracted_at__isnull=False),
                name="a_retraction_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["blog", "import_ref"],
                condition=~Q(import_ref=""),
                name="imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"Post {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("liveblog:post", args=[self.blog.slug, self.public_id])

    @property
    def label(self) -> str:
        """The post in a line, for lists: its headline, its first words, or its time."""
        if self.headline:
            return self.headline
        if self.explainer:
            return self.explainer.title
        words = markup.plain(self.body).replace("\n", " ")
        if not words:
            return f"Update at {self.blog.clock(self.published_at)}" if self.published_at else ""
        return words if len(words) <= 80 else words[:79].rsplit(" ", 1)[0].rstrip(",;:–. ") + "…"

    @property
    def has_no_title(self) -> bool:
        """Whether its label is its own first words: said above them, they would be said twice."""
        return bool(self.body) and not (self.headline or self.explainer)

    @property
    def last_touched_at(self) -> datetime:
        """When what readers see of it last changed by an editor's hand."""
        corrected = (correction.made_at for correction in self.corrections.all())
        moments = (self.published_at, self.edited_at, self.retracted_at, *corrected)
        return max((m for m in moments if m), default=self.created_at)

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_retracted(self) -> bool:
        return self.status == self.Status.RETRACTED

    @property
    def is_to_come(self) -> bool:
        """Whether it was given a time that is still to come, and nobody has scheduled it yet."""
        is_waiting = self.status in (self.Status.DRAFT, self.Status.SUBMITTED)
        return is_waiting and self.published_at is not None and self.published_at > timezone.now()

    @property
    def is_in_stream(self) -> bool:
        return self.status in self.IN_STREAM


class Byline(Guarded):
    """A contributor's name over a post, in its place among several."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bylines")
    contributor = models.ForeignKey(
        "liveblog.Contributor", on_delete=models.PROTECT, related_name="bylines"
    )
    order = models.IntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["post", "contributor"], name="named_once_a_post"),
            models.UniqueConstraint(fields=["post", "order"], name="one_byline_a_place"),
        ]

    def __str__(self) -> str:
        return str(self.contributor)


class PostTopic(Guarded):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tagged")
    topic = models.ForeignKey("liveblog.Topic", on_delete=models.PROTECT, related_name="tagged")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "topic"], name="tagged_once"),
        ]

    def __str__(self) -> str:
        return str(self.topic)


# Everything that parts/post.html shows, each kind in one query.
PARTS: tuple[str | Prefetch, ...] = (
    Prefetch("explainer", Explainer.objects.select_related("photo")),
    Prefetch("bylines", Byline.objects.select_related("contributor")),
    "topics",
    Prefetch("photos", PhotoCaption.objects.select_related("photo")),
    Prefetch("embeds", Embed.objects.select_related("thumbnail")),
    "corrections",
)
