"""Grades a class for nothing but to see what would change: results go into the cache, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager

from ..course.assignment import Assignment
from ..course.sheet import Sheet
from ..errors import CourseError
from ..notebooks.submission import Submission
from .changes import Change, change
from .class_grader import ClassGrader, Ongoing
from .feedback import Running
from .gather import gather
from .grade_class import Options, proven
from .outcome import Outcome


class Rehearsal(ClassGrader):
    """Grades as a ClassGrader does, writes neither gradebook nor folders, and notes in `changes` what would be new."""

    changes: list[Change]

    def _settle(self, student: str, submission: Submission) -> list[str]:
        return self._arrivals.problems(student, submission)

    def _record(self, ongoing: Ongoing) -> dict[str, Sheet]:
        return self._grades(ongoing, keep=False)

    def _end(self, ongoing: Ongoing, sheets: dict[str, Sheet]) -> None:
        folder = self._assignment.folder("autograded", ongoing.student)
        self.changes.append(change(ongoing.student, ongoing.outcome.name, folder, sheets, ongoing.graded))


class Regrade:
    """A regrade that is looked at before it is applied; `changes` has what it would change once all are graded."""

    def __init__(
        self, assignment: Assignment, rehearsal: Rehearsal, students: list[str], ahead: int, key: str
    ):
        self._assignment, self._rehearsal, self._key = assignment, rehearsal, key
        self._students, self._ahead = students, ahead
        self.changes: list[Change] = []
        rehearsal.changes = self.changes

    def rehearse(self, running: Running) -> Iterator[Outcome]:
        """Grade, and yield what would become of each student."""
        yield from self._rehearsal.run(self._students, running, self._ahead)
        self.changes.sort(key=lambda change: change.name)

    def require_same(self, notebooks: Collection[str]) -> None:
        """Raise CourseError if suites, release or settings are not those any more by which was graded."""
        if gather(self._assignment, notebooks).key() != self._key:
            raise CourseError(
                f"{self._assignment.name}: suites, release or settings have changed while you looked; nothing was "
                "applied; run the same command again"
            )


@contextmanager
def regrading(
    assignment: Assignment, notebooks: Collection[str], students: list[str], options: Options
) -> Iterator[Regrade]:
    """Give what finds out what grading `students` again would change; errors are as those of `grading`."""
    with (
        proven(assignment, notebooks, students, options) as (bundle, pool, ahead),
        closing(Rehearsal(assignment, bundle, pool, feedback=False)) as rehearsal,
    ):
        yield Regrade(assignment, rehearsal, students, ahead, bundle.key())
