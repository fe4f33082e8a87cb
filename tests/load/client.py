"""One reader's connection: HTTP/1.1 kept alive, gzip, and every byte counted."""

import asyncio
import contextlib
import gzip
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Client:
    """Sends a cookie of its own with each request, as a browser does that once was given one."""

    port: int
    cookie: str
    bytes_received: int = 0
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None)

    async def get(self, path: str) -> Answer:
        """Raises OSError or EOFError where nobody answers."""
        try:
            return await asyncio.wait_for(self._get(path), 15)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._streams is not None:
            with contextlib.suppress(OSError):
                self._streams[1].close()
            self._streams = None

    async def _get(self, path: str) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        host = f"Host: 127.0.0.1:{self.port}\r\n"
        asks = f"Accept-Encoding: gzip\r\nHX-Request: true\r\nCookie: {self.cookie}\r\n"
        writer.write(f"GET {path} HTTP/1.1\r\n{host}{asks}\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        status = int(first.split()[1])
        body = b"" if status in (204, 304) else await _body(reader, headers)
        self.bytes_received += len(head) + len(body)
        if headers.get("connection") == "close":
            self.close()
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(status, headers, body.decode())


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body
