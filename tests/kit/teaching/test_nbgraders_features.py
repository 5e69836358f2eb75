"""What nbgrader offers to authors of notebooks, in one assignment: its grades and its commands are the same with the kit."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from ..helpers import new_course, run

pytestmark = pytest.mark.slow
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
AUTOTESTS = Path(nbgrader.__file__).parent / "tests/apps/files/autotests.yml"
SOLUTION = "### BEGIN SOLUTION\n{}\n### END SOLUTION"


def cell(
    name: str, source: str, kind: str, points: int = 0, markdown: bool = False, **more: object
) -> NotebookNode:
    """Return a cell of one of nbgrader's kinds."""
    noted = {
        "schema_version": 3,
        "grade_id": name,
        "solution": kind in ("answer", "manual"),
        "grade": kind in ("check", "manual"),
        "task": kind == "task",
        "locked": kind in ("check", "read-only", "task"),
    }
    noted |= {"points": points} if points else {}
    new = new_markdown_cell if markdown else new_code_cell
    return new(source, id=name, metadata={"nbgrader": noted, **more})


SQUARES = "def squares(n):\n    " + SOLUTION.format("return [i * i for i in range(1, n + 1)]").replace(
    "\n", "\n    "
)
FAILS = "import os\nif 'NBGRADER_EXECUTION' in os.environ:  # AUTOTEST stops at every error\n    1 / 0"
CELLS = [
    cell("text", "# Squares", "read-only", markdown=True, slideshow={"slide_type": "slide"}),
    cell("squares", SQUARES, "answer", slideshow={"slide_type": "fragment"}),
    cell(
        "hidden",
        "assert squares(1) == [1]\n### BEGIN HIDDEN TESTS\nassert squares(2) == [1, 4]\n### END HIDDEN TESTS",
        "check",
        2,
    ),
    cell("auto", "### AUTOTEST squares(3)\n", "check", 3),
    cell("hashed", "### HASHED AUTOTEST squares(2)\n", "check", 4),
    cell("code", SOLUTION.format("print(squares(4))"), "manual", 5),
    cell("essay", SOLUTION.format("Because."), "manual", 6, markdown=True),
    cell(
        "task",
        "Draw something.\n=== BEGIN MARK SCHEME ===\nAnything.\n=== END MARK SCHEME ===",
        "task",
        7,
        markdown=True,
    ),
    cell("fails", FAILS, "read-only", tags=["raises-exception"]),
    cell("skipped", FAILS, "read-only", tags=["skip-execution"]),
    cell("after", "assert squares(0) == []", "check", 8),
]
ANSWERS = {
    "ada": "def squares(n):\n    return [i * i for i in range(1, n + 1)]",
    "ben": "def squares(n):\n    return [1, 4, 8][:n]",
    "cem": None,
}
Rows = dict[str, dict[str, tuple[float | None, bool]]]


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the course, handed in and graded by nbgrader ("stock") and by the kit ("kit")."""
    folder = tmp_path_factory.mktemp("features")
    root = new_course(folder / "course")
    (root / "source/ps1").mkdir()
    shutil.copy(AUTOTESTS, root / "source/ps1")
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(new_notebook(cells=CELLS, metadata={"kernelspec": kernel}), root / "source/ps1/one.ipynb")
    run(root, "nbgrader", "generate_assignment", "ps1")
    for student, answer in ANSWERS.items():
        shutil.copytree(root / "release/ps1", root / "submitted" / student / "ps1")
        path = root / "submitted" / student / "ps1/one.ipynb"
        notebook = nbformat.read(path, 4)
        for found in notebook.cells:
            name = found.metadata.get("nbgrader", {}).get("grade_id")
            if name == "squares" and answer:
                found.source = answer
            elif name == "code" and answer:
                found.source = "print(squares(4))"
            elif name == "essay" and answer:
                found.source, found["attachments"] = (
                    "![dot](attachment:dot.png)",
                    {"dot.png": {"image/png": PNG}},
                )
        notebook.cells += [new_markdown_cell("Here it is.", id="own")] if answer else []
        nbformat.write(notebook, path)
    for name, command in (("stock", ("nbgrader", "autograde")), ("kit", ("coursekit", "grade"))):
        shutil.copytree(root, folder / name / "course")
        run(folder / name / "course", *command, "ps1")
    return {name: folder / name / "course" for name in ("stock", "kit")}


def is_locked(cell: NotebookNode) -> bool:
    """Return whether a cell is the author's."""
    return bool(cell.metadata.get("nbgrader", {}).get("locked"))


def grades(root: Path) -> Rows:
    """Return by student and cell the score, and whether a person has to grade."""
    found: Rows = {}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "course") as gradebook:
        for submission in gradebook.find_assignment("ps1").submissions:
            rows = found[submission.student.id] = {}
            for grade in submission.notebooks[0].grades:
                rows[grade.name] = grade.auto_score, bool(grade.needs_manual_grade)
    return found


def test_every_kind_of_cell_gets_nbgraders_grade(courses: dict[str, Path]) -> None:
    """Hidden tests, AUTOTEST, hashed ones, manual answers, tasks, and checks after cells that fail or are skipped."""
    stock, kit = grades(courses["stock"]), grades(courses["kit"])
    assert kit == stock
    assert kit["ada"]["auto"] == (3.0, False) and kit["ada"]["hashed"] == (4.0, False)
    assert kit["ben"]["hidden"] == (2.0, False) and kit["ben"]["auto"] == (0.0, False)
    assert kit["cem"]["hidden"] == (0.0, False) and kit["ada"]["task"][1] and kit["ada"]["essay"][1]


def test_autograded_notebooks_keep_what_authors_wrote(courses: dict[str, Path]) -> None:
    """Sources, attachments, tags and slides of all cells are in the autograded notebook as nbgrader has them.

    But for tags and slides of cells in which students write, who could hide with them what they wrote.
    """
    cells: dict[str, list[object]] = {}
    for name, root in courses.items():
        notebook = nbformat.read(root / "autograded/ada/ps1/one.ipynb", 4)
        cells[name] = []
        for cell in notebook.cells:
            shown = (cell.metadata.get("slideshow"), cell.metadata.get("tags")) if is_locked(cell) else None
            cells[name].append((cell.source, cell.get("attachments"), shown))
    assert cells["kit"] == cells["stock"]


def test_feedback_shows_attachments(courses: dict[str, Path]) -> None:
    """An image that a student has put into an answer is on the feedback page."""
    page = (courses["kit"] / "feedback/ada/ps1/one.html").read_text()
    assert f"data:image/png;base64,{PNG[:40]}" in page and "Here it is." in page


@pytest.mark.parametrize("student", ["ada", "ben"])
def test_validate_and_generate_solution(courses: dict[str, Path], student: str) -> None:
    """`nbgrader validate` tells a student whether a check fails, `generate_solution` makes the instructor's copy."""
    root = courses["kit"]
    said = run(root, "nbgrader", "validate", f"submitted/{student}/ps1/one.ipynb").stdout
    assert ("failed" in said) == (student == "ben")
    run(root, "nbgrader", "generate_solution", "ps1", "--force")
    solution = nbformat.read(root / "solution/ps1/one.ipynb", 4)
    assert "return [i * i for" in "".join(cell.source for cell in solution.cells)
