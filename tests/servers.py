"""Real servers for tests: each on a free port of loopback, in a folder of its own, and stopped."""

import contextlib
import os
import pwd
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen) -> None:
    """Until `address` answers anything by HTTP; raises where the process ends or time is up."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"{address} did not answer within {START_SECONDS} s.")


def end(process: subprocess.Popen) -> None:
    """Ask it to stop, and its children with it; insist after a while."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Newsroom:
    """The whole project behind granian, on the database named by `env`; it can be restarted."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # With the cache that a newsroom has, whatever the tests' own process has.
        self.env = {**os.environ, "CACHE_URL": "locmemcache://", **env}
        self.log = folder / "granian.log"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--no-ws"]
        command += ["--blocking-threads", "4", "newsroom.wsgi:application"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self.url + "/corrections/", self.process)

    def answered(self, beginning: str) -> int:
        """How many requests so far, by granian's access log, for paths that begin so.

        Needs GRANIAN_LOG_ACCESS_ENABLED=1 in its environment.
        """
        return self.log.read_text().count(f'"GET {beginning}')

    def stop(self) -> None:
        if self.process is not None:
            end(self.process)
            self.process = None


class Nginx:
    """nginx with deploy/nginx.conf before `origin`, its SITE lines changed to this folder's."""

    # What stands around the file in Debian's own nginx.conf.
    AROUND = """
        {user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
        worker_processes 2; worker_rlimit_nofile {files};
        events {{ worker_connections {files}; }}
        http {{
            include /etc/nginx/mime.types; sendfile on;
            client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
            fastcgi_temp_path {folder}/fcgi; uwsgi_temp_path {folder}/uwsgi;
            scgi_temp_path {folder}/scgi;
            include {folder}/newsroom.conf;
        }}
    """

    def __init__(self, folder: Path, origin: Newsroom, *, media: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.site = {
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{origin.port};",
            "listen 80;": f"listen 127.0.0.1:{self.port};",
            "/var/cache/nginx/newsroom ": f"{folder / 'cache'} ",
            "/var/log/nginx/newsroom.log": str(folder / "access.log"),
            "alias /srv/newsroom/static/": f"alias {origin.env['STATIC_ROOT']}/",
            "alias /srv/newsroom/media/": f"alias {media}/",
        }
        self.process: subprocess.Popen | None = None

    @staticmethod
    def program() -> str | None:
        """Debian keeps it off the PATH of those who are not root."""
        return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")

    def start(self) -> None:
        program = self.program()
        assert program is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "newsroom.conf").write_text(self._for_this_site())
        user = "user root;" if os.geteuid() == 0 else ""
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        main = self.AROUND.format(user=user, folder=self.folder, files=min(files, 60_000))
        (self.folder / "nginx.conf").write_text(main)
        command = [program, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        with (self.folder / "stderr").open("ab") as log:
            self.process = subprocess.Popen(command, stderr=log, start_new_session=True)
        wait_for(self.url + "/static/", self.process)

    def _for_this_site(self) -> str:
        text = (ROOT / "deploy" / "nginx.conf").read_text()
        for theirs, ours in self.site.items():
            assert theirs in text, f"deploy/nginx.conf: {theirs!r} should stand there"
            text = text.replace(theirs, ours)
        return text

    def stop(self) -> None:
        if self.process is not None:
            end(self.process)
            self.process = None


def postgres_programs() -> Path | None:
    """Where initdb and pg_ctl are; Debian keeps them off the PATH."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), reverse=True)
    return versions[0].parent if versions else None


@contextlib.contextmanager
def postgres(programs: Path, folder: Path) -> Iterator[str]:
    """A PostgreSQL of one's own; yields its DATABASE_URL. It refuses root: another user runs it."""
    data, port = folder / "data", free_port()
    folder.mkdir(parents=True, exist_ok=True)
    as_user: list[str] = []
    if os.geteuid() == 0:
        pwd.getpwnam("postgres")
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    run = [*as_user, str(programs / "initdb"), "-D", str(data), "-U", "newsroom", "-A", "trust"]
    subprocess.run([*run, "--no-sync"], check=True, capture_output=True, cwd="/")
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    start = [*control, "-l", str(folder / "log"), "-o", settings, "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd="/")
    try:
        yield f"postgres://newsroom@127.0.0.1:{port}/postgres"
    finally:
        stop = [*control, "-m", "immediate", "stop"]
        subprocess.run(stop, check=True, stdout=subprocess.DEVNULL, cwd="/")
