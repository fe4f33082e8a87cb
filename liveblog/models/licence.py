"""What the licence of a picture allows, until when, and what its agency forbids."""

import re
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from liveblog import conf

# Of what an agency says, in a message among others.
_WORDS_SAID = 300
# What an agency writes when a picture must not go out, or not here, or not yet.
_FORBIDS = re.compile(
    r"\b(?:embargo(?:e?d|es)?|kill(?:ed|s)?|hold|do not (?:publish|use)|don[’']t publish"
    r"|(?:no|not for) (?:the )?(?:web|website|online|internet))\b",
    re.IGNORECASE,
)


class Licensed(models.Model):
    """Something that others made, and that may be used on their terms."""

    usage_terms = models.TextField(
        blank=True, help_text="What the licence allows: “One use, no sale to third parties”."
    )
    use_until = models.DateField(
        null=True,
        blank=True,
        db_index=True,  # Each open desk asks, every few seconds, what has run out.
        help_text="The last day on which the licence allows its use.",
    )

    class Meta:
        abstract = True

    @property
    def forbidding_terms(self) -> str:
        """The lines of its terms that say embargo, kill, hold and the like; "" where none does."""
        lines = (line.strip() for line in self.usage_terms.splitlines())
        return " ".join(line for line in lines if _FORBIDS.search(line))

    def forbidding_words(self, most: int) -> str:
        """`forbidding_terms` in at most so many characters: from the word that forbids."""
        said = self.forbidding_terms
        found = _FORBIDS.search(said)
        if found is None or len(said) <= most or found.end() < most:
            return Truncator(said).chars(most)
        return "…" + Truncator(said[found.start() :]).chars(most - 1)

    @property
    def has_run_out(self) -> bool:
        """Whether its licence has ended, on the calendar that is current here."""
        return self.use_until is not None and self.use_until < timezone.localdate()

    @property
    def licence_ran_out(self) -> str:
        """For a mark: "Licence ran out on 25 November"; "" while it has not."""
        return self.licence_ended_by(timezone.localdate())

    def licence_ended_by(self, day: date) -> str:
        """The same of one that is used on `day`: "Licence ends on 25 November", which is before."""
        if self.use_until is None or self.use_until >= day:
            return ""
        ends = "ran out" if self.has_run_out else "ends"
        is_this_year = self.use_until.year == timezone.localdate().year
        return (
            f"Licence {ends} on {date_format(self.use_until, 'j F' if is_this_year else 'j F Y')}"
        )

    @property
    def licence_warning(self) -> str:
        return self.licence_warning_on(timezone.localdate())

    def warnings_on(self, day: date) -> list[str]:
        """What an editor who shows it on `day` should know: each a sentence."""
        said = self.forbidding_words(_WORDS_SAID)
        found = (self.licence_warning_on(day), said and f"Its usage terms say “{said}”.")
        return [each for each in found if each]

    @property
    def warnings(self) -> list[str]:
        return self.warnings_on(timezone.localdate())

    def licence_warning_on(self, day: date) -> str:
        """What an editor who shows it on `day` should know; "" while its licence is sound."""
        if self.use_until is None:
            return ""
        until, left = date_format(self.use_until, "j F Y"), (self.use_until - day).days
        if left < 0:
            return f"Its licence ran out on {until}."
        if left > conf.LICENCE_WARNING_DAYS:
            return ""
        return f"Its licence ends on {until}: {_days_left(left)}."


def _days_left(count: int) -> str:
    return {0: "that is today", 1: "one day is left"}.get(count, f"{count} days are left")
