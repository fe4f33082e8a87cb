"""A post's bylines, pictures and links: written in an order, and each stays the row it is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models

Values = Mapping[str, Any]


def write_ordered(rows: Any, wanted: Sequence[Values], *, same: str, evidence: str = "") -> None:
    """Let the parent's `rows` be those of `wanted`, and no others, in its order.

    What says it already is not written. A row that says something else of the same thing (the field
    `same` tells which) stays that row: open pages know it by its id, and a player in it plays on.
    What it is not given it keeps: a mended word does not undo what was captured with it. What its
    field `evidence` holds is never written over: another answer is another row's.
    """
    held: list[Any] = list(rows.order_by("order", "pk"))
    kept = _matched(held, wanted, same, evidence)
    for row in held:
        if row not in kept:
            row.delete()
    _clear_the_way(kept)
    for order, (row, values) in enumerate(zip(kept, wanted, strict=True), start=1):
        if row is None or row.order != order or not _says(row, values):
            fresh = row if row and (getattr(row, same) or _says(row, values)) else rows.model()
            given = {rows.field.name: rows.instance, "order": order, "pk": row and row.pk}
            for name, value in {**given, **values}.items():
                setattr(fresh, name, value)
            fresh.save()


def _matched(held: Sequence[Any], wanted: Sequence[Values], same: str, evidence: str) -> list[Any]:
    """For each of `wanted` the row that is to say it, or None where it needs a new one."""
    kept: list[Any] = [None] * len(wanted)

    def match(fits: Callable[[Any, Values], bool]) -> None:
        for place, values in enumerate(wanted):
            left = (row for row in held if row not in kept)
            kept[place] = kept[place] or next((row for row in left if fits(row, values)), None)

    match(_says)

    def is_of_the_same(row: Any, values: Values) -> bool:
        held = getattr(row, evidence) if evidence else None
        is_kept = not held or values.get(evidence, held) == held
        return is_kept and getattr(row, same) == values.get(same, _default(row, same))

    match(is_of_the_same)
    return kept


def _clear_the_way(kept: Sequence[Any]) -> None:
    """A place is held by one row at a time: those that move first step below them all."""
    moving = [row for place, row in enumerate(kept, start=1) if row and row.order != place]
    floor = min([0, *(row.order for row in kept if row)])
    for step, row in enumerate(moving, start=1):
        row.order = floor - step
        row.save(update_fields=["order"])


def _says(row: models.Model, values: Values) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _default(row: models.Model, name: str) -> Any:
    field: Any = row._meta.get_field(name)
    return field.get_default()
