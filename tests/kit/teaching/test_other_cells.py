"""Small cells of every kind, in a course that knows nothing of the kit: each gets what stock nbgrader gives it.

The cells are in `cells/`, in jupytext's percent format, a notebook for each file and a check of one point for each cell.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook

from ..helpers import graded_cell, new_course, run

pytestmark = pytest.mark.slow
CELLS = Path(__file__).parent / "cells"
# What gets other points on purpose, and why.
DIFFERENT: dict[str, str] = {}
Scores = dict[str, float]


def notebook(path: Path) -> NotebookNode:
    """Return a source notebook with a cell for an answer, and a check for each cell of a file."""
    cells = [graded_cell("answer", "### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION")]
    for cell in jupytext.read(path, fmt="py:percent").cells:
        if cell.cell_type == "code":
            cells.append(graded_cell(re.sub(r"\W+", "-", cell.metadata["title"]), cell.source, 1))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scores]:
    """Return what nbgrader ("stock") and the kit ("kit") give for each cell."""
    folder = tmp_path_factory.mktemp("cells")
    root = new_course(folder / "course101")
    data = root / "source/cells/data"
    data.mkdir(parents=True)
    (data / "number.txt").write_text("42")
    for path in CELLS.glob("*.py"):
        nbformat.write(notebook(path), root / f"source/cells/{path.stem}.ipynb")
    run(root, "nbgrader", "generate_assignment", "cells")
    shutil.copytree(root / "release/cells", root / "submitted/ada/cells")
    found = {}
    for name, command in (
        ("stock", ("nbgrader", "autograde", "cells")),
        ("kit", ("coursekit", "grade", "cells", "--anyway")),
    ):
        copy = shutil.copytree(root, folder / name / "course101")
        run(copy, *command)
        found[name] = _scores(copy)
    return found


def _scores(root: Path) -> Scores:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "course101") as gradebook:
        submission = gradebook.find_submission("cells", "ada")
        return {
            f"{notebook.name} {grade.name}": grade.auto_score
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def test_every_cell_gets_what_nbgrader_gives(scores: dict[str, Scores]) -> None:
    """No cell gets other points than from nbgrader, but for those that differ on purpose."""
    stock, kit = scores["stock"], scores["kit"]
    assert stock.keys() == kit.keys() and len(stock) >= 200
    different = {name: (stock[name], kit[name]) for name in stock if stock[name] != kit[name]}
    assert different.keys() == DIFFERENT.keys(), different
