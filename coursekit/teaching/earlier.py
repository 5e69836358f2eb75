"""What was graded before, for when what was handed in later cannot be graded: grade, page and report say the same."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from ..course.arrival import FILE, date
from ..course.assignment import Assignment
from ..course.origin import origin_of
from ..course.preprocessing import marks
from ..errors import Ungradable
from ..grading.autograded import UNGRADABLE
from ..notebooks.read import read_notebook
from ..notebooks.text import plain_name
from .jobs import Graded
from .outcome import Outcome

LATER = "handed-in-later"  # the id of the cell that tells of it


def graded_before(assignment: Assignment, student: str, reasons: Mapping[str, str]) -> dict[str, Graded]:
    """Return what was graded before of those of a student's notebooks for which there is a reason why not now.

    A note at the top of each, and what is `ungradable`, say the reason, and of what the grade is.
    """
    found = {}
    for notebook, reason in reasons.items():
        path = assignment.folder("autograded", student) / f"{notebook}.ipynb"
        with suppress(Ungradable):
            before = read_notebook(path)
            if not any(cell.id == UNGRADABLE for cell in before.cells):
                found[notebook] = _with_note(before, reason, _noted(before) or _described(path))
    return found


def unreadable(graded: Mapping[str, Graded]) -> dict[str, str]:
    """Return the reasons of those notebooks that could not be graded."""
    return {name: found.ungradable for name, found in graded.items() if found.ungradable}


def keep(assignment: Assignment, outcome: Outcome, notebooks: Collection[str]) -> dict[str, Graded]:
    """Return what was graded before of a submission that could not be graded at all, and let its outcome tell of it."""
    reason = outcome.problems[-1]
    before = graded_before(assignment, outcome.student, dict.fromkeys(notebooks, reason))
    if before:
        outcome.kept = True
        outcome.problems[-1] = next(iter(before.values())).ungradable
    return {name: replace(found, ungradable="") for name, found in before.items()}


def _with_note(notebook: NotebookNode, reason: str, handed_in: str) -> Graded:
    notebook.cells = [cell for cell in notebook.cells if cell.id != LATER]
    grade = marks(notebook)
    notebook.cells.insert(0, _note(reason, handed_in))
    text = f"{nbformat.writes(notebook).rstrip()}\n"
    kept = f"{reason}; the grade is that of what was {handed_in}"
    return Graded(text, grade, (), kept, origin=origin_of(notebook))


def _note(reason: str, handed_in: str) -> NotebookNode:
    said = html.escape(plain_name(reason))
    text = (
        f"**What was handed in last could not be graded: {said}.** "
        f"What follows, and the grade, is of what was {handed_in}."
    )
    return new_markdown_cell(text, id=LATER, metadata={"coursekit": {"of": handed_in}})


def _noted(notebook: NotebookNode) -> str:
    """Return of what a grade was said to be, if it was."""
    of = [cell.metadata.get("coursekit", {}).get("of", "") for cell in notebook.cells if cell.id == LATER]
    return str(of[0]) if of else ""


def _described(path: Path) -> str:
    """Return when what an autograded notebook was made of was handed in; if that is not known, when it was graded."""
    with suppress(OSError, ValueError):
        handed_in = date((path.parent / FILE).read_text(encoding="utf-8"))
        if handed_in:
            return f"handed in on {handed_in:%Y-%m-%d at %H:%M} UTC"
    return f"graded on {datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%d at %H:%M} UTC"
