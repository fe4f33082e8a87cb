"""An election's night, reckoned: each district's votes, and the state of the parties between."""

from dataclasses import dataclass
from random import Random
from typing import Any

from liveblog.exchange.demo.script import Entry

SEATS_TO_GOVERN = 38
# After so many declarations somebody asks who leads.
_SUMS = (8, 18, 28, 38, 48, 58, 68, 75)
# When each island declares: its first and its last district, in minutes after 19:00 UTC.
_HOURS = ((142, 290), (232, 348), (291, 425), (362, 500), (581, 663))
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@dataclass(frozen=True)
class Result:
    """One district's declaration."""

    district: str
    island: str
    minute: int
    winner: str
    holder: str
    votes: dict[str, int]
    turnout: float

    @property
    def margin(self) -> int:
        first, second = sorted(self.votes.values(), reverse=True)[:2]
        return first - second

    @property
    def second(self) -> str:
        return sorted(self.votes, key=lambda party: -self.votes[party])[1]

    @property
    def is_gain(self) -> bool:
        return self.winner != self.holder


def results(written: dict[str, Any]) -> list[Result]:
    """Every district's result in the order of declaring; the same every time."""
    chance = Random("Valmere")
    found = []
    for island, (first, last) in zip(written["island"], _HOURS, strict=True):
        districts = island["districts"]
        for place, line in enumerate(districts):
            minute = first + round((last - first) * place / max(1, len(districts) - 1))
            found.append(_result(chance, line, island["name"], minute, list(written["parties"])))
    return sorted(found, key=lambda each: each.minute)


def _result(chance: Random, line: str, island: str, minute: int, parties: list[str]) -> Result:
    district, winner, holder, *margin = line.split("|")
    is_skerry = "skerries" in island
    lead = int(margin[0]) if margin else chance.randint(*((12, 90) if is_skerry else (180, 4200)))
    second = chance.choice([p for p in parties[:3] if p != winner])
    if holder != winner:
        second = holder
    base = chance.randint(*((260, 700) if is_skerry else (5200, 9400)))
    votes = {winner: base + lead, second: base}
    for party in parties:
        votes.setdefault(party, round(base * chance.uniform(0.06, 0.42)))
    turnout = chance.uniform(*((84, 92) if is_skerry else (65, 79)))
    return Result(district, island, minute, winner, holder, votes, turnout)


def declarations(written: dict[str, Any]) -> list[Entry]:
    """A post for each declaration, and one after every ten or so for the sum."""
    parties, leaders = written["parties"], written["leaders"]
    seats = dict.fromkeys(parties, 0)
    entries = []
    for number, result in enumerate(results(written), start=1):
        seats[result.winner] += 1
        entries.append(_declared(result, parties, number, seats[result.winner]))
        if number in _SUMS:
            entries.append(_sum(result.minute + 1, seats, parties, leaders, number))
    return entries


def turnouts(written: dict[str, Any]) -> list[Entry]:
    return [
        Entry(
            ref=f"turnout-{number}",
            at=each["at"],
            body=each["text"],
            by=["Sanna Holm"],
            topics=["Turnout"],
        )
        for number, each in enumerate(written["turnout"], start=1)
    ]


def _declared(result: Result, parties: dict[str, str], number: int, seats: int) -> Entry:
    return Entry(
        ref=f"declared-{number}",
        at=_clock(result.minute),
        headline=_headline(result, parties),
        body=_told(result, parties, number, seats),
        by=["Owen Tarrant" if number % 3 else "Sanna Holm"],
        topics=["Results"],
        verification="confirmed",
        key=number == 1,
    )


def _headline(result: Result, parties: dict[str, str]) -> str:
    winner, holder = parties[result.winner], parties[result.holder]
    if result.is_gain:
        plural = "take" if result.winner in ("land", "meadow") else "takes"
        return f"{result.district}: {winner} {plural} it from {holder}"
    if result.margin < 250:
        return f"{result.district}: {winner} {_hold(result)} on, by {result.margin} votes"
    return f"{result.district}: {winner} {_hold(result)}"


def _hold(result: Result) -> str:
    return "hold" if result.winner in ("land", "meadow") else "holds"


def _told(result: Result, parties: dict[str, str], number: int, seats: int) -> str:
    ranked = sorted(result.votes.items(), key=lambda pair: -pair[1])
    figures = ", ".join(f"{parties[party]} {votes:,}" for party, votes in ranked)
    return f"{figures}. Turnout {result.turnout:.1f} per cent.\n\n" + _remark(
        result, parties, number, seats
    )


def _remark(result: Result, parties: dict[str, str], number: int, seats: int) -> str:
    """What a reporter adds to the figures; which of them depends on the figures."""
    winner, second = parties[result.winner], parties[result.second]
    total = sum(result.votes.values())
    share = 100 * result.votes[result.winner] / total
    if result.margin < 30:
        return f"A majority of {_spelt(result.margin)}. Every paper was counted twice."
    if result.is_gain:
        return (
            f"A change of hands on {result.island}: the majority is {result.margin:,} over "
            f"{second}, and it is seat number {seats} for {winner}.",
            f"{winner} had never won here. {share:.0f} per cent this time; {second} came second.",
            f"{second} had expected to keep it. The swing decides it by {result.margin:,} votes.",
        )[number % 3]
    return (
        f"A majority of {result.margin:,} over {second}, and no surprise.",
        f"{share:.0f} per cent for the winner. {winner}: {_spelt(seats)} so far.",
        f"As forecast. {second} came second, {result.margin:,} votes behind.",
        f"That makes {_spelt(seats)} for {winner}, after {_spelt(number)} of 75 districts.",
    )[number % 4]


def _spelt(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def _sum(
    minute: int,
    seats: dict[str, int],
    parties: dict[str, str],
    leaders: dict[str, str],
    counted: int,
) -> Entry:
    ranked = sorted(seats.items(), key=lambda pair: -pair[1])
    lines = "".join(
        f"<li><strong>{parties[party]}</strong> ({leaders[party]}): {won}</li>"
        for party, won in ranked
    )
    ahead, won = ranked[0]
    needed = SEATS_TO_GOVERN - won
    rest = (
        f"{parties[ahead]} need {_spelt(needed)} more to govern alone."
        if needed > 0
        else f"{parties[ahead]} can govern alone."
    )
    return Entry(
        ref=f"sum-{counted}",
        at=_clock(minute),
        headline=f"State of the parties after {counted} of 75 districts",
        body=f"<ul>{lines}</ul><p>{rest}</p>",
        by=["Sanna Holm"],
        topics=["State of the parties"],
        key=counted in (38, 75),
    )


def _clock(minute: int) -> str:
    hour, rest = divmod(19 * 60 + minute, 60)
    return f"{hour % 24:02}:{rest:02}"
