"""Writes what grading found into the notebook, where nbgrader and people look for it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from ..notebooks.cells import cell_key
from ..notebooks.harmless import harmless_notebook, harmless_outputs
from ..notebooks.marks import CHECK, fill, grade_id, mark
from ..notebooks.mend import mend
from ..notebooks.read import parse_notebook
from ..notebooks.text import plain_name
from ..templates import HTML
from .result import CellRun, TestResult, add_up

UNGRADABLE = "ungradable"  # the id of the cell that says why there is nothing else

# Written backwards: so it begins with its rarest part, and a long path that is none takes no time.
PYTHON_FOLDER = re.compile(r"(?:/segakcap-etis)?/\d+\.3nohtyp/bil(?:/[\w.+-]+)+/")


def handed_in(data: bytes, release: NotebookNode, *, keep_outputs: bool = False) -> NotebookNode:
    """Return the notebook in `data` as it is graded and shown: mended, and harmless to whoever looks at it.

    Ungradable, with the reason, if there is none in `data`. Outputs are kept only for a run that executes nothing.
    """
    notebook = mend(parse_notebook(data), release, keep_outputs=keep_outputs)
    harmless_notebook(notebook, release)
    return notebook


def ungradable_notebook(release: NotebookNode, reason: str) -> NotebookNode:
    """Return the released notebook with a cell on top that says why what was handed in is not there."""
    notebook = fill(release, {})
    notebook.metadata["coursekit"] = {"ungradable": plain_name(reason)}
    text = f"The notebook that was handed in could not be graded: {html.escape(plain_name(reason))}."
    notebook.cells.insert(0, new_markdown_cell(f"**{text}** Below is an empty one.", id=UNGRADABLE))
    return notebook


def write_outputs(notebook: NotebookNode, runs: Mapping[str, CellRun]) -> None:
    """Write into a notebook, in place, what each of its cells has shown; `runs` are by the keys of cells."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            run = runs.get(cell_key(index, cell), CellRun([]))
            cell.outputs = shown_outputs(run.outputs)


def shown_outputs(outputs: Sequence[dict[str, Any]]) -> list[NotebookNode]:
    """Return outputs of a cell as they may be seen by whoever reads the notebook."""
    return harmless_outputs([_without_paths(output) for output in outputs])


def write_results(
    notebook: NotebookNode, tests: list[TestResult], judged: set[str], *, protected: bool
) -> None:
    """Write into the check cells of the exercises `judged`, in place, the score for nbgrader and a table for people."""
    if not protected:
        notebook.metadata.setdefault("coursekit", {})["protected"] = False
    for cell in notebook.cells:
        exercise = (grade_id(cell) or "").removeprefix(CHECK)
        if cell.cell_type == "code" and mark(cell).get("grade") and exercise in judged:
            own = [test for test in tests if test.exercise == exercise]
            cell.outputs = [_score(exercise, own, protected)]
            cell.metadata["coursekit"] = [_without_paths(asdict(test)) for test in own]
            cell.execution_count = None


def _score(exercise: str, tests: list[TestResult], protected: bool) -> NotebookNode:
    earned, points = add_up(tests)
    table = HTML.get_template("checks.html.j2").render(
        exercise=exercise, tests=tests, earned=earned, points=points, protected=protected
    )
    data = {"text/plain": f"{earned:g}", "text/html": _without_paths(table)}
    return new_output("execute_result", data=data, execution_count=None)


def _without_paths(value: Any) -> Any:
    """Return `value` with the folders of this machine's Python left out of every text."""
    if isinstance(value, str):
        return PYTHON_FOLDER.sub("", value[::-1])[::-1] if "/lib/python3." in value else value
    if isinstance(value, dict):
        return {key: _without_paths(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_paths(item) for item in value]
    return value
