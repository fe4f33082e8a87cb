from typing import Any

from django.db import models
from django.utils.text import Truncator

from liveblog.embeds import naming, players, providers
from liveblog.models.guard import Guarded, GuardedQuerySet
from liveblog.models.searched import Searched


class Embed(Searched, Guarded):
    """A link inside a post, with what it said when it was captured: evidence that outlives it.

    Every field can be typed by hand, so that a post can be quoted with no network at all.
    """

    SEARCHED = ("author", "handle", "title", "text", "url")

    post = models.ForeignKey("liveblog.Post", on_delete=models.CASCADE, related_name="embeds")
    order = models.IntegerField(default=1)
    url = models.URLField("link", max_length=1000, blank=True)
    provider = models.SlugField(max_length=40, blank=True, editable=False)
    author = models.CharField(max_length=200, blank=True, help_text="The name on the account.")
    handle = models.CharField(max_length=200, blank=True, help_text="With its @.")
    title = models.CharField(max_length=500, blank=True, help_text="Of a video or an article.")
    text = models.TextField(blank=True, help_text="Word for word.")
    language = models.CharField(max_length=35, blank=True, help_text="As in “hy”, “az”, “ru”.")
    posted_on = models.DateField(null=True, blank=True)
    thumbnail = models.ForeignKey(
        "liveblog.Photo", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    aspect_ratio = models.DecimalField(
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Width divided by height, so that its place is kept: 1.778 for 16:9.",
    )
    raw = models.JSONField(default=dict, blank=True, editable=False)
    captured_at = models.DateTimeField(null=True, blank=True, editable=False)
    compared_at = models.DateTimeField("last compared", null=True, blank=True, editable=False)
    gone_at = models.DateTimeField(
        "original gone since", null=True, blank=True, help_text="Readers are told."
    )
    # When an editor last said so, or took it back: a machine's note from before counts no more.
    gone_by_hand_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["post", "order"], name="one_embed_a_place"),
            models.CheckConstraint(
                condition=~models.Q(url="") | ~models.Q(text="") | ~models.Q(title=""),
                name="an_embed_says_something",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.author, self.handle, self.title or self.text[:60]]))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.url:
            self.provider = providers.provider_of(self.url).slug
        super().save(*args, **kwargs)

    @property
    def source(self) -> providers.Provider:
        return providers.named(self.provider)

    @property
    def original(self) -> players.Original | None:
        """The frame that shows the original itself, on request; what is gone has none."""
        if self.gone_at or not self.url:
            return None
        return players.original_of(self.url, self.aspect_ratio)

    @property
    def is_bare(self) -> bool:
        """A link that says nothing yet: no words, no picture. Readers get it as a line."""
        says = self.title or self.text or self.author or self.thumbnail_id
        return bool(self.url) and not says

    @property
    def was_answered(self) -> bool:
        """Whether its source has ever told us what it says: when it was quoted, or looked at."""
        return bool(self.raw) or self.sightings.exclude(kind="gone").exists()

    def says_by_hand_since(self, seen: Any) -> bool:
        """Whether an editor said that it is gone, or is not, after that sighting (None: ever)."""
        by_hand = self.gone_by_hand_at
        return by_hand is not None and (seen is None or by_hand > seen.seen_at)

    @property
    def plain_name(self) -> str:
        """What a bare link is called, as far as its address tells."""
        return naming.name_of(self.url, handle=self.handle)

    @property
    def spoken_name(self) -> str:
        """Whose or which it is, and where, in a line: what its picture and its frame are called."""
        words = self.text and f"“{Truncator(self.text).chars(60)}”"
        who = self.title or self.author or self.handle or words
        if self.is_bare or (self.url and not who):
            return self.plain_name
        if not self.url:
            return who
        where = naming.host_of(self.url) if self.provider == "link" else self.source.name
        return f"{who}, on {where}"

    @property
    def has_still(self) -> bool:
        """Whether a picture, or its empty place, stands above the words."""
        is_film = self.source.is_video and self.url and not self.is_bare
        return bool(self.thumbnail_id or is_film)

    @property
    def shape(self) -> str:
        """How the still's place is kept, so that a player takes it and nothing moves."""
        original = self.original
        if original and original.has_ratio:
            return original.shape
        if not self.source.is_video:
            return ""
        return players.shape_near(self.aspect_ratio) if self.aspect_ratio else "16x9"

    @property
    def has_small_picture(self) -> bool:
        """Somebody's face, or the cover of a record: it stands beside the words."""
        photo = self.thumbnail
        if photo is None or self.source.is_visual or not (photo.width_px and photo.height_px):
            return False
        return photo.width_px <= photo.height_px * 1.1
