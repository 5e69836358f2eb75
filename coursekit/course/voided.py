"""Exercises that were taken out of a grade after they were handed in, or for which everybody gets all points.

The decision is a file beside what the kit keeps of the assignment. Whoever writes grades asks it: the writer of the
gradebook, and `Grade` where nbgrader saves what a cell shows. So a later run of either comes to the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook, MissingEntry

from ..errors import CourseError
from ..notebooks.marks import CHECK, grade_id

FULL, DROP = "full-marks", "drop"
BACK = "back"  # while that is taken back: not decided any more, and not yet so in the gradebook
ByHand = tuple[float | None, float | None]


@dataclass(frozen=True)
class Void:
    """What is decided for one graded cell: `how`, the `points` it had, and what was set `by_hand`, by students.

    What was set by hand is a score and extra credit. Only a dropped cell has none any more, and gets it back.
    """

    notebook: str
    how: str
    points: float
    by_hand: Mapping[str, ByHand] = field(default_factory=dict)

    @property
    def max_score(self) -> float:
        """Return the points that there are to earn."""
        return 0.0 if self.how == DROP else self.points

    def score(self, checked: float | None) -> float | None:
        """Return the points of somebody who handed the notebook in, of whom the checks think so."""
        return checked if self.how == BACK else self.max_score

    def settle(self, student: str, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row of the gradebook's grades with what stands there of a person's hand."""
        manual, extra = row["manual_score"], row["extra_credit"]
        if self.how == DROP:
            return row | {"manual_score": None, "extra_credit": None, "needs_manual_grade": False}
        if self.how == BACK and manual is None and student in self.by_hand:
            manual, extra = self.by_hand[student]
        return row | {"manual_score": manual, "extra_credit": extra}


Voided = Mapping[str, Void]  # by the names of cells


def read_voided(path: Path) -> dict[str, Void]:
    """Return what is decided; CourseError if the file cannot be read."""
    try:
        found = json.loads(path.read_bytes())
        return {name: _void(entry) for name, entry in found.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError, OSError) as error:
        raise CourseError(f"{path}: which exercises are voided cannot be read; restore that file") from error


def _void(entry: dict[str, Any]) -> Void:
    by_hand = {student: (manual, extra) for student, (manual, extra) in entry.pop("by_hand").items()}
    return Void(**entry, by_hand=by_hand)


def written(voided: Voided) -> bytes:
    """Return the text of the file."""
    return json.dumps({name: asdict(void) for name, void in voided.items()}, indent=1).encode()


def hold(gradebook: Gradebook, assignment: str, voided: Voided) -> None:
    """Give voided cells in the gradebook the points that they have by now: building again brings the old ones back."""
    for name, void in voided.items():
        try:
            cell = gradebook.find_graded_cell(name, void.notebook, assignment)
        except MissingEntry:
            continue
        if cell.max_score != void.max_score:
            cell.max_score = void.max_score
    gradebook.db.commit()


@contextmanager
def as_released(gradebook: Gradebook, assignment: str, voided: Voided) -> Iterator[None]:
    """Give voided cells the points meanwhile with which they were released: nbgrader has checksums of these."""
    hold(gradebook, assignment, {name: replace(void, how=BACK) for name, void in voided.items()})
    try:
        yield
    finally:
        hold(gradebook, assignment, voided)


def show_voided(notebook: NotebookNode, voided: Voided, name: str) -> None:
    """Let voided cells show their points, in place, for nbgrader to read."""
    for cell in notebook.cells:
        void = voided.get(grade_id(cell) or "")
        if void is None or void.notebook != name or void.how == BACK:
            continue
        if not cell.outputs or cell.outputs[0].output_type != "execute_result":
            cell.outputs.insert(0, new_output("execute_result", data={}, execution_count=None))
        cell.outputs[0].data["text/plain"] = f"{void.max_score:g}"


def full_marks(voided: Voided, notebook: str) -> tuple[str, ...]:
    """Return the cells of a notebook of which everybody who handed it in gets all points."""
    return tuple(name for name, void in voided.items() if void.notebook == notebook and void.how == FULL)


def sentences(voided: Voided) -> dict[str, str]:
    """Return in a sentence what is decided for each exercise, by its name."""
    found = {}
    for name, void in voided.items():
        exercise = name.removeprefix(CHECK)
        if void.how == DROP:
            found[exercise] = f"{exercise} was taken out of the grade, for everybody."
        elif void.how == FULL:
            found[exercise] = (
                f"Everybody who handed in {void.notebook} has all {void.points:g} points of {exercise}."
            )
    return found
