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
from .class_grader import ClassGrader, Running
from .executors import cluster, processes
from .gather import by_hand, gather
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


@contextmanager
def grading(
    assignment: Assignment, notebooks: Collection[str], students: list[str], options: Options
) -> Iterator[Callable[[Running], Iterator[Outcome]]]:
    """Give `grade(running)`, which yields the outcome for each of `students`, in the order in which they are ready.

    CourseError, with what to do, if it cannot go on; what was graded until then is kept.
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

        def grade(running: Running) -> Iterator[Outcome]:
            with _one_line(), closing(ClassGrader(assignment, bundle, pool, options.feedback)) as grader:
                yield from grader.run(students, running, ahead=3 * number)
                if students == assignment.students():
                    grader.cache.forget_unused()

        yield grade


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
