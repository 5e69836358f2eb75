"""Brings a list of a class into the course's roster.csv and into nbgrader's tables, and loses nobody and no grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Gradebook

from ..course.class_lists import ClassList, read_class
from ..course.course import Course
from ..course.gradebook import opened
from ..course.names import Names
from ..course.roster import Roster
from ..course.students import COLUMNS, Student
from ..errors import CourseError
from ..notebooks.text import shown
from ..templates import counted
from .files import replace_file

SHOWN = 6  # of the columns that are not read: an export of Canvas has one for each assignment


def enrol(course: Course, path: Path | None, id_column: str | None, *, withdraw: bool) -> Iterator[str]:
    """Bring the list at `path` (by default, roster.csv as it is) into the course, and yield what there is to tell.

    With `withdraw`, those who are not in the list are marked as withdrawn.
    """
    roster = Roster.of(course.root)
    if path is None or path.resolve() == roster.path.resolve():
        if not roster.path.exists():
            raise CourseError(
                f"there is no {roster.path.name} in the course yet; name the list of your class"
            )
        merged = roster
    else:
        found = read_class(path, id_column)
        yield f"{path.name}: {found.kind}, {counted(len(found.students), 'student')}, ids from “{found.id_column}”"
        yield from found.left_out
        if found.unread:
            more = f" and {len(found.unread) - SHOWN} more" if len(found.unread) > SHOWN else ""
            yield f"{path.name}: nothing was read from the columns {', '.join(found.unread[:SHOWN])}{more}"
        merged = Roster(roster.path, merge(roster, found, withdraw=withdraw))
        yield from changes(roster, merged, found)
        replace_file(roster.path, merged.table())
    yield from _bring(course, merged)
    left = sum(student.withdrawn for student in merged.students.values())
    yield f"{merged.path.name}: {counted(len(merged.students) - left, 'student')}" + (
        f", {left} withdrawn" if left else ""
    )


def merge(roster: Roster, found: ClassList, *, withdraw: bool) -> list[Student]:
    """Return the students of the roster as a list has them, the new ones last; what it does not say stays."""
    listed = _matched(roster, found)
    students = []
    for student in roster.students.values():
        if student.id in listed:
            students.append(_updated(student, listed.pop(student.id), found.fields))
        else:
            students.append(replace(student, withdrawn=student.withdrawn or withdraw))
    return [*students, *listed.values()]


def _matched(roster: Roster, found: ClassList) -> dict[str, Student]:
    """Return the students of a list by their ids in the course: a number on the platform says who it is."""
    listed = {}
    for student in found.students:
        known = roster.by_platform(student.lms_user_id)
        same = (
            student if student.id in roster.students or len(known) != 1 else replace(student, id=known[0].id)
        )
        if same.id in listed:
            raise CourseError(
                f"{shown(same.id)} would be two students: look at their rows in {roster.path.name}"
            )
        listed[same.id] = same
    return listed


def _updated(student: Student, said: Student, known: Iterable[str]) -> Student:
    values = {field: getattr(said, field) for field in known}
    own = ("extension", "withdrawn")  # an empty cell says something there
    return replace(student, **{field: value for field, value in values.items() if value or field in own})


def changes(roster: Roster, merged: Roster, found: ClassList) -> Iterator[str]:
    """Yield a line for everybody who is new, changed or not in the list any more."""
    listed = _matched(roster, found)
    for student in merged.students.values():
        before = roster.students.get(student.id)
        if before is None:
            yield f"new: {student.label}"
        elif student.id not in listed:
            if not before.withdrawn:
                what = "marked as withdrawn" if student.withdrawn else "left as it was (--withdraw marks it)"
                yield f"gone: {student.label} is not in the list; {what}"
        elif changed := [field for field in COLUMNS if getattr(before, field) != getattr(student, field)]:
            yield f"changed: {student.label}: {', '.join(changed).replace('_', ' ')}"
        if student.id in listed and student.withdrawn:
            yield f"withdrawn: {student.label} is in the list, and withdrawn in {merged.path.name}; look there"


def _bring(course: Course, roster: Roster) -> Iterator[str]:
    """Bring the roster into nbgrader's tables, and yield whom these have besides."""
    with opened(course.directory) as gradebook:
        there = {student.id: student for student in gradebook.students}
        for student in roster.students.values():
            wanted = nbgraders(student, anonymous=bool(course.settings.anonymous))
            row = there.get(student.id)
            differs = row is None or any(getattr(row, field) != value for field, value in wanted.items())
            if differs and not (row is None and student.withdrawn):
                gradebook.update_or_create_student(student.id, **wanted)
        for student_id in sorted(there.keys() - roster.students.keys()):
            yield f"not on the roster: {shown(student_id)} is in the gradebook, and stays there"


def nbgraders(student: Student, *, anonymous: bool = False) -> dict[str, str | None]:
    """Return what nbgrader's tables are to have of a student; what is not known is left there as it is.

    Where grading is `anonymous` they have neither name nor address, so that Formgrader shows none.
    """
    wanted: dict[str, str | None] = {"lms_user_id": student.lms_user_id} if student.lms_user_id else {}
    if anonymous:
        return wanted | dict.fromkeys(("first_name", "last_name", "email"))
    if student.email:
        wanted["email"] = student.email
    if student.name:  # Formgrader shows a name only where both of its parts are there
        wanted |= {"first_name": student.first_name, "last_name": student.last_name}
    return wanted


def remove_withdrawn(course: Course) -> Iterator[str]:
    """Take those who have withdrawn out of nbgrader's tables, unless they have a grade there; yield what was done."""
    roster = Roster.of(course.root)
    with opened(course.directory) as gradebook:
        there = {student.id for student in gradebook.students}
        for student in roster.students.values():
            if student.withdrawn and student.id in there:
                yield _remove(gradebook, student)


def behind(course: Course, pseudonym: str) -> str:
    """Return who a pseudonym stands for; CourseError if it is nobody's."""
    with opened(course.directory) as gradebook:
        students = [student.id for student in gradebook.students]
    found = Names(course.root, anonymous=True).who(pseudonym, students)
    if not found:
        raise CourseError(f"{shown(pseudonym)} stands for nobody on the roster or in the gradebook")
    roster = Roster.of(course.root)
    return ", ".join(map(roster.label, found))


def _remove(gradebook: Gradebook, student: Student) -> str:
    count = len(gradebook.find_student(student.id).submissions)
    if count:
        return f"{student.label}: has {counted(count, 'graded assignment')}, and stays in the gradebook"
    gradebook.remove_student(student.id)
    return f"{student.label}: had no grade, and was taken out of the gradebook"
