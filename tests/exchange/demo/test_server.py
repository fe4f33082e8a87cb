"""`make demo`, as whoever types it meets it: a real process, a real port, a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from liveblog.management.commands import demo_server
from tests.servers import ROOT, free_port


@contextmanager
def running(port: int, folder: Path, log: Path) -> Iterator[subprocess.Popen]:
    """The command in a process group of its own, so that nothing of it outlives a failed test."""
    ours = ("VAR_DIR", "STATIC_ROOT", "DJANGO_SETTINGS_MODULE", "TASKS_BACKEND")
    env = {name: value for name, value in os.environ.items() if name not in ours}
    command = [sys.executable, "manage.py", "demo_server", "--port", str(port), "--seconds", "0.5"]
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**env, "VAR_DIR": str(folder)},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_open(process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 240  # patience with a busy machine, not a measure
    while "Ctrl-C closes it" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.05)


def get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        assert answer.status == 200
        return answer.read().decode()


def test_it_opens_moves_closes_without_a_trace_and_opens_again_as_it_was(tmp_path):
    port, log = free_port(), tmp_path / "log"
    with running(port, tmp_path / "var", log) as process:
        wait_until_open(process, log)
        assert "password" in get(port, "/admin/login/")
        first = get(port, "/live/nagorno-karabakh/")
        wait_for_another(port, first)
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
    said = log.read_text()
    assert f"http://127.0.0.1:{port}/live/nagorno-karabakh/" in said
    assert "/desk/" in said
    assert "reporter, editor, admin; password: newsroom" in said
    assert "Traceback" not in said
    demo_server._require_free(port)

    with running(port, tmp_path / "var", log) as process:
        wait_until_open(process, log)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert "stands already" in log.read_text()
    assert "Collecting" not in log.read_text()
    assert "Traceback" not in log.read_text()


def wait_for_another(port: int, first: str) -> None:
    until = time.monotonic() + 15
    while get(port, "/live/nagorno-karabakh/") == first:
        assert time.monotonic() < until, "no new update came"
        time.sleep(0.2)


@pytest.mark.parametrize("share", [False, True], ids=["taken", "taken by one that shares"])
def test_a_taken_port_is_refused_in_one_line_before_anything_is_done(share, monkeypatch):
    monkeypatch.setattr(demo_server, "call_command", lambda *a, **k: pytest.fail("it set up"))
    with socket.socket() as other:
        if share:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as refused:
            call_command("demo_server", port=port)
    assert str(refused.value).startswith(f"Port {port} is not free.")
    assert "\n" not in str(refused.value)
    assert refused.value.returncode == 1


def test_a_child_that_dies_ends_the_demonstration_and_is_named():
    child = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(CommandError, match=r"The live feed stopped by itself \(exit code 3\)"):
        demo_server._watch({"live feed": child})


def test_a_server_that_cannot_start_is_reported_at_once():
    child = subprocess.Popen([sys.executable, "-c", "raise SystemExit(1)"])
    with pytest.raises(CommandError, match="did not start"):
        demo_server._wait_for_answer(child, free_port())
