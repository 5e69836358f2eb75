"""Whose a hand-in is: what a platform says of somebody, looked up in the roster; and no guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil import parser

from ..course.roster import Roster
from ..course.students import Student
from ..course.tables import NO_GRADE, Row, Table, read_table
from ..errors import CourseError
from ..notebooks.submission import refused_student
from ..notebooks.text import shown
from .downloads import Person

PARTICIPANT = "participant"  # what Moodle writes before the number of one
TIMES = ("last modified (submission)", "time", "submitted at", "timestamp")


@dataclass(frozen=True)
class Times:
    """What a table says of hand-ins: who a participant of Moodle's is, and when each was handed in (in UTC).

    Both are by what names the row: the number of a participant, or an id.
    """

    people: Mapping[str, Person] = field(default_factory=dict)
    times: Mapping[str, datetime] = field(default_factory=dict)


def read_times(path: Path, zone: ZoneInfo | None) -> Times:
    """Return what Moodle's grading worksheet, or a table with the columns id and time, says of hand-ins.

    A time without a zone is one of `zone`; CourseError, with the line, if there is none or it is no time.
    """
    table = read_table(path)
    names, when = table.column("identifier", "id"), table.column(*TIMES)
    if names is None or when is None:
        raise CourseError(
            f"{path.name}: has neither Identifier and Last modified (submission), as Moodle's grading worksheet, nor "
            "id and time"
        )
    people, times = {}, {}
    for row in table.rows:
        identity = _identity(row.cells[names])
        people[identity] = Person(_cell(table, row, "id number", "id"), "", *_name_and_email(table, row))
        if row.cells[when].strip() not in ("", NO_GRADE):
            times[identity] = _time(table, row, row.cells[when].strip(), zone)
    return Times(people, times)


def _identity(cell: str) -> str:
    """Return what names a row: of a participant, the number at the end, whatever language the word is of."""
    words = cell.split()
    return words[-1] if len(words) == 2 and words[-1].isdigit() else cell.strip()


def _name_and_email(table: Table, row: Row) -> tuple[str, str]:
    return _cell(table, row, "full name"), _cell(table, row, "email address")


def _cell(table: Table, row: Row, *names: str) -> str:
    column = table.column(*names)
    return "" if column is None else row.cells[column].strip()


def _time(table: Table, row: Row, text: str, zone: ZoneInfo | None) -> datetime:
    try:
        time: datetime = parser.parse(text)
    except (ValueError, OverflowError) as error:
        raise table.wrong(
            row, f"{shown(text)!r} is no time that is understood here; let it be in English"
        ) from error
    if time.tzinfo is None:
        if zone is None:
            raise table.wrong(
                row, f"{shown(text)!r} does not say of which time zone it is; say --timezone Europe/Berlin"
            )
        time = time.replace(tzinfo=zone)
    return time.astimezone(UTC).replace(tzinfo=None)


def whose(platform: str, person: Person, roster: Roster, times: Times) -> Student | str:
    """Return the student whom a download of a platform means, or why nobody is found."""
    if platform == "plain":
        return _by_id(person.id, roster)
    if platform == "canvas":
        return _by_number(person, roster)
    if platform == "moodle":
        known = times.people.get(person.number)
        return _by_what_is_said(known, roster) if known else _by_name(person, roster)
    return _by_what_is_said(person, roster)


def _by_id(identity: str, roster: Roster) -> Student | str:
    if not roster.students:
        return refused_student(identity) or Student(identity)
    return roster.students.get(identity) or "is not on the roster"


def _by_number(person: Person, roster: Roster) -> Student | str:
    if not person.number:
        return "the name of the file does not say whose it is"
    found = roster.by_platform(person.number)
    if len(found) != 1:
        return f"nobody on the roster has the Canvas id {person.number}"
    if not is_named(found[0], person.name):
        return f"the roster has {found[0].label} for the Canvas id {person.number}; read Canvas's list again"
    return found[0]


def _by_name(person: Person, roster: Roster) -> Student | str:
    found = roster.by_name(person.name)
    if len(found) == 1:
        return found[0]
    what = f"{len(found)} on the roster have" if found else "nobody on the roster has"
    return f"{what} this name; name Moodle's grading worksheet with --times"


def _by_what_is_said(person: Person, roster: Roster) -> Student | str:
    """Return the one student for whom both id and address stand, as far as they are said."""
    by_id = roster.students.get(person.id)
    by_email = roster.by_email(person.email)
    found = {student.id: student for student in [*([by_id] if by_id else []), *by_email]}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        return f"its id and its address are of different students ({', '.join(sorted(found))})"
    said = " and ".join(filter(None, [person.id and f"the id {shown(person.id)}", shown(person.email)]))
    return f"nobody on the roster has {said or 'what is said of it'}"


def is_named(student: Student, written: str) -> bool:
    """Return whether a name as Canvas writes it, without spaces and signs, is a student's, if that has one."""
    words = [_letters(word) for word in f"{student.last_name} {student.first_name}".split()]
    turned = ["".join(words[start:] + words[:start]) for start in range(len(words))]
    return not turned or _letters(written) in turned


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
