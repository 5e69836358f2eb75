"""Watches the exchange, and has what arrives graded by as many lanes as there are processes, and one more."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from ..course.attempts import GRADED, Attempt
from ..course.names import Names
from ..errors import KitError
from .bell import Bell
from .desk import Desk
from .inbox import HandIn, Inbox
from .page import Now, Row
from .queue import Queue

POLL = 2.0  # seconds between two looks where the file system tells nothing
SOON = 0.05  # seconds until what is just being written is looked at again
AGAIN = 5.0  # seconds until what has gone wrong for everybody is tried again
IDLE = 10.0  # seconds between two looks whether a deadline is over, and two reports
LONGEST_PAUSE = 300.0
RECENT = timedelta(minutes=10)

Tell = Callable[[str], object]
BROKEN = (BrokenExecutor, CancelledError)


class Watcher:
    """Has hand-ins to the assignments of `desks` graded as they arrive; `tell` is told a line about each."""

    def __init__(self, desks: Mapping[str, Desk], inbox: Inbox, lanes: int, tell: Tell):
        self._desks, self._inbox, self._tell = desks, inbox, tell
        self._queue = Queue(desks)
        self._number, self._bell = lanes, Bell(inbox.folder)
        self._running: dict[Future[Attempt], HandIn] = {}
        self._told: set[str] = set()
        self._refused: list[str] = []
        self._failed = False
        self._later: dict[
            str, tuple[int, float]
        ] = {}  # what went wrong: how often, and when it is tried again
        self._pause_until = self._idle_at = 0.0

    def open(self) -> None:
        """Get ready for every assignment; CourseError if nobody could be graded for one, and then nothing is open."""
        try:
            for desk in self._desks.values():
                desk.open()
        except BaseException:
            self._close()
            raise

    def _close(self) -> None:
        self._bell.close()
        for desk in self._desks.values():
            desk.close()  # which ends what the lanes wait for

    def run(self, *, once: bool = False) -> bool:
        """Watch until an exception ends it, or `once` until all that is there was graded; return whether all could be.

        What is being graded when it ends is not finished, and done anew by the next watcher.
        """
        lanes = ThreadPoolExecutor(self._number)
        try:
            while True:
                is_writing = self._look()
                self._report()
                self._begin(lanes)
                if once and not (is_writing or self._running or self._has_turns):
                    self._idle_at = 0.0
                    self._report()
                    return not self._failed
                self._bell.wait(self._seconds(is_writing))
                self._finish()
        finally:
            lanes.shutdown(wait=False, cancel_futures=True)
            self._close()
            lanes.shutdown()

    # --- what there is to do --------------------------------------------------------------------

    def _look(self) -> bool:
        """Take what has arrived into the queue; return whether more is just being written."""
        try:
            found, is_writing = self._inbox.look(self)
        except OSError as error:
            self._once(
                f"the exchange cannot be read ({self._inbox.folder}: {error.strerror}); `nbgrader release_assignment` "
                "makes it, and what comes is graded when it can be"
            )
            return False
        for hand_in in found:
            if hand_in.refused:
                self._refused.append(f"{hand_in.name}: {hand_in.refused}; it is not graded")
                self._once(self._refused[-1])
                self._later[hand_in.name] = 0, math.inf
            else:
                self._queue.add(hand_in)
        return is_writing

    def _report(self) -> None:
        """Now and then, when nothing is graded, show what may be shown since a deadline is over, and report."""
        if self._running or self._has_turns or time.monotonic() < self._idle_at:
            return
        self._idle_at = time.monotonic() + IDLE
        for desk in self._desks.values():
            try:
                desk.show_everything()
                desk.report()
            except (KitError, OSError) as error:
                self._once(f"{desk.name}: cannot be reported now ({line(error)}); it is tried again")

    def look_around(self) -> Now:
        """Return what is to be seen now; may be asked from another thread."""
        rows: dict[str, list[Row]] = {}
        recent = (datetime.now(UTC) - RECENT).isoformat()
        attempts = []
        for name, desk in self._desks.items():
            names, found = Names.of(desk.assignment), desk.attempts.all()
            attempts += found
            rows[name] = [
                Row(
                    names.shown(one.student),
                    one.number,
                    one.score,
                    one.state,
                    one.time[:16].replace("T", " "),
                )
                for one in reversed(found)
            ]
        every = {
            name: desk.assignment.root / "reports" / f"{name}.html" for name, desk in self._desks.items()
        }
        reports = {name: path for name, path in every.items() if path.exists()}
        return Now(
            done=len(attempts),
            rate=sum(one.time >= recent for one in attempts),
            waiting=len(self._queue),
            running=sorted(map(self._name, list(self._running.values()))),
            problems=sorted({*self._refused, *self._told}),
            assignments=rows,
            reports=reports,
        )

    def __contains__(self, name: object) -> bool:
        """Return whether nothing is to be done about a folder now: it waits, is being graded, or was done."""
        running = any(hand_in.name == name for hand_in in self._running.values())
        done = any(name in desk.attempts for desk in self._desks.values())
        is_later = time.monotonic() < self._later.get(str(name), (0, 0.0))[1]
        return running or done or is_later or name in self._queue

    @property
    def _has_turns(self) -> bool:
        """Return whether something waits for nothing but its turn."""
        is_open = time.monotonic() >= self._pause_until
        return is_open and len(self._queue) > 0 and self._queue.seconds() is None

    def _seconds(self, is_writing: bool) -> float:
        if is_writing:
            return SOON
        return min(POLL, self._queue.seconds() or POLL)

    # --- one after another ----------------------------------------------------------------------

    def _begin(self, lanes: ThreadPoolExecutor) -> None:
        while len(self._running) < self._number and time.monotonic() >= self._pause_until:
            hand_in = self._queue.next(one.student for one in self._running.values())
            if hand_in is None:
                return
            desk = self._desks[hand_in.assignment]
            if desk.is_overtaken(hand_in):
                continue
            if not desk.is_ready and not self._reopen(desk):
                self._queue.add(hand_in)
                return
            future = lanes.submit(desk.take, hand_in, self._inbox)
            self._running[future] = hand_in
            future.add_done_callback(lambda _: self._bell.ring())

    def _reopen(self, desk: Desk) -> bool:
        """Get a desk ready with what has changed, when nothing is graded by what was; return whether it is."""
        if any(one.assignment == desk.name for one in self._running.values()):
            return False
        try:
            desk.open()
        except KitError as error:
            self._once(f"{desk.name}: nobody can be graded now: {error.line}")
            self._pause_until = time.monotonic() + AGAIN
            return False
        return True

    def _finish(self) -> None:
        for future in [future for future in self._running if future.done()]:
            hand_in = self._running.pop(future)
            desk = self._desks[hand_in.assignment]
            try:
                attempt = future.result()
            except (
                Exception
            ) as error:  # it is not noted, so it is found again; and others are graded meanwhile
                tries = self._later.get(hand_in.name, (0, 0.0))[0] + 1
                pause = min(AGAIN * 2 ** (tries - 1), LONGEST_PAUSE)
                self._later[hand_in.name] = tries, time.monotonic() + pause
                self._once(f"{self._name(hand_in)}: was not graded yet ({line(error)}); it is tried again")
                if isinstance(error, BROKEN):
                    desk.close()
            else:
                self._later.pop(hand_in.name, None)
                self._told.clear()
                self._tell(f"{self._name(hand_in)}: {_said(attempt)}")
                if hand_in.doubt:
                    self._refused.append(f"{self._name(hand_in)}: {hand_in.doubt}")
                    self._tell(self._refused[-1])

    def _name(self, hand_in: HandIn) -> str:
        return Names.of(self._desks[hand_in.assignment].assignment).shown(hand_in.student)

    def _once(self, line: str) -> None:
        """Tell what has gone wrong, unless that was told just now."""
        self._failed = True
        if line not in self._told:
            self._told.add(line)
            self._tell(line)


def line(error: BaseException) -> str:
    """Return in a line what has gone wrong."""
    return error.line if isinstance(error, KitError) else str(error) or type(error).__name__


def _said(attempt: Attempt) -> str:
    if attempt.state == GRADED:
        return f"attempt {attempt.number}, {attempt.score:g} points"
    return attempt.state
