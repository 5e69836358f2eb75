"""nbgrader's gradebook, and the one writer to it: SaveAutoGrades and AssignLatePenalties in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nbgrader import api
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from ..errors import GradebookError
from .manual import lowered
from .sheet import Sheet, score_of
from .voided import Voided, hold

STUDENTS, SUBMISSIONS = api.Student.__table__, api.SubmittedAssignment.__table__
NOTEBOOKS, GRADES, COMMENTS = (kind.__table__ for kind in (api.SubmittedNotebook, api.Grade, api.Comment))

WRITTEN = (
    "auto_score",
    "manual_score",
    "extra_credit",
    "needs_manual_grade",
)  # of a grade that is there already


@contextmanager
def opened(directory: CourseDirectory) -> Iterator[api.Gradebook]:
    """Give the gradebook of a course; GradebookError in one line if it cannot be used."""
    with in_one_line(), api.Gradebook(directory.db_url, directory.course_id) as gradebook:
        yield gradebook


@contextmanager
def in_one_line() -> Iterator[None]:
    """Turn whatever a database complains about into a GradebookError."""
    try:
        yield
    except SQLAlchemyError as error:
        raise GradebookError(
            f"the gradebook cannot be used ({reason(error)}); what was graded until now is kept; see to that, and "
            "run the same command again to go on"
        ) from error


def reason(error: BaseException) -> str:
    """Return the first line of what a database says, without SQLAlchemy's words around it."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


@dataclass(frozen=True)
class Marks:
    """What grading found in one notebook, by the names of cells.

    `scores` has None if a person has to grade. `unanswered` are solution cells left as released.
    """

    scores: dict[str, float | None]
    unanswered: list[str]


@dataclass(frozen=True)
class _Notebook:
    id: str
    graded: dict[str, tuple[str, float]]  # the id and the points of each cell that is graded
    commented: dict[str, str]  # the id of each cell that has a comment

    @classmethod
    def of(cls, notebook: api.Notebook, voided: Voided) -> _Notebook:
        graded = {}
        for cell in [*notebook.grade_cells, *notebook.task_cells]:
            points = voided[cell.name].max_score if cell.name in voided else cell.max_score
            graded[cell.name] = (cell.id, points)
        commented = {cell.name: cell.id for cell in [*notebook.solution_cells, *notebook.task_cells]}
        return cls(notebook.id, graded, commented)


class Writer:
    """Writes one assignment's grades into the gradebook; close it after use. `parent` configures late penalties."""

    def __init__(
        self, directory: CourseDirectory, assignment: str, parent: Any, voided: Voided | None = None
    ):
        self._name, self._voided = assignment, voided or {}
        self._gradebook = api.Gradebook(directory.db_url, directory.course_id)
        self._db = self._gradebook.db
        found = self._gradebook.find_assignment(assignment)
        self._assignment, self._due = found.id, found.duedate
        self.notebooks = {notebook.name: _Notebook.of(notebook, self._voided) for notebook in found.notebooks}
        self._late = AssignLatePenalties(parent=parent)
        self._late.init_plugin()
        # As nbgrader leaves them where it asks a plugin, which may read there what it is not told.
        self._late.gradebook, self._late.assignment_id = self._gradebook, assignment
        self._db.commit()

    def close(self) -> None:
        """Close the connection."""
        self._gradebook.close()

    def hold_voided(self) -> None:
        """Give voided exercises in the gradebook the points that are decided, before anybody's grades are written."""
        hold(self._gradebook, self._name, self._voided)

    def knows(self, student: str) -> bool:
        """Return whether the student is in the gradebook."""
        return self._db.execute(select(STUDENTS.c.id).where(STUDENTS.c.id == student)).first() is not None

    def write(
        self, student: str, timestamp: datetime | None, graded: Mapping[str, Marks], *, keep: bool = True
    ) -> dict[str, Sheet]:
        """Write what was found in each notebook that was handed in; the others get 0.

        What a person has entered stays. Returns what the gradebook holds then, by notebook; without `keep`, what it
        would hold, and all is as before.
        """
        try:
            if not self.knows(student):
                self._db.execute(insert(STUDENTS).values(id=student))
            submission, late = self._submission(student, timestamp)
            sheets = {}
            for name, row in self._submitted(submission).items():
                sheet = sheets[name] = Sheet()
                known, result = self.notebooks[name], graded.get(name)
                self._grades(student, row, known, result, sheet)
                self._comments(row, known, result, sheet)
                self._late.notebook_id, self._late.student_id = name, student
                self._penalty(row, student, late, result, sheet)
            self._db.commit() if keep else self._db.rollback()
            return sheets
        except BaseException:
            self._db.rollback()
            raise

    def _submission(self, student: str, timestamp: datetime | None) -> tuple[str, float]:
        """Return the id of the submission, made if there is none, and how many seconds late it is."""
        own = (SUBMISSIONS.c.assignment_id == self._assignment) & (SUBMISSIONS.c.student_id == student)
        columns = (SUBMISSIONS.c.id, SUBMISSIONS.c.timestamp, SUBMISSIONS.c.extension)
        found = self._db.execute(select(*columns).where(own)).first()
        if found is None:
            new = {"id": api.new_uuid(), "assignment_id": self._assignment, "student_id": student}
            self._db.execute(insert(SUBMISSIONS).values(timestamp=timestamp, **new))
            identity, at, extension = new["id"], timestamp, None
        else:
            identity, at, extension = found
            if timestamp is not None and timestamp != at:
                at = timestamp
                self._db.execute(update(SUBMISSIONS).where(SUBMISSIONS.c.id == identity).values(timestamp=at))
        if at is None or self._due is None:
            return identity, 0.0
        due = self._due if extension is None else self._due + extension
        return identity, max(0.0, (at - due).total_seconds())

    def _submitted(self, submission: str) -> dict[str, Any]:
        """Return id and penalty of every notebook of a submission, by name, made if there is none."""
        columns = (NOTEBOOKS.c.notebook_id, NOTEBOOKS.c.id, NOTEBOOKS.c.late_submission_penalty)
        rows = self._db.execute(select(*columns).where(NOTEBOOKS.c.assignment_id == submission))
        there = {row[0]: (row[1], row[2]) for row in rows}
        missing = [
            {"id": api.new_uuid(), "assignment_id": submission, "notebook_id": known.id, "flagged": False}
            for known in self.notebooks.values()
            if known.id not in there
        ]
        if missing:
            self._db.execute(insert(NOTEBOOKS), missing)
            there |= {row["notebook_id"]: (row["id"], None) for row in missing}
        return {name: there[known.id] for name, known in self.notebooks.items()}

    def _grades(self, student: str, row: Any, known: _Notebook, graded: Marks | None, sheet: Sheet) -> None:
        rows = self._db.execute(select(GRADES).where(GRADES.c.notebook_id == row[0])).mappings()
        there = {found["cell_id"]: dict(found) for found in rows}
        new, changed = [], []
        for name, (cell, points) in known.graded.items():
            old = there.get(cell)
            entry = old or {"cell_id": cell, "manual_score": None, "extra_credit": None}
            now = dict(entry)
            if graded is None:
                now |= {"auto_score": 0.0, "needs_manual_grade": False}
            elif name in graded.scores:
                score = graded.scores[name]
                review = score is None or entry["manual_score"] is not None
                now |= {"auto_score": score, "needs_manual_grade": review}
            elif old is None:
                now |= {"auto_score": None, "needs_manual_grade": True}
            if void := self._voided.get(name):
                now = void.settle(student, now)
                now |= {} if graded is None else {"auto_score": void.score(now["auto_score"])}
            if too_much := lowered(name, now["manual_score"], points):
                sheet.remarks.append(too_much)
                now |= {"manual_score": points, "needs_manual_grade": True}
            if old is None:
                new.append({**now, "id": api.new_uuid(), "notebook_id": row[0]})
            elif now != old:
                changed.append({f"its_{key}": now[key] for key in ("id", *WRITTEN)})
            sheet.before |= {} if old is None else {name: old}
            sheet.now[name] = now
            sheet.scores[name] = (score_of(now), points)
        if new:
            self._db.execute(insert(GRADES), new)
        if changed:
            values: dict[str, Any] = {key: bindparam(f"its_{key}") for key in WRITTEN}
            statement = update(GRADES).where(GRADES.c.id == bindparam("its_id")).values(**values)
            self._db.connection().execute(statement, changed)

    def _comments(self, row: Any, known: _Notebook, graded: Marks | None, sheet: Sheet) -> None:
        rows = self._db.execute(select(COMMENTS).where(COMMENTS.c.notebook_id == row[0])).mappings()
        there = {found["cell_id"]: found for found in rows}
        new = []
        for name, cell in known.commented.items():
            old = there.get(cell)
            said = old["auto_comment"] if old else None
            if graded is not None:
                said = "No response." if name in graded.unanswered else None
            if old is None:
                new.append(
                    {"id": api.new_uuid(), "cell_id": cell, "notebook_id": row[0], "auto_comment": said}
                )
            elif said != old["auto_comment"]:
                self._db.execute(update(COMMENTS).where(COMMENTS.c.id == old["id"]).values(auto_comment=said))
            written = old["manual_comment"] if old else None
            sheet.comments[name] = said if written is None else written
        if new:
            self._db.execute(insert(COMMENTS), new)

    def _penalty(self, row: Any, student: str, late: float, graded: Marks | None, sheet: Sheet) -> None:
        identity, old = row
        sheet.penalty_before = old or 0.0
        if graded is None:  # nbgrader takes none for what was not handed in, and leaves what there is
            sheet.late_penalty = old or 0.0
            return
        penalty = None
        if late > 0:
            penalty = self._late.plugin_inst.late_submission_penalty(student, sheet.score, late)
            penalty = penalty if penalty is None else min(max(penalty, 0.0), sheet.score)
        if penalty != old:
            its = NOTEBOOKS.c.id == identity
            self._db.execute(update(NOTEBOOKS).where(its).values(late_submission_penalty=penalty))
        sheet.late_penalty = penalty or 0.0
