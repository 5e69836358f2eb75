"""What the gradebook holds of cells: taken along, it makes of a notebook what nbgrader makes of it with the gradebook."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ComputeChecksums, OverwriteCells, SaveCells
from traitlets.config import Config

from coursekit.course.originals import ORIGINALS, OverwriteWithOriginals, read_originals
from coursekit.course.preprocessing import STAND_INS
from coursekit.notebooks.marks import grade_id, mark

from .gradebooks import new_gradebook


def marked(cell: NotebookNode, name: str, **more: Any) -> NotebookNode:
    """Return a cell with nbgrader's mark on it."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    cell.metadata["nbgrader"] = {**plain, "grade_id": name, "cell_type": cell.cell_type, **more}
    cell["id"] = name
    return cell


SOURCE = new_notebook(
    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    cells=[
        marked(new_code_cell("import torch"), "setup", locked=True),
        new_markdown_cell("Text.", id="text"),
        marked(new_code_cell("def size(): ..."), "size", solution=True),
        marked(new_code_cell("assert size()"), "test_size", grade=True, locked=True, points=4),
        marked(new_markdown_cell("Write."), "essay", grade=True, solution=True, points=3),
        marked(new_markdown_cell("Do."), "task", task=True, locked=True, points=2),
        marked(new_markdown_cell("Read."), "read", locked=True),
    ],
)
ComputeChecksums().preprocess(SOURCE, {})
RESOURCES = {"assignment": "toy", "notebook": "one", "student": "ada"}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> CourseDirectory:
    """Return a course in which nbgrader has saved the cells of this notebook."""
    path = tmp_path_factory.mktemp("originals") / "gradebook.db"
    with new_gradebook(path) as gradebook:
        gradebook.add_assignment("toy")
    url = f"sqlite:///{path}"
    SaveCells().preprocess(copy.deepcopy(SOURCE), {"nbgrader": {**RESOURCES, "db_url": url}})
    return CourseDirectory(config=Config(CourseDirectory={"db_url": url, "course_id": "course"}))


def find(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return the cell of this name."""
    return next(cell for cell in notebook.cells if grade_id(cell) == name)


def remove(*names: str) -> Callable[[NotebookNode], None]:
    """Return an edit that deletes the cells of these names."""

    def edit(notebook: NotebookNode) -> None:
        notebook.cells = [cell for cell in notebook.cells if grade_id(cell) not in names]

    return edit


def retype(notebook: NotebookNode) -> None:
    """Turn a check into text, and a text into a check."""
    check, text = find(notebook, "test_size"), find(notebook, "essay")
    check.cell_type = "markdown"
    del check["outputs"], check["execution_count"]
    text.cell_type = "code"


EDITS: dict[str, Callable[[NotebookNode], None]] = {
    "nothing": lambda n: None,
    "an answer": lambda n: find(n, "size").update(source="def size(): return 5"),
    "a locked cell": lambda n: find(n, "setup").update(source="raise SystemExit"),
    "a locked text": lambda n: find(n, "read").update(source="Do not read."),
    "points": lambda n: mark(find(n, "test_size")).update(points=1000),
    "a lock": lambda n: mark(find(n, "setup")).update(locked=False),
    "a lock of its own": lambda n: mark(find(n, "size")).update(locked=True),
    "checksums": lambda n: mark(find(n, "size")).update(checksum="forged"),
    "kinds of cells": retype,
    "no check": remove("test_size"),
    "no essay": remove("essay"),
    "neither": remove("test_size", "essay"),
    "no task": remove("task"),
}


def outcome(
    kind: type[OverwriteCells], directory: CourseDirectory, notebook: NotebookNode, add: bool
) -> NotebookNode:
    """Return what a preprocessor makes of a notebook; ours has no gradebook to go to."""
    resources: dict[str, Any] = {"nbgrader": {**RESOURCES, "db_url": directory.db_url}}
    if kind is OverwriteWithOriginals:
        del resources["nbgrader"]["db_url"]
        resources[ORIGINALS] = read_originals(directory, "toy")["one"]
    preprocessor = kind(config=Config({kind.__name__: {"add_missing_cells": add}}))
    preprocessor.log.disabled = True
    made, _ = preprocessor.preprocess(copy.deepcopy(notebook), resources)
    return made


@pytest.mark.parametrize("add", [False, True], ids=["", "add missing cells"])
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_notebooks_become_what_nbgrader_makes_of_them(
    directory: CourseDirectory, edit: Callable[[NotebookNode], None], add: bool
) -> None:
    """Whatever a student has changed, both give the same notebook, cells that were added back included."""
    notebook = copy.deepcopy(SOURCE)
    edit(notebook)
    ours = outcome(OverwriteWithOriginals, directory, notebook, add)
    assert ours == outcome(OverwriteCells, directory, notebook, add)
    for cell in ours.cells:
        if mark(cell).get("locked"):
            assert cell.source.endswith(find(SOURCE, grade_id(cell) or "").source)


def test_unknown_cells_lose_their_names(directory: CourseDirectory) -> None:
    """A cell whose name was never released is left without one, as nbgrader leaves it."""
    notebook = copy.deepcopy(SOURCE)
    notebook.cells.append(marked(new_code_cell("1"), "mine", solution=True))
    ours = outcome(OverwriteWithOriginals, directory, notebook, False)
    assert ours == outcome(OverwriteCells, directory, notebook, False)
    assert grade_id(ours.cells[-1]) is None


def test_originals_are_what_was_released(directory: CourseDirectory) -> None:
    """Of every notebook are known its language, and each cell with its kind, lock, text and points."""
    (original,) = read_originals(directory, "toy").values()
    assert original.metadata == {"kernelspec": SOURCE.metadata["kernelspec"]}
    assert [cell.name for cell in original.source_cells] == [
        "setup",
        "size",
        "test_size",
        "essay",
        "task",
        "read",
    ]
    assert {cell.name: cell.max_score for cell in original.source_cells if cell.max_score} == {
        "test_size": 4,
        "essay": 3,
        "task": 2,
    }
    among = (original.grade_cells, original.solution_cells, original.task_cells)
    assert [{cell.name for cell in cells} for cells in among] == [
        {"test_size", "essay"},
        {"size", "essay"},
        {"task"},
    ]
    check = original.find_source_cell("test_size", "one", "toy")
    assert (check.cell_type, check.locked, check.source) == ("code", True, "assert size()")
    assert original.find_graded_cell("test_size", "one", "toy") is check
    with pytest.raises(MissingEntry):
        original.find_source_cell("mine", "one", "toy")


def test_originals_are_plain_values(directory: CourseDirectory) -> None:
    """Two readings are equal, so that a key made of them changes with the release alone."""
    assert repr(read_originals(directory, "toy")) == repr(read_originals(directory, "toy"))
    with Gradebook(directory.db_url, "course") as gradebook, pytest.raises(MissingEntry):
        gradebook.find_assignment("nowhere")


def test_preprocessors_of_nbgrader_are_replaced() -> None:
    """If a course names nbgrader's class, the kit's own takes its place."""
    assert STAND_INS[OverwriteCells] is OverwriteWithOriginals


def test_notebooks_without_a_kernel_have_no_language(tmp_path: Path) -> None:
    """A notebook that names no kernel is known with none."""
    with new_gradebook(tmp_path / "gradebook.db") as gradebook:
        gradebook.add_assignment("toy")
        gradebook.add_notebook("one", "toy")
        gradebook.db.commit()
        url = str(gradebook.engine.url)
    directory = CourseDirectory(config=Config(CourseDirectory={"db_url": url, "course_id": "course"}))
    (original,) = read_originals(directory, "toy").values()
    assert original.source_cells == () and not original.metadata["kernelspec"]
