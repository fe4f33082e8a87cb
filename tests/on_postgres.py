"""Run the database tests on a PostgreSQL started for them: `python -m tests.on_postgres`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers import postgres, postgres_programs


def main() -> int:
    programs = postgres_programs()
    if programs is None:
        print("PostgreSQL is not installed; its run is skipped: apt-get install postgresql")
        return int(bool(os.environ.get("LIVEBLOG_REQUIRE_SERVICES")))
    with tempfile.TemporaryDirectory(prefix="liveblog-postgres-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        with postgres(programs, Path(folder) / "server") as url:
            which = ["-m", "django_db and not browser and not once", *sys.argv[1:]]
            command = [sys.executable, "-m", "pytest", "-q", *which]
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
