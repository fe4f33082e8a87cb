"""`make demo`: set up, build the demonstration newsroom, serve it, keep it moving."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any, NoReturn

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from liveblog.exchange.demo import build, script, shelf
from liveblog.later import OneThread
from liveblog.models import Photo
from liveblog.photos import renditions

HOST = "127.0.0.1"
_PATIENCE_SECONDS = 30
_GOODBYE_SECONDS = 10

Child = subprocess.Popen[bytes]


class Command(BaseCommand):
    help = "Serve the demonstration newsroom on this machine, until Ctrl-C."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--seconds", type=float, default=10, help="Between two live updates.")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        _require_free(port)
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, _stop)
        self._set_up()
        children: dict[str, Child] = {}
        try:
            children["web server"] = _serve(port)
            _wait_for_answer(children["web server"], port)
            children["live feed"] = _feed(options["seconds"])
            self.stdout.write(_welcome(f"http://{HOST}:{port}"))
            self.stdout.flush()
            _watch(children)
        finally:
            OneThread.drop()
            _end(children)

    def _set_up(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if not _is_collected():
            self.stdout.write("Collecting the static files …")
            self.stdout.flush()
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("demo_newsroom", stdout=self.stdout)
        self.stdout.flush()
        for photo in Photo.objects.all():
            if not photo.is_ready:  # Whoever stopped it last time did not wait for them all.
                renditions.wanted.send(Photo, photo_id=photo.pk)


def _require_free(port: int) -> None:
    """Granian shares a taken port without a word and gets half of its requests: so we ask first."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # A port whose last connections are still closing is free; one that is listened on is not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            raise CommandError(
                f"Port {port} is not free. Stop what uses it, or choose another: "
                "make demo PORT=8001"
            ) from None


def _is_collected() -> bool:
    """Whether every static file was collected after it last changed. Collecting takes seconds."""
    storage = staticfiles_storage
    if not isinstance(storage, ManifestFilesMixin):
        return False
    kept, manifest = storage.manifest_storage, storage.manifest_name
    if not kept.exists(manifest):
        return False
    collected_at = kept.get_modified_time(manifest)
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    for finder in get_finders():
        for path, source in finder.list(ignored):
            known = os.path.join(getattr(source, "prefix", None) or "", path)
            if known not in storage.hashed_files or source.get_modified_time(path) > collected_at:
                return False
    return True


def _serve(port: int) -> Child:
    """Granian, facing clients directly: its own number of threads, so that a slow one blocks no
    other."""
    module, _, name = settings.WSGI_APPLICATION.rpartition(".")
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1"]
    quiet = ["--no-access-log", "--log-level", "error", "--workers-kill-timeout", "5"]
    return _start("granian", *options, *quiet, f"{module}:{name}")


def _feed(seconds: float) -> Child:
    return _start("django", "demo_newsroom", "--live", "--seconds", str(seconds), "--verbosity=0")


def _start(module: str, *arguments: str) -> Child:
    """A child with our Python, settings and import path."""
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
    )


def _wait_for_answer(server: Child, port: int) -> None:
    address = f"http://{HOST}:{port}{reverse('admin:login')}"
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise CommandError("The web server did not start; what it said stands above.")
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError as refused:
            raise CommandError(f"The web server answers {refused.code} to {address}.") from None
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CommandError(f"The web server did not answer within {_PATIENCE_SECONDS} seconds.")


def _welcome(root: str) -> str:
    blog = build.built(script.story(build.MAIN))
    desk = reverse("liveblog:desk", args=[blog.pk]) if blog else reverse("admin:index")
    page = blog.get_absolute_url() if blog else "/"
    logins = ", ".join(shelf.names())
    return (
        "\nThe demonstration newsroom is open. Ctrl-C closes it.\n\n"
        f"  Readers   {root}{page}\n"
        f"  Desk      {root}{desk}\n"
        f"  Admin     {root}{reverse('admin:index')}\n"
        f"  Log in    {logins}; password: {shelf.PASSWORD}\n"
    )


def _watch(children: dict[str, Child]) -> NoReturn:
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                raise CommandError(
                    f"The {name} stopped by itself (exit code {child.returncode}). "
                    "What it said stands above; start again with: make demo"
                )
        time.sleep(0.25)


def _stop(number: int, frame: Any) -> NoReturn:
    """Ctrl-C is how a demonstration ends, not how it fails."""
    raise SystemExit(0)


def _end(children: dict[str, Child]) -> None:
    """Ask every child to stop, the last started first, and see that it did."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    for child in reversed(children.values()):
        child.terminate()
    for child in children.values():
        try:
            child.wait(_GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
