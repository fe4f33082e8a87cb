"""What is kept of one sheet: in its own row, and beside it what a page typed that had not seen it.

A row knows which words it holds (`typed.py`). What was sent or thrown away leaves a row without
words for a week: what arrives late is known by it, and what was sent goes on as what it became.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from liveblog.desk.typed import Typed
from liveblog.models import Blog, OpenSheet, Post, Revision

TOKEN_LENGTH = 40
_REMEMBERED = timedelta(days=7)
# Ends the name of a sheet whose words are to be an update of their own.
_ANEW = "+"


@contextmanager
def alone(request: HttpRequest, token: str) -> Iterator["Kept"]:
    """The sheet of that name, which nobody else writes meanwhile: two pages may keep it at once."""
    with transaction.atomic():
        users = get_user_model()._base_manager.select_for_update(no_key=True)
        user: Any = request.user
        users.filter(pk=user.pk).values_list("pk").first()
        yield Kept(request, token)


class Kept:
    """The rows of the sheet `token`, as the page that asks has seen them."""

    def __init__(self, request: HttpRequest, token: str) -> None:
        self.user: Any = request.user
        self.token = token
        self.typed = Typed.read(request.POST.get("from", ""), request.POST.get("page", ""))
        stem = _stem(token)
        rows = OpenSheet.objects.filter(user=self.user.pk).defer("said")
        rows = rows.filter(Q(token__in=(token, stem)) | Q(token__startswith=f"{stem}."))
        self.rows = sorted(rows, key=lambda row: (row.token != token, row.pk))

    @cached_property
    def held(self) -> OpenSheet | None:
        """The row that goes on from all that this page has typed: nothing is to be written."""
        rows = (row for row in self.rows if self.typed and Typed.read(row.seen).holds(self.typed))
        return next(rows, None)

    @property
    def is_put_away(self) -> bool:
        """What this page has typed was sent or thrown away."""
        return self.held is not None and self.held.put_away_at is not None

    @property
    def has_words(self) -> bool:
        return self.held is not None and self.held.typed_at is not None

    def keep(self, said: dict[str, list[str]] | None, *, blog: Blog, post: Post | None) -> None:
        """Keep what was `said`, over what this page has seen alone; None: it is merely open."""
        now = timezone.now()
        own = self.held or (self._own if said is None else None)
        if own is not None:
            OpenSheet.objects.filter(pk=own.pk).update(seen_at=now)
            return
        values: dict[str, Any] = {"blog": blog, "post": post, "seen_at": now}
        token = self.token
        if said is not None:
            token = self._token_to_write()
            said = {**said, "token": [token]}
            values |= {"said": said, "typed_at": now, "seen": str(self.typed)}
        OpenSheet.objects.update_or_create(user=self.user, token=token, defaults=values)

    def put_away(self, *, blog: Blog, post: Post | None, sent: Revision | None = None) -> None:
        """Its words became `sent`, or are not wanted. What this page has not seen of them stays."""
        now = timezone.now()
        stay = [row for row in self.rows if not self._has_seen(row)]
        gone = Q(pk__in=[row.pk for row in self.rows if row not in stay])
        OpenSheet.objects.filter(
            gone | Q(put_away_at__lt=now - _REMEMBERED), user=self.user
        ).delete()
        if not (self.token and self.typed):
            return
        is_free = all(row.token != self.token for row in stay)
        OpenSheet.objects.create(
            user=self.user,
            token=self.token if is_free else self._beside(),
            blog=blog,
            post=post,
            seen=str(self.typed),
            seen_at=now,
            put_away_at=now,
            sent=sent,
        )

    def sent_last(self, post: Post) -> Revision | None:
        """The revision of `post` that was sent by this page, or by one that it goes on from."""
        sent = [
            row.sent_id for row in self.rows if row.sent_id and row.seen and self._has_seen(row)
        ]
        return post.revisions.filter(pk__in=sent).newest_first().first() if sent else None

    @property
    def _own(self) -> OpenSheet | None:
        return next((row for row in self.rows if row.token == self.token), None)

    def _has_seen(self, row: OpenSheet) -> bool:
        return self.typed.holds(Typed.read(row.seen))

    def _token_to_write(self) -> str:
        """The sheet's own row; where that holds what this page has not seen, one beside it."""
        if self._own is None:
            return self.token
        seen = (row.token for row in self.rows if not row.put_away_at and self._has_seen(row))
        return next(seen, self._beside())

    def _beside(self) -> str:
        return f"{_stem(self.token)}.{secrets.token_urlsafe(9)}"


def _stem(token: str) -> str:
    """The sheet's name, in those of what is kept beside it."""
    return token.partition(".")[0].rstrip(_ANEW)[: TOKEN_LENGTH // 2 - 1]


def anew(token: str) -> str:
    """The name of the sheet whose words are to be an update of their own, whatever it became."""
    return f"{token.rstrip(_ANEW)[: TOKEN_LENGTH - 1]}{_ANEW}"


def ref_of(token: str) -> str:
    """How the post that a sheet becomes remembers it.

    Sent twice it is one post, and so is what was kept beside it: of one update, another version.
    """
    return f"desk:{token.partition('.')[0]}"
