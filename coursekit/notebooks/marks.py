"""What nbgrader notes about cells: exercises, points, solutions, checks."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

CHECK = "test_"


@dataclass(frozen=True)
class Exercise:
    """An exercise of a notebook: its name, and the points of its check cell."""

    name: str
    points: float


def mark(cell: NotebookNode) -> dict[str, Any]:
    """Return what nbgrader notes about a cell; {} if it is nothing."""
    noted = cell.metadata.get("nbgrader")
    return noted if isinstance(noted, dict) else {}


def grade_id(cell: NotebookNode) -> str | None:
    """Return the cell's nbgrader name."""
    name = mark(cell).get("grade_id")
    return name if isinstance(name, str) else None


def ungradable_because(notebook: NotebookNode) -> str:
    """Return why an autograded notebook is not what was handed in, or ""."""
    noted = notebook.metadata.get("coursekit")
    return str(noted.get("ungradable") or "") if isinstance(noted, dict) else ""


def is_for_reading(notebook: NotebookNode) -> bool:
    """Return whether nothing is asked in a notebook: no cell of it is marked as an answer, a check or a task."""
    kinds = ("solution", "grade", "task")
    return not any(mark(cell).get(kind) for cell in notebook.cells for kind in kinds)


def exercises(notebook: NotebookNode) -> list[Exercise]:
    """Return the exercises: solution cells that have a check cell, in the order of these."""
    solutions = {grade_id(cell) for cell in notebook.cells if mark(cell).get("solution")}
    return [
        Exercise(name.removeprefix(CHECK), float(mark(cell)["points"]))
        for cell in notebook.cells
        if mark(cell).get("grade") and (name := grade_id(cell) or "").removeprefix(CHECK) in solutions
    ]


def solutions(notebook: NotebookNode) -> dict[str, str]:
    """Return the source of every solution cell, by name."""
    return {
        name: cell.source
        for cell in notebook.cells
        if mark(cell).get("solution") and (name := grade_id(cell)) is not None
    }


def fill(notebook: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """Return a copy of `notebook` with `answers` in the solution cells of these names."""
    filled = copy.deepcopy(notebook)
    for cell in filled.cells:
        name = grade_id(cell)
        if mark(cell).get("solution") and name in answers:
            cell.source = answers[name]
    return filled
