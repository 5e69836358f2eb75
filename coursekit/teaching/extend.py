"""Gives one student more time, in the course's roster.csv."""

from __future__ import annotations

from dataclasses import replace

from ..course.class_lists import recognised
from ..course.course import Course, meant
from ..course.extension import Extension
from ..course.roster import Roster
from ..course.tables import Table, read_table, written_table
from ..errors import CourseError
from ..notebooks.text import shown
from .files import replace_file

COLUMN = "extension"


def extend(course: Course, student: str, days: float, assignment: str | None) -> None:
    """Write an extension into the roster, for all assignments or for one; all else in the file stays as it is."""
    roster = Roster.of(course.root)
    if not roster.path.exists():
        raise CourseError(
            f"there is no {roster.path.name} in the course yet; bring your class into it with `coursekit roster`"
        )
    if student not in roster.students:
        raise CourseError(
            f"{shown(student)} is not on {roster.path.name}; {meant(student, roster.students, 'nobody else')}"
        )
    cell = str(_granted(roster.students[student].extension, days, assignment))
    table = read_table(roster.path)
    if recognised(table).name != roster.path.name:
        raise CourseError(
            f"{roster.path.name} is what a platform exports; run `coursekit roster` with that file, which makes a "
            "roster of it"
        )
    rows = _with_cell(table, student, cell)
    replace_file(roster.path, written_table(rows, table.delimiter, has_bom=table.has_bom))


def _granted(before: Extension, days: float, assignment: str | None) -> Extension:
    try:
        after = before.granted(days, assignment)
        is_read = Extension.read(str(after)) == after
    except ValueError as error:
        raise CourseError(str(error)) from error
    if not is_read:
        raise CourseError(
            f"{shown(assignment or '')} has a semicolon in its name, so {COLUMN} cannot name it"
        )
    return after


def _with_cell(table: Table, student: str, cell: str) -> list[tuple[str, ...]]:
    """Return the rows of a table in which this student's cell says so, in a new column if there was none."""
    if table.column(COLUMN) is None:
        wider = tuple(replace(row, cells=(*row.cells, "")) for row in table.rows)
        table = replace(table, header=(*table.header, COLUMN), rows=wider)
    who, where = table.column("id"), table.column(COLUMN)
    assert who is not None and where is not None
    rows = [table.header]
    for row in table.rows:
        cells = list(row.cells)
        if cells[who].strip() == student:
            cells[where] = cell
        rows.append(tuple(cells))
    return rows
