"""The measure itself: what it refuses, what it counts, what it prints."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.load import Ask, Connection, WrongAnswer, fetch, press
from tests.benchmarks.rounds import Round, Spread, _measured
from tests.benchmarks.servers import BARE, granian
from tests.benchmarks.table import Row, printed
from tests.benchmarks.weights import Weight, _Loaded, around_the_posts

EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"
WORDS = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords"
LAST = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Saying:
    """A server that answers each request with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.connections = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._say, args=[connection], daemon=True).start()

    def _say(self, connection: socket.socket) -> None:
        # A client that has heard enough hangs up in mid-word.
        with connection, contextlib.suppress(OSError):
            while connection.recv(1 << 16):
                connection.sendall(self.answer)
                if b"Connection: close" in self.answer:
                    return


@pytest.fixture
def saying() -> Iterator[list[Saying]]:
    servers: list[Saying] = []
    yield servers
    for server in servers:
        server.listening.close()


def serve(saying: list[Saying], answer: bytes) -> Saying:
    saying.append(Saying(answer))
    return saying[-1]


def test_an_answer_of_another_status_is_not_measured(saying: list[Saying]):
    server = serve(saying, EMPTY)
    with pytest.raises(WrongAnswer, match="answered 204, not 200"):
        press(server.port, Ask("/"), seconds=0.01)


def test_an_answer_is_read_to_its_end_before_the_next_request(saying: list[Saying]):
    server = serve(saying, WORDS)
    with Connection(server.port) as connection:
        for _ in range(2):
            connection.send(Ask("/").request(server.port))
            assert connection.receive().body == b"words"
    assert server.connections == 1


def test_an_answer_of_unknown_length_is_refused(saying: list[Saying]):
    server = serve(saying, b"HTTP/1.1 200 OK\r\n\r\nwords")
    with pytest.raises(WrongAnswer, match="Content-Length"):
        fetch(server.port, Ask("/"))


def test_a_connection_that_the_server_ends_is_opened_again(saying: list[Saying]):
    server = serve(saying, LAST)
    with Connection(server.port) as connection:
        for _ in range(2):
            connection.send(Ask("/").request(server.port))
            assert connection.receive().status == 200


def test_the_work_of_a_servers_children_is_counted(tmp_path: Path):
    """Granian's worker is a child of the process that was started."""
    with granian(BARE, tmp_path) as server:
        before = server.cpu_seconds()
        answers = 0
        while answers < 100_000 and server.cpu_seconds() == before:
            answers += press(server.port, Ask("/", status=204), seconds=0.02)[0]
        assert server.cpu_seconds() > before


def test_a_ratio_is_taken_within_each_round_and_not_between_medians():
    """A busy minute of the machine doubles both, and changes no ratio."""
    calm, busy = (Round(20, 100), Round(10, 200)), (Round(44, 50), Round(20, 100))
    assert _measured([calm, busy, calm]).times == Spread(2.0, 2.0, 2.2)


def test_what_stands_around_a_post_is_what_is_not_the_post():
    assert around_the_posts(b'<p>12</p><article id="post-x"><p>words</p></article>345') == 12
    with pytest.raises(WrongAnswer):
        around_the_posts(b"<p>no post</p>")


def test_an_empty_answer_weighs_nothing_however_it_is_packed():
    assert Weight.of(b"") == Weight(0, 0, 0)


def test_a_third_party_is_told_by_its_name():
    loaded = _Loaded()
    loaded.feed(
        '<link rel="stylesheet" href="/a.css"><script src="/b.js"></script>'
        '<img src="/c.jpg"><script src="https://ads.example/d.js"></script>'
    )
    assert (loaded.styles, loaded.scripts) == (["/a.css"], ["/b.js"])
    assert loaded.third_parties == {"ads.example"}


def test_a_promise_that_is_broken_stands_out_in_the_table():
    rows = [Row("one", most="≤ 2", is_met=True), Row("other", most="≤ 2", is_met=False)]
    _, kept, broken = printed(rows).splitlines()
    assert kept.endswith("≤ 2 kept")
    assert broken.endswith("≤ 2 BROKEN")
