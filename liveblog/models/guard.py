"""What readers can see is written inside a change, or it is not written.

`publishing.change()` opens the guard. Every save and delete of a guarded model is recorded there,
so that the change can step the blog's version and write the revision; outside one it is refused.
Why: docs/decisions/0002-writes-go-through-publishing.md.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import models


class WriteOutsidePublishing(RuntimeError):
    """Something readers see was about to change unseen. Use a verb of `liveblog.publishing`."""


class Recorder(Protocol):
    def record(self, thing: models.Model) -> None:
        """Told of `thing` just before it is written or deleted."""


_recorder: ContextVar[Recorder | None] = ContextVar("liveblog_recorder", default=None)


@contextmanager
def opened(recorder: Recorder) -> Iterator[None]:
    """Within, guarded models may be written, and `recorder` is told of each."""
    token = _recorder.set(recorder)
    try:
        yield
    finally:
        _recorder.reset(token)


def current() -> Recorder | None:
    """Whoever is being told of writes now."""
    return _recorder.get()


def record(thing: models.Model) -> None:
    recorder = _recorder.get()
    if recorder is None:
        raise WriteOutsidePublishing(
            f"{thing._meta.label} is written through liveblog.publishing: readers' pages would "
            f"not learn of a bare save(). See docs/decisions/0002."
        )
    recorder.record(thing)


class GuardedQuerySet(models.QuerySet[Any]):
    """Bulk writes are recorded row by row, or refused, like single ones."""

    def update(self, **kwargs: Any) -> int:
        for thing in self:
            record(thing)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        for thing in self:
            record(thing)
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        objs = list(objs)
        for thing in objs:
            record(thing)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        objs = list(objs)
        for thing in objs:
            record(thing)
        return super().bulk_update(objs, *args, **kwargs)


class Guarded(models.Model):
    """A model that is part of what readers see. Its `objects` are of a GuardedQuerySet."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        record(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        record(self)
        return super().delete(*args, **kwargs)
