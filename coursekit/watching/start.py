"""How watching begins: at the command line for as long as all is well, and as somebody's service whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from filelock import FileLock, Timeout

from ..course.course import Course
from ..errors import CourseError, KitError
from .desk import Desk
from .inbox import Inbox
from .page import Now
from .watcher import AGAIN, LONGEST_PAUSE, Tell, Watcher, line

TAKING_OVER = 15.0  # seconds in which the processes of a watcher that was killed have ended


@contextmanager
def begun(assignments: Sequence[str], workers: int, dask: str | None, tell: Tell) -> Iterator[Watcher]:
    """Give what watches these assignments of the course in the working folder; CourseError if another does.

    `workers` and `dask` are as for `Options`; it has to be opened.
    """
    course = Course.here()
    with alone(course.root):
        desks = {name: Desk(name, workers, dask) for name in dict.fromkeys(assignments)}
        inbox = Inbox(course.directory, desks)
        yield Watcher(desks, inbox, (workers or course.settings.grading_processes) + 1, tell)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only one who watches for the course in `folder`; CourseError if somebody else does."""
    lock = FileLock(folder / ".coursekit" / "watch.lock")
    Path(lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
    try:
        lock.acquire(timeout=TAKING_OVER)
    except Timeout as error:
        raise CourseError(
            "somebody else watches for this course already: another `coursekit watch`"
        ) from error
    try:
        yield
    finally:
        lock.release()


class Service:
    """Watches for as long as it is wanted: what makes that impossible is told, also on the page, and tried again.

    A hub ends when a service of it does at its beginning, and with it the work of all who are there.
    """

    def __init__(
        self, assignments: Sequence[str], begin: Callable[[], AbstractContextManager[Watcher]], tell: Tell
    ):
        self._assignments, self._begin, self._tell = assignments, begin, tell
        self._watcher: Watcher | None = None
        self._problem = ""

    def look_around(self) -> Now:
        """Return what is to be seen now; may be asked from another thread."""
        watcher, problem = self._watcher, self._problem
        now = Now(0, 0, 0, [], [], {name: [] for name in self._assignments}, {})
        if watcher is not None:
            now = watcher.look_around()
        return replace(now, problems=[problem, *now.problems] if problem else now.problems)

    def run(self) -> NoReturn:
        """Watch until an exception ends it that is nobody's to mend."""
        pause = AGAIN
        while True:
            try:
                with self._begin() as watcher:
                    self._watcher = watcher
                    watcher.open()
                    self._problem, pause = "", AGAIN
                    self._tell(f"Watching for {', '.join(self._assignments)}.")
                    watcher.run()
            except (KitError, OSError) as error:
                self._watcher = None
                if line(error) != self._problem:
                    self._problem = line(error)
                    self._tell(f"Cannot watch now: {self._problem}; it is tried again")
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
