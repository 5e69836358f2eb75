"""What everybody has got for an assignment, as the gradebook has it: manual scores and late penalties included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    """What one student has got for `assignment`; `score` is what is left after the penalty, None without a grade.

    Of what is `WAITING`, a person has still to grade a part. `UNGRADED` was handed in, `MISSING` was not.
    """

    student: Student
    assignment: str
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

    @property
    def share(self) -> float:
        """Return the part of all points that the score is; -1 without one, which is less than none."""
        return -1.0 if self.score is None else self.score / (self.max_score or 1.0)

    def out_of(self, most: float) -> Score:
        """Return the same share of another maximum."""
        if self.raw_score is None or self.max_score == most:
            return replace(self, max_score=most)
        factor = most / (self.max_score or 1.0)
        return replace(
            self,
            max_score=most,
            raw_score=self.raw_score * factor,
            late_penalty=(self.late_penalty or 0.0) * factor,
            notebooks={name: points * factor for name, points in self.notebooks.items()},
        )


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
                rows.append(_graded(assignment.name, student, found[student.id], most))
            else:
                status = UNGRADED if student.id in handed_in else MISSING
                rows.append(Score(student, assignment.name, status, most))
    return Scores(sorted(points), most, rows, [f"{line}, and was left out" for line in told])


def best_of(scores: Sequence[Scores]) -> Scores:
    """Return one score for everybody where each could choose among assignments: the greatest share of its points.

    `scores` are of the same class, in the same order. Of equal ones the first counts; points are made those of the
    first assignment, in proportion.
    """
    most, names = scores[0].max_score, sorted({name for one in scores for name in one.notebooks})
    told = dict.fromkeys(line for one in scores for line in one.told)  # each once, in order
    rows = []
    for of_one in zip(*(one.rows for one in scores), strict=True):
        best = max(of_one, key=lambda row: (row.share, row.status != MISSING))
        rows.append(best.out_of(most))
        told |= dict.fromkeys(_chosen(best, of_one))
        if best.score is not None and best.max_score != most:
            told[
                f"{best.assignment} has {best.max_score:g} points; its scores are made those of {most:g}"
            ] = None
    return Scores(names, most, rows, list(told))


def _chosen(best: Score, rows: Sequence[Score]) -> Iterator[str]:
    """Yield what an instructor should know of somebody who has handed in several."""
    handed_in = [row for row in rows if row.status != MISSING]
    if len(handed_in) > 1:
        names = ", ".join(row.assignment for row in handed_in)
        yield f"{best.student.label}: has handed in {names}; {best.assignment} counts"
    for row in handed_in:
        if row is not best and row.status != GRADED:
            yield f"{best.student.label}: {row.assignment} is not graded to its end, and may count more then"


def _of_gradebook(row: nbgrader.api.Student) -> Student:
    names = row.first_name or "", row.last_name or ""
    return Student(row.id, *names, email=row.email or "", lms_user_id=row.lms_user_id or "")


def _graded(assignment: str, student: Student, found: SubmittedAssignment, most: float) -> Score:
    notebooks = {notebook.name: float(notebook.score) for notebook in found.notebooks}
    penalty = float(found.late_submission_penalty or 0.0)
    status = WAITING if found.needs_manual_grade else GRADED
    return Score(student, assignment, status, most, float(found.score), penalty, found.timestamp, notebooks)
