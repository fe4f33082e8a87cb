"""A client that asks for one thing over and over, as fast as the answers come."""

import socket
import time
from dataclasses import dataclass

CONNECTIONS = 8


class WrongAnswer(AssertionError):
    """What came back is not what is being measured."""


@dataclass(frozen=True)
class Ask:
    """One request and the status that answers it."""

    path: str
    status: int = 200

    def request(self, port: int) -> bytes:
        return f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """One kept-alive connection; an answer is read whole before the next request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._open()

    def _open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.held = b""

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    def send(self, request: bytes) -> None:
        self.socket.sendall(request)

    def receive(self) -> Answer:
        while (end := self.held.find(b"\r\n\r\n")) < 0:
            self._more()
        head, self.held = self.held[:end], self.held[end + 4 :]
        status, headers = _read_head(head)
        while len(self.held) < (length := _length(status, headers)):
            self._more()
        body, self.held = self.held[:length], self.held[length:]
        if headers.get("connection") == "close":  # nginx has enough after a thousand requests.
            self.close()
            self._open()
        return Answer(status, headers, body)

    def _more(self) -> None:
        received = self.socket.recv(1 << 18)
        if not received:
            raise WrongAnswer("The server closed the connection in mid-answer.")
        self.held += received


def _read_head(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.split(":", 1) for line in lines)
    return int(first.split(" ", 2)[1]), {name.lower(): value.strip() for name, value in pairs}


def _length(status: int, headers: dict[str, str]) -> int:
    if status in (204, 304):
        return 0
    if "content-length" not in headers:
        raise WrongAnswer("An answer without Content-Length: this client reads no other.")
    return int(headers["content-length"])


def fetch(port: int, ask: Ask) -> Answer:
    """One answer, which has the status that was expected."""
    with Connection(port) as connection:
        connection.send(ask.request(port))
        return _expected(connection.receive(), ask)


def _expected(answer: Answer, ask: Ask) -> Answer:
    if answer.status != ask.status:
        raise WrongAnswer(f"{ask.path} answered {answer.status}, not {ask.status}.")
    return answer


def press(port: int, ask: Ask, *, seconds: float) -> tuple[int, float]:
    """Ask for `seconds` at least; the number of answers, and the seconds that they took.

    All connections ask, then all are read: the server always has the next request at hand.
    """
    request = ask.request(port)
    connections = [Connection(port) for _ in range(CONNECTIONS)]
    try:
        answers, began = 0, time.perf_counter()
        while (took := time.perf_counter() - began) < seconds:
            for connection in connections:
                connection.send(request)
            for connection in connections:
                _expected(connection.receive(), ask)
            answers += CONNECTIONS
        return answers, took
    finally:
        for connection in connections:
            connection.close()
