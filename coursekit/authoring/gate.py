"""The gate before a release, for every way of releasing that is not `coursekit build`."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from ..course.course import Course
from ..course.proof import Proofs
from ..errors import CourseError
from ..notebooks.marks import is_for_reading
from .release import leaks_of, reasons_against


class Gate(NbGraderPreprocessor):
    """Refuses what `coursekit build` refuses; early in c.GenerateAssignment.preprocessors, before the gradebook.

    An assignment without hidden suites is only asked for solutions that would be handed out.
    """

    def __init__(self, **more: Any):
        super().__init__(**more)
        self._passed: set[str] = set()

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook as it is; CourseError if its assignment is not fit for students."""
        name = resources["nbgrader"]["assignment"]
        if name not in self._passed:
            self._require_fit(name)
            self._passed.add(name)
        return notebook, resources

    def _require_fit(self, name: str) -> None:
        assignment = Course.of(self).assignment(name)
        asking = [path.stem for path, one in assignment.source_notebooks().items() if not is_for_reading(one)]
        Proofs(assignment).require_suites(asking)
        reasons = (reasons_against if assignment.has_suites else leaks_of)(assignment, self)
        if reasons:
            told = "\n  ".join(reasons)
            raise CourseError(f"{name} is not released, for these reasons:\n  {told}")
