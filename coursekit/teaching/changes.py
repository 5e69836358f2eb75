"""What a regrade would change for one student: in which exercise and check, by how much, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from ..course.feedback import results
from ..course.origin import changes, origin_of
from ..course.sheet import Sheet, score_of
from ..errors import Ungradable
from ..notebooks.marks import CHECK, grade_id
from ..notebooks.read import read_notebook
from .jobs import Graded

Told = Mapping[str, Any]  # the result of a check, as an autograded notebook has it


@dataclass(frozen=True)
class Check:
    """A check that finds something else than it did: its points and what it says, before and now.

    `before` or `now` is None where there was, or is, no such check.
    """

    title: str
    before: float | None
    now: float | None
    said: str
    says: str


@dataclass(frozen=True)
class Cell:
    """A graded cell whose points change, from `before` to `now`, or would, if `by_hand` did not stand above them.

    For the latter, `before` and `now` are what the checks give. `because` is what has changed since it was graded.
    """

    exercise: str
    notebook: str
    before: float
    now: float
    points: float
    by_hand: float | None = None
    checks: list[Check] = field(default_factory=list)
    because: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """What changes for a student: the points in all, late penalties counted, `cells`, and what stays as set by hand.

    It is the `first` time if there were no points before.
    """

    student: str
    name: str
    before: float
    now: float
    first: bool
    cells: list[Cell]
    kept: list[Cell]
    remarks: list[str]

    @property
    def counts(self) -> bool:
        """Return whether points of somebody who was graded before change."""
        return not self.first and (bool(self.cells) or self.before != self.now)


def change(
    student: str, name: str, folder: Path, sheets: Mapping[str, Sheet], graded: Mapping[str, Graded]
) -> Change:
    """Return what changes for a student; `folder` is the one of the autograded notebooks."""
    cells: list[Cell] = []
    remarks: list[str] = []
    before = now = 0.0
    for notebook, sheet in sheets.items():
        cells += _Notebook(notebook, folder, graded.get(notebook)).cells(sheet)
        remarks += [f"{notebook}: {said}" for said in sheet.remarks]
        before += sheet.score_before - sheet.penalty_before
        now += sheet.score - sheet.late_penalty
    first = not any(sheet.before for sheet in sheets.values())
    moved = [cell for cell in cells if cell.by_hand is None]
    kept = [cell for cell in cells if cell.by_hand is not None]
    return Change(student, name, max(0.0, before), max(0.0, now), first, moved, kept, remarks)


class _Notebook:
    """One notebook of a student, as it was graded before and now; neither is read unless some points differ."""

    def __init__(self, name: str, folder: Path, graded: Graded | None):
        self._name, self._path, self._graded = name, folder / f"{name}.ipynb", graded

    def cells(self, sheet: Sheet) -> list[Cell]:
        """Return the cells of which some points differ."""
        found = []
        for name, now in sheet.now.items():
            before = sheet.before.get(name)
            if before is None:
                continue
            old, new, by_hand = score_of(before), score_of(now), None
            if old == new and now["manual_score"] is not None:
                old, new, by_hand = before["auto_score"] or 0.0, now["auto_score"] or 0.0, now["manual_score"]
            if old != new:
                found.append(self._cell(name, old, new, sheet.scores[name][1], by_hand))
        return found

    def _cell(self, name: str, old: float, new: float, points: float, by_hand: float | None) -> Cell:
        with suppress(Ungradable):
            before = read_notebook(self._path)
            now = nbformat.reads(self._graded.text, as_version=4) if self._graded else None
            checks = list(differing(told(before, name), told(now, name) if now else []))
            because = changes(origin_of(before), self._graded.origin if self._graded else {})
            return Cell(name.removeprefix(CHECK), self._name, old, new, points, by_hand, checks, because)
        return Cell(name.removeprefix(CHECK), self._name, old, new, points, by_hand)


def told(notebook: NotebookNode, name: str) -> Sequence[Told]:
    """Return the results of the checks in the cell `name`."""
    return next((results(cell) for cell in notebook.cells if grade_id(cell) == name), [])


def differing(before: Sequence[Told], now: Sequence[Told]) -> Iterator[Check]:
    """Yield the checks that give other points or say something else than they did."""
    old = {_key(test): test for test in before}
    new = {_key(test): test for test in now}
    for key in dict.fromkeys([*new, *old]):
        was, test = old.get(key), new.get(key)
        title = str((test or was or {}).get("title", ""))
        check = Check(title, _earned(was), _earned(test), words(was), words(test))
        if (check.before, check.said) != (check.now, check.says):
            yield check


def _key(test: Told) -> str:
    return str(test.get("test") or test["title"])


def _earned(test: Told | None) -> float | None:
    return None if test is None else float(test["earned"])


def words(test: Told | None) -> str:
    """Return what a check says to the student: the mistake that was recognised, and what was seen."""
    if test is None:
        return ""
    said = [str((test.get("diagnosis") or {}).get("says", "")), str(test["message"])]
    return " ".join(dict.fromkeys(filter(None, said)))
