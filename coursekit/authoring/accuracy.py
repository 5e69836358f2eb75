"""How often the grader is wrong: the whole assignment measured on all processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import wait
from multiprocessing.util import Finalize

from ..course.assignment import Assignment
from ..course.course import Course
from ..errors import CourseError
from ..notebooks.marks import exercises, solutions
from .accuracy_page import SEEDS, totals
from .bank import read_answers
from .findings import Findings
from .measure import Measurement
from .mutants import mutants

DIAGNOSED = 0.95  # the share of the known mistakes that the feedback must name
CHUNK = 12
# A right answer that is slow must not fail because the machine has other things to do.
PATIENCE = {"cell_seconds": 120.0, "call_seconds": 60.0, "notebook_seconds": 3600.0}


@dataclass(frozen=True)
class Task:
    """A part of the work: some answers, some mutants, or what an exercise builds on.

    Where there are several `exercises`, answers to them are graded beside each other.
    """

    assignment: str
    notebook: str
    exercises: tuple[str, ...]
    kind: str
    part: slice
    seeds: int
    framework: str | None = None  # if it is not the assignment's own

    def run(self) -> list[Findings]:
        """Do it in this process."""
        measurement = self.measurement()
        if self.kind == "answers":
            return measurement.grade_answers(self.exercises, self.part)
        action = {"mutants": measurement.grade_mutants, "builds_on": measurement.builds_on}[self.kind]
        return [action(exercise, self.part) for exercise in self.exercises]

    def close(self, found: Findings) -> Findings:
        """Judge, in this process, what was found by all tasks of an exercise."""
        self.measurement().close(found)
        return found

    def measurement(self) -> Measurement:
        """Return what measures this notebook in this process."""
        return _measurement(self.assignment, self.framework, self.notebook, self.seeds)


@cache
def _assignment(name: str, framework: str | None) -> Assignment:
    """Return the assignment, in a process that measures: patient, and with a sandbox that is ready for many."""
    assignment = Course.here().assignment(name)
    if framework:
        assignment = assignment.in_framework(framework)
    for limit, seconds in PATIENCE.items():
        setattr(assignment.settings, limit, seconds)
    sandbox = assignment.sandbox()
    sandbox.expect_many()
    Finalize(None, sandbox.close, exitpriority=1)
    return assignment


@cache
def _measurement(name: str, framework: str | None, notebook: str, seeds: int) -> Measurement:
    assignment = _assignment(name, framework)
    grader = assignment.grader(notebook)
    if grader is None:
        raise CourseError(f"{name}: {notebook}.ipynb has no hidden suite, so there is nothing to measure")
    measurement = Measurement(grader, assignment, notebook, seeds)
    gc.freeze()  # all this stays
    return measurement


def tasks(
    assignment: Assignment, only: tuple[str, ...] = (), seeds: int = SEEDS, *, together: bool = False
) -> list[Task]:
    """Return the work for an assignment, or for the exercises `only`.

    Each answer is graded alone, or `together` with one to each other exercise of its notebook, which is faster.
    """
    work = []
    framework = assignment.framework if assignment.is_previewed else None
    for path in assignment.sources():
        source, name = assignment.source_notebook(path.stem), assignment.name
        names = [e.name for e in exercises(source) if not only or e.name in only]
        banks = {exercise: len(read_answers(assignment.bank(exercise))) for exercise in names}
        for group in [tuple(names)] * bool(names) if together else [(exercise,) for exercise in names]:
            for part in _parts(max(banks[exercise] for exercise in group), len(group)):
                work.append(Task(name, path.stem, group, "answers", part, seeds, framework))
        for exercise in names:
            for part in _parts(len(mutants(exercise, solutions(source)[exercise]))):
                work.append(Task(name, path.stem, (exercise,), "mutants", part, seeds, framework))
            work.append(Task(name, path.stem, (exercise,), "builds_on", slice(0, 1), seeds, framework))
    return work


def _parts(size: int, exercises: int = 1) -> Iterator[slice]:
    """Yield parts of so many answers to each of so many exercises, of about CHUNK answers."""
    step = -(-CHUNK // exercises)
    for start in range(0, size, step):
        yield slice(start, start + step)


def measure(work: list[Task], processes: int, done: Callable[[], None]) -> list[Findings]:
    """Do all tasks, call `done` after each, and return what was found, in the exercises' order."""
    last = {exercise: task for task in work for exercise in task.exercises}
    found = {exercise: Findings(exercise) for exercise in last}
    context = multiprocessing.get_context("spawn")  # a fork would share the sandbox of this process
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_end_with_parent) as pool:
        for findings in pool.map(Task.run, work):
            for part in findings:
                found[part.exercise].add(part)
            done()
        return list(pool.map(Task.close, last.values(), found.values()))


def _end_with_parent() -> None:
    """Let this process, and its sandbox with it, end when the one that hands out the work is gone."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def end() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()


def faults(rows: list[Findings]) -> Iterator[str]:
    """Yield everything for which the gate stays shut."""
    for row in rows:
        yield from row.faults
    total = totals(rows)
    if total["right diagnoses"] < DIAGNOSED * total["mistakes"]:
        for row in rows:
            yield from row.unnamed
