"""`coursekit export`: what platforms import, read again by real parsers; nothing guessed, nothing calculated."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from ..course.test_roster import PLATFORMS
from ..helpers import Done, build_toy, run

pytestmark = pytest.mark.slow

ROSTER = (
    "id,first_name,last_name,email,section,withdrawn,lms_user_id\n"
    "ada,Ada,\"Lovelace, the '=1st\",ada@example.org,A,,101\nben,'=Ben,Babbage,ben@example.org,,,102\n"
    "zoe,Zoë,Grüße,zoe@example.org,,,103\neve,Eve,,,,,\ngone,G,One,,,yes,\n"
)
HANDED_IN = {
    "ada": (40.0, 12.5, False),
    "ben": (0.0, 0.0, True),
    "eve": (33.333, 0.0, False),
    "gone": (1.0, 0.0, False),
}


@pytest.fixture
def graded(toy: Path) -> Path:
    """Return the small course with a class: one late with a manual score, one waiting, one missing, one unknown to platforms."""
    build_toy(toy)
    (toy / "roster.csv").write_text(ROSTER)
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as book:
        for student, (points, penalty, waits) in [*HANDED_IN.items(), ("stranger", (5.0, 0.0, False))]:
            book.add_student(student)
            submission = book.add_submission("toy", student, timestamp="2026-03-04 05:06:07 UTC")
            (notebook,) = submission.notebooks
            notebook.late_submission_penalty = penalty
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = 0.0, False
            first = notebook.grades[0]
            first.auto_score, first.manual_score, first.needs_manual_grade = 1.0, points, waits
        book.db.commit()
    (toy / "submitted/zoe/toy").mkdir(parents=True)
    return toy


def export(root: Path, *options: str) -> tuple[Done, bytes]:
    """Export the grades, and return what was said and what was written."""
    done = run(root, "coursekit", "export", "toy", *options, check=False)
    assert "Traceback" not in done.stderr
    written = [
        line.removeprefix("Written: ") for line in done.stdout.splitlines() if line.startswith("Written: ")
    ]
    return done, (root / written[0]).read_bytes() if written else b""


def rows(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    """Return a table as a real parser reads it."""
    return list(csv.DictReader(data.decode("utf-8-sig").splitlines(), delimiter=delimiter, strict=True))


def test_spreadsheets_and_programs(graded: Path) -> None:
    """CSV and JSON say the same of everybody: status, net and raw score, penalty, date; missing work is not zero."""
    done, data = export(graded, "--to", "csv")
    assert done.returncode == 0 and data.startswith(b"\xef\xbb\xbf")
    assert done.stdout.splitlines() == [
        "stranger: is in the gradebook and not on the roster, and was left out",
        "G One (gone): has withdrawn, and was left out",
        "Written: reports/toy-csv.csv",
    ]
    table = {row["id"]: row for row in rows(data)}
    assert list(table) == ["ada", "ben", "zoe", "eve"]
    assert (table["ada"]["last_name"], table["ben"]["first_name"]) == ("Lovelace, the '=1st", "'=Ben")
    columns = ("status", "score", "raw_score", "late_penalty", "max_score", "handed_in", "01_toy")
    assert [table["ada"][name] for name in columns] == [
        *("graded", "27.5", "40", "12.5", "100", "2026-03-04 05:06:07", "40"),
    ]
    assert [table["ben"][name] for name in columns[:3]] == ["waiting", "0", "0"]
    assert [table["zoe"][name] for name in columns[:3]] == ["not graded", "", ""]
    _, data = export(graded, "--to", "json", "--output", "grades.json")
    whole = json.loads(data)
    assert (whole["assignment"], whole["max_score"]) == ("toy", 100)
    students = {student["id"]: student for student in whole["students"]}
    assert students["ada"]["score"] == 27.5 and students["ada"]["handed_in"] == "2026-03-04T05:06:07Z"
    assert students["zoe"]["score"] is None and students["ben"]["first_name"] == "=Ben"
    (graded / "submitted/zoe/toy").rmdir()
    _, data = export(graded, "--to", "csv")
    assert rows(data)[2]["status"] == "missing"


def test_canvas(graded: Path) -> None:
    """Canvas gets its own ids and columns; of whom it has no number, it is told and nothing guessed."""
    done, data = export(graded, "--to", "canvas")
    lines = list(csv.reader(data.decode().splitlines()))
    assert lines[:2] == [["Student", "ID", "Section", "toy"], ["    Points Possible", "", "", "100"]]
    assert [line[1:] for line in lines[2:]] == [["101", "A", "27.5"], ["102", "", "0"], ["103", "", ""]]
    assert done.returncode == 1 and done.stdout.splitlines()[2:-1] == [
        "'=Ben Babbage (ben): 0 so far; a person has still to grade a part".replace("'", ""),
        "Zoë Grüße (zoe): was handed in and is not graded; the cell was left as it is",
        "Eve (eve): roster.csv does not say the number on Canvas (lms_user_id); 33.33 points are not in the file",
    ]
    done, data = export(
        graded, "--to", "canvas", "--into", str(PLATFORMS / "canvas_gradebook.csv"), "--zero-missing"
    )
    table = rows(data)
    assert list(table[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Toy (5501)"]
    assert [row["Toy (5501)"] for row in table] == ["Manual Posting", "100.00", "27.5", "0", "", ""]
    assert table[2]["Student"] == "Lovelace, Ada"
    assert (
        "canvas_gradebook.csv, line 7 (Student, Test): is not on the roster; it was left as it is"
        in done.stdout
    )
    assert "Eve (eve): is not in canvas_gradebook.csv; 33.33 points are not in the file" in done.stdout
    odd = graded / "odd.csv"
    text = (PLATFORMS / "canvas_gradebook.csv").read_text()
    odd.write_text(
        text.replace("Toy (5501)", "Homework 1 (5501)")
        .replace("100.00", "10")
        .replace("103,S-3,zoe", "103,S-3,ada")
    )
    done, _ = export(graded, "--to", "canvas", "--into", "odd.csv")
    assert done.stderr == "Error: odd.csv has no column for toy; say which with --column: Homework 1 (5501)\n"
    done, _ = export(graded, "--to", "canvas", "--into", "odd.csv", "--column", "homework 1")
    assert "odd.csv: there are 10 points, and 100 here; change that there" in done.stdout
    assert "odd.csv, line 6 (Grüße, Zoë): could be ada or zoe; it was left as it is" in done.stdout
    done, _ = export(graded, "--to", "moodle", "--into", "odd.csv")
    assert done.stderr == "Error: odd.csv: is Canvas's, and not Moodle's\n"


def test_moodle(graded: Path) -> None:
    """Moodle's grading worksheet and gradebook export come back whole, with the grades in their column."""
    for name, column, missing in (
        ("moodle_worksheet.csv", "Grade", ""),
        ("moodle_grades.csv", "Assignment: Toy (Real)", "-"),
    ):
        before = (PLATFORMS / name).read_bytes()
        done, data = export(graded, "--to", "moodle", "--into", str(PLATFORMS / name))
        assert data.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")
        old, new = rows(before), rows(data)
        assert [row.pop(column) for row in new] == ["27.5", "0", missing]
        assert [{key: cell for key, cell in row.items() if key != column} for row in old] == new
        assert (
            done.returncode == 1
            and f"Eve (eve): is not in {name}; 33.33 points are not in the file" in done.stdout
        )
    less = graded / "less.csv"
    less.write_text((PLATFORMS / "moodle_worksheet.csv").read_text().replace(",100.00,", ",50.00,"))
    done, _ = export(graded, "--to", "moodle", "--into", "less.csv")
    assert done.stdout.count("less.csv: there are 50 points, and 100 here; change that there") == 1
    closed = graded / "closed.csv"
    closed.write_text((PLATFORMS / "moodle_worksheet.csv").read_text().replace("100.00,Yes", "100.00,No", 1))
    done, _ = export(graded, "--to", "moodle", "--into", "closed.csv")
    assert (
        "line 2 (Participant 7001): Moodle does not let its grade be changed; it was left as it is"
        in done.stdout
    )
    _, data = export(graded, "--to", "moodle", "--zero-missing")
    assert [(row["Email address"], row["toy"]) for row in rows(data)] == [
        ("ada@example.org", "27.5"),
        ("ben@example.org", "0"),
        ("zoe@example.org", ""),
    ]


@pytest.mark.parametrize(
    "change", [lambda roster: roster.unlink(), lambda roster: None], ids=["without", "with"]
)
def test_options_that_make_no_sense_are_one_line(graded: Path, change: Callable[[Path], None]) -> None:
    """With a roster or without, what does not fit together is told, and the gradebook's people are the class."""
    change(graded / "roster.csv")
    assert "--into is for" in export(graded, "--to", "csv", "--into", "x.csv")[0].stderr
    assert "--zero-missing is for" in export(graded, "--to", "json", "--zero-missing")[0].stderr
    done = run(graded, "coursekit", "export", "other", "--to", "csv", check=False)
    assert done.stderr.startswith("Error: there is no assignment other; there is toy")
    _, data = export(graded, "--to", "csv")
    assert ("stranger" in {row["id"] for row in rows(data)}) != (graded / "roster.csv").exists()


def test_the_best_of_a_choice_counts(graded: Path) -> None:
    """Where students choose a framework, one column has everybody's greater share of the points, and says of what."""
    with (graded / "course_config.py").open("a") as config:
        config.write('c.CourseKit.assignments = {"toy_again": {"source": "toy"}}\n')
    run(graded, "coursekit", "build", "toy_again")
    shutil.copytree(graded / "source/toy", graded / "source/different")
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}", "convolutions") as book:
        for cell in book.find_assignment("toy_again").notebooks[0].grade_cells:
            cell.max_score = 20.0  # of 40 in all
        for student, points in {"ada": 12.0, "eve": 13.0, "zoe": 0.0}.items():
            book.update_or_create_student(student)
            submission = book.add_submission("toy_again", student)
            first, second = submission.notebooks[0].grades
            first.auto_score, second.auto_score = points, 0.0
            first.needs_manual_grade = second.needs_manual_grade = False
        book.db.commit()
    done, data = export(graded, "--or", "toy_again", "--to", "csv")
    assert done.stdout.splitlines()[2:-1] == [
        "Ada Lovelace, the '=1st (ada): has handed in toy, toy_again; toy_again counts",
        "toy_again has 40 points; its scores are made those of 100",
        "Zoë Grüße (zoe): has handed in toy, toy_again; toy_again counts",
        "Zoë Grüße (zoe): toy is not graded to its end, and may count more then",
        "Eve (eve): has handed in toy, toy_again; toy counts",
    ]
    found = {
        row["id"]: (row["assignment"], row["score"], row["max_score"], row["status"]) for row in rows(data)
    }
    assert found == {
        "ada": ("toy_again", "30", "100", "graded"),
        "ben": ("toy", "0", "100", "waiting"),
        "zoe": ("toy_again", "0", "100", "graded"),
        "eve": ("toy", "33.33", "100", "graded"),
    }
    _, data = export(graded, "--to", "canvas", "--or", "toy_again")
    lines = list(csv.reader(data.decode().splitlines()))
    assert lines[0][3] == "toy" and [line[3] for line in lines[2:]] == ["30", "0", "0"]
    done, _ = export(graded, "--or", "different", "--to", "csv")
    assert done.stderr == "Error: different is another assignment than toy, and no choice beside it\n"
