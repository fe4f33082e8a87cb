"""The project's settings, but no process answers "nothing new" from memory: a test that has just
changed something asks at once, and what a second's memory does is tests/reader/test_kept.py's.
"""

from newsroom.settings import *  # noqa: F403
from newsroom.settings import LIVEBLOG

LIVEBLOG = {**LIVEBLOG, "WARM_SECONDS": 0}
