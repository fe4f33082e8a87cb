"""`python -m tests.benchmarks.upload FILE`: takes it in, in a process of its own; says the cost.

CPU seconds, and peak memory in MB above that of the process at rest: until the picture can be
shown, and for its ladder after that.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

import tests.benchmarks.environment  # noqa: F401

django.setup()

from django.core.management import call_command  # noqa: E402

from liveblog.models import Photo  # noqa: E402
from liveblog.photos import renditions, storage  # noqa: E402


def cost_of(act: Callable[[], object], at_rest: int) -> dict[str, float]:
    Path("/proc/self/clear_refs").write_text("5")  # The peak is counted from here on.
    began = time.process_time()
    act()
    return {
        "seconds": time.process_time() - began,
        "megabytes": (memory_kb("VmHWM") - at_rest) / 1000,
    }


def memory_kb(name: str) -> int:
    """As Linux says: getrusage's peak would be that of the process which started this one."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main(path: Path) -> None:
    photos: list[Photo] = []

    def take_in() -> None:
        with path.open("rb") as file:
            photos.append(storage.store(file, name=path.name))
        renditions.make_plain(photos[0])

    call_command("migrate", interactive=False, verbosity=0)
    at_rest = memory_kb("VmRSS")
    shown = cost_of(take_in, at_rest)
    ladder = cost_of(lambda: renditions.make(photos[0]), at_rest)
    print(json.dumps({"shown": shown, "ladder": ladder}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
