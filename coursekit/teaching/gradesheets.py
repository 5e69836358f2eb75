"""Grades as Canvas, Moodle, spreadsheets and programs take them: what is not certain is told, and left as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from ..course.roster import Roster
from ..course.scores import MISSING, UNGRADED, WAITING, Score, Scores
from ..course.students import Student
from ..course.tables import Row, Table, key, written_table
from ..errors import CourseError
from ..notebooks.text import shown

CANVAS_TITLE = re.compile(r"(.+) \(\d+\)")
MOODLE_TITLE = re.compile(r"(?:Assignment: |[^:]+: )?(.+?) \(Real\)|Assignment: (.+)")
POINTS = "    Points Possible"  # as Canvas begins the line
COLUMNS = (
    "id",
    "first_name",
    "last_name",
    "email",
    "section",
    "status",
    "score",
    "raw_score",
    "late_penalty",
)
IDS = {"Canvas": ("sis login id", "sis user id"), "Moodle": ("username", "id number")}


@dataclass
class Sheet:
    """A file for a platform, and lines about what is not in it; `lost` counts grades that it has no place for."""

    data: bytes = b""
    told: list[str] = field(default_factory=list)
    lost: int = 0


def points(value: float | None) -> str:
    """Return points as they are written: at most two places, as platforms keep them."""
    return "" if value is None else f"{round(value, 2):.12g}"


def as_csv(scores: Scores) -> Sheet:
    """Return a table for spreadsheets, with a row for everybody: `status` tells missing work from zero points."""
    rows: list[list[str]] = [[*COLUMNS, "max_score", "handed_in", "assignment", *scores.notebooks]]
    for row in scores.rows:
        who = row.student
        numbers = map(points, (row.score, row.raw_score, row.late_penalty, row.max_score))
        time = f"{row.time:%Y-%m-%d %H:%M:%S}" if row.time else ""
        own = [points(row.notebooks.get(name)) for name in scores.notebooks]
        about = [who.id, who.first_name, who.last_name, who.email, who.section, row.status]
        rows.append([*about, *numbers, time, row.assignment, *own])
    return Sheet(written_table(rows, has_bom=True), scores.told)


def as_json(scores: Scores, assignment: str) -> Sheet:
    """Return the same for programs: what is not known, or was not handed in, is null."""
    students = []
    for row in scores.rows:
        who = row.student
        said: dict[str, Any] = {name: getattr(who, name) for name in COLUMNS[:5]}
        said |= {"status": row.status, "score": row.score, "raw_score": row.raw_score}
        time = f"{row.time:%Y-%m-%dT%H:%M:%SZ}" if row.time else None
        said |= {"late_penalty": row.late_penalty, "handed_in": time, "assignment": row.assignment}
        students.append(said | {"notebooks": dict(row.notebooks)})
    whole = {"assignment": assignment, "max_score": scores.max_score, "students": students}
    return Sheet(
        json.dumps(whole, indent=1, ensure_ascii=False).encode("utf-8", "replace") + b"\n", scores.told
    )


def for_canvas(scores: Scores, assignment: str, *, zero_missing: bool) -> Sheet:
    """Return a table that Canvas's gradebook imports, which knows students by their number there."""
    rows = [["Student", "ID", "Section", assignment], [POINTS, "", "", points(scores.max_score)]]
    sheet = Sheet(told=[*scores.told])
    for row in scores.rows:
        who = row.student
        name = ", ".join(filter(None, [who.last_name, who.first_name])) or who.id
        if who.lms_user_id:
            rows.append([name, who.lms_user_id, who.section, _cell(row, "", zero_missing, sheet)])
        else:
            _lose(row, "roster.csv does not say the number on Canvas (lms_user_id)", sheet)
    sheet.data = written_table(rows)
    return sheet


def for_moodle(scores: Scores, assignment: str, *, zero_missing: bool) -> Sheet:
    """Return a table that Moodle's gradebook imports, to be mapped by address."""
    rows = [["First name", "Last name", "Email address", assignment]]
    sheet = Sheet(told=[*scores.told])
    for row in scores.rows:
        who = row.student
        if who.email:
            rows.append([who.first_name, who.last_name, who.email, _cell(row, "", zero_missing, sheet)])
        else:
            _lose(row, "roster.csv does not say the address", sheet)
    sheet.data = written_table(rows)
    return sheet


def _cell(row: Score, there: str, zero_missing: bool, sheet: Sheet) -> str:
    """Return what stands in the cell of a grade where `there` stood before."""
    if row.score is not None:
        if row.status == WAITING:
            sheet.told.append(
                f"{row.student.label}: {points(row.score)} so far; a person has still to grade a part"
            )
        return points(row.score)
    if row.status == UNGRADED:
        sheet.told.append(f"{row.student.label}: was handed in and is not graded; the cell was left as it is")
    return "0" if zero_missing and row.status == MISSING else there


def _lose(row: Score, reason: str, sheet: Sheet) -> None:
    if row.score is not None:
        sheet.lost += 1
        sheet.told.append(f"{row.student.label}: {reason}; {points(row.score)} points are not in the file")


# --- into what a platform has exported ------------------------------------------------------------


def fill(
    table: Table, platform: str, scores: Scores, roster: Roster, column: int, *, zero_missing: bool = False
) -> Sheet:
    """Return an exported table with the grades in one of its columns; every other cell stays as it is.

    For Canvas only that column and those about students are left: other grades may have changed there since.
    """
    sheet = Sheet(told=[*scores.told])
    by_id = {row.student.id: row for row in scores.rows}
    rows = [list(table.header)]
    filled: set[str] = set()
    most = table.column("maximum grade")  # which Moodle's worksheet says in every line
    if most is not None and table.rows:
        _compare(table, table.rows[0].cells[most], scores, sheet)
    for line in table.rows:
        cells = list(line.cells)
        rows.append(cells)
        if _is_about_points(line):
            _compare(table, cells[column], scores, sheet)
            continue
        found = _student(table, line, platform, roster)
        row = by_id.get(found.id) if isinstance(found, Student) else None
        if isinstance(found, str):
            who = shown(line.cells[0].strip())
            sheet.told.append(f"{table.path.name}, line {line.number} ({who}): {found}; it was left as it is")
        elif row is not None and found.id not in filled:
            filled.add(found.id)
            cells[column] = _cell(row, cells[column], zero_missing, sheet)
    for row in scores.rows:
        if row.student.id not in filled:
            _lose(row, f"is not in {table.path.name}", sheet)
    if platform == "Canvas":
        wanted = [*range(table.keys.index("section") + 1), column]
        pick = itemgetter(*wanted)
        rows = [list(pick(cells)) for cells in rows]
    sheet.data = written_table(rows, table.delimiter, has_bom=table.has_bom)
    return sheet


def _is_about_points(line: Row) -> bool:
    first = key(line.cells[0])
    return first == "points possible" or (not first and not line.cells[1].strip())


def _compare(table: Table, cell: str, scores: Scores, sheet: Sheet) -> None:
    try:
        most = float(cell.replace(",", "."))
    except ValueError:
        return
    if most != scores.max_score:
        here = points(scores.max_score)
        sheet.told.append(
            f"{table.path.name}: there are {points(most)} points, and {here} here; change that there"
        )


def _student(table: Table, line: Row, platform: str, roster: Roster) -> Student | str:
    """Return whom a line is about, or why that is not certain."""
    closed = table.column("grade can be changed")
    if closed is not None and key(line.cells[closed]) == "no":
        return "Moodle does not let its grade be changed"
    found: dict[str, Student] = {}
    for name in IDS[platform]:
        number = table.column(name)
        if number is not None and (one := roster.students.get(line.cells[number].strip())):
            found[one.id] = one
    named = ("id", roster.by_platform) if platform == "Canvas" else ("email address", roster.by_email)
    number = table.column(named[0])
    if number is not None:
        found |= {one.id: one for one in named[1](line.cells[number].strip())}
    if len(found) == 1:
        return next(iter(found.values()))
    return f"could be {' or '.join(sorted(found))}" if found else "is not on the roster"


def grade_column(table: Table, platform: str, assignment: str, wanted: str | None) -> int:
    """Return which column has the grades of an assignment; CourseError, with those there are, if none does."""
    if wanted is None and {"identifier", "grade"} <= set(table.keys):  # the worksheet is of one assignment
        return table.keys.index("grade")
    titles = dict(_titles(table, platform))
    name = key(wanted or assignment)
    found = [number for number, title in titles.items() if name in (key(title), table.keys[number])]
    if len(found) == 1:
        return found[0]
    what = "several columns" if found else "no column"
    names = ", ".join(table.header[number] for number in titles) or "(none)"
    raise CourseError(
        f"{table.path.name} has {what} for {wanted or assignment}; say which with --column: {names}"
    )


def _titles(table: Table, platform: str) -> Iterator[tuple[int, str]]:
    pattern = CANVAS_TITLE if platform == "Canvas" else MOODLE_TITLE
    for number, name in enumerate(table.header):
        if match := pattern.fullmatch(name):
            yield number, next(filter(None, match.groups()))
