"""What the gradebook holds of an assignment's cells, taken along to where there is no gradebook."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, OverwriteCells

from .gradebook import opened
from .voided import Voided

ORIGINALS = "coursekit_originals"  # the key of an `Original` in the resources that preprocessors are given


@dataclass(frozen=True)
class OriginalCell:
    """A cell as nbgrader has noted it when the assignment was released; `max_score` is 0 if it is not graded."""

    name: str
    cell_type: str
    locked: bool
    source: str
    checksum: str
    max_score: float


@dataclass(frozen=True)
class Original:
    """One notebook as the gradebook knows it, in the words that nbgrader's OverwriteCells asks for."""

    kernelspec: str
    source_cells: tuple[OriginalCell, ...]
    grade_cells: tuple[OriginalCell, ...]
    solution_cells: tuple[OriginalCell, ...]
    task_cells: tuple[OriginalCell, ...]

    @property
    def metadata(self) -> dict[str, Any]:
        """Return the notebook's metadata as far as its language goes."""
        return {"kernelspec": json.loads(self.kernelspec or "null")}

    @property
    def is_for_reading(self) -> bool:
        """Return whether nothing is asked in the notebook."""
        return not (self.solution_cells or self.grade_cells or self.task_cells)

    def find_notebook(self, notebook: str, assignment: str) -> Original:
        """Return this notebook, of which alone anything is known."""
        return self

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> OriginalCell:
        """Return the cell of this name; MissingEntry if there is none."""
        for cell in self.source_cells:
            if cell.name == name:
                return cell
        raise MissingEntry(f"no cell {name}")

    find_graded_cell = find_source_cell


def read_originals(
    directory: CourseDirectory, assignment: str, voided: Voided | None = None
) -> dict[str, Original]:
    """Return what the gradebook holds of an assignment's notebooks, by their names; `voided` cells as they were."""
    with opened(directory) as gradebook:
        return {
            notebook.name: _original(notebook, voided or {})
            for notebook in gradebook.find_assignment(assignment).notebooks
        }


def _original(notebook: Any, voided: Voided) -> Original:
    points = {cell.name: float(cell.max_score) for cell in [*notebook.grade_cells, *notebook.task_cells]}
    points |= {name: void.points for name, void in voided.items() if name in points}
    cells = {}
    for cell in notebook.source_cells:
        score = points.get(cell.name, 0.0)
        cells[cell.name] = OriginalCell(
            cell.name, cell.cell_type, bool(cell.locked), cell.source, cell.checksum, score
        )

    def among(chosen: Any) -> tuple[OriginalCell, ...]:
        return tuple(cells[cell.name] for cell in chosen if cell.name in cells)

    return Original(
        notebook.kernelspec,
        tuple(cells.values()),
        among(notebook.grade_cells),
        among(notebook.solution_cells),
        among(notebook.task_cells),
    )


class OverwriteWithOriginals(OverwriteCells):
    """Does what OverwriteCells does, where grading is done: without a gradebook, from an `Original`."""

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook with locked cells, points and checksums as they were released."""
        self.gradebook: Original = resources[ORIGINALS]
        self.notebook_id, self.assignment_id = (
            resources["nbgrader"][key] for key in ("notebook", "assignment")
        )
        # Not OverwriteCells' own, which would open the gradebook.
        notebook, resources = NbGraderPreprocessor.preprocess(self, notebook, resources)
        if self.add_missing_cells:
            notebook, resources = self.add_missing_grade_cells(notebook, resources)
            notebook, resources = self.add_missing_task_cells(notebook, resources)
        return notebook, resources
