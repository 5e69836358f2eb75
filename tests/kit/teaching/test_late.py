"""Late work from due date to feedback: the same by whichever command, and counted anew after a change."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from ..helpers import build_toy, grades, run

pytestmark = pytest.mark.slow

SETTINGS = """
c.CourseKit.trust_dates = True
c.CourseKit.timezone = "Europe/Berlin"
c.CourseKit.late_percent_a_day = 10
c.CourseKit.late_cut_off_days = 3
"""
DUE = datetime(2026, 10, 24, 21, 59)  # a minute before midnight in Berlin, and the next day has 25 hours
DATES = {
    "in time": "2026-10-24 21:59:00",
    "ada": "2026-10-25 22:59:00",
    "ben": "2026-10-25 23:00:00",
    "zoe": "2026-10-29 00:00:00",
}


def url(root: Path) -> str:
    """Return where the gradebook of a course is."""
    return f"sqlite:///{root / 'gradebook.db'}"


def penalties(root: Path) -> dict[str, float | None]:
    """Return what the gradebook takes off from each student."""
    with Gradebook(url(root), "convolutions") as book:
        found = book.find_assignment("toy").submissions
        return {one.student_id: one.notebooks[0].late_submission_penalty for one in found}


def test_lateness_costs_the_same_everywhere(toy: Path, tmp_path: Path) -> None:
    """Gradebook, log, export and feedback agree between the kit and nbgrader, and a later extension changes grades alone."""
    build_toy(toy)
    with (toy / "course_config.py").open("a") as config:
        config.write(SETTINGS)
    with Gradebook(url(toy), "convolutions") as book:
        book.update_or_create_assignment("toy", duedate=DUE)
    solved = toy / "source/toy/01_toy.ipynb"
    for student, date in DATES.items():
        folder = toy / "submitted" / student / "toy"
        folder.mkdir(parents=True)
        shutil.copy(solved, folder)
        (folder / "timestamp.txt").write_text(f"{date} UTC")
    (toy / "roster.csv").write_text("id,extension\nin time,\nada,\nben,0; toy: 1\nzoe,1\n")
    other = tmp_path / "other"
    shutil.copytree(toy, other)
    (other / "course_config.py").write_text(
        (other / "course_config.py").read_text().replace(str(toy), str(other))
    )

    said = run(toy, "coursekit", "grade", "toy").stdout
    run(other, "nbgrader", "autograde", "toy")
    run(other, "nbgrader", "generate_feedback", "toy")
    expected = {"in time": None, "ada": 10.0, "ben": 10.0, "zoe": 100.0}
    assert penalties(toy) == penalties(other) == expected and grades(url(toy)) == grades(url(other))
    run(toy, "coursekit", "export", "toy", "--to", "csv")
    with (toy / "reports/toy-csv.csv").open(encoding="utf-8-sig", newline="") as file:
        exported = {row["id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert exported == {student: 100 - (penalty or 0) for student, penalty in expected.items()}
    for student, penalty in expected.items():
        pages = [(root / f"feedback/{student}/toy/01_toy.html").read_text() for root in (toy, other)]
        told = [re.findall(r"after ([\d.]+) points were taken off", page) for page in pages]
        assert told == [[f"{penalty:g}"] if penalty else []] * 2
        assert (f"{student}: late: " in said) == bool(penalty)

    kept = {path: path.stat().st_mtime_ns for path in (toy / ".coursekit/toy/results").glob("*/*.json")}
    (toy / "roster.csv").write_text("id,extension\nada,1\nben,\nzoe,4\n")
    run(toy, "coursekit", "grade", "toy")
    assert penalties(toy) == {"in time": None, "ada": None, "ben": 20.0, "zoe": 10.0}
    assert "taken off" not in (toy / "feedback/ada/toy/01_toy.html").read_text()
    assert {path: path.stat().st_mtime_ns for path in kept} == kept  # what grading found is still the same
