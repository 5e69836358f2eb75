"""Grades a class, by processes of this machine or of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..course.assignment import Assignment
from ..course.gradebook import in_one_line
from ..errors import CourseError
from .class_grader import ClassGrader
from .executors import MANY, Grading, begun, cluster, processes
from .feedback import Running
from .files import forget_half_written
from .gather import by_hand, gather
from .jobs import Bundle
from .outcome import Outcome
from .prove import prove

KEPT = "what was graded until now is kept; run the same command again to go on"


@dataclass(frozen=True)
class Options:
    """How to grade: with how many processes (0: as configured), on which Dask cluster, with feedback or without.

    `anyway`: although the solution does not get full marks from checks in cells. `tell` is told, before anybody is
    graded, what it loses then, and which notebooks a person has to grade.
    """

    workers: int = 0
    dask: str | None = None
    feedback: bool = True
    anyway: bool = False
    tell: Callable[[str], object] = id


class Run:
    """One run over a class with an open `grader`, of which at least `ahead` jobs are handed out at a time."""

    def __init__(self, grader: ClassGrader, students: list[str], ahead: int, everybody: bool):
        self._grader, self._students, self._ahead, self._everybody = grader, students, ahead, everybody

    def grade(self, running: Running) -> Iterator[Outcome]:
        """Grade, and yield the outcome for each student when it is written."""
        with _one_line():
            yield from self._grader.run(self._students, running, self._ahead)
            if self._everybody:
                self._grader.cache.forget_unused()

    @property
    def unpaged(self) -> int:
        """Return how many of those that were graded still need pages of feedback."""
        return self._grader.feedback.count

    def make_pages(self, running: Running) -> Iterator[Outcome]:
        """Make the pages of feedback that are not there as they should be, and yield whose those were."""
        with _one_line():
            yield from self._grader.feedback.make(running, self._ahead)


@contextmanager
def grading(
    assignment: Assignment, notebooks: Collection[str], students: list[str], options: Options
) -> Iterator[Run]:
    """Give what grades `students`, in the order in which they are ready, and then makes their pages.

    CourseError, with what to do, if it cannot go on; what was graded until then is kept.
    """
    for folder in (assignment.kept, assignment.kept / "feedback", assignment.root / "reports"):
        forget_half_written(folder)
    with (
        proven(assignment, notebooks, students, options) as (bundle, pool, ahead),
        closing(ClassGrader(assignment, bundle, pool, options.feedback)) as grader,
    ):
        yield Run(grader, students, ahead, everybody=students == assignment.students())


@contextmanager
def proven(
    assignment: Assignment, notebooks: Collection[str], students: list[str], options: Options
) -> Iterator[tuple[Bundle, Grading, int]]:
    """Give all that grading needs, what grades with it, and how many jobs are to be handed out at a time.

    By then the solution has got full marks; CourseError if it did not.
    """
    bundle = gather(assignment, notebooks)
    number = options.workers or assignment.settings.grading_processes
    jobs = len(students) * len(notebooks)
    executor = cluster(bundle, options.dask) if options.dask else processes(bundle, number, jobs)
    with _one_line(), executor as pool:
        for line in by_hand(bundle):
            options.tell(line)
        for line in prove(assignment, bundle, pool, options.anyway):
            options.tell(line)
        yield bundle, pool, 3 * number


@contextmanager
def warm(
    assignment: Assignment, workers: int = 0, dask: str | None = None
) -> Iterator[tuple[Bundle, Grading]]:
    """Give all that grading needs, and processes or a cluster that stay ready, whatever comes and when.

    By then the solution has got full marks; CourseError if it did not.
    """
    bundle = gather(assignment, assignment.points())
    number = workers or assignment.settings.grading_processes
    with _one_line(), cluster(bundle, dask) if dask else begun(bundle, number, MANY) as pool:
        prove(assignment, bundle, pool)
        yield bundle, pool


@contextmanager
def _one_line() -> Iterator[None]:
    """Turn what ends a whole run into one line that says what to do."""
    try:
        with in_one_line():
            yield
    except BrokenExecutor as error:
        raise CourseError(f"a grading process was ended from outside (is memory short?); {KEPT}") from error
    except OSError as error:
        name = f" {Path(error.filename).name}" if error.filename else ""
        raise CourseError(f"a file{name} cannot be written ({error.strerror or error}); {KEPT}") from error
