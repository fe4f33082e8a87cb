"""A reader's open page, without a browser: what htmx 2.0.11 and live.js do to a document.

Only what our answers use is here; anything else is refused, so that the model cannot be quietly
wrong. `test_the_model_is_honest.py` holds it against real Chromium.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

from lxml import etree, html

Element = Any  # lxml's own types are not written down

_SELECTOR = re.compile(
    r"#(?P<id>[\w-]+)(?P<next>\[data-next='(?P<value>[^']*)'\])?(?P<nots>(:not\(#[\w-]+ ~ \*\))*)"
)
_NOT = re.compile(r":not\(#([\w-]+) ~ \*\)")
_TITLE = re.compile(r"\s*<title>(.*?)</title>", re.DOTALL)


class OpenPage:
    """A parsed page and its cursor. `take` and `take_older` are what an answer does to it."""

    def __init__(self, page: str) -> None:
        self.document: Element = html.document_fromstring(page)
        self.title: str = self.document.findtext(".//title")
        self.version = int(self.poller.get("data-version"))
        self.wait_seconds = int(self.poller.get("data-seconds") or 0)
        self.must_catch_up = False

    # What it holds.

    def part(self, name: str) -> Element:
        (found,) = self._by_id(name)
        return found

    @property
    def poller(self) -> Element:
        return self.part("poller")

    @property
    def is_polling(self) -> bool:
        return self.poller.get("data-seconds") is not None

    @property
    def articles(self) -> list[Element]:
        return [part for part in self.part("feed") if part.tag == "article"]

    @property
    def held(self) -> list[str]:
        return [article.get("id") for article in self.articles]

    @property
    def end(self) -> Element:
        """Where the stream goes on, or ends."""
        (end,) = [*self._by_id("older"), *self._by_id("feed-end")]
        return end

    def _by_id(self, name: str) -> list[Element]:
        return [part for part in self.document.iter("*") if part.get("id") == name]

    # What live.js asks for.

    @property
    def poll_address(self) -> str:
        return re.sub(r"/updates/\d+/", f"/updates/{self.version}/", self.poller.get("hx-get"))

    @property
    def older_address(self) -> str | None:
        """None where the stream ends."""
        links = self.end.xpath(".//a[@hx-get]")
        if not links:
            return None
        last = self.articles[-1] if self.articles else None
        after = (
            {"before": last.get("id").removeprefix("post-"), "at": last.get("data-published-at")}
            if last is not None
            else {"before": ""}
        )
        address: str = re.sub(r"before=[^&#]*", urlencode(after), links[0].get("hx-get"))
        return address

    # What an answer does.

    def take(self, answer: str | None, seconds: str | None) -> None:
        """The answer to a poll: None for a 204. `seconds` is its Poll-Seconds."""
        self.must_catch_up = False
        if answer is not None:
            self.apply(answer)
            self.version = int(self.poller.get("data-version"))
        self.wait_seconds = int(seconds or self.poller.get("data-seconds") or self.wait_seconds)

    def apply(self, answer: str) -> None:
        """Out-of-band swaps, in their order, as htmx's `oobSwap` makes them."""
        if title := _TITLE.match(answer):
            self.title = html.fromstring(f"<p>{title[1]}</p>").text_content()
            answer = answer[title.end() :]
        for fragment in html.fragment_fromstring(answer, create_parent=True):
            how = fragment.attrib.pop("hx-swap-oob")
            assert not fragment.xpath(".//*[@hx-swap-oob]"), "a fragment within a fragment"
            self._swap(how, fragment)

    def _swap(self, how: str, fragment: Element) -> None:
        style, _, selector = how.partition(":")
        targets = list(self._select(selector or f"#{fragment.get('id')}"))
        for target in targets:
            copy = deepcopy(fragment)
            match style:
                case "true":
                    target.addprevious(copy)
                    target.drop_tree()
                case "delete":
                    target.drop_tree()
                case "beforebegin":
                    for child in list(copy):
                        target.addprevious(child)
                case "innerHTML":
                    for child in list(target):
                        target.remove(child)
                    target.extend(list(copy))
                case _:
                    raise AssertionError(f"The model does not know the swap “{style}”.")

    def take_older(self, page: str) -> None:
        """An older page: `hx-select="#feed > *"` in place of `#older`, then live.js's care."""
        other = OpenPage(page)
        older = self.part("older")
        for part in list(other.part("feed")):
            older.addprevious(part)
        older.drop_tree()
        self.title = other.title
        # Out of a cache it may be older than this page: ask again from where it stood.
        other = int(self.end.get("data-version"))
        self.must_catch_up = other != self.version and not self.is_polling
        self.version = min(self.version, other)

    def _select(self, selectors: str) -> Iterator[Element]:
        """As querySelectorAll, in the order of the document."""
        parsed = [_parsed(selector) for selector in selectors.split(", ")]
        for part in self.document.iter("*"):
            if any(_matches(part, *each) for each in parsed):
                yield part


def _parsed(selector: str) -> tuple[str, str | None, list[str]]:
    found = _SELECTOR.fullmatch(selector)
    assert found, f"The model does not know the selector “{selector}”."
    return found["id"], found["value"], _NOT.findall(found["nots"])


def _matches(part: Element, name: str, following: str | None, nots: list[str]) -> bool:
    if part.get("id") != name:
        return False
    if following is not None and part.get("data-next") != following:
        return False
    above = {sibling.get("id") for sibling in part.itersiblings(preceding=True)}
    return not above.intersection(nots)


_OF_THE_BROWSER = {"waiting", "arrived", "htmx-added", "htmx-settling", "htmx-swapping"}


def said(part: Element) -> str:
    """`part` in one form, whatever its spaces, and whatever classes the browser lent it."""
    copy = deepcopy(part)
    for each in copy.iter("*"):
        each.attrib.pop("hx-swap-oob", None)
        if "class" in each.attrib:
            left = [c for c in each.get("class").split() if c not in _OF_THE_BROWSER]
            each.set("class", " ".join(left))
            if not left:
                del each.attrib["class"]
    text = etree.tostring(copy, method="c14n", with_tail=False).decode()
    return re.sub(r"\s+", " ", re.sub(r"\s*(<[^>]+>)\s*", r"\1", text))
