"""Lists of a class as the course and the platforms have them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from coursekit.course.class_lists import read_class
from coursekit.course.extension import Extension
from coursekit.course.roster import Roster
from coursekit.course.students import COLUMNS, Student
from coursekit.course.tables import bare, guarded, read_table, written_table
from coursekit.errors import CourseError

PLATFORMS = Path(__file__).parent / "platforms"
ADA = {"id": "ada", "first_name": "Ada", "last_name": "Lovelace"}
EXPORTS = {
    "canvas_gradebook.csv": ("SIS Login ID", Student(**ADA, section="Section 01", lms_user_id="101")),
    "moodle_grades.csv": ("ID number", Student(**ADA, email="ada@example.org")),
    "moodle_worksheet.csv": ("ID number", Student("ada", last_name="Ada Lovelace", email="ada@example.org")),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_of_platforms_are_known_by_their_columns(name: str) -> None:
    """Of what Canvas and Moodle export the students are taken, not lines about assignments nor a pretended student."""
    column, ada = EXPORTS[name]
    found = read_class(PLATFORMS / name)
    assert found.id_column == column and found.students[0] == ada
    assert [student.id for student in found.students] == ["ada", "ben", "zoe"]
    told = ["canvas_gradebook.csv, line 7: Canvas's test student was left out"]
    assert found.left_out == (told if "canvas" in name else [])


def test_ids_come_from_the_column_that_is_named() -> None:
    """The instructor may say in which column the ids are; one that is not there is told with those that are."""
    found = read_class(PLATFORMS / "canvas_gradebook.csv", "sis user id")
    assert [student.id for student in found.students] == ["S-1", "S-2", "S-3"]
    with pytest.raises(CourseError, match="has no column Login; it has Student, ID, SIS User ID"):
        read_class(PLATFORMS / "canvas_gradebook.csv", "Login")


def written(folder: Path, text: str | bytes) -> Path:
    """Return the path of a roster.csv with this content."""
    path = folder / "roster.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


LISTS = {
    "id;Name;E-mail\nada;Lovelace, Ada;a@b\n": Student(**ADA, email="a@b"),
    "\ufeffid\tname\nada\tAda Lovelace\n": Student("ada", last_name="Ada Lovelace"),
    "id,extension,withdrawn\n\nada, 2.5 ,Yes\n": Student("ada", extension=Extension(2.5), withdrawn=True),
    'id,last_name\nada,"<script>\n\u202e"\n': Student("ada", last_name="‹script›"),
    "id,first_name\nada,'=1+1\n": Student("ada", "=1+1"),
}


@pytest.mark.parametrize(("text", "student"), LISTS.items())
def test_own_lists_are_read(tmp_path: Path, text: str, student: Student) -> None:
    """A list of the instructor's own needs ids, whatever spreadsheet has written it; no name becomes part of a page."""
    (found,) = read_class(written(tmp_path, text)).students
    assert found == student if "202e" not in ascii(text) else found.last_name.startswith("‹script›")
    assert "<" not in found.name and "\n" not in found.name


WRONG: dict[str | bytes, str] = {
    "": "roster.csv: there is nothing in it",
    "a,b\n1,2\n": "roster.csv: is no list of a class that is known here",
    "id\nada\nben\nada\n": "roster.csv, line 4: ada is there already, in line 2",
    "id,name\n,Ada\n": "roster.csv, line 2: there is no id",
    "id\na/b\n": "roster.csv, line 2: the student id has characters that it may not have: /",
    "id\n.ada\n": "roster.csv, line 2: the student id begins with a dot",
    "id\n<script>\n": "roster.csv, line 2: the student id has characters that could become part of a page",
    f"id\n{'x' * 129}\n": "roster.csv, line 2: the id has more than 128 characters",
    f"id,name\nada,{'x' * 129}\n": "roster.csv, line 2: the last name has more than 128 characters",
    "id,extension\nada,tomorrow\n": "roster.csv, line 2: the extension is 'tomorrow', but has to be a number of days",
    "id,extension\nada,nan\n": "roster.csv, line 2: the extension is 'nan'",
    "id,withdrawn\nada,perhaps\n": "roster.csv, line 2: withdrawn is 'perhaps', but has to be yes or empty",
    "id\nada,ben\n": "roster.csv, line 2: has more cells than the first line has columns",
    'id\n"ada\n': "roster.csv, line 2: this is no table",
    b"id\n\xe4da\n": "roster.csv: is not in UTF-8",
    b"id\n\0\n": "roster.csv: is no text",
    "Student,ID,SIS Login ID,Section\nAda,,ada,1\nBen,,ada,1\n": "roster.csv: not everybody has an id of their own",
}


@pytest.mark.parametrize(("text", "line"), WRONG.items(), ids=range(len(WRONG)))
def test_what_is_wrong_in_a_list_is_one_line(tmp_path: Path, text: str | bytes, line: str) -> None:
    """What makes no sense is told with the line that it stands in."""
    with pytest.raises(CourseError) as error:
        read_class(written(tmp_path, text))
    assert error.value.line.startswith(line)


def test_rosters_come_back_as_they_were_written(tmp_path: Path) -> None:
    """What the kit writes it reads again, and a spreadsheet calculates nothing of it."""
    students = [
        Student(
            "ada",
            "=HYPERLINK(1)",
            "Lovelace, the 1st",
            "+x@b",
            "A;B",
            Extension(2.5, (("hw: 1", 5.0), ("toy", 0.0))),
            False,
            "101",
        ),
        Student("-ben", "'", "@b", withdrawn=True),
        Student("007", lms_user_id="12"),
    ]
    path = written(tmp_path, Roster(tmp_path, students).table())
    assert list(Roster.of(tmp_path).students.values()) == students
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(COLUMNS) and rows[1][:4] == ["ada", "'=HYPERLINK(1)", "Lovelace, the 1st", "'+x@b"]
    assert rows[2][0] == "'-ben" and rows[3][0] == "007"


@pytest.mark.parametrize("cell", ["ada", "'", "''=1", "'ada", "=1", "-", " - ", "-5", "", "\t1", "＝1"])
def test_guarded_cells_are_read_as_what_they_were(cell: str) -> None:
    """The apostrophe before what would be calculated is taken off again, and no other; the sign for no grade has none."""
    assert bare(guarded(cell)) == cell and guarded(cell)[:1] not in ("=", "\t", "＝")
    assert guarded("-") == "-"


def test_tables_keep_their_kind(tmp_path: Path) -> None:
    """Delimiter, byte order mark, quotation marks and line breaks in cells survive being read and written."""
    rows = [("a", "b;c"), ('"x"', "1\r\n2")]
    table = read_table(written(tmp_path, written_table(rows, ";", has_bom=True)))
    assert (table.delimiter, table.has_bom) == (";", True)
    assert [table.header, *(row.cells for row in table.rows)] == rows


def test_people_are_found_by_what_platforms_say_of_them(tmp_path: Path) -> None:
    """By number, address and name in either order; nobody without one is found by none."""
    ada, ben = Student("ada", "Ada", "Lovelace", "Ada@b", lms_user_id="101"), Student("ben")
    twin = Student("twin", "ada", "lovelace")
    roster = Roster(tmp_path, [ada, ben, twin])
    assert (
        roster.by_platform("101") == [ada]
        and roster.by_platform("") == []
        and roster.by_email(" ada@B") == [ada]
    )
    assert (
        roster.by_name("Lovelace,  Ada") == roster.by_name("ADA LOVELACE") == [ada, twin]
        and roster.by_name("") == []
    )
    assert (roster.label("ada"), roster.label("ben"), roster.label("\x1b")) == (
        "Ada Lovelace (ada)",
        "ben",
        "\\x1b",
    )
