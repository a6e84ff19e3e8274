"""Waking the workers without waiting for the broker.

What is to be done stands in the database; the broker only carries the call, and may be away. A page that waited for it
would hang, and by hanging tell whether there was something to call for: whether an address is known here. So a thread
of the process's own calls, and the page goes on. What it cannot call, the clock's sweep finds within half a minute.
"""

import atexit
import logging
import os
import queue
import threading
import time

from celery import signature
from django.conf import settings

log = logging.getLogger(__name__)

# Far more than a page ever asks for; what is beyond is left to the sweep.
WAITING = 1_000
# How long a process that ends waits for its last calls, in seconds.
LAST_CALLS = 1.0


class Caller:
    """One thread that makes the calls of this process, begun with the first of them."""

    def __init__(self):
        self.calls: queue.Queue = queue.Queue(WAITING)
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def put(self, task: str, args: tuple) -> None:
        """Have a call made; returns at once."""
        with self.lock:
            if self.thread is None:
                self.thread = threading.Thread(target=self._work, name="wake", daemon=True)
                self.thread.start()
                atexit.register(self.finish)
        try:
            self.calls.put_nowait((task, args))
        except queue.Full:
            log.warning("too many calls wait for the broker; the sweep finds them")

    def finish(self) -> None:
        """Wait a moment for the last calls: a command that ends must not take them along."""
        until = time.monotonic() + LAST_CALLS
        while self.calls.unfinished_tasks and time.monotonic() < until:
            time.sleep(0.01)

    def _work(self) -> None:
        while True:
            task, args = self.calls.get()
            if not call(task, args):
                self._leave_the_rest()
            self.calls.task_done()

    def _leave_the_rest(self) -> None:
        """The broker is away, and each try takes seconds: what waits meanwhile is left to the sweep."""
        while True:
            try:
                self.calls.get_nowait()
            except queue.Empty:
                return
            self.calls.task_done()


def call(task: str, args: tuple) -> bool:
    """Call a task by its name; whether the broker took it."""
    try:
        signature(task, args=args).apply_async(retry=False)
    except Exception as error:  # whatever the transport raises
        log.warning("broker away, %s waits for the sweep: %s", task, type(error).__name__)
        return False
    return True


_caller = Caller()


def _forked() -> None:
    """A child has none of its parent's threads, and makes its own calls only."""
    global _caller
    _caller = Caller()


os.register_at_fork(after_in_child=_forked)


def wake(task: str, *args) -> None:
    """Have a task called soon, by its name. Never waits, never raises."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        call(task, args)
    else:
        _caller.put(task, args)
