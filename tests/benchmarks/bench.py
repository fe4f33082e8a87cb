"""The run itself: start the servers, press them in turn, and put what was seen into rows."""

from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.benchmarks import pictures
from tests.benchmarks.in_process import Publication, publications, queries_of
from tests.benchmarks.load import Ask, WrongAnswer, fetch
from tests.benchmarks.pages import FIRST_VIEW, LONGEST, NOTHING_NEW, ONE_NEW, Page, pages
from tests.benchmarks.rounds import Measured, Spread, Subject, measure
from tests.benchmarks.servers import BARE, FORGETFUL, OURS, Server, granian, nginx
from tests.benchmarks.table import Row
from tests.benchmarks.weights import FirstView, Weight, around_the_posts, first_view

BARE_VIEW = Ask("/", status=204)
LONG_AGAINST_SHORT = "first page, blog of 10,000 against 20"
LONG_AGAINST_SHORT_MOST = 1.15
PROXY_LEAST = 0.9
AROUND_MOST_BYTES = 400
FIRST_VIEW_MOST_BYTES = 60_000
PUBLISHED_IN = (10, 10_000)
POLLS = (NOTHING_NEW, ONE_NEW)
# What these cost whoever asks first, before the cache keeps anything of them.
MADE_ANEW = (NOTHING_NEW, ONE_NEW, FIRST_VIEW, LONGEST)
FILES = "as-a-file"


Pairs = dict[str, tuple[Subject, Subject]]


def run(folder: Path, *, rounds: int, seconds: float) -> list[Row]:
    asked = pages()
    photos = pictures.write_story()
    with ExitStack() as running:
        ours = running.enter_context(granian(OURS, folder))
        anew = running.enter_context(granian(OURS, folder, settings=FORGETFUL))
        bare = running.enter_context(granian(BARE, folder))
        bodies = {name: fetch(ours.port, page.ask).body for name, page in asked.items()}
        _write_as_files(folder / "static" / FILES, bodies)
        proxy = running.enter_context(nginx(ours, folder / "nginx", folder / "static"))
        pairs = _page_pairs(asked, ours, anew, bare) | _proxy_pairs(asked, proxy)
        measured = measure(pairs, rounds=rounds, seconds=seconds)
        view = first_view(ours, asked[FIRST_VIEW].ask)
        of_pictures = pictures.rows(ours, photos, folder)
    return [
        _bare_row(measured[NOTHING_NEW]),
        *(_page_row(name, page, measured[name], bodies[name]) for name, page in asked.items()),
        *(_cost_row(_anew(name), measured[_anew(name)]) for name in MADE_ANEW),
        *(
            _long_row(name, measured[name])
            for name in (LONG_AGAINST_SHORT, _anew(LONG_AGAINST_SHORT))
        ),
        *(_proxy_row(name, measured[_cached(name)]) for name in POLLS),
        _around_row(bodies[ONE_NEW]),
        *_first_view_rows(view),
        *_publication_rows(publications(PUBLISHED_IN)),
        *of_pictures,
    ]


def _write_as_files(folder: Path, bodies: dict[str, bytes]) -> None:
    """The polls' answers, for the proxy to serve."""
    folder.mkdir()
    for name in POLLS:
        (folder / _file(name)).write_bytes(bodies[name])


def _file(name: str) -> str:
    return name.replace(", ", "-").replace(" ", "-")


def _cached(name: str) -> str:
    return f"{name}: cached by nginx, against its file"


def _anew(name: str) -> str:
    return f"{name}: with an empty cache"


def _page_pairs(asked: dict[str, Page], ours: Server, anew: Server, bare: Server) -> Pairs:
    beside = Subject(bare, BARE_VIEW)
    pairs = {name: (Subject(ours, page.ask), beside) for name, page in asked.items()}
    pairs |= {_anew(name): (Subject(anew, asked[name].ask), beside) for name in MADE_ANEW}
    for server, name in ((ours, LONG_AGAINST_SHORT), (anew, _anew(LONG_AGAINST_SHORT))):
        pairs[name] = (
            Subject(server, asked[LONGEST].ask),
            Subject(server, asked[FIRST_VIEW].ask),
        )
    return pairs


def _proxy_pairs(asked: dict[str, Page], proxy: Server) -> Pairs:
    pairs = {}
    for name in POLLS:
        _require_cached(proxy, asked[name].ask)
        file = Subject(proxy, Ask(f"/static/{FILES}/{_file(name)}"))
        pairs[_cached(name)] = (Subject(proxy, asked[name].ask), file)
    return pairs


def _require_cached(proxy: Server, ask: Ask) -> None:
    fetch(proxy.port, ask)
    if fetch(proxy.port, ask).headers.get("x-cache") != "HIT":
        raise WrongAnswer(f"{ask.path} is not kept by the proxy: there is nothing to compare.")


def _bare_row(measured: Measured) -> Row:
    return Row(
        "bare Django view, 204",
        number=measured.by_cpu_us.median,
        unit="µs",
        per_second=measured.by_per_second.median,
        times=Spread(1, 1, 1),
    )


def _page_row(name: str, page: Page, measured: Measured, body: bytes) -> Row:
    most = page.times_bare
    return Row(
        name,
        number=measured.cpu_us.median,
        unit="µs",
        per_second=measured.per_second.median,
        times=measured.times,
        most=f"≤ {most:g}" if most else "",
        is_met=measured.times.median <= most if most else None,
        queries=queries_of(page.ask),
        weight=Weight.of(body),
    )


def _cost_row(name: str, measured: Measured) -> Row:
    return Row(
        name,
        number=measured.cpu_us.median,
        unit="µs",
        per_second=measured.per_second.median,
        times=measured.times,
    )


def _long_row(name: str, measured: Measured) -> Row:
    return Row(
        name,
        times=measured.times,
        most=f"≤ {LONG_AGAINST_SHORT_MOST}",
        is_met=measured.times.median <= LONG_AGAINST_SHORT_MOST,
    )


def _proxy_row(name: str, measured: Measured) -> Row:
    """As much a second for the same CPU is the file's cost divided by ours."""
    times = measured.times
    inverse = Spread(1 / times.median, 1 / times.greatest, 1 / times.least)
    return Row(
        _cached(name),
        number=measured.cpu_us.median,
        unit="µs",
        per_second=measured.per_second.median,
        times=inverse,
        most=f"≥ {PROXY_LEAST}",
        is_met=inverse.median >= PROXY_LEAST,
    )


def _around_row(body: bytes) -> Row:
    around = around_the_posts(body)
    return Row(
        f"{ONE_NEW}: what stands around the post",
        number=around,
        unit="B",
        most=f"≤ {AROUND_MOST_BYTES} B",
        is_met=around <= AROUND_MOST_BYTES,
    )


def _first_view_rows(view: FirstView) -> list[Row]:
    whole = Row(
        "first view: HTML + CSS + JS, no third party",
        weight=view.whole,
        most=f"≤ {FIRST_VIEW_MOST_BYTES // 1000} kB gz",
        is_met=view.whole.gzip <= FIRST_VIEW_MOST_BYTES and not view.third_parties,
    )
    parts = [Row(f"first view: {name}", weight=weight) for name, weight in view.parts.items()]
    return [whole, *parts, Row("first view: font, as it is", weight=view.fonts)]


def _publication_rows(seen: dict[int, list[Publication]]) -> list[Row]:
    """Each size beside the first of them."""
    first = seen[PUBLISHED_IN[0]]
    return [row for size in PUBLISHED_IN for row in _publication_pair(size, seen[size], first)]


def _publication_pair(size: int, these: list[Publication], first: list[Publication]) -> list[Row]:
    pairs = list(zip(these, first, strict=True))
    return [
        Row(
            f"publish in a blog of {size:,}",
            number=median(one.publish_ms for one in these) * 1e3,
            unit="µs",
            times=Spread.of([one.publish_ms / other.publish_ms for one, other in pairs]),
            queries=max(one.queries for one in these),
        ),
        Row(
            f"the first page after it, in a blog of {size:,}",
            number=median(one.next_page_ms for one in these) * 1e3,
            unit="µs",
            times=Spread.of([one.next_page_ms / other.next_page_ms for one, other in pairs]),
        ),
    ]
