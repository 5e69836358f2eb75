"""Notebooks that ask nothing, beside others with hidden suites: they travel along, and no grade depends on them."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook

from ..helpers import RIGHT, grades, run

pytestmark = pytest.mark.slow
NAME = "00_read.ipynb"
HANGS = "print('this was run')\nwhile True:\n    pass"


def write(path: Path, source: str) -> None:
    """Write a notebook that asks nothing, with one code cell."""
    cells = [new_markdown_cell("# Read me", id="title"), new_code_cell(source, id="hello")]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


@pytest.fixture
def taught(toy: Path) -> Path:
    """Return the small course with such a notebook, built and handed in: changed, not at all, and damaged."""
    write(toy / "source/toy" / NAME, "print('hello')")
    run(toy, "coursekit", "build", "toy")
    for student in ("changed", "damaged", "without"):
        folder = toy / f"submitted/{student}/toy"
        shutil.copytree(toy / "release/toy", folder)
        (folder / NAME).unlink()
        nbformat.write(fill(read_notebook(folder / "01_toy.ipynb"), RIGHT), folder / "01_toy.ipynb")
    write(toy / "submitted/changed/toy" / NAME, HANGS)
    (toy / "submitted/damaged/toy" / NAME).write_text("Dear instructor")
    return toy


def test_nothing_depends_on_what_asks_nothing(taught: Path) -> None:
    """It is released by either command, copied, never run, missed or given a page; nbgrader grades likewise."""
    released = {path.name: path.read_bytes() for path in (taught / "release/toy").iterdir()}
    assert released.keys() == {NAME, "01_toy.ipynb"}
    done = run(taught, "coursekit", "grade", "toy")
    assert "was not handed in" not in done.stdout and "of 0" not in done.stdout
    before = grades(f"sqlite:///{taught / 'gradebook.db'}")
    assert [row[2] for row in before if len(row) == 3] == [100.0] * 3
    assert "(0)" not in (taught / "reports/toy.html").read_text()
    copied = (taught / "autograded/changed/toy" / NAME).read_text()
    assert "while True" in copied and '"outputs": []' in copied
    assert [path.name for path in (taught / "feedback/changed/toy").glob("*.html")] == ["01_toy.html"]

    run(taught, "nbgrader", "autograde", "toy", "--force")
    assert grades(f"sqlite:///{taught / 'gradebook.db'}") == before
    assert (taught / "autograded/changed/toy" / NAME).read_text() == copied
    run(taught, "nbgrader", "generate_feedback", "toy", "--force")
    assert "while" in (taught / "feedback/changed/toy/00_read.html").read_text()
    run(taught, "nbgrader", "generate_assignment", "toy", "--force")
    assert {path.name: path.read_bytes() for path in (taught / "release/toy").iterdir()} == released


def test_what_asks_something_still_needs_its_suite(taught: Path) -> None:
    """Beside such a notebook, one whose hidden suite has gone is neither released nor graded by its cells."""
    (taught / "tests/hidden/toy/test_01_toy.py").rename(taught / "tests/hidden/toy/helper.py")
    commands = (
        ("coursekit", "grade"),
        ("nbgrader", "autograde"),
        ("nbgrader", "generate_assignment", "--force"),
    )
    for command in commands:
        done = run(taught, *command, "toy", check=False)
        assert done.returncode and "test_01_toy.py is not in tests/hidden/toy" in done.stderr, command
