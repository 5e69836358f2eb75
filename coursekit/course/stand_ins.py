"""The classes that stand in for nbgrader's own when it autogrades."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute

from ..errors import CourseError, GradingEnded, Ungradable
from ..grading.autograded import (
    handed_in,
    shown_outputs,
    ungradable_notebook,
    write_outputs,
    write_results,
)
from ..grading.bounds import bounded_grading
from ..grading.cell_checks import Execution, TimedCell
from ..grading.language import in_words, is_python, not_python
from ..grading.outputs import error_output
from ..grading.result import TestResult
from ..notebooks.harmless import harmless_outputs
from ..notebooks.marks import ungradable_because
from ..notebooks.read import read_notebook
from ..notebooks.submission import NOTHING, read_submission
from ..sandbox.limits import Limits
from .arrival import Arrivals
from .assignment import Assignment
from .course import Course
from .gradebook import opened
from .manual import lower_manual_scores
from .origin import sign
from .voided import as_released, show_voided
from .workplace import WORKPLACE, Workplace

ENVIRONMENT = "NBGRADER_EXECUTION"


class SubmittedNotebook(NotebookExporter):
    """Reads what students hand in, and makes it harmless to whoever looks at it.

    A file that cannot be read becomes an empty notebook that says why.
    """

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Return the notebook at `filename` after this exporter's preprocessors, as nbconvert does."""
        place = resources["nbgrader"]
        assignment = Course.of(self).assignment(place["assignment"])
        released = assignment.folder("release") / f"{place['notebook']}.ipynb"
        if not released.exists():
            return super().from_filename(filename, resources=resources, **kw)
        if Path(filename).parent == assignment.folder("autograded", place["student"]):
            notebook = read_notebook(Path(filename))  # what this class has written for nbgrader's second pass
        else:
            remove_followed_links(assignment, place["student"])
            remove_foreign(assignment, place["student"])
            self._mend_gradebook(assignment, place["student"])
            notebook = self._handed_in(assignment, place, read_notebook(released))
        resources["metadata"] = {"name": place["notebook"], "path": str(Path(filename).parent)}
        if not assignment.voided:
            return self.from_notebook_node(notebook, resources=resources, **kw)
        with (
            opened(assignment.directory) as gradebook,
            as_released(gradebook, assignment.name, assignment.voided),
        ):
            return self.from_notebook_node(notebook, resources=resources, **kw)

    def _mend_gradebook(self, assignment: Assignment, student: str) -> None:
        """Take back a date that nbgrader has taken from the student, and scores above the points that there are."""
        submission = NOTHING
        with suppress(Ungradable):
            submission = read_submission(assignment.folder("submitted", student))
        told = Arrivals(assignment).settle(student, submission)
        with opened(assignment.directory) as gradebook:
            told += lower_manual_scores(gradebook, assignment.name, student)
        for line in told:
            self.log.warning("%s: %s", student, line)

    def _handed_in(
        self, assignment: Assignment, place: dict[str, str], release: NotebookNode
    ) -> NotebookNode:
        executed = Grade(parent=self.parent).enabled
        try:
            with bounded_grading(assignment.settings.limits):
                data = read_submission(assignment.folder("submitted", place["student"])).read(
                    f"{place['notebook']}.ipynb"
                )
                return handed_in(data, release, keep_outputs=not executed)
        except (Ungradable, GradingEnded) as error:
            reason = f"it {error}" if isinstance(error, GradingEnded) else str(error)
            self.log.error("%s of %s: %s", place["notebook"], place["student"], reason)
            return ungradable_notebook(release, reason)


def remove_followed_links(assignment: Assignment, student: str) -> None:
    """Remove from the autograded folder what nbgrader copied there by following a student's links."""
    copies = assignment.folder("autograded", student)
    try:
        submission = read_submission(assignment.folder("submitted", student))
    except Ungradable:
        shutil.rmtree(copies, ignore_errors=True)
        return
    for name in submission.refused:
        if not (assignment.folder("source") / name).exists() and (copies / name).is_file():
            (copies / name).unlink()


def remove_foreign(assignment: Assignment, student: str) -> None:
    """Remove from an autograded folder what nbgrader has copied there for other frameworks."""
    folder = assignment.folder("autograded", student)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and assignment.is_foreign(path.relative_to(folder).as_posix()):
            path.unlink()


class Grade(Execute):
    """Stands in for nbgrader's Execute, and is the one place where a notebook is graded, whoever asks.

    The cells run in the sandbox. If the notebook has a hidden suite, that runs outside of it; if not, the check cells
    are run like the others, and nbgrader reads the score from what they show. How long a cell may run there is set as
    for Execute, for instance by `c.Execute.timeout`. A notebook that is only read is not run.
    """

    def __call__(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Grade, unless this is disabled (`nbgrader autograde --no-execute`): then no hidden check gets points."""
        if not self.enabled:
            workplace = self._workplace(resources)
            sign(notebook, workplace.origin)
            if workplace.grader is not None:
                lost = workplace.grader.lost("The notebook was not run, so this was not checked.")
                self._write(notebook, workplace, lost.tests)
            return self._voided(notebook, resources)
        graded: tuple[NotebookNode, Any]
        if WORKPLACE in resources:  # whose grading process has bounds of its own
            graded = super().__call__(notebook, resources)
            return graded
        place, limits = resources["nbgrader"], self._workplace(resources).limits
        try:
            with bounded_grading(limits):
                graded = super().__call__(notebook, resources)
        except (
            GradingEnded
        ) as error:  # nbgrader goes on with the next student, and tells of this one in the end
            self.log.error("%s of %s could not be graded: it %s", place["notebook"], place["student"], error)
            raise
        return self._voided(*graded)

    def _voided(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Let exercises that are voided show what they give, which nbgrader saves then."""
        place = resources["nbgrader"]
        assignment = Course.of(self).assignment(place["assignment"])
        show_voided(notebook, assignment.voided, place["notebook"])
        return notebook, resources

    def preprocess(self, notebook: NotebookNode, resources: Any, km: Any = None) -> tuple[NotebookNode, Any]:
        """Leave in each code cell its outputs, and in each check cell of a hidden suite the score and a table."""
        workplace = self._workplace(resources)
        if workplace.is_only_read:
            return notebook, resources
        sign(notebook, workplace.origin)
        reason = ungradable_because(notebook)
        if workplace.grader is not None:
            result = workplace.grade(notebook, reason)
            write_outputs(notebook, result.runs)
            workplace.by_the_clock = result.by_the_clock
            self._write(notebook, workplace, result.tests)
        elif is_python(notebook.metadata):
            self._run_cells(notebook, workplace, resources["nbgrader"], reason)
        elif workplace.protected:
            if WORKPLACE not in resources:  # nbgrader stops too where it has no such kernel
                raise CourseError(not_python(resources["nbgrader"]["notebook"], notebook.metadata))
            self._run_cells(notebook, workplace, resources["nbgrader"], reason or in_words(notebook.metadata))
        else:
            notebook, resources = super().preprocess(notebook, resources, km)
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    cell.outputs = harmless_outputs(cell.outputs)
        return notebook, resources

    def _workplace(self, resources: Any) -> Workplace:
        given: Workplace | None = resources.get(WORKPLACE)
        if given is not None:
            return given
        place = resources["nbgrader"]
        assignment = Course.of(self).assignment(place["assignment"])
        folder = Path(resources["metadata"]["path"])
        return Workplace.in_folders(assignment, place["notebook"], place["student"], folder)

    def _write(self, notebook: NotebookNode, workplace: Workplace, tests: list[TestResult]) -> None:
        assert workplace.grader is not None
        workplace.tests = tests
        write_results(notebook, tests, workplace.grader.judged, protected=workplace.protected)

    # --- checks in cells ----------------------------------------------------------------------

    def _run_cells(
        self, notebook: NotebookNode, workplace: Workplace, place: dict[str, str], reason: str
    ) -> None:
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for cell in cells:
            cell.outputs, cell.execution_count = [], None
            if reason:
                cell.outputs = [error_output("NotRun", f"was not run: {reason}")]
        run = [cell for cell in cells if cell.source.strip() and not self._skipped(cell) and not reason]
        execution = Execution(
            workplace.sandbox,
            [TimedCell(cell.source, self._seconds(cell, workplace.limits)) for cell in run],
            {} if reason else workplace.files(),
            {ENVIRONMENT: os.environ.get(ENVIRONMENT, "autograde")},
            workplace.limits,
            folder=f"student/{place['assignment']}",
        )
        for count, (cell, outputs) in enumerate(zip(run, execution.run(), strict=True), 1):
            cell.outputs, cell.execution_count = shown_outputs(outputs), count
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = count
        workplace.by_the_clock = execution.by_the_clock
        for remark in workplace.keep(execution.written):
            self.log.warning("%s of %s: %s", place["notebook"], place["student"], remark)

    def _skipped(self, cell: NotebookNode) -> bool:
        return self.skip_cells_with_tag in cell.metadata.get("tags", [])

    def _seconds(self, cell: NotebookNode, limits: Limits) -> float:
        seconds = self.timeout_func(cell) if self.timeout_func else self.timeout
        return float(seconds) if seconds and seconds > 0 else limits.notebook_seconds
