"""What nbgrader notes about cells, which cells are run, and which files go along."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from coursekit.notebooks.cells import cell_key, code_cells
from coursekit.notebooks.folders import read_all_files, read_folder, read_notebook_files
from coursekit.notebooks.marks import (
    Exercise,
    exercises,
    fill,
    grade_id,
    is_for_reading,
    mark,
    solutions,
    ungradable_because,
)


def marked(source: str, name: str, **more: Any) -> NotebookNode:
    """Return a code cell with nbgrader's mark on it."""
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": name, **more}})


NOTEBOOK = new_notebook(
    cells=[
        marked("import torch", "setup", locked=True),
        marked("size = ...", "size", solution=True),
        marked("assert size", "test_size", grade=True, points=4),
        new_markdown_cell("Text."),
        marked("slide = ...", "slide", solution=True),
        marked("print(torch)", "show", locked=True),
        marked("assert slide", "test_slide", grade=True, points=1.5),
        marked("assert both", "test_both", grade=True, points=9),
        marked("mine = ...", "mine", solution=True),
    ]
)


# --- marks ------------------------------------------------------------------------------------


def test_exercises_are_solutions_with_a_check() -> None:
    """An exercise is a solution cell that has a check cell; its points are those of the check."""
    assert exercises(NOTEBOOK) == [Exercise("size", 4), Exercise("slide", 1.5)]


def test_solutions_are_known_by_name() -> None:
    """Every solution cell is known by its name, whether it has a check or not."""
    assert solutions(NOTEBOOK) == {"size": "size = ...", "slide": "slide = ...", "mine": "mine = ..."}


@pytest.mark.parametrize("kind", ["", "locked", "solution", "grade", "task"])
def test_any_answer_check_or_task_asks_something(kind: str) -> None:
    """A notebook with an answer, a check, or a task that a person grades asks something; locked text does not."""
    cells = [new_markdown_cell("Text."), marked("Say why.", "essay", **({kind: True} if kind else {}))]
    assert is_for_reading(new_notebook(cells=cells)) == (kind in ("", "locked"))


def test_filling_in_leaves_the_original() -> None:
    """Answers go into a copy, into solution cells alone, and names that are not there change nothing."""
    before = copy.deepcopy(NOTEBOOK)
    filled = fill(NOTEBOOK, {"size": "size = 5", "setup": "raise SystemExit", "nowhere": "1"})
    assert solutions(filled) == solutions(NOTEBOOK) | {"size": "size = 5"}
    assert filled.cells[0].source == "import torch" and before == NOTEBOOK


@pytest.mark.parametrize("noted", [None, 5, "size", [], ["grade_id"]])
def test_marks_of_another_form_are_none(noted: Any) -> None:
    """If a student's notebook has something else in the place of a mark, there is none."""
    cell = new_code_cell("1", metadata={"nbgrader": noted})
    assert mark(cell) == {} and grade_id(cell) is None
    assert grade_id(new_code_cell("1", metadata={"nbgrader": {"grade_id": noted}})) in (None, "size")
    assert exercises(new_notebook(cells=[cell])) == [] and solutions(new_notebook(cells=[cell])) == {}


@pytest.mark.parametrize(
    ("noted", "reason"),
    [
        ({"ungradable": "empty"}, "empty"),
        ({"ungradable": None}, ""),
        ({}, ""),
        (None, ""),
        ([1], ""),
        ("x", ""),
    ],
)
def test_notebooks_tell_why_they_are_not_what_was_handed_in(noted: Any, reason: str) -> None:
    """The reason stands in the notebook's own notes, and there is none if these have another form."""
    assert ungradable_because(new_notebook(metadata={"coursekit": noted})) == reason
    assert ungradable_because(new_notebook()) == ""


# --- cells ------------------------------------------------------------------------------------


def test_cells_are_run_but_for_checks_of_a_suite() -> None:
    """Of a notebook are run all code cells but the checks that a suite takes over, solutions by their names."""
    cells = code_cells(NOTEBOOK, {"size", "slide"}, NOTEBOOK)
    keys = ["cell 0", "size", "slide", "cell 5", "cell 7", "mine"]
    assert [cell.key for cell in cells] == keys
    assert [cell.exercise for cell in cells] == [None, "size", "slide", None, None, "mine"]
    assert [cell.source for cell in code_cells(NOTEBOOK, {"size"}, NOTEBOOK)][-3:-1] == [
        "assert slide",
        "assert both",
    ]
    assert [cell_key(index, NOTEBOOK.cells[index]) for index in (0, 1, 3)] == ["cell 0", "size", "cell 3"]


def test_only_what_the_instructor_wrote_may_be_left_out() -> None:
    """A cell only shows something if it is released as it stands, is no solution, and defines nothing."""
    cells = {cell.key: cell.shows for cell in code_cells(NOTEBOOK, {"size", "slide"}, NOTEBOOK)}
    assert cells["cell 5"] and not cells["size"] and not cells["mine"]
    other = copy.deepcopy(NOTEBOOK)
    other.cells[5].source += "  # mine"
    assert not any(
        cell.shows for cell in code_cells(other, {"size", "slide"}, NOTEBOOK) if cell.key == "cell 5"
    )


def test_cells_that_the_release_tags_are_left_to_persons() -> None:
    """A released cell with the tag skip-execution is not run; a student's own cell is, whatever its tags."""
    tags = {"tags": ["skip-execution"]}
    release = new_notebook(cells=[new_code_cell("progress()", metadata=tags), new_code_cell("print(1)")])
    student = new_notebook(cells=[new_code_cell("progress()"), new_code_cell("print(2)", metadata=tags)])
    assert [cell.source for cell in code_cells(student, set(), release)] == ["print(2)"]
    both = new_notebook(cells=[*release.cells, new_code_cell("progress()")])
    assert len(code_cells(both, set(), both)) == 3


BINDINGS = {
    "X = 1": True,
    "X, Y = 1, 2": True,
    "for X in []: pass": True,
    "X[0].y = 1": True,
    "X += 1": True,
    "import X.y": True,
    "import y as X": True,
    "from y import X": True,
    "from y import *": True,
    "class X: pass": True,
    "async def X(): pass": True,
    "if True:\n    def X(): pass": True,
    "(X := 1)": True,
    "%time X = 1": True,
    "print(X)": False,
    "Y = X": False,
    "f(X=1)": False,
    "y.X = 1": False,
    "with y as X: pass": True,
    "with y: X = 1": True,
    "del X": True,
    "%time print(y)": True,  # not plain Python: nobody can tell
}


@pytest.mark.parametrize(("source", "binds"), BINDINGS.items())
def test_cells_that_define_what_is_needed_are_run_again(source: str, binds: bool) -> None:
    """A released cell is needed if it binds, or writes into, a name that another cell or the suite asks for."""
    release = new_notebook(cells=[new_code_cell(source)])
    student = new_notebook(cells=[new_code_cell(source), new_code_cell("def f():\n    return lambda: X")])
    assert code_cells(student, set(), release)[0].shows != binds
    assert code_cells(release, set(), release, frozenset({"X"}))[0].shows != binds


def test_needs_are_followed() -> None:
    """What a needed cell needs is needed as well, wherever it stands."""
    sources = ["a = 1", "b = a", "c = b", "d = 2", "print(d)", "print(c)"]
    release = new_notebook(cells=[new_code_cell(source) for source in sources])
    shows = [cell.shows for cell in code_cells(release, set(), release, frozenset({"c"}))]
    # Who reads what others need could write into it.
    assert shows == [False, False, False, True, True, False]


# --- folders ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with files of every kind."""
    names = ["a.txt", "b/c.csv", "one.ipynb", "b/two.ipynb", ".hidden", ".git/x", "b/.y", "__pycache__/m.pyc"]
    for name in names:
        (tmp_path / "f" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "f" / name).write_text(name)
    (tmp_path / "outside").write_text("outside")
    (tmp_path / "f/link").symlink_to(tmp_path / "outside")
    (tmp_path / "f/broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "f/folder.ipynb").mkdir()
    return tmp_path / "f"


def test_files_beside_notebooks_are_read(folder: Path) -> None:
    """What goes along with notebooks are all files that are neither notebooks nor hidden, by relative name."""
    assert read_folder(folder) == {"a.txt": b"a.txt", "b/c.csv": b"b/c.csv", "link": b"outside"}


def test_notebooks_of_a_folder_are_read(folder: Path) -> None:
    """The notebooks are those in the folder itself, and files."""
    assert read_notebook_files(folder) == {"one.ipynb": b"one.ipynb"}


def test_all_files_of_a_folder_are_read(folder: Path) -> None:
    """All files are the hidden ones too, and nothing behind a link."""
    found = read_all_files(folder)
    assert found.keys() == {
        *("a.txt", "b/c.csv", "one.ipynb", "b/two.ipynb", ".hidden", ".git/x", "b/.y", "__pycache__/m.pyc")
    }
    assert all(data.decode() == name for name, data in found.items())


def test_folders_that_are_not_there_hold_nothing(tmp_path: Path) -> None:
    """A folder that is not there is like an empty one."""
    for read in (read_folder, read_notebook_files, read_all_files):
        assert read(tmp_path / "nowhere") == {}
