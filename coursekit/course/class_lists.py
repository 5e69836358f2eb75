"""Lists of a class: the course's own roster.csv, and what Canvas and Moodle export, known by their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import CourseError
from ..notebooks.text import shown
from .students import Student, checked_extension, checked_id, checked_sign, checked_text
from .tables import Row, Table, key, read_table

TEST_STUDENT = "student, test"  # Canvas lists its pretended student among the real ones
NOT_A_STUDENT = (
    "points possible",
    "manual posting",
    "muted",
)  # beginnings of Canvas's lines about assignments


@dataclass(frozen=True)
class Format:
    """The columns of one kind of list, in small letters.

    A table is one if it has all that it `needs`. `fields` say what a column holds; of `ids` the first that everybody
    has is the id in the course.
    """

    name: str
    needs: tuple[str, ...]
    ids: tuple[str, ...]
    fields: Mapping[str, str]


_CANVAS_IDS = ("sis login id", "sis user id", "id")
_CANVAS = {"id": "lms_user_id", "section": "section"}
_MOODLE_IDS = ("username", "id number", "email address")
_MOODLE = {
    "email address": "email",
    "first name": "first_name",
    "last name": "last_name",
    "surname": "last_name",
}
_OWN = {
    **{"name": "name", "first name": "first_name", "last name": "last_name", "e-mail": "email"},
    **{field: field for field in ("first_name", "last_name", "email", "section", "extension", "withdrawn")},
    **{"lms_user_id": "lms_user_id"},
}
FORMATS = (
    Format("Canvas", ("student", "id", "section"), _CANVAS_IDS, _CANVAS | {"student": "name"}),
    Format(
        "Canvas",
        ("lastname", "firstname", "id", "section"),
        _CANVAS_IDS,
        _CANVAS | {"lastname": "last_name", "firstname": "first_name"},
    ),
    Format("Moodle", ("identifier", "full name"), _MOODLE_IDS, _MOODLE | {"full name": "name"}),
    Format(
        "Moodle", ("first name", "last name", "email address"), _MOODLE_IDS, _MOODLE | {"groups": "section"}
    ),
    Format(
        "Moodle", ("first name", "surname", "email address"), _MOODLE_IDS, _MOODLE | {"groups": "section"}
    ),
    Format("roster.csv", ("id",), ("id",), _OWN),
)


@dataclass(frozen=True)
class ClassList:
    """What a list says: its `students`, which `fields` of them it knows, and from which column their ids are.

    `left_out` are lines about rows that are no students, `unread` the names of columns that say nothing here.
    """

    kind: str
    students: list[Student]
    fields: frozenset[str]
    id_column: str
    left_out: list[str]
    unread: list[str]


def recognised(table: Table) -> Format:
    """Return which kind of list a table is; CourseError, with what would do, if it is none."""
    keys = set(table.keys)
    for known in FORMATS:
        if keys.issuperset(known.needs):
            return known
    raise CourseError(
        f"{table.path.name}: is no list of a class that is known here; it needs a column id, as roster.csv has it, "
        "or those of Canvas's gradebook export (Student, ID, Section) or of Moodle's (First name, Last name, "
        "Email address), in English"
    )


def read_class(path: Path, id_column: str | None = None) -> ClassList:
    """Return the list in a file, with ids from its column `id_column`, or from the first that everybody has."""
    table = read_table(path)
    known = recognised(table)
    rows, left_out = [], []
    for row in table.rows:
        if known.name == "Canvas" and _is_test(table, row):
            left_out.append(f"{path.name}, line {row.number}: Canvas's test student was left out")
        elif not (known.name == "Canvas" and _is_about_assignments(row)):
            rows.append(row)
    column = _id_column(table, known, rows, id_column)
    students = [_student(table, known, row, column) for row in rows]
    numbers = {
        student.id: row.number for student, row in zip(reversed(students), reversed(rows), strict=True)
    }
    for student, row in zip(students, rows, strict=True):
        if numbers[student.id] != row.number:
            raise table.wrong(row, f"{shown(student.id)} is there already, in line {numbers[student.id]}")
    fields = {field for name, field in known.fields.items() if name in table.keys}
    if "name" in fields:
        fields = fields - {"name"} | {"first_name", "last_name"}
    read = {*known.fields, *known.ids, table.keys[column]}
    unread = [
        shown(name) for name, told in zip(table.header, table.keys, strict=True) if told and told not in read
    ]
    return ClassList(known.name, students, frozenset(fields), table.header[column], left_out, unread)


def _is_test(table: Table, row: Row) -> bool:
    column = table.column("student")
    return column is not None and key(row.cells[column]) == TEST_STUDENT


def _is_about_assignments(row: Row) -> bool:
    first = key(row.cells[0])
    others = [key(cell) for cell in row.cells if cell.strip()]
    return first.startswith(NOT_A_STUDENT) or (
        not first and all(cell.startswith(NOT_A_STUDENT) for cell in others)
    )


def _id_column(table: Table, known: Format, rows: list[Row], wanted: str | None) -> int:
    if wanted is not None:
        column = table.column(wanted)
        if column is None:
            raise CourseError(
                f"{table.path.name}: has no column {shown(wanted)}; it has {', '.join(table.header)}"
            )
        return column
    columns = [column for name in known.ids if (column := table.column(name)) is not None]
    for column in columns:
        counted = Counter(row.cells[column].strip() for row in rows)
        if known.name == "roster.csv" or (counted and counted[""] == 0 and max(counted.values()) == 1):
            return column
    names = ", ".join(table.header[column] for column in columns)
    raise CourseError(
        f"{table.path.name}: not everybody has an id of their own in one of its columns {names or '(none)'}"
    )


def _student(table: Table, known: Format, row: Row, id_column: int) -> Student:
    said: dict[str, str] = {}
    for name, field in known.fields.items():
        column = table.column(name)
        if column is not None and row.cells[column].strip():
            said[field] = row.cells[column].strip()
    first, last = _names(said.pop("name", ""))
    texts = {"first_name": first, "last_name": last} | said
    extension = checked_extension(table, row, texts.pop("extension", ""))
    withdrawn = checked_sign(table, row, texts.pop("withdrawn", ""))
    checked = {
        field: checked_text(table, row, field.replace("_", " "), text) for field, text in texts.items()
    }
    identity = checked_id(table, row, row.cells[id_column].strip())
    return Student(identity, extension=extension, withdrawn=withdrawn, **checked)


def _names(name: str) -> tuple[str, str]:
    """Return first and last names where a comma tells them apart; else all of it as the last one, and no guess."""
    last, comma, first = name.partition(",")
    return (first.strip(), last.strip()) if comma else ("", name)
