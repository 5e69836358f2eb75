"""A sample class, made from the answer bank: hand-ins to try the course with before there are students."""

from __future__ import annotations

import glob
import shutil
import tomllib
from collections.abc import Callable
from typing import Any

import nbformat
from nbgrader.api import MissingEntry

from ..course.assignment import Assignment
from ..course.gradebook import opened
from ..errors import CourseError
from ..notebooks.folders import read_folder, write_files
from ..notebooks.marks import exercises, fill, grade_id
from ..notebooks.read import read_notebook
from .bank import Answer, read_answers

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "not a notebook": lambda data: b"Dear instructor, please find my homework attached.\n",
    "truncated": lambda data: data[: len(data) // 2],
}


# What becomes of an assignment whose answers name no class: `right` and `wrong` count these answers to each exercise.
USUAL: dict[str, dict[str, Any]] = {
    "right": {"right": 0},
    "right-too": {"right": 1},
    "wrong": {"wrong": 0},
    "wrong-too": {"wrong": 1},
    "untouched": {},
}


def read_class(assignment: Assignment) -> dict[str, dict[str, Any]]:
    """Return the sample class as its file describes it: a table for each student; without a file, the usual one."""
    path = assignment.answers / "sample_class.toml"
    if path.exists():
        return tomllib.loads(path.read_text(encoding="utf-8"))
    if not any(assignment.answers.glob("*.py")):
        return {}
    return {f"{assignment.name}-{name}": wishes for name, wishes in USUAL.items()}


def hand_in(assignment: Assignment) -> list[str]:
    """Write the submissions of the sample class, and return its students; CourseError if there can be none."""
    students = read_class(assignment)
    if not students:
        where = assignment.answers.relative_to(assignment.root)
        raise CourseError(f"{assignment.name}: there are no answers to make a sample class of, in {where}")
    bank = {path.stem: read_answers(path) for path in assignment.answers.glob("*.py")}
    for student, wishes in students.items():
        _submit(assignment, student, wishes, bank)
    return list(students)


def _submit(
    assignment: Assignment, student: str, wishes: dict[str, Any], bank: dict[str, list[Answer]]
) -> None:
    release = assignment.folder("release")
    folder = assignment.folder("submitted", student)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_files(folder, read_folder(release))
    for path in sorted(release.glob("*.ipynb")):
        notebook = read_notebook(path)
        answers = {
            exercise.name: _choose(wishes, exercise.name, bank.get(exercise.name, []))
            for exercise in exercises(notebook)
        }
        filled = fill(notebook, {name: source for name, source in answers.items() if source is not None})
        for name in wishes.get("delete", []):
            filled.cells = [cell for cell in filled.cells if grade_id(cell) != name]
        damage = wishes.get("files", {}).get(path.name, "")
        if damage == "missing":
            continue
        data = nbformat.writes(filled).encode()
        (folder / path.name).write_bytes(DAMAGE[damage](data) if damage else data)


def _choose(wishes: dict[str, Any], exercise: str, answers: list[Answer]) -> str | None:
    title = wishes.get("answers", {}).get(exercise)
    if title is None:
        kind = next((kind for kind in ("right", "wrong") if kind in wishes), "")
        found = [answer.source for answer in answers if answer.right == (kind == "right")]
        return found[wishes[kind] % len(found)] if kind and found else None
    if title == "untouched":
        return None
    for answer in answers:
        if answer.title == title:
            return answer.source
    raise CourseError(f"sample_class.toml: {exercise} has no answer called {title!r}")


def forget(assignment: Assignment) -> list[str]:
    """Remove the sample class from the folders and the gradebook, and return its students.

    Reports go with it where nobody else has handed in.
    """
    students = list(read_class(assignment))
    for student in students:
        for step in ("submitted", "autograded", "feedback"):
            shutil.rmtree(assignment.folder(step, student), ignore_errors=True)
            parent = assignment.folder(step, student).parent
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        with opened(assignment.directory) as gradebook:
            try:
                gradebook.remove_submission(assignment.name, student)
                gradebook.remove_student(student)
            except MissingEntry:
                continue
    if not assignment.students():  # all that is told in them is of the sample class
        for path in (assignment.root / "reports").glob(f"{glob.escape(assignment.name)}[.-]*"):
            path.unlink()
    return students
