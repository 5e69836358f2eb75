"""Notebooks as nbgrader marks them: exercises, points, solution cells, and what a student may have damaged."""

from __future__ import annotations

import ast
import copy
import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.validator import normalize

from .student import Cell

CHECK = "test_"


class Ungradable(Exception):
    """A notebook that cannot be read; the text says why."""


@dataclass(frozen=True)
class Exercise:
    """An exercise of a notebook: its name, and the points of its check cell."""

    name: str
    points: float


def read(path: Path) -> NotebookNode:
    """Return the notebook at `path` in nbformat 4; Ungradable, with the reason, where that is not possible."""
    try:
        return parse(path.read_bytes())
    except OSError as error:
        raise Ungradable(f"the file cannot be opened ({error.strerror})") from error


def parse(data: bytes) -> NotebookNode:
    """Return the notebook in `data`, as `read` does."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Ungradable("the file is not text in UTF-8") from error
    except (ValueError, RecursionError) as error:
        reason = "the file is empty" if not data.strip() else "the file is not a notebook (not JSON)"
        raise Ungradable(reason) from error
    if not isinstance(document, dict) or not isinstance(document.get("nbformat"), int):
        raise Ungradable("the file is not a notebook")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # about ids that are missing or there twice, which are mended here
            converted = nbformat.reads(json.dumps(document), as_version=4)
            _, notebook = normalize(converted, strip_invalid_metadata=True)
            nbformat.validate(notebook)
    except Exception as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise Ungradable(f"the file is not a valid notebook ({reason})") from error
    return notebook


def mark(cell: NotebookNode) -> dict[str, Any]:
    """Return what nbgrader notes about a cell, or nothing."""
    noted = cell.metadata.get("nbgrader")
    return noted if isinstance(noted, dict) else {}


def grade_id(cell: NotebookNode) -> str | None:
    """Return the cell's nbgrader name."""
    name = mark(cell).get("grade_id")
    return name if isinstance(name, str) else None


def exercises(notebook: NotebookNode) -> list[Exercise]:
    """Return the exercises: solution cells that have a check cell, in the order of these."""
    solutions = {grade_id(cell) for cell in notebook.cells if mark(cell).get("solution")}
    return [
        Exercise(name.removeprefix(CHECK), float(mark(cell)["points"]))
        for cell in notebook.cells
        if mark(cell).get("grade") and (name := grade_id(cell) or "").removeprefix(CHECK) in solutions
    ]


def mend(notebook: NotebookNode, release: NotebookNode) -> NotebookNode:
    """Return a copy of a submitted notebook in which everything the student could not legally change is whole.

    Cells are recognised by nbgrader's name or, where that was lost, by their id. Locked cells get their
    text back, lost ones are put back where they were; of two cells with one name the first keeps it.
    """
    mended = copy.deepcopy(notebook)
    place = 0
    for original in release.cells:
        name = grade_id(original)
        if name is None:
            continue
        found = _find(mended, original, name)
        if found is None and not mark(original).get("locked"):
            continue
        if found is None:
            found = copy.deepcopy(original)
            mended.cells.insert(place, found)
        found.metadata["nbgrader"] = copy.deepcopy(original.metadata["nbgrader"])
        _retype(found, original.cell_type)
        if mark(original).get("locked"):
            found.source = original.source
        place = next(i for i, cell in enumerate(mended.cells) if cell is found) + 1
    names = {grade_id(cell) for cell in release.cells} - {None}
    seen: set[str] = set()
    for cell in mended.cells:
        name = grade_id(cell)
        if name is not None and (name in seen or name not in names):
            del cell.metadata["nbgrader"]
        elif name is not None:
            seen.add(name)
    return mended


def _find(notebook: NotebookNode, original: NotebookNode, name: str) -> NotebookNode | None:
    named = [cell for cell in notebook.cells if grade_id(cell) == name]
    if named:
        return named[0]
    same = [cell for cell in notebook.cells if cell.get("id") == original.get("id") and not grade_id(cell)]
    return same[0] if same else None


def _retype(cell: NotebookNode, cell_type: str) -> None:
    if cell.cell_type == cell_type:
        return
    cell.cell_type = cell_type
    for key in ("outputs", "execution_count", "attachments"):
        cell.pop(key, None)
    if cell_type == "code":
        cell.outputs, cell.execution_count = [], None


def code_cells(notebook: NotebookNode, judged: set[str], release: NotebookNode) -> list[Cell]:
    """Return the code cells to run, without the check cells of the exercises `judged` by a suite."""
    released = {cell.source for cell in release.cells if cell.cell_type == "code"}
    cells = []
    for index, cell in enumerate(notebook.cells):
        name = grade_id(cell)
        checked = mark(cell).get("grade") and (name or "").removeprefix(CHECK) in judged
        if cell.cell_type == "code" and not checked:
            exercise = name if mark(cell).get("solution") else None
            shows = exercise is None and cell.source in released and _only_shows(cell.source)
            cells.append(Cell(exercise or f"cell {index}", cell.source, exercise, shows))
    return cells


def _only_shows(source: str) -> bool:
    """Return whether a cell only draws or prints: it defines, imports and assigns nothing at its top level."""
    try:
        return all(isinstance(node, ast.With | ast.Expr) for node in ast.parse(source).body)
    except SyntaxError:
        return False


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
