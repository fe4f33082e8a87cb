"""Rounds, ours and the measure in turn, so that a busy moment of the machine strikes both."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.load import Ask, press
from tests.benchmarks.servers import Server

WARM_SECONDS = 0.3


@dataclass(frozen=True)
class Spread:
    """A median with the least and the greatest of the rounds."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(median(values), min(values), max(values))


@dataclass(frozen=True)
class Round:
    cpu_us: float
    per_second: float


@dataclass(frozen=True)
class Subject:
    """Something to be asked of a server."""

    server: Server
    ask: Ask

    def round(self, seconds: float) -> Round:
        before = self.server.cpu_seconds()
        answers, took = press(self.server.port, self.ask, seconds=seconds)
        used = self.server.cpu_seconds() - before
        return Round(cpu_us=used / answers * 1e6, per_second=answers / took)


@dataclass(frozen=True)
class Measured:
    """What one subject costs a request, alone and as a multiple of what it is measured by."""

    cpu_us: Spread
    per_second: Spread
    by_cpu_us: Spread
    by_per_second: Spread
    times: Spread


def measure(
    pairs: dict[str, tuple[Subject, Subject]], *, rounds: int, seconds: float
) -> dict[str, Measured]:
    """Each name's subject beside its measure, in `rounds` rounds of `seconds` each."""
    for subject, by in pairs.values():
        subject.round(WARM_SECONDS)
        by.round(WARM_SECONDS)
    kept: dict[str, list[tuple[Round, Round]]] = {name: [] for name in pairs}
    for _ in range(rounds):
        for name, (subject, by) in pairs.items():
            kept[name].append((subject.round(seconds), by.round(seconds)))
    return {name: _measured(both) for name, both in kept.items()}


def _measured(rounds: Sequence[tuple[Round, Round]]) -> Measured:
    ours, by = zip(*rounds, strict=True)
    return Measured(
        cpu_us=Spread.of([one.cpu_us for one in ours]),
        per_second=Spread.of([one.per_second for one in ours]),
        by_cpu_us=Spread.of([one.cpu_us for one in by]),
        by_per_second=Spread.of([one.per_second for one in by]),
        times=Spread.of([a.cpu_us / b.cpu_us for a, b in rounds]),
    )
