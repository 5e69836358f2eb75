"""Leaves in a release what is for all frameworks and for that of the assignment, whoever makes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import NbGraderPreprocessor

from ..course.assignment import Assignment
from ..course.course import Course
from ..notebooks.variants import kept


class Keep(NbGraderPreprocessor):
    """Keeps the cells and files of the assignment's framework; first in c.GenerateAssignment.preprocessors.

    What comes after it, nbgrader's look for names that are there twice among it, meets one variant alone. Of notebooks
    that are not handed out in that framework, nbgrader learns nothing.
    """

    def __init__(self, **more: Any):
        super().__init__(**more)
        self._assignments: dict[str, Assignment] = {}
        converter = self._owner(GenerateAssignment)
        for notebooks in getattr(converter, "assignments", {}).values():
            sources = Course.of(self).assignment(converter.coursedir.assignment_id).sources()
            names = {path.name for path in sources}
            notebooks[:] = [path for path in notebooks if Path(path).name in names]

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
        converter = self._owner(GenerateAssignment)
        if converter is None:
            return assignment.folder("release")
        directory = converter.coursedir
        return Path(directory.format_path(directory.release_directory, ".", assignment.name))

    def _owner(self, kind: type) -> Any:
        """Return the nearest of what has made this that is of a kind, or None."""
        owner = self.parent
        while owner is not None and not isinstance(owner, kind):
            owner = owner.parent
        return owner
