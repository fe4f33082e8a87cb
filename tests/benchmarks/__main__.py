"""`python -m tests.benchmarks`: measure, print one table, write bench.json."""

import argparse
import json
import os
import platform
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import django

from tests.benchmarks.environment import DATABASE, FOLDER

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.benchmarks import bench, stories, table  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "bench"


def main() -> int:
    options = _options()
    _tell("Preparing the stories and the static files …")
    _prepare()
    _tell(f"Measuring in {options.rounds} rounds of {options.seconds} s …")
    rows = bench.run(FOLDER, rounds=options.rounds, seconds=options.seconds)
    written = {"machine": _machine(), "options": vars(options), "rows": [asdict(r) for r in rows]}
    (ROOT / "bench.json").write_text(json.dumps(written, indent=1) + "\n")
    print(table.printed(rows))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.5, help="of each round")
    return parser.parse_args()


def _prepare() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = stories.kept_in(KEPT)
    if not kept.exists():
        for of_older_code in KEPT.glob("stories-*.sqlite3"):
            of_older_code.unlink()
        stories.make(kept)
    else:
        shutil.copyfile(kept, DATABASE)
    call_command("collectstatic", interactive=False, verbosity=0)


def _machine() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "django": django.get_version(),
        "cores": os.cpu_count(),
        "load before": os.getloadavg()[0],
    }


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
