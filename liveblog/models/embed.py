from django.db import models

from liveblog.embeds import providers
from liveblog.models.guard import Guarded, GuardedQuerySet


class Embed(Guarded):
    """A link inside a post, with what it said when it was captured: evidence that outlives it.

    Every field can be typed by hand, so that a post can be quoted with no network at all.
    """

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
    gone_at = models.DateTimeField(
        "original gone since", null=True, blank=True, help_text="Readers are told."
    )

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

    def save(self, *args: object, **kwargs: object) -> None:
        if self.url:
            self.provider = providers.provider_of(self.url).slug
        super().save(*args, **kwargs)

    @property
    def source(self) -> providers.Provider:
        return providers.named(self.provider)
