"""The mark of a picture that must not be seen any more."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format


class Withdrawable(models.Model):
    """When it was withdrawn, by whom and why; all empty while it may be used."""

    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawal_reason = models.TextField(blank=True, default="", db_default="", editable=False)
    withdrawn_from = models.ManyToManyField(
        "liveblog.Blog",
        editable=False,
        related_name="+",
        help_text="Where it stood when it was withdrawn: who sees one of them sees it.",
    )

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def withdrawal(self) -> str:
        """When, by whom and why; whom to ask. "" while it may be used."""
        if self.withdrawn_at is None:
            return ""
        at, by = timezone.localtime(self.withdrawn_at), self.withdrawn_by
        when = f"{date_format(at, 'j F Y')} at {date_format(at, 'H:i')}"
        name = (by.get_full_name() or by.get_username()) if by else ""
        ask = f"{name} or an administrator" if name else "an administrator"
        reason = self.withdrawal_reason.strip().rstrip(".")
        return (
            f"Withdrawn on {when}{f' by {name}' if name else ''}: {reason}. "
            f"Ask {ask} before it is used."
        )
