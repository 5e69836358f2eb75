"""Leaves in a release what is for all frameworks and for that of the assignment, whoever makes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from ..course.assignment import Assignment
from ..course.course import Course
from ..notebooks.variants import kept


class Keep(NbGraderPreprocessor):
    """Keeps the cells and files of the assignment's framework; first in c.GenerateAssignment.preprocessors.

    What comes after it, nbgrader's look for names that are there twice among it, meets one variant alone.
    """

    def __init__(self, **more: Any):
        super().__init__(**more)
        self._assignments: dict[str, Assignment] = {}

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook with the cells of one framework; nbgrader has copied the files before."""
        name = resources["nbgrader"]["assignment"]
        if name not in self._assignments:
            self._assignments[name] = Course.of(self).assignment(name)
            self._remove_foreign(self._assignments[name])
        return kept(notebook, self._assignments[name].framework), resources

    def _remove_foreign(self, assignment: Assignment) -> None:
        """Remove from the release what nbgrader has copied there for other frameworks."""
        folder = self._release(assignment)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and assignment.is_foreign(path.relative_to(folder).as_posix()):
                path.unlink()

    def _release(self, assignment: Assignment) -> Path:
        """Return where the release is made; building has nbgrader make it elsewhere."""
        owner = self.parent
        while owner is not None:
            directory = getattr(owner, "coursedir", None)
            if isinstance(directory, CourseDirectory):
                return Path(directory.format_path(directory.release_directory, ".", assignment.name))
            owner = owner.parent
        return assignment.folder("release")
