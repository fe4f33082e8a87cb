"""What nginx makes of an origin that is slow, fails, or says too much: one that a test plays."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cache.conftest import Front
from tests.conftest import require_service
from tests.servers import Newsroom, Nginx

PAGE, POLL = "/live/story/", "/live/story/updates/7/"


class Played(ThreadingHTTPServer):
    """Answers every request alike, as the test wants it, and counts them."""

    daemon_threads = True
    status = 200
    slow_seconds = 0.0
    cookie = ""

    def __init__(self, port: int) -> None:
        self.asked: Counter[str] = Counter()
        self.heard: list[str] = []
        super().__init__(("127.0.0.1", port), _Answering)


class _Answering(BaseHTTPRequestHandler):
    server: Played

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.heard += self.headers.keys()
        time.sleep(self.server.slow_seconds)
        self.send_response(self.server.status)
        if self.server.status == 200:
            # Shorter than ours, so that it is too old to stand in while a new one is fetched.
            self.send_header("Cache-Control", "public, max-age=0, s-maxage=1")
        if self.server.cookie:
            self.send_header("Set-Cookie", self.server.cookie)
        self.end_headers()
        self.wfile.write(b"as it was" if self.server.status == 200 else b"an error")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def played(tmp_path: Path) -> Iterator[tuple[Front, Played]]:
    require_service(Nginx.program(), "nginx", "nginx-light")
    newsroom = Newsroom(tmp_path, {"STATIC_ROOT": str(tmp_path)})
    origin = Played(newsroom.port)
    thread = threading.Thread(target=origin.serve_forever, args=[0.05])
    thread.start()
    nginx = Nginx(tmp_path / "nginx", newsroom, media=tmp_path)
    try:
        nginx.start()
        yield Front(nginx, newsroom), origin
    finally:
        nginx.stop()
        origin.shutdown()
        origin.server_close()
        thread.join()


def test_of_a_crowd_that_arrives_at_once_one_request_goes_through(played):
    front, origin = played
    origin.slow_seconds = 0.3
    said: list[int] = []
    crowd = [
        threading.Thread(target=lambda: said.append(front.ask(PAGE).status)) for _ in range(40)
    ]
    for reader in crowd:
        reader.start()
    for reader in crowd:
        reader.join()
    assert said == [200] * 40
    assert origin.asked[PAGE] == 1


def test_an_answer_with_a_cookie_is_never_kept(played):
    front, origin = played
    origin.cookie = "sessionid=somebodys"
    front.ask(PAGE)
    origin.cookie = ""
    assert front.ask(PAGE).getheader("Set-Cookie") is None
    assert origin.asked[PAGE] == 2


@pytest.mark.parametrize("path", [PAGE, POLL])
def test_nothing_of_a_readers_own_reaches_the_origin(played, path):
    front, origin = played
    front.ask(path, Cookie="sessionid=mine", Authorization="Basic YTpi", Accept_Encoding="br")
    assert origin.asked[path] == 1
    assert not {"Cookie", "Authorization", "Accept-Encoding"} & set(origin.heard)
    front.ask("/admin/", Cookie="sessionid=mine")
    assert "Cookie" in origin.heard


def test_whoever_asks_first_after_a_quiet_time_is_not_shown_what_was(played):
    front, origin = played
    front.ask(PAGE)
    time.sleep(2.1)  # nginx counts whole seconds
    assert front.ask(PAGE).getheader("X-Cache") == "EXPIRED"
    assert origin.asked[PAGE] == 2


def test_while_the_origin_errs_pages_stand_and_the_poll_says_so(played):
    front, origin = played
    assert front.ask(PAGE).text == front.ask(POLL).text == "as it was"
    origin.status = 500
    time.sleep(2.1)  # nginx counts whole seconds
    page, poll = front.ask(PAGE), front.ask(POLL)
    assert (page.status, page.text) == (200, "as it was")
    assert (poll.status, poll.text) == (500, "an error")
    assert front.ask("/live/another/").status == 500
    origin.status = 200
    assert front.ask(POLL).status == front.ask("/live/another/").status == 200
