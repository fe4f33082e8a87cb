"""Other people's servers, good and bad, on loopback: at 127.0.0.2, so 127.0.0.1 is inside."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from liveblog.embeds import providers

HOST = "127.0.0.2"
WIRE = Path(__file__).resolve().parent.parent / "wire"
Answer = Callable[[BaseHTTPRequestHandler], None]


def recorded(name: str) -> bytes:
    return (WIRE / name).read_bytes()


def say(
    handler: BaseHTTPRequestHandler,
    body: bytes | str,
    *,
    kind: str = "text/html; charset=utf-8",
    status: int = 200,
    **headers: str,
) -> None:
    data = body.encode() if isinstance(body, str) else body
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(data)))
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(data)


def answer_page(body: bytes | str, **how: Any) -> Answer:
    return lambda handler: say(handler, body, **how)


def oembed(answer: Any, **how: Any) -> Answer:
    body = answer if isinstance(answer, bytes) else json.dumps(answer)
    return answer_page(body, kind="application/json", **how)


def redirect(target: str) -> Answer:
    return answer_page(b"", status=302, Location=target)


def slow(handler: BaseHTTPRequestHandler, *, seconds: float = 10) -> None:
    with suppress(OSError):
        time.sleep(seconds)
        say(handler, "<title>At last</title>")


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A header that never ends, a letter at a time: no single read is ever late."""
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(200):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.05)


def gigabyte(handler: BaseHTTPRequestHandler, *, head: bytes, kind: str) -> None:
    with suppress(OSError):
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.end_headers()
        handler.wfile.write(head)
        for _ in range(1_000):
            handler.wfile.write(b" " * 1_000_000)


class OtherServers:
    """`answers` by path, without the query; `asked` is each path with its query, in order."""

    def __init__(self, host: str = HOST) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        servers = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                servers.asked.append(self.path)
                answer = servers.answers.get(self.path.partition("?")[0])
                if answer is None:
                    say(self, "Nothing here", status=404)
                else:
                    answer(self)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.address = f"http://{host}:{self.server.server_port}"
        serve = partial(self.server.serve_forever, poll_interval=0.02)
        threading.Thread(target=serve, daemon=True).start()

    def at(self, path: str, answer: Answer) -> str:
        """Let `path` give `answer`; its whole address."""
        self.answers[path] = answer
        return self.address + path

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def within_reach(settings: Any, **more: Any) -> None:
    """Let the desk reach these servers, and no other address of this machine."""
    settings.LIVEBLOG = {**settings.LIVEBLOG, "EMBED_ALLOWED_NETWORKS": [f"{HOST}/32"], **more}


def ask_here(monkeypatch: pytest.MonkeyPatch, servers: OtherServers) -> None:
    """Each provider is asked at /oembed/<slug>, here instead of at its own address."""
    here = tuple(
        replace(each, oembed=f"{servers.address}/oembed/{each.slug}") if each.oembed else each
        for each in providers.PROVIDERS
    )
    monkeypatch.setattr(providers, "PROVIDERS", here)
