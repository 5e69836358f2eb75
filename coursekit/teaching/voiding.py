"""Takes an exercise out of the grade after it was handed in, or gives everybody all its points; and takes that back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from nbgrader.api import Gradebook, GradeCell

from ..course.assignment import Assignment
from ..course.course import meant
from ..course.gradebook import opened
from ..course.voided import BACK, DROP, Void, Voided, hold, written
from ..errors import CourseError
from ..notebooks.marks import CHECK
from .audit import Audit
from .files import replace_file


def decide(assignment: Assignment, exercise: str, how: str) -> dict[str, Void]:
    """Return what is voided with one more decision, which is kept nowhere yet; CourseError if it cannot be made."""
    with opened(assignment.directory) as gradebook:
        cell = _cell(gradebook, assignment, exercise)
        known = assignment.voided.get(cell.name)
        if how == BACK:
            if known is None:
                raise CourseError(f"{assignment.name}: {exercise} is not voided, so there is nothing to undo")
            return {**assignment.voided, cell.name: replace(known, how=BACK)}
        if known is not None:
            raise CourseError(
                f"{assignment.name}: {exercise} is voided already; "
                f"`coursekit void {assignment.name} {exercise} --undo` takes that back"
            )
        given = [grade for grade in cell.grades if grade.manual_score is not None or grade.extra_credit]
        by_hand = {grade.student.id: (grade.manual_score, grade.extra_credit) for grade in given}
        void = Void(cell.notebook.name, how, float(cell.max_score), by_hand if how == DROP else {})
    return {**assignment.voided, cell.name: void}


def _cell(gradebook: Gradebook, assignment: Assignment, exercise: str) -> GradeCell:
    every = [cell for one in gradebook.find_assignment(assignment.name).notebooks for cell in one.grade_cells]
    cells = {cell.name.removeprefix(CHECK): cell for cell in every}
    if exercise.removeprefix(CHECK) not in cells:
        raise CourseError(f"{assignment.name} has no exercise {exercise}; {meant(exercise, cells)}")
    cell = cells[exercise.removeprefix(CHECK)]
    if cell.cell_type != "code" or cell.name in {one.name for one in cell.notebook.solution_cells}:
        raise CourseError(
            f"{assignment.name}: {exercise} is graded by a person; set its points in Formgrader"
        )
    return cell


def keep(assignment: Assignment, voided: Voided) -> None:
    """Keep what is decided: from now on, everything that grades goes by it."""
    replace_file(assignment.voided_file, written(voided))


def applying(assignment: Assignment, exercise: str) -> Callable[[], None]:
    """Return what is to be done before an assignment is graded by `assignment.voided`."""

    def apply() -> None:
        keep(assignment, assignment.voided)
        name = next(name for name in assignment.voided if name.removeprefix(CHECK) == exercise)
        line = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "exercise": exercise}
        void = assignment.voided[name]
        line |= {"notebook": void.notebook, "voided": void.how, "of": f"{void.points:g}"}
        Audit(assignment).add([json.dumps(line)])

    return apply


def settle(assignment: Assignment) -> None:
    """Bring what was not graded again into line, such as what lies in no folder any more, and forget what is undone."""
    voided = assignment.voided
    with opened(assignment.directory) as gradebook:
        hold(gradebook, assignment.name, voided)
        for name, void in voided.items():
            for grade in gradebook.find_graded_cell(name, void.notebook, assignment.name).grades:
                row = {"manual_score": grade.manual_score, "extra_credit": grade.extra_credit}
                now = void.settle(grade.student.id, {**row, "needs_manual_grade": grade.needs_manual_grade})
                for key, value in now.items():
                    setattr(grade, key, value)
                if void.how == DROP:
                    grade.auto_score = 0.0
        gradebook.db.commit()
    keep(assignment, {name: void for name, void in voided.items() if void.how != BACK})
