from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from liveblog import conf


class OpenSheetQuerySet(models.QuerySet["OpenSheet"]):
    def open_now(self) -> "OpenSheetQuerySet":
        """Those whose page said a moment ago that it is open."""
        since = timezone.now() - timedelta(seconds=conf.SHEET_OPEN_SECONDS)
        return self.filter(seen_at__gte=since, put_away_at__isnull=True)

    def with_words(self) -> "OpenSheetQuerySet":
        return self.filter(typed_at__isnull=False)

    def latest_first(self) -> "OpenSheetQuerySet":
        return self.order_by("-typed_at", "-pk")


class OpenSheet(models.Model):
    """What somebody has typed on a desk and not sent yet: of a new post, or of `post`.

    It gives the words back after a crash, and tells colleagues who is at work on what. Where its
    post is discarded, it is the sheet of a new one. Once it was sent or thrown away, that is
    remembered for a while, without the words. No reader sees it, so it is written without a change
    of the blog.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_sheets"
    )
    blog = models.ForeignKey("liveblog.Blog", on_delete=models.CASCADE, related_name="open_sheets")
    post = models.ForeignKey(
        "liveblog.Post", null=True, on_delete=models.SET_NULL, related_name="open_sheets"
    )
    token = models.CharField(max_length=40, help_text="Names the sheet, in each of its requests.")
    seen = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="The open pages that typed it, and how far each had come: `phone.3 laptop.12`.",
    )
    sent = models.ForeignKey(
        "liveblog.Revision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="What its words became, if they were sent.",
    )
    put_away_at = models.DateTimeField(
        null=True, help_text="When its words were sent or thrown away; then it holds none."
    )
    said = models.JSONField(
        default=dict, help_text="Each field's values, as the browser sends them."
    )
    typed_at = models.DateTimeField(
        null=True, help_text="When the words last changed; empty: open, and nothing typed."
    )
    seen_at = models.DateTimeField(help_text="When its page last said that it is open.")

    objects = OpenSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "token"], name="one_sheet_a_token"),
        ]
        indexes = [models.Index(fields=["blog", "seen_at"], name="sheets_open_in_a_blog")]

    def __str__(self) -> str:
        return f"{self.user}, {self.post or 'a new post'}"
