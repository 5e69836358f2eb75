"""What everybody has got for an assignment, as the gradebook has it: manual scores and late penalties included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import nbgrader.api
from nbgrader.api import MissingEntry, SubmittedAssignment

from ..errors import CourseError
from .assignment import Assignment
from .gradebook import opened
from .roster import Roster
from .students import Student

GRADED, WAITING, UNGRADED, MISSING = "graded", "waiting", "not graded", "missing"


@dataclass(frozen=True)
class Score:
    """What one student has got; `score` is what is left after the penalty, and None where nothing was graded.

    Of what is `WAITING`, a person has still to grade a part. `UNGRADED` was handed in, `MISSING` was not.
    """

    student: Student
    status: str
    max_score: float
    raw_score: float | None = None
    late_penalty: float | None = None
    time: datetime | None = None
    notebooks: Mapping[str, float] = field(default_factory=dict)

    @property
    def score(self) -> float | None:
        """Return the points after the penalty for being late."""
        return None if self.raw_score is None else max(0.0, self.raw_score - (self.late_penalty or 0.0))


@dataclass(frozen=True)
class Scores:
    """The scores of a class, in the order of the roster, and lines about those who are not among them."""

    notebooks: list[str]
    max_score: float
    rows: list[Score]
    told: list[str]


def read_scores(assignment: Assignment, roster: Roster) -> Scores:
    """Return what the class has got; without a roster, everybody who is in the gradebook is the class."""
    points = assignment.points()
    most = sum(points.values())
    handed_in = set(assignment.students())
    with opened(assignment.directory) as gradebook:
        try:
            found = {s.student_id: s for s in gradebook.find_assignment(assignment.name).submissions}
        except MissingEntry as error:
            raise CourseError(f"{assignment.name} is not in the gradebook") from error
        people = dict(roster.students) or {one.id: _of_gradebook(one) for one in gradebook.students}
        told = [
            f"{one}: is in the gradebook and not on the roster"
            for one in sorted(found.keys() - people.keys())
        ]
        rows = []
        for student in people.values():
            if student.withdrawn:
                told += [f"{student.label}: has withdrawn"] if student.id in found else []
            elif student.id in found:
                rows.append(_graded(student, found[student.id], most))
            else:
                rows.append(Score(student, UNGRADED if student.id in handed_in else MISSING, most))
    return Scores(sorted(points), most, rows, [f"{line}, and was left out" for line in told])


def _of_gradebook(row: nbgrader.api.Student) -> Student:
    names = row.first_name or "", row.last_name or ""
    return Student(row.id, *names, email=row.email or "", lms_user_id=row.lms_user_id or "")


def _graded(student: Student, found: SubmittedAssignment, most: float) -> Score:
    notebooks = {notebook.name: float(notebook.score) for notebook in found.notebooks}
    penalty = float(found.late_submission_penalty or 0.0)
    status = WAITING if found.needs_manual_grade else GRADED
    return Score(student, status, most, float(found.score), penalty, found.timestamp, notebooks)
