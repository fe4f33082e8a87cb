"""Loaded before Django's settings: a test's newsroom keeps its things to itself."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="liveblog-test-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["VAR_DIR"] = str(_folder)
os.environ["DEBUG"] = "0"
# What is kept and what is not is a matter of its own tests; the others see each answer made.
os.environ["CACHE_URL"] = "dummycache://"
# What can wait is done at once: a test asks right after.
os.environ["TASKS_BACKEND"] = "liveblog.later.ImmediateBackend"
os.environ["SECRET_KEY"] = "for tests only, never for a site that anyone else can reach"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs beside the test
(_folder / "static").mkdir()
