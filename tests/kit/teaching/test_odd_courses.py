"""Courses configured as few are, but as nbgrader allows: folders in another order, odd names, penalties, other languages."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook

from coursekit.course.course import Course

from ..helpers import graded_cell, new_course, run

pytestmark = pytest.mark.slow
PYTHON = {"display_name": "Python 3", "language": "python", "name": "python3"}
R = {"display_name": "R", "language": "R", "name": "ir"}


CELLS = [
    graded_cell("answer", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"),
    graded_cell("check", "assert x == 1", 2),
]


class OddCourse:
    """A new course in `root` with one assignment, whose folders are ordered by `structure`."""

    def __init__(self, root: Path, assignment: str, config: str = "", structure: str = ""):
        self.root, self.assignment = root, assignment
        self.structure = structure or "{nbgrader_step}/{student_id}/{assignment_id}"
        new_course(root, f"c.CourseDirectory.directory_structure = {self.structure!r}\n{config}\n")

    def folder(self, step: str, student: str = ".") -> Path:
        """Return one of nbgrader's folders."""
        names = {"nbgrader_step": step, "student_id": student, "assignment_id": self.assignment}
        return self.root / self.structure.format(**names)

    def release(
        self, notebooks: Sequence[str], languages: Sequence[dict[str, str]] = (PYTHON, PYTHON)
    ) -> None:
        """Make the notebooks, and release them."""
        self.folder("source").mkdir(parents=True, exist_ok=True)
        for name, kernel in zip(notebooks, languages, strict=False):
            notebook = new_notebook(cells=CELLS, metadata={"kernelspec": kernel})
            nbformat.write(notebook, self.folder("source") / f"{name}.ipynb")
        run(self.root, "nbgrader", "generate_assignment", self.assignment)

    def hand_in(self, student: str, value: int, time: str = "") -> None:
        """Hand in all notebooks with `x = value`."""
        shutil.copytree(self.folder("release"), self.folder("submitted", student))
        for path in self.folder("submitted", student).glob("*.ipynb"):
            notebook = nbformat.read(path, 4)
            for cell in notebook.cells:
                if cell.metadata.get("nbgrader", {}).get("grade_id") == "answer":
                    cell.source = f"x = {value}"
            nbformat.write(notebook, path)
        if time:
            (self.folder("submitted", student) / "timestamp.txt").write_text(time)

    def gradebook(self) -> Gradebook:
        """Open the gradebook."""
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", self.root.name)

    def grades(self) -> dict[str, list[tuple[object, ...]]]:
        """Return by student what the gradebook has of each notebook."""
        with self.gradebook() as gradebook:
            found = {}
            for submission in gradebook.find_assignment(self.assignment).submissions:
                rows = [
                    (
                        notebook.name,
                        notebook.score,
                        notebook.late_submission_penalty,
                        notebook.needs_manual_grade,
                    )
                    for notebook in submission.notebooks
                ]
                found[submission.student.id] = [submission.timestamp, *sorted(rows)]
            return found


STRUCTURES = [
    "{nbgrader_step}/{assignment_id}/{student_id}",
    "{assignment_id}/{nbgrader_step}/{student_id}",
    "all/{nbgrader_step}/hand-in {student_id}/{assignment_id}/x",
]


@pytest.mark.parametrize("structure", STRUCTURES)
def test_folders_may_be_in_any_order(tmp_path: Path, structure: str) -> None:
    """Hand-ins are found and handed back where the course's own structure of folders has them, and this is said."""
    course = OddCourse(tmp_path / "course", "ps1", structure=structure)
    course.release(["one", "two"])
    for student, value in (("ada", 1), ("ben", 2)):
        course.hand_in(student, value)
    astray = course.folder("submitted", "ada")
    while "ada" not in astray.name:
        astray = astray.parent
    (astray.parent / "cem.zip").touch()
    done = run(course.root, "coursekit", "grade", "ps1", check=False)
    assert {student: sum(row[1] for row in rows[1:]) for student, rows in course.grades().items()} == {
        "ada": 4,
        "ben": 0,
    }
    assert {path.name for path in course.folder("autograded", "ben").iterdir()} == {"one.ipynb", "two.ipynb"}
    assert {path.name for path in course.folder("feedback", "ben").iterdir()} == {
        "one.html",
        "two.html",
        "index.htm",
    }
    said = structure.format(nbgrader_step="feedback", student_id="<student>", assignment_id="ps1")
    assert f"Feedback: {said}/" in done.stdout and done.stderr == ""
    assert done.returncode == 1 and "cem.zip: was not graded: hand-ins are looked for in" in done.stdout


IDS = ["a&b", "o'brien", "dom\\user", "a<b", 'q"q']
HALVED = """
from nbgrader.plugins import BasePlugin

class Half(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2 if total_seconds_late > 3600 else None
"""
CONFIG = "import sys; sys.path.insert(0, {!r})\nc.AssignLatePenalties.plugin_class = 'late.Half'\nc.CourseKit.trust_dates = True"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, OddCourse]:
    """Return a course of odd names, of its assignment, notebooks and students, graded by nbgrader and by the kit."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "late.py").write_text(HALVED)
    course = OddCourse(
        folder / "course",
        "hw 1 {x}.作业",
        CONFIG.format(str(folder)),
        "{nbgrader_step}/{assignment_id}/{student_id}",
    )
    course.release(["n [2]", "ü.v2"])
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(course.assignment, duedate=datetime(2026, 3, 1))
        for student in IDS:
            gradebook.add_student(student)
    times = [
        "",
        "2026-02-28 10:00:00 UTC",
        "2026-03-01 00:30:00 UTC",
        "2026-03-05",
        "2999-01-01 00:00:00 UTC",
    ]
    for student, time in zip(IDS, times, strict=True):
        course.hand_in(student, 1, time)
    found = {}
    for name, command in (("stock", ("nbgrader", "autograde")), ("kit", ("coursekit", "grade"))):
        shutil.copytree(course.root, folder / name / "course")
        run(folder / name / "course", *command, course.assignment)
        found[name] = object.__new__(OddCourse)
        found[name].__dict__ |= {**course.__dict__, "root": folder / name / "course"}
    return found


def test_odd_names_get_nbgraders_grades(odd: dict[str, OddCourse]) -> None:
    """Odd names, dates to come and a course's own penalty: grades, dates and penalties are those of nbgrader."""
    stock, kit = odd["stock"].grades(), odd["kit"].grades()
    assert kit == stock and kit.keys() == set(IDS)
    assert {row[2] for rows in kit.values() for row in rows[1:]} == {None, 1.0}


def test_odd_ids_are_shown_as_they_are(odd: dict[str, OddCourse], monkeypatch: pytest.MonkeyPatch) -> None:
    """In the report, an id is text and never part of the page, and each student has folders of their own."""
    kit = odd["kit"]
    page = (kit.root / f"reports/{kit.assignment}.html").read_text()
    cells = {cell.get_text() for cell in BeautifulSoup(page, "html.parser").find_all(["td", "th"])}
    assert set(IDS) <= cells
    assert "a<b" not in page and "hw 1 {x}.作业" in page
    monkeypatch.chdir(kit.root)
    assert Course.here().assignment(kit.assignment).students() == sorted(IDS)
    for student in IDS:
        assert len(list(kit.folder("feedback", student).glob("*.html"))) == 2


def test_ids_that_could_be_markup_have_to_be_known(tmp_path: Path) -> None:
    """A folder whose name could become part of a page is graded only if the gradebook has the id."""
    course = OddCourse(tmp_path / "course", "ps1")
    course.release(["one"])
    for student in ("ada", "<img onerror=x>"):
        course.hand_in(student, 1)
    done = run(course.root, "coursekit", "grade", "ps1", check=False)
    assert done.returncode == 1 and course.grades().keys() == {"ada"}
    assert "could become part of a page: < >; rename the folder" in done.stdout


def test_checks_that_show_too_much_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check whose number is above its points is named with whom it met, and the others are graded."""
    monkeypatch.setattr(f"{__name__}.CELLS", [CELLS[0], graded_cell("check", "x * 2", 2)])
    course = OddCourse(tmp_path / "course", "ps1")
    course.release(["one"])
    for student, value in (("ada", 1), ("ben", 2)):
        course.hand_in(student, value)
    done = run(course.root, "coursekit", "grade", "ps1", check=False)
    assert done.returncode == 1 and course.grades().keys() == {"ada"}
    assert "ben: one: the check check shows a number above its 2 points" in done.stdout


def test_another_language_leaves_the_rest_to_be_graded(tmp_path: Path) -> None:
    """A notebook in R is told before anybody is graded, and waits for a person; the Python one beside it is graded."""
    course = OddCourse(tmp_path / "course", "ps1")
    course.release(["one", "two"], [R, PYTHON])
    course.hand_in("ada", 1)
    done = run(course.root, "coursekit", "grade", "ps1")
    first = done.stdout.splitlines()[0]
    assert first.startswith(
        "one: the notebook is in r, and the sandbox runs Python only, so a person has to grade it"
    )
    assert course.grades()["ada"][1:] == [("one", 0.0, None, True), ("two", 2.0, None, False)]
    one = nbformat.read(course.folder("autograded", "ada") / "one.ipynb", 4)
    assert [cell.source for cell in one.cells if cell.cell_type == "code"] == ["x = 1", "assert x == 1"]
    assert "the notebook is in r, so a person will look at it" in str(one.cells[-1].outputs)
