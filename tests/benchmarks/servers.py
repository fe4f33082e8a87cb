"""The programs that answer: granian with ours or with the bare view, nginx in front."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers import ROOT, Nginx, end, free_port, wait_for

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# One worker and one thread: what one core gives. The same for ours and for the bare view.
_GRANIAN = ["--interface", "wsgi", "--no-ws", "--workers", "1", "--blocking-threads", "1"]
OURS = "newsroom.wsgi:application"
BARE = "tests.benchmarks.bare:application"
FORGETFUL = "tests.benchmarks.forgetful"


@dataclass(frozen=True)
class Server:
    """A running server and everything it started."""

    pid: int
    port: int

    def cpu_seconds(self) -> float:
        """What its processes have used so far, in user and system time."""
        return sum(_cpu_seconds(pid) for pid in _family(self.pid))


def _family(pid: int) -> list[int]:
    """`pid` and all its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _cpu_seconds(pid: int) -> float:
    # Fields are counted after the name, which may hold spaces and ends with the last bracket.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / _TICKS_A_SECOND


@contextlib.contextmanager
def granian(application: str, folder: Path, *, settings: str = "") -> Iterator[Server]:
    """`application` behind granian, with this process's environment, perhaps other `settings`."""
    port = free_port()
    command = [sys.executable, "-m", "granian", *_GRANIAN, "--port", str(port), application]
    env = {**os.environ, **({"DJANGO_SETTINGS_MODULE": settings} if settings else {})}
    with (folder / f"granian-{port}.log").open("wb") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=said, stderr=said, start_new_session=True
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield Server(process.pid, port)
    finally:
        end(process)


@dataclass(frozen=True)
class _Origin:
    """What `Nginx` asks of the newsroom that it stands before."""

    port: int
    env: dict[str, str]


@contextlib.contextmanager
def nginx(origin: Server, folder: Path, static: Path) -> Iterator[Server]:
    """deploy/nginx.conf in front of `origin`, with the files in `static`."""
    if Nginx.program() is None:
        raise SystemExit("nginx is not installed, and half a table is none: apt-get install nginx")
    proxy = Nginx(folder, _Origin(origin.port, {"STATIC_ROOT": str(static)}), media=static)
    proxy.start()
    assert proxy.process is not None
    try:
        yield Server(proxy.process.pid, proxy.port)
    finally:
        proxy.stop()
