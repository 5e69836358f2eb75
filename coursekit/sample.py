"""A sample class, made from the answer bank: hand-ins to try the course with before there are students."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from . import notebook as nb
from .answers import Answer, read_answers
from .course import Course, CourseError
from .grading import read_folder

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "not a notebook": lambda data: b"Dear instructor, please find my homework attached.\n",
    "truncated": lambda data: data[: len(data) // 2],
}


def read_class(course: Course, assignment: str) -> dict[str, dict[str, Any]]:
    """Return the sample class as its file describes it: a table for each student."""
    path = course.root / course.settings.answers / assignment / "sample_class.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CourseError(
            f"{assignment}: there is no sample class, {path.relative_to(course.root)}"
        ) from error


def hand_in(course: Course, assignment: str) -> list[str]:
    """Write the submissions of the sample class, and return its students."""
    students = read_class(course, assignment)
    bank = {
        path.stem: read_answers(path)
        for path in (course.root / course.settings.answers / assignment).glob("*.py")
    }
    for student, wishes in students.items():
        _submit(course, assignment, student, wishes, bank)
    return list(students)


def _submit(
    course: Course, assignment: str, student: str, wishes: dict[str, Any], bank: dict[str, list[Answer]]
) -> None:
    release = course.folder("release", assignment)
    folder = course.folder("submitted", assignment, student)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in read_folder(release).items():
        (folder / name).write_bytes(data)
    for path in sorted(release.glob("*.ipynb")):
        notebook = nb.read(path)
        answers = {
            exercise.name: _choose(wishes, exercise.name, bank.get(exercise.name, []))
            for exercise in nb.exercises(notebook)
        }
        filled = nb.fill(notebook, {name: source for name, source in answers.items() if source is not None})
        for name in wishes.get("delete", []):
            filled.cells = [cell for cell in filled.cells if nb.grade_id(cell) != name]
        damage = wishes.get("files", {}).get(path.name, "")
        if damage == "missing":
            continue
        data = nbformat.writes(filled).encode()
        (folder / path.name).write_bytes(DAMAGE[damage](data) if damage else data)
    (folder / "timestamp.txt").write_text("2026-01-15 12:00:00.000000 UTC\n", encoding="utf-8")


def _choose(wishes: dict[str, Any], exercise: str, answers: list[Answer]) -> str | None:
    title = wishes.get("answers", {}).get(exercise)
    right = [answer.source for answer in answers if answer.right]
    if title is None:
        return right[wishes["right"] % len(right)] if "right" in wishes and right else None
    if title == "untouched":
        return None
    for answer in answers:
        if answer.title == title:
            return answer.source
    raise CourseError(f"sample_class.toml: {exercise} has no answer called {title!r}")


def forget(course: Course, assignment: str) -> list[str]:
    """Remove the sample class from the folders and the gradebook, and return its students."""
    students = list(read_class(course, assignment))
    for student in students:
        for step in ("submitted", "autograded", "feedback"):
            shutil.rmtree(course.folder(step, assignment, student), ignore_errors=True)
            parent = course.folder(step, assignment, student).parent
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
            try:
                gradebook.remove_submission(assignment, student)
                gradebook.remove_student(student)
            except MissingEntry:
                continue
    return students
