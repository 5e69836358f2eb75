"""Grades come first: what only shows something, and the pages, are made when everybody has a grade."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook

from ..helpers import RIGHT, grades, run

pytestmark = pytest.mark.slow

# Told in the feedback: which moment it was when the test asked.
CLOCK = "import time\n\n\ndef size(n, k):\n    return time.time_ns()"
# Right from the second call on: so what a look has called before is a part of the grade.
WARMING_UP = "calls = []\n\n\ndef size(n, k):\n    calls.append(n)\n    return n - k + (len(calls) > 1)"


@pytest.fixture
def course(toy: Path) -> Path:
    """Return the small course, with a look at `size` in its notebook, and hand-ins of three students."""
    source = read_notebook(toy / "source/toy/01_toy.ipynb")
    look = "try:\n    print('a look:', size(5, 2))\nexcept NotImplementedError:\n    pass"
    source.cells.append(new_code_cell(look, id="look"))
    nbformat.write(source, toy / "source/toy/01_toy.ipynb")
    run(toy, "coursekit", "build", "toy")
    release = read_notebook(toy / "release/toy/01_toy.ipynb")
    for student, size in {"ada": RIGHT["size"], "bob": CLOCK, "cyd": WARMING_UP}.items():
        notebook = fill(release, {"size": size, "slide": RIGHT["slide"]})
        notebook.cells.insert(3, new_code_cell("print('my own')", id="own"))
        (toy / f"submitted/{student}/toy").mkdir(parents=True)
        nbformat.write(notebook, toy / f"submitted/{student}/toy/01_toy.ipynb")
    return toy


def shown(course: Path, student: str) -> dict[str, list[str]]:
    """Return what the cells of an autograded notebook show: kinds of data, or texts."""
    notebook = read_notebook(course / f"autograded/{student}/toy/01_toy.ipynb")
    cells = {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    return {
        key: [out.get("text") or "/".join(sorted(out.data)) for out in outputs]
        for key, outputs in cells.items()
    }


def told(course: Path, student: str) -> object:
    """Return what an autograded notebook tells of each test."""
    notebook = read_notebook(course / f"autograded/{student}/toy/01_toy.ipynb")
    return [cell.metadata.get("coursekit") for cell in notebook.cells]


def test_grades_are_there_before_pages(course: Path) -> None:
    """Where no page can be written all grades are there, and the next run makes the pages and grades nobody again."""
    (course / "feedback").write_text("in the way")
    stopped = run(course, "coursekit", "grade", "toy", check=False)
    assert stopped.returncode and "cannot be written" in stopped.stderr
    assert "ada" in stopped.stdout and "cyd" in stopped.stdout
    written = grades(f"sqlite:///{course / 'gradebook.db'}")
    scores = {row[0]: row[2] for row in written if len(row) == 3}
    # A look that is not harmless, for what it calls remembers, was run in its place: cyd has every point.
    assert scores == {"ada": 100, "bob": 60, "cyd": 100}
    before = told(course, "bob")
    (course / "feedback").unlink()
    graded_alone = run(course, "coursekit", "grade", "toy", "--no-feedback")
    assert "Feedback" not in graded_alone.stdout and not (course / "feedback").exists()
    run(course, "coursekit", "grade", "toy")
    assert grades(f"sqlite:///{course / 'gradebook.db'}") == written and told(course, "bob") == before
    assert len(list((course / "feedback").glob("*/toy/01_toy.html"))) == 3
    log = (course / "reports/toy.log").read_text()
    assert "feedback of 3 submissions made" in log
    run(course, "coursekit", "grade", "toy")
    assert log.count("submissions to make") == (course / "reports/toy.log").read_text().count(
        "submissions to make"
    )


def test_what_is_shown_later_is_what_would_be_shown_at_once(course: Path) -> None:
    """A notebook and its page come out as from nbgrader's own commands, which run all cells at once and in order."""
    run(course, "coursekit", "grade", "toy", "ada", "cyd", "--no-feedback")
    unshown = shown(course, "ada")
    assert unshown["look"] == unshown["picture"] == [] and unshown["own"] == ["my own\n"]
    assert shown(course, "cyd")["look"] == ["a look: 3\n"]
    run(course, "coursekit", "grade", "toy", "ada", "cyd")
    assert shown(course, "ada")["look"] == ["a look: 4\n"]
    assert shown(course, "ada")["picture"] == ["image/png/text/plain"]
    names = [
        f"{folder}/{student}/toy/01_toy"
        for folder in ("autograded", "feedback")
        for student in ("ada", "cyd")
    ]
    paths = [course / f"{name}.{'ipynb' if 'autograded' in name else 'html'}" for name in names]
    ours = [path.read_text() for path in paths]
    for student in ("ada", "cyd"):
        run(course, "nbgrader", "autograde", "toy", "--student", student, "--force")
        run(course, "nbgrader", "generate_feedback", "toy", "--student", student, "--force")
    assert [path.read_text() for path in paths] == ours
