"""What travels: each answer's bytes, and the weight of a first view."""

import gzip
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

import brotli

from tests.benchmarks.load import Ask, WrongAnswer, fetch
from tests.benchmarks.servers import Server

# As a proxy compresses what it has only just been given.
_GZIP_LEVEL, _BROTLI_QUALITY = 6, 5
_ARTICLE = re.compile(rb"<article\b.*?</article>", re.DOTALL)


@dataclass(frozen=True)
class Weight:
    """An answer's body, in bytes."""

    raw: int
    gzip: int
    brotli: int

    @classmethod
    def of(cls, body: bytes) -> "Weight":
        gzipped = gzip.compress(body, _GZIP_LEVEL) if body else b""
        brotlied = brotli.compress(body, quality=_BROTLI_QUALITY) if body else b""
        return cls(len(body), len(gzipped), len(brotlied))

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(self.raw + other.raw, self.gzip + other.gzip, self.brotli + other.brotli)


@dataclass(frozen=True)
class FirstView:
    """What a browser loads before anything moves: the page, its styles, its scripts; and fonts."""

    parts: dict[str, Weight]
    fonts: Weight
    third_parties: list[str]

    @property
    def whole(self) -> Weight:
        return sum(self.parts.values(), start=Weight(0, 0, 0))


def around_the_posts(body: bytes) -> int:
    """The bytes of an answer that are not its posts."""
    posts = _ARTICLE.findall(body)
    if not posts:
        raise WrongAnswer("An answer with a new post holds no post.")
    return len(body) - sum(map(len, posts))


def first_view(server: Server, page: Ask) -> FirstView:
    html = fetch(server.port, page).body
    loaded = _Loaded()
    loaded.feed(html.decode())
    parts = {"HTML": Weight.of(html)}
    for kind, addresses in (("CSS", loaded.styles), ("JS", loaded.scripts)):
        bodies = [fetch(server.port, Ask(address)).body for address in addresses]
        parts[kind] = sum(map(Weight.of, bodies), start=Weight(0, 0, 0))
    fonts = [len(fetch(server.port, Ask(address)).body) for address in loaded.fonts]
    packed = Weight(*[sum(fonts)] * 3)  # A woff2 is compressed already.
    return FirstView(parts, packed, sorted(loaded.third_parties))


class _Loaded(HTMLParser):
    """The addresses that a page makes a browser load; other hosts' by their names."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.fonts: list[str] = []
        self.third_parties: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        match tag, named:
            case "link", {"rel": "stylesheet", "href": address}:
                self._load(self.styles, address)
            case "link", {"rel": "preload", "as": "font", "href": address}:
                self._load(self.fonts, address)
            case (("script" | "img" | "iframe" | "video" | "audio"), {"src": address}):
                self._load(self.scripts if tag == "script" else [], address)

    def _load(self, those: list[str], address: str) -> None:
        if host := urlsplit(address).netloc:
            self.third_parties.add(host)
        else:
            those.append(address)
