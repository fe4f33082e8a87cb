"""Work that waits for its turn outside the request: Django's Tasks, on every Django we run on.

A site chooses who does it by Django's TASKS setting; docs/operating.md weighs the choices.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import django
from django.db import connections

if TYPE_CHECKING or django.VERSION >= (6, 0):
    from django.tasks import task
    from django.tasks.backends.immediate import ImmediateBackend
else:
    from django_tasks import task
    from django_tasks.backends.immediate import ImmediateBackend

__all__ = ["ImmediateBackend", "OneThread", "task"]


class OneThread(ImmediateBackend):
    """One task at a time, in a thread of the process that asks for it.

    It needs no second program, and nobody waits for it. What is still in the queue when the
    process ends is done first; what is lost in a crash must be found again by other means.
    """

    _queue = ThreadPoolExecutor(max_workers=1, thread_name_prefix="later")

    @classmethod
    def drop(cls) -> None:
        """Finish what is in hand and forget the rest: whoever stops the process will not wait."""
        cls._queue.shutdown(wait=False, cancel_futures=True)

    def _execute_task(self, task_result: Any) -> None:
        self._queue.submit(self._in_its_turn, task_result)

    def _in_its_turn(self, task_result: Any) -> None:
        try:
            super()._execute_task(task_result)  # type: ignore[misc]
        finally:
            connections.close_all()
