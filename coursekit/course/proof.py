"""Proves, before anybody is graded by something new, that the instructor's own solution gets full marks from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from ..errors import CourseError, Unproven
from ..grading.result import TestResult
from .assignment import Assignment
from .digests import digest, flat, kit_version

if TYPE_CHECKING:
    from ..grading.grader import Grader


class Proofs:
    """What was proven of an assignment: digests of all that a grade depends on, and by which suites it was judged."""

    def __init__(self, assignment: Assignment):
        self._assignment = assignment
        self._folder = assignment.kept / "proven"
        self._suites = assignment.kept / "suites.json"

    def holds(self, key: str) -> bool:
        """Return whether the solution got full marks from what has this digest."""
        return (self._folder / key).exists()

    def keep(self, key: str) -> None:
        """Remember that it did."""
        self._folder.mkdir(parents=True, exist_ok=True)
        suites = sorted(path.name for path in self._assignment.suites.glob("test_*.py"))
        self._suites.write_text(json.dumps(suites), encoding="utf-8")
        (self._folder / key).touch()

    @property
    def have_suites(self) -> bool:
        """Return whether the assignment has hidden suites, or had some when it was proven last."""
        known: list[str] = []
        with suppress(OSError, ValueError):
            known = json.loads(self._suites.read_text(encoding="utf-8"))
        return bool(known) or self._assignment.has_suites

    def require_suites(self, notebooks: Iterable[str]) -> None:
        """Raise CourseError if one of the notebooks would be graded by its cells alone, and is not meant to be."""
        assignment = self._assignment
        missing = [name for name in sorted(notebooks) if not assignment.suite(name).exists()]
        if missing and self.have_suites:
            wanted = assignment.suite(missing[0])
            raise CourseError(
                f"{assignment.name}: {wanted.name} is not in {assignment.settings.suites}/{assignment.source}, so that "
                f"{missing[0]} would be graded by its cells alone; put it back, and run the same command again"
            )


def solutions(assignment: Assignment, notebooks: Iterable[str]) -> dict[str, bytes]:
    """Return the instructor's own notebooks, by name of file; CourseError if one of them is not there."""
    found = {}
    for name in notebooks:
        path = assignment.folder("source") / f"{name}.ipynb"
        if not path.exists():
            raise CourseError(
                f"{assignment.name}: {path.name} is not in {assignment.shown('source')}; nobody is "
                "graded before the solution there was, to see that grading is right"
            )
        found[path.name] = assignment.source_data(name)
    return found


def losses(notebook: str, tests: Iterable[TestResult]) -> Iterator[str]:
    """Yield a line for each test that the solution in a notebook loses."""
    for test in tests:
        if not test.passed:
            yield (
                f"{notebook}: the solution of {test.exercise} loses {test.test} ({test.points:g} points): "
                f"{' '.join(test.message.split())}"
            )


def unproven(assignment: Assignment, lines: Iterable[str]) -> Unproven:
    """Return the error that says so; nbgrader shows its text alone, so that this has all in it."""
    told = tuple(lines)
    return Unproven(
        f"{assignment.name}: nobody is graded, for the instructor's own solution in "
        f"{assignment.shown('source')} does not get full marks; mend the suite, the settings or the "
        "solution, and run the same command again",
        told,
    )


_refused: dict[str, Unproven] = {}  # nbgrader asks for each student anew


def require_proof(assignment: Assignment, notebook: str, grader: Grader) -> None:
    """Raise Unproven if the solution of one notebook, that was not graded so before, does not get full marks."""
    released = assignment.folder("release").glob("*.ipynb")
    sources = solutions(assignment, {notebook, *(path.stem for path in released)})
    suites = {path.name: path.read_bytes() for path in assignment.suites.glob("*.py")}
    settings = assignment.settings
    limits = (settings.seed, settings.limits, settings.protected, settings.framework, settings.python)
    key = digest(
        *(kit_version().encode(), notebook.encode(), repr(limits).encode()),
        *(assignment.released(notebook).read_bytes(), *flat(sources), *flat(suites)),
    )
    proofs = Proofs(assignment)
    if proofs.holds(key):
        return
    if key not in _refused:
        solution = assignment.source_notebook(notebook)
        lines = list(losses(notebook, grader.grade(solution, sources, pictures=False).tests))
        if not lines:
            proofs.keep(key)
            return
        _refused[key] = unproven(assignment, lines)
    raise _refused[key]
