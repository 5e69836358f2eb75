"""What nbgrader's configuration names for grading: the classes that stand in for its own."""

from __future__ import annotations

import html
import os
import re
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.preprocessors import Execute, NbGraderPreprocessor

from . import execute
from . import notebook as nb
from .course import TEMPLATES, Course, CourseError
from .grading import NotebookResult
from .harmless import harmless_notebook, harmless_outputs, plain_name
from .student import CellRun
from .submission import read_submission


class SubmittedNotebook(NotebookExporter):
    """Reads what students hand in, and makes it harmless to whoever looks at it.

    A file that cannot be read becomes an empty notebook that says why.
    """

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Return the notebook at `filename` after this exporter's preprocessors, as nbconvert does."""
        place = resources["nbgrader"]
        course = Course.of(self)
        released = course.folder("release", place["assignment"]) / f"{place['notebook']}.ipynb"
        if not released.exists():
            return super().from_filename(filename, resources=resources, **kw)
        autograded = course.folder("autograded", place["assignment"], place["student"])
        if Path(filename).parent == autograded:  # what this class has written for nbgrader's second pass
            notebook = nb.read(Path(filename))
        else:
            remove_followed_links(course, place["assignment"], place["student"])
            notebook = self._handed_in(course, place, nb.read(released))
        resources["metadata"] = {"name": place["notebook"], "path": str(Path(filename).parent)}
        return self.from_notebook_node(notebook, resources=resources, **kw)

    def _handed_in(self, course: Course, place: dict[str, str], release: NotebookNode) -> NotebookNode:
        folder = course.folder("submitted", place["assignment"], place["student"])
        try:
            return handed_in(read_submission(folder).read(f"{place['notebook']}.ipynb"), release)
        except nb.Ungradable as error:
            self.log.error("%s of %s: %s", place["notebook"], place["student"], error)
            return ungradable_notebook(release, str(error))


def handed_in(data: bytes, release: NotebookNode) -> NotebookNode:
    """Return the notebook in `data` as it is graded and shown: mended, and harmless to whoever looks at it.

    Ungradable, with the reason, where there is none in `data`.
    """
    notebook = nb.mend(nb.parse(data), release)
    harmless_notebook(notebook, release)
    return notebook


def ungradable_notebook(release: NotebookNode, reason: str) -> NotebookNode:
    """Return the released notebook with a cell on top that says why what was handed in is not there."""
    notebook = nb.fill(release, {})
    notebook.metadata["coursekit"] = {"ungradable": plain_name(reason)}
    text = f"The notebook that was handed in could not be graded: {html.escape(plain_name(reason))}."
    notebook.cells.insert(0, new_markdown_cell(f"**{text}** Below is an empty one.", id="ungradable"))
    return notebook


def remove_followed_links(course: Course, assignment: str, student: str) -> None:
    """Remove from the autograded folder what nbgrader copied there by following a student's links."""
    folder, copies = (course.folder(step, assignment, student) for step in ("submitted", "autograded"))
    try:
        submission = read_submission(folder)
    except nb.Ungradable:
        shutil.rmtree(copies, ignore_errors=True)
        return
    for name in submission.refused:
        if not (course.folder("source", assignment) / name).exists() and (copies / name).is_file():
            (copies / name).unlink()


class RunCells(Execute):
    """Stands in for nbgrader's Execute where checks stand in cells: runs all of them in the sandbox.

    How long a cell may run is set as for Execute, for instance by `c.Execute.timeout`.
    """

    def preprocess(self, notebook: NotebookNode, resources: Any, km: Any = None) -> tuple[NotebookNode, Any]:
        """Leave in each code cell its outputs; CourseError where the notebook is not in Python."""
        course = Course.of(self)
        if not execute.is_python(notebook.metadata):
            if course.settings.protected:
                raise CourseError(not_python(resources["nbgrader"]["notebook"], notebook.metadata))
            notebook, resources = super().preprocess(notebook, resources, km)
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    cell.outputs = harmless_outputs(cell.outputs)
            return notebook, resources
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for cell in cells:
            cell.outputs, cell.execution_count = [], None
        reason = nb.ungradable_because(notebook)
        if reason:
            for cell in cells:
                cell.outputs = [execute.failure("NotRun", f"was not run: {reason}")]
            return notebook, resources
        run = [cell for cell in cells if cell.source.strip() and not self._skipped(cell)]
        execution = execute.Execution(
            course.sandbox(),
            [execute.TimedCell(cell.source, self._seconds(cell, course)) for cell in run],
            execute.folder_files(Path(resources["metadata"]["path"])),
            {"NBGRADER_EXECUTION": os.environ.get("NBGRADER_EXECUTION", "autograde")},
            course.settings.limits,
        )
        for count, (cell, outputs) in enumerate(zip(run, execution.run(), strict=True), 1):
            cell.outputs = harmless_outputs([_without_paths(output) for output in outputs])
            cell.execution_count = count
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = count
        return notebook, resources

    def _skipped(self, cell: NotebookNode) -> bool:
        return self.skip_cells_with_tag in cell.metadata.get("tags", [])

    def _seconds(self, cell: NotebookNode, course: Course) -> float:
        seconds = self.timeout_func(cell) if self.timeout_func else self.timeout
        return float(seconds) if seconds and seconds > 0 else course.settings.notebook_seconds


def not_python(name: str, metadata: Any) -> str:
    """Return why a notebook cannot be graded that is not in Python, and what to do."""
    return (
        f"{name}: the notebook is in {execute.language(metadata)}, and the sandbox runs Python only; to run it "
        "WITHOUT protection against harmful code, set c.CourseKit.protected = False in nbgrader_config.py"
    )


class Grade(NbGraderPreprocessor):
    """Stands in for nbgrader's Execute: runs the cells in the sandbox, and the hidden suite outside it.

    In a notebook without a suite, the check cells are run like the others.
    """

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Leave in each code cell its outputs, and in each check cell the score and a table."""
        place = resources["nbgrader"]
        course = Course.of(self)
        if not course.suite(place["assignment"], place["notebook"]).exists():
            executed: tuple[NotebookNode, Any] = RunCells(parent=self.parent).preprocess(notebook, resources)
            return executed
        grader = course.grader(place["assignment"], place["notebook"])
        reason = nb.ungradable_because(notebook)
        if reason:
            result = grader.ungradable(reason)
        else:
            released = course.folder("release", place["assignment"]).glob("*.ipynb")
            submitted = read_submission(course.folder("submitted", place["assignment"], place["student"]))
            others = submitted.notebooks({path.name for path in released})
            result = grader.grade(notebook, others, mended=True)
        write_outputs(notebook, result, grader.judged, protected=course.settings.protected)
        return notebook, resources


def write_outputs(
    notebook: NotebookNode, result: NotebookResult, judged: set[str], *, protected: bool
) -> None:
    """Write the outputs of a graded notebook's cells into it, and the scores where nbgrader looks for them."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        name = nb.grade_id(cell) or ""
        exercise = name.removeprefix(nb.CHECK)
        if nb.mark(cell).get("grade") and exercise in judged:
            tests = result.exercise(exercise)
            cell.outputs = [_score(exercise, tests, protected)]
            cell.metadata["coursekit"] = [_without_paths(asdict(test)) for test in tests]
            cell.execution_count = None
        else:
            key = name if nb.mark(cell).get("solution") else f"cell {index}"
            run = result.runs.get(key, CellRun([]))
            cell.outputs = harmless_outputs([_without_paths(output) for output in run.outputs])


def _score(exercise: str, tests: list[Any], protected: bool) -> NotebookNode:
    earned, points = sum(test.earned for test in tests), sum(test.points for test in tests)
    table = TEMPLATES.get_template("checks.html.j2").render(
        exercise=exercise, tests=tests, earned=earned, points=points, protected=protected
    )
    data = {"text/plain": f"{earned:g}", "text/html": _without_paths(table)}
    return new_output("execute_result", data=data, execution_count=None)


def _without_paths(value: Any) -> Any:
    """Return `value` with the folders of this machine's Python left out of every text."""
    if isinstance(value, str):
        return PYTHON_FOLDER.sub("", value[::-1])[::-1]
    if isinstance(value, dict):
        return {key: _without_paths(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_paths(item) for item in value]
    return value


# Written backwards: so it begins with its rarest part, and a long path that is none takes no time.
PYTHON_FOLDER = re.compile(r"(?:/segakcap-etis)?/\d+\.3nohtyp/bil(?:/[\w.+-]+)+/")
