"""Grades the instructor's own solution as a student's, before a class is graded with anything new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Protocol

from ..course.assignment import Assignment
from ..course.digests import digest, flat
from ..course.proof import Proofs, losses, solutions, unproven
from ..errors import CourseError, GradingEnded
from ..notebooks.marks import CHECK, exercises
from ..notebooks.read import parse_notebook
from . import process
from .gather import gather
from .jobs import Bundle, Graded, Job, in_order


class Pool(Protocol):
    """Does jobs elsewhere."""

    def submit(self, function: Callable[[Job], Graded], job: Job, /) -> Future[Graded]:
        """Return the future of `function(job)`."""


def prove(assignment: Assignment, bundle: Bundle, pool: Pool, anyway: bool = False) -> list[str]:
    """Raise Unproven if the solution does not get full marks by this `bundle`, which it did not get by it before.

    Where the checks stand in the cells and it is to be graded `anyway`, return what the solution loses.
    """
    names = [name for name in bundle.originals if name not in bundle.by_hand]
    if anyway and not bundle.suites:
        names = [name for name in names if (assignment.folder("source") / f"{name}.ipynb").exists()]
    sources = solutions(assignment, names)
    key, proofs = _key(bundle, sources), Proofs(assignment)
    if proofs.holds(key):
        return []
    lines = list(_lost_in_all(bundle, names, sources, pool))
    if not lines:
        proofs.keep(key)
    elif bundle.suites or not anyway:
        raise unproven(assignment, lines)
    return lines


def _lost_in_all(
    bundle: Bundle, names: Collection[str], sources: Mapping[str, bytes], pool: Pool
) -> Iterator[str]:
    """Yield what the solution loses in each notebook; those with checks in cells run one after another."""
    out: list[tuple[str, Future[Graded]]] = []
    written: dict[str, bytes] = {}
    for name in in_order(names):
        others = {other: data for other, data in sources.items() if other != f"{name}.ipynb"}
        job = Job(name, sources[f"{name}.ipynb"], "", others, {}, ".", dict(written))
        out.append((name, pool.submit(process.grade, job)))
        if bundle.has_checks_in_cells(name):
            with suppress(GradingEnded):  # told below
                written |= out[-1][1].result().written
    for name, future in out:
        try:
            yield from lost(bundle, name, future.result())
        except GradingEnded as error:
            yield f"{name}: the solution cannot be graded: it {error}"


def remember(assignment: Assignment) -> None:
    """Remember that the solution gets full marks: whoever has just built the release has graded it by these suites.

    Where a class is graded by more than that, checks in cells or preprocessors of the course's own, nothing is proven.
    """
    with suppress(CourseError):  # which grading will tell
        bundle = gather(assignment, [path.stem for path in assignment.sources()])
        if not bundle.preprocessing.own_kinds and all(
            _by_suite_alone(bundle, name) for name in bundle.originals
        ):
            Proofs(assignment).keep(_key(bundle, solutions(assignment, bundle.originals)))


def _by_suite_alone(bundle: Bundle, name: str) -> bool:
    """Return whether every check of a notebook is that of an exercise, which its hidden suite judges."""
    checks = {cell.name for cell in bundle.originals[name].grade_cells}
    released = parse_notebook(bundle.release[f"{name}.ipynb"])
    return checks == {f"{CHECK}{exercise.name}" for exercise in exercises(released)}


def _key(bundle: Bundle, sources: dict[str, bytes]) -> str:
    """Return the digest of all that the solution's grade depends on."""
    return digest(bundle.key().encode(), *flat(sources))


def lost(bundle: Bundle, name: str, graded: Graded) -> Iterator[str]:
    """Yield a line for each check by which the solution in a notebook has lost points."""
    if graded.ungradable:
        yield f"{name}: the solution cannot be graded: {graded.ungradable}"
    by_tests = list(losses(name, graded.tests))
    yield from by_tests
    if by_tests:
        return
    for cell in bundle.originals[name].grade_cells:
        score = graded.marks.scores.get(cell.name, 0.0)
        if score is not None and score < cell.max_score:  # None: a person grades it
            yield f"{name}: the solution gets {score:g} of {cell.max_score:g} points from the check {cell.name}"
