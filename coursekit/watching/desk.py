"""Where hand-ins to one assignment are graded as they come: placed, graded, shown to their author, and noted."""

from __future__ import annotations

import os
import shutil
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ..course.arrival import Arrivals, written
from ..course.attempts import BEYOND, GRADED, LAST, OVERTAKEN, UNREADABLE, Attempt, Attempts
from ..course.course import Course
from ..course.digests import digest
from ..course.gradebook import in_one_line
from ..errors import Ungradable
from ..notebooks.folders import read_all_files
from ..notebooks.submission import read_submission
from ..teaching.class_grader import ClassGrader
from ..teaching.files import replace_folder
from ..teaching.grade_class import warm
from ..teaching.outcome import Outcome
from ..teaching.placing import put_aside
from ..teaching.preview import preview
from ..teaching.report import Report
from ..teaching.strays import strays
from ..teaching.tally import Tally
from .inbox import HandIn, Inbox
from .showing import ALL, Showing

FRESH = 5.0  # seconds for which what is prepared is taken to hold: dates, roster, what a person has entered
CONFIGURATION = ("course_config.py", "nbgrader_config.py")


class Desk:
    """Grades hand-ins to the assignment `name` of the course in the working folder, with processes that stay warm.

    `workers` and `dask` are as for `Options`.
    """

    def __init__(self, name: str, workers: int = 0, dask: str | None = None):
        self.name, self._workers, self._dask = name, workers, dask
        self._stack = ExitStack()
        self._made_from: dict[str, tuple[int, int]] = {}
        self._lanes = threading.local()
        self._tallying, self._is_reported, self._began = threading.Lock(), True, datetime.now()
        self.assignment = Course.here().existing(name)
        self.attempts = Attempts(self.assignment)

    # --- what it grades with --------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Return whether it is open, and nothing that it grades with has changed since."""
        return bool(self._made_from) and self._made_from == self._files()

    def open(self) -> None:
        """Get ready, with what there is now; CourseError if nobody could be graded by it."""
        self.close()
        made_from = self._files()
        self.assignment = Course.here().existing(self.name)
        self._bundle, self._pool = self._stack.enter_context(warm(self.assignment, self._workers, self._dask))
        self._made_from = made_from

    def close(self) -> None:
        """End the processes, if there are any."""
        self._made_from = {}
        self._stack.close()

    def _files(self) -> dict[str, tuple[int, int]]:
        """Return date and size of every file that a grade depends on besides the hand-in."""
        folders = [
            self.assignment.folder("source"),
            self.assignment.folder("release"),
            self.assignment.suites,
        ]
        paths = [self.assignment.root / name for name in CONFIGURATION]
        paths.append(self.assignment.voided_file)
        for folder in folders:
            paths += [Path(place, name) for place, _, names in os.walk(folder) for name in names]
        there = [path for path in paths if path.suffix != ".pyc" and path.is_file()]
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in there}

    # --- one hand-in ----------------------------------------------------------------------------

    def is_overtaken(self, hand_in: HandIn) -> bool:
        """Return, and note, whether a later hand-in was graded before this one, which cannot count any more."""
        if self.assignment.settings.attempt_that_counts != LAST:
            return False
        if not any(one.arrived > hand_in.arrived for one in self.attempts.of(hand_in.student)):
            return False
        self.attempts.add(Attempt(hand_in.name, hand_in.student, OVERTAKEN, arrived=hand_in.arrived))
        return True

    def take(self, hand_in: HandIn, inbox: Inbox) -> Attempt:
        """Grade a hand-in, release its feedback, and let the attempt that counts stand in the gradebook.

        It is noted at the very end: whatever interrupts this, all of it is done again, with the same results.
        """
        with in_one_line():
            return self._take(hand_in, inbox)

    def _take(self, hand_in: HandIn, inbox: Inbox) -> Attempt:
        own, student = self.attempts.of(hand_in.student), hand_in.student
        attempt = Attempt(hand_in.name, student, UNREADABLE, arrived=hand_in.arrived)
        kept = self._kept(hand_in.name)
        try:
            refused = inbox.copy(hand_in, kept)
        except Ungradable:  # a link or a file in the place of the folder
            self.attempts.add(attempt)
            return attempt
        allowed = self.assignment.settings.attempts
        if allowed and len(own) >= allowed:
            attempt = self._beyond(attempt, allowed)
        else:
            attempt = self._graded(attempt, len(own) + 1, refused, hand_in.doubt)
        self.attempts.add(attempt)
        return attempt

    def _beyond(self, attempt: Attempt, allowed: int) -> Attempt:
        """Tell a student that one more is not graded."""
        rule = self.assignment.settings.attempt_that_counts
        counts = self.attempts.counting(attempt.student, rule)
        said = f"This was not graded: {allowed} {'attempt counts' if allowed == 1 else 'attempts count'}"
        said += f", and the grade is that of attempt {counts.number}." if counts else "."
        self._say(attempt, said)
        self._forget([attempt])
        return replace(attempt, state=BEYOND, shown="that it is one too many")

    def _say(self, attempt: Attempt, said: str) -> None:
        names = self._bundle.originals.keys() - self._bundle.only_read
        Showing(self.assignment).say(attempt.student, self._kept(attempt.name), names, said)

    def _graded(self, attempt: Attempt, number: int, refused: list[str], doubt: str) -> Attempt:
        student, rule = attempt.student, self.assignment.settings.attempt_that_counts
        changed = self._place(student, attempt.name, self.attempts.counting(student, rule))
        if number > 1 and len(changed) < len(self._bundle.originals):
            pages = preview(self.assignment, self._bundle, self._pool, student, changed)
            Showing(self.assignment).show_first(student, self._kept(attempt.name), pages)
        outcome = self._grade(student)
        if not self._nothing_graded(outcome):
            attempt = replace(attempt, state=GRADED, number=number, score=outcome.total)
        if attempt.state != GRADED:
            why = "; ".join(refused or outcome.problems[-1:])
            self._say(attempt, f"This could not be graded, and takes no attempt away: {why}.")
        else:
            shown = Showing(self.assignment).show(student, self._kept(attempt.name))
            attempt = replace(attempt, shown=shown)
        counts = self.attempts.counting(student, rule, attempt if attempt.number else None)
        if counts is not None and counts.name != attempt.name:
            self._place(student, counts.name, attempt)
            outcome = self._grade(student)
        outcome.problems += [*refused, *filter(None, [doubt])]
        self._tally(outcome)
        self._forget([one for one in [*self.attempts.of(student), attempt] if one != (counts or attempt)])
        return attempt

    def show_everything(self) -> None:
        """Release all about the attempts that count, of those for whom the deadline is over since they handed in."""
        rule, showing = self.assignment.settings.attempt_that_counts, Showing(self.assignment)
        for student in {attempt.student for attempt in self.attempts.all()}:
            counts = self.attempts.counting(student, rule)
            if counts is not None and counts.shown != ALL and showing.now(student) == ALL:
                self.attempts.add(replace(counts, shown=showing.show(student, self._kept(counts.name))))

    def _nothing_graded(self, outcome: Outcome) -> bool:
        asked = set(self._bundle.originals) - self._bundle.only_read
        return outcome.failed or asked <= set(outcome.unreadable)

    def _kept(self, name: str) -> Path:
        return self.assignment.kept / "attempts" / digest(name.encode("utf-8", "surrogateescape"))

    def _forget(self, attempts: list[Attempt]) -> None:
        """Remove the copies of attempts that do not count; the exchange still has them."""
        for attempt in attempts:
            shutil.rmtree(self._kept(attempt.name), ignore_errors=True)

    def _place(self, student: str, name: str, before: Attempt | None) -> list[str]:
        """Put a kept hand-in where grading looks for it, and return which notebooks are other ones than those there.

        What lies there and nobody has noted is put aside.
        """
        folder, kept = self.assignment.folder("submitted", student), self._kept(name)
        if not kept.is_dir():  # somebody has cleared it away, and what is there stays
            return []
        files = read_all_files(kept)
        there = read_all_files(folder) if folder.is_dir() else {}
        if there != files:
            if there and (before is None or there != _files_of(self._kept(before.name))):
                put_aside(self.assignment, student)
            elif folder.is_dir():
                shutil.rmtree(folder)
            new = self.assignment.kept / "incoming" / digest(student.encode())
            replace_folder(new, files)
            folder.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(new, folder)
        at = written(read_submission(folder))
        if at is not None:
            Arrivals(self.assignment).note(student, at)
        return [
            one for one in self._bundle.originals if files.get(f"{one}.ipynb") != there.get(f"{one}.ipynb")
        ]

    def _grade(self, student: str) -> Outcome:
        grader = self._grader()
        [outcome] = grader.run([student])
        for _ in grader.feedback.make(lambda names: None, 1):
            pass
        return outcome

    def _grader(self) -> ClassGrader:
        """Return what grades in this lane; for a while the same one, since to prepare it takes as long as its work."""
        lane = self._lanes
        if getattr(lane, "bundle", None) is not self._bundle or time.monotonic() - lane.made > FRESH:
            if hasattr(lane, "grader"):
                lane.grader.close()
            lane.grader = ClassGrader(self.assignment, self._bundle, self._pool, at_once=True)
            lane.bundle, lane.made = self._bundle, time.monotonic()
        found: ClassGrader = lane.grader
        return found

    def report(self) -> None:
        """Write the report of the class, if somebody was graded since the last one."""
        if self._is_reported:
            return
        self._is_reported = True
        tally = Tally()
        tally.complete(self.assignment)
        Report(
            self.assignment, tally, self.assignment.points(), strays(self.assignment), [], self._began
        ).write()

    def _tally(self, outcome: Outcome) -> None:
        """Note what became of the attempt that counts, for reports."""
        with self._tallying:
            tally = Tally()
            tally.add(outcome)
            tally.complete(self.assignment)
            self._is_reported = False


def _files_of(folder: Path) -> dict[str, bytes]:
    return read_all_files(folder) if folder.is_dir() else {}
