"""A picture's renditions: made after the change that brought it in, then shown wherever it is."""

import time
from typing import Any

from django.db import OperationalError
from django.dispatch import receiver
from django.utils import timezone

from liveblog.later import task
from liveblog.models import Photo
from liveblog.photos import renditions, storage
from liveblog.publishing.change import change

# A long import holds SQLite for longer than a writer waits.
_PATIENCE_SECONDS = (1, 10, 60)


@receiver(renditions.wanted)
def _ask_for_ladder(*, photo_id: int, **kwargs: Any) -> None:
    make_ladder.enqueue(photo_id)


@task()
def make_ladder(photo_id: int) -> None:
    """What is missing of the photo, if it is still there."""
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is not None:
        complete(photo)


def complete(photo: Photo) -> list[str]:
    """Make what is missing of `photo`, and let open pages show it; the names that were made.

    Where its file is gone, pages show that. No lock is held while Pillow works.
    """
    try:
        made = renditions.make(photo)
    finally:
        storage.take_back_if_withdrawn(photo)
    for patience in _PATIENCE_SECONDS:
        try:
            _note(photo)
            break
        except OperationalError:
            time.sleep(patience)
    else:
        _note(photo)
    return made


def _note(photo: Photo) -> None:
    """Write down what exists. What says the same and looks different steps, without a revision."""
    with change(by=None, act="renditions made") as running:
        now = Photo.objects.filter(pk=photo.pk).first()
        if now is None or now.file != photo.file or now.made == photo.made:
            return  # Deleted, replaced (that file's own turn comes), or noted already.
        running.is_shown_anew = True
        now.made, now.made_at = photo.made, timezone.now()
        now.save(update_fields=["made", "made_at"])
