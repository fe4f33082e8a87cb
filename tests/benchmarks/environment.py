"""Imported before Django's settings: a newsroom in a folder of its own, set up as for readers."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="liveblog-bench-"))
FOLDER.chmod(0o755)  # nginx started by root reads as nobody
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

for name in ("DATABASE_URL", "CACHE_URL", "STATIC_ROOT", "MEDIA_ROOT", "ALLOWED_HOSTS", "HTTPS"):
    os.environ.pop(name, None)
os.environ |= {
    "VAR_DIR": str(FOLDER),
    "DEBUG": "0",
    # Nothing goes on beside what is measured.
    "TASKS_BACKEND": "liveblog.later.ImmediateBackend",
    "SECRET_KEY": "for measuring only, never for a site that anyone else can reach",
    "DJANGO_SETTINGS_MODULE": "newsroom.settings",
}
(FOLDER / "static").mkdir()
DATABASE = FOLDER / "newsroom.sqlite3"
