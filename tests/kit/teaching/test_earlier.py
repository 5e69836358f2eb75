"""A later hand-in that cannot be read: what was graded before stays, and gradebook, page and report say so alike."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook

from ..helpers import RIGHT, Done, build_toy, grades, run

pytestmark = pytest.mark.slow


@pytest.fixture
def graded(toy: Path) -> Path:
    """Return the small course, in which ada's half of it was graded."""
    build_toy(toy)
    folder = toy / "submitted/ada/toy"
    folder.mkdir(parents=True)
    release = read_notebook(toy / "release/toy/01_toy.ipynb")
    nbformat.write(fill(release, {"size": RIGHT["size"]}), folder / "01_toy.ipynb")
    (folder / "notes.txt").write_text("mine")
    run(toy, "coursekit", "grade", "toy")
    return toy


def state(root: Path) -> list[tuple[object, ...]]:
    """Return what the gradebook has."""
    return grades(f"sqlite:///{root / 'gradebook.db'}")


def page(root: Path) -> str:
    """Return the words of ada's feedback page."""
    return re.sub(r"<[^>]*>|\s+", " ", (root / "feedback/ada/toy/01_toy.html").read_text())


def empty(folder: Path) -> None:
    """Hand in an empty file."""
    (folder / "01_toy.ipynb").write_bytes(b"")


def misnamed(folder: Path) -> None:
    """Hand in under another name."""
    (folder / "01_toy.ipynb").rename(folder / "homework.ipynb")


def file(folder: Path) -> None:
    """Hand in a file in the place of the folder."""
    shutil.rmtree(folder)
    folder.touch()


LATER: dict[str, tuple[Callable[[Path], None], str, int]] = {
    "an empty file": (empty, "the file is empty", 0),
    "another name": (misnamed, "nothing that was handed in has the name of a notebook of this assignment", 1),
    "no folder": (file, "there is a file where the student's folder should be", 1),
}


def assert_one_state(root: Path, done: Done, reason: str, before: list[tuple[object, ...]]) -> None:
    """Assert that terminal, report, page and gradebook tell of the same grade, and of the same later file."""
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("ada: ")]
    assert reason in line and "the grade is that of what was graded on 2" in line
    (row,) = [row for row in done.stdout.splitlines() if "│ ada" in row]
    assert [part.strip() for part in row.split("│")[2:4]] == ["40", "40"]
    report = re.sub(r"\s+", " ", (root / "reports/toy.html").read_text()).replace("&#39;", "'")
    assert reason in report and '<td class="number">40</td>' in report and "not graded<" not in report
    said = page(root).replace("&#39;", "'")
    assert (
        reason in said and "The grade, " not in said and "What follows, and the grade, is of what was" in said
    )
    assert " 40 of 100 points " in said
    assert state(root) == before


@pytest.mark.parametrize(("hand_in", "reason", "code"), LATER.values(), ids=LATER)
def test_one_state_after_what_cannot_be_read(
    graded: Path, hand_in: Callable[[Path], None], reason: str, code: int
) -> None:
    """Everywhere stands the grade of what was graded, of which file it is, and that a later one could not be read."""
    before = state(graded)
    hand_in(graded / "submitted/ada/toy")
    done = run(graded, "coursekit", "grade", "toy", check=False)
    assert done.returncode == code and done.stderr == ""
    assert_one_state(graded, done, reason, before)
    pages = {path: path.read_bytes() for path in graded.glob("*graded/**/*") if path.is_file()}
    pages |= {path: path.read_bytes() for path in graded.glob("feedback/**/*") if path.is_file()}
    done = run(graded, "coursekit", "grade", "toy", check=False)
    assert_one_state(graded, done, reason, before)
    assert {path: path.read_bytes() for path in pages} == pages
    assert (graded / "feedback/ada/toy/notes.txt").exists()


def test_the_next_readable_one_counts(graded: Path) -> None:
    """What is handed in after that, and can be read, is graded as ever, and nothing of the note is left."""
    folder = graded / "submitted/ada/toy"
    empty(folder)
    run(graded, "coursekit", "grade", "toy")
    nbformat.write(fill(read_notebook(graded / "release/toy/01_toy.ipynb"), RIGHT), folder / "01_toy.ipynb")
    run(graded, "coursekit", "grade", "toy")
    said = page(graded)
    assert " 100 of 100 points " in said and "could not be graded" not in said


def test_what_was_never_graded_has_no_grade(toy: Path) -> None:
    """Where nothing was graded before, an unreadable file counts nothing, however often it is graded."""
    build_toy(toy)
    folder = toy / "submitted/ada/toy"
    folder.mkdir(parents=True)
    empty(folder)
    for _ in range(2):
        done = run(toy, "coursekit", "grade", "toy")
        assert "ada: 01_toy: the file is empty\n" in done.stdout
        assert " 0 of 100 points " in page(toy)
