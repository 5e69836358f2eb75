"""The exported grades: numbers are numbers, and no text is more than a text."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from coursekit.course.export import COLUMNS, plain
from coursekit.nbgrader import GradesTable

from .gradebooks import new_gradebook

CELLS = {
    "=1+1": "'=1+1",
    "+1+cmd|' /C calc'!A0": "'+1+cmd|' /C calc'!A0",
    "-1+1": "'-1+1",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t=1",
    "\rx": "'\rx",
    " =1": "' =1",
    "\uff1d1": "'\uff1d1",
    "--help": "'--help",
    "ada": "ada",
    "Lovelace, Ada": "Lovelace, Ada",
    "a=b": "a=b",
    "ada+toy@example.org": "ada+toy@example.org",
    "007": "007",
    "-5": "-5",
    "+49301234": "+49301234",
    "": "",
}


@pytest.mark.parametrize(("text", "cell"), CELLS.items())
def test_texts_stay_texts(text: str, cell: str) -> None:
    """A text that a spreadsheet would calculate has an apostrophe before it; ids and numbers are as they were."""
    assert plain(text) == cell


@pytest.mark.parametrize(("value", "cell"), [(-1.5, -1.5), (0, 0), (None, ""), (datetime(2026, 1, 2), datetime(2026, 1, 2))])  # fmt: skip
def test_numbers_stay_numbers(value: Any, cell: Any) -> None:
    """A number, a date and nothing are written as they are."""
    assert plain(value) == cell


def exported(folder: Path, **asked: list[str]) -> list[dict[str, str]]:
    """Return the rows that are exported of a class of three."""
    with new_gradebook(folder / "gradebook.db") as gradebook:
        for name in ("toy", "other"):
            gradebook.add_assignment(name)
            gradebook.add_notebook("one", name)
            gradebook.add_grade_cell("test", "one", name, max_score=40, cell_type="code")
        gradebook.add_student("=1+1", last_name="Lovelace, Ada", first_name="@x", email="a@b")
        gradebook.add_student("ben")
        gradebook.add_student("cem")
        submission = gradebook.add_submission("toy", "=1+1", timestamp="2026-01-02 03:04:05")
        (notebook,) = submission.notebooks
        notebook.grades[0].auto_score, notebook.late_submission_penalty = 12.5, 2
        gradebook.db.commit()
        config = Config(ExportPlugin={"to": str(folder / "grades.csv"), **asked})
        GradesTable(config=config).export(gradebook)
    with (folder / "grades.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_grades_are_exported(tmp_path: Path) -> None:
    """Every student has a row for every assignment, with nbgrader's columns, whatever signs are in the names."""
    rows = exported(tmp_path)
    assert len(rows) == 6 and list(rows[0]) == list(COLUMNS)
    (row,) = [row for row in rows if row["assignment"] == "toy" and row["student_id"] == "'=1+1"]
    assert (row["last_name"], row["first_name"], row["email"]) == ("Lovelace, Ada", "'@x", "a@b")
    assert row["timestamp"] == "2026-01-02 03:04:05"
    numbers = [float(row[name]) for name in ("raw_score", "late_submission_penalty", "score", "max_score")]
    assert numbers == [12.5, 2, 10.5, 40]
    assert [row["score"] for row in rows if row["student_id"] == "ben"] == ["0.0", "0.0"]


def test_some_grades_are_exported(tmp_path: Path) -> None:
    """As with nbgrader's own, only the students and assignments that are asked for."""
    rows = exported(tmp_path, student=["ben", "cem"], assignment=["other"])
    assert [(row["assignment"], row["student_id"]) for row in rows] == [("other", "ben"), ("other", "cem")]
