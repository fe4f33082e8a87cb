"""One table: what was measured, beside what, and what was promised."""

from dataclasses import dataclass, fields

from tests.benchmarks.rounds import Spread
from tests.benchmarks.weights import Weight


@dataclass(frozen=True)
class Row:
    """One line. `times` is the rounds' ratio; `most` is what it, or the row's number, may be."""

    what: str
    number: float | None = None
    unit: str = ""
    per_second: float | None = None
    times: Spread | None = None
    most: str = ""
    is_met: bool | None = None
    queries: int | None = None
    weight: Weight | None = None


HEADINGS = (
    "", "cost", "a second", "times", "least", "greatest", "promised", "queries",
    "bytes", "gzip", "brotli",
)  # fmt: skip


def printed(rows: list[Row]) -> str:
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(HEADINGS))]
    return "\n".join(_line(line, widths) for line in cells)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *others = [
        cell.ljust(width) if n == 0 else cell.rjust(width)
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join([first, *others]).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    weight = (
        [f"{getattr(row.weight, f.name):,}" for f in fields(Weight)] if row.weight else [""] * 3
    )
    return (
        row.what,
        f"{row.number:,.0f} {row.unit}" if row.number is not None else "",
        f"{row.per_second:,.0f}" if row.per_second is not None else "",
        *_spread(row.times),
        _promise(row),
        f"{row.queries}" if row.queries is not None else "",
        *weight,
    )


def _spread(times: Spread | None) -> tuple[str, str, str]:
    if times is None:
        return "", "", ""
    return f"{times.median:.2f}", f"{times.least:.2f}", f"{times.greatest:.2f}"


def _promise(row: Row) -> str:
    if row.is_met is None:
        return row.most
    return f"{row.most} {'kept' if row.is_met else 'BROKEN'}"
