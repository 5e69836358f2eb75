"""Grades as a table that a spreadsheet opens and does not calculate."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import CsvExportPlugin

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score"),
    *("late_submission_penalty", "score", "max_score"),
)
# A spreadsheet takes what begins like this for a formula, which may fetch, send or start something.
FORMULA = re.compile(r"[\s\x00]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def plain(value: Any) -> Any:
    """Return what stands in a cell: a number as it is, and a text so that it stays one."""
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if FORMULA.match(value) and not NUMBER.fullmatch(value) else value


class GradesTable(CsvExportPlugin):
    """Stands in for nbgrader's CsvExportPlugin: the same columns, and each text stays in its column and a text."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the grades of the gradebook, or of the students and assignments that were asked for."""
        path = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", path)
        with open(path, "w", newline="", encoding="utf-8") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(COLUMNS)
            for row in self._rows(gradebook):
                table.writerow(map(plain, row))

    def _rows(self, gradebook: Gradebook) -> Iterator[tuple[Any, ...]]:
        assignments, students = (set(map(str, wanted)) for wanted in (self.assignment, self.student))
        for assignment in gradebook.assignments:
            if assignments and assignment.name not in assignments:
                continue
            for student in gradebook.students:
                if students and student.id not in students:
                    continue
                time, *scores = _scores(gradebook, assignment.name, student.id)
                person = (student.id, student.last_name, student.first_name, student.email)
                yield assignment.name, assignment.duedate, time, *person, *scores, assignment.max_score


def _scores(gradebook: Gradebook, assignment: str, student: str) -> tuple[Any, float, float, float]:
    """Return the date of a submission, its score, the penalty and what is left; nothing where there is none."""
    try:
        found = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return "", 0.0, 0.0, 0.0
    penalty = found.late_submission_penalty
    return found.timestamp, found.score, penalty, max(0.0, found.score - penalty)
