"""A grading process: one worker, made ready, asked, and ended with the process that hands out the work."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.util import Finalize

from ..errors import SandboxError
from .jobs import Bundle, Graded, Job, PageJob, ShowJob
from .worker import Worker

# A pool calls functions, not methods of an object that would be sent with every job: so the worker is the process's.
_worker: Worker | SandboxError | None = None
_has_graded = False


def warm_up() -> None:
    """Import what grading needs, and a first comparison, once for all processes that are forked from this one."""
    from ..grading import grader  # noqa: F401
    from ..grading.words import warm_up_comparison

    warm_up_comparison()
    gc.freeze()


def prepare(bundle: Bundle, door: socket.socket | None = None) -> None:
    """Make this process ready to grade with `bundle`; if it cannot be, the first job tells why."""
    global _worker
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that hands out the work
        signal.signal(signal.SIGTERM, _end)
    Finalize(None, finish, exitpriority=1)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    try:
        _worker = Worker(bundle, door)
    except SandboxError as error:
        _worker = error


def _end_with(sentinel: int) -> None:
    """End this process, and its sandbox with it, when the one that hands out the work is gone."""
    wait([sentinel])
    _leave()


def _end(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would come in the way of the first
    _leave()


def _leave() -> None:
    try:
        finish()
    finally:  # whatever it was doing, and whichever way that fails
        os._exit(1)


def finish() -> None:
    """Leave nothing of this process's worker behind."""
    if isinstance(_worker, Worker):
        with suppress(OSError):
            _worker.close()


def _ready() -> Worker:
    if isinstance(_worker, SandboxError):
        raise _worker
    assert _worker is not None
    return _worker


def grade(job: Job) -> Graded:
    """Grade one notebook in this process; one whose sandbox has ended is of no use any more, and ends as well."""
    return _answer(lambda worker: worker.grade(job))


def grade_and_show(job: Job) -> Graded:
    """Grade one notebook in this process, and run what only shows something in the same go."""
    return _answer(lambda worker: worker.grade(job, at_once=True))


def _answer(ask: Callable[[Worker], Graded]) -> Graded:
    global _has_graded
    try:
        graded = ask(_ready())
    except SandboxError:
        if _has_graded and multiprocessing.parent_process() is not None:
            _leave()
        raise
    _has_graded = True
    return graded


def show(job: ShowJob) -> Graded:
    """Run one notebook that was graded once more in this process, for what it shows."""
    return _answer(lambda worker: worker.show(job))


def make_page(job: PageJob) -> str:
    """Make one feedback page in this process."""
    return _ready().page(job)
