"""One assignment of a course."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import MissingEntry, Notebook
from nbgrader.coursedir import CourseDirectory

from ..errors import CourseError
from ..notebooks.read import read_notebook
from ..notebooks.variants import is_foreign, is_handed_out, kept, kept_data
from ..sandbox.compiled import FRAMEWORKS, Compiled
from ..sandbox.inside.frameworks import NAMES
from ..sandbox.limits import Limits
from ..sandbox.sandbox import Sandbox, shared_sandbox
from .gradebook import opened
from .settings import CourseKit
from .voided import DROP, Voided, read_voided

if TYPE_CHECKING:
    from ..grading.grader import Grader

ANYBODY = "\ufffd"  # stands for a student where the course's structure of folders is asked for


class Assignment:
    """Knows the folders, suites, answers, points and settings of one assignment; obtained from a `Course`."""

    def __init__(self, name: str, directory: CourseDirectory, settings: CourseKit):
        self.name, self.directory, self.settings = name, directory, settings
        self.root = Path(directory.root)
        self.source = settings.source_of(name)
        self.is_being_built = False  # then only the instructor's own code is run
        self.is_previewed = False  # then its release is what `coursekit preview` writes

    # --- where things are ---------------------------------------------------------------------

    def folder(self, step: str, student: str = ".") -> Path:
        """Return nbgrader's folder of a step: source, release, submitted, autograded or feedback.

        The source may be another assignment's, from which nbgrader has a link to it.
        """
        pattern: str = getattr(self.directory, f"{step}_directory")
        name = self.source if step == "source" else self.name
        return Path(os.path.normpath(str(self.directory.format_path(pattern, student, name))))

    def shown(self, step: str, student: str = ".") -> str:
        """Return the folder of a step as the instructor knows it: from the course's folder on, if it is below it."""
        folder = self.folder(step, student)
        return str(folder.relative_to(self.root) if folder.is_relative_to(self.root) else folder)

    @property
    def suites(self) -> Path:
        """Return the folder of the hidden suites."""
        return Path(self.root, self.settings.suites, self.source)

    def suite(self, notebook: str) -> Path:
        """Return the path of a notebook's hidden suite, whether or not it is there."""
        return self.suites / f"test_{notebook}.py"

    @property
    def has_suites(self) -> bool:
        """Return whether there are hidden suites."""
        return any(self.suites.glob("test_*.py"))

    @property
    def answers(self) -> Path:
        """Return the folder of the answer bank: that of the framework, where it has one of its own."""
        folder = Path(self.root, self.settings.answers, self.source)
        own = folder / self.framework
        return own if own.is_dir() else folder

    def bank(self, exercise: str) -> Path:
        """Return the path of the answers to an exercise, whether or not they are there."""
        return self.answers / f"{exercise}.py"

    @property
    def framework(self) -> str:
        """Return the name of the framework that the notebooks compute with."""
        return str(self.settings.framework)

    def in_framework(self, framework: str) -> Assignment:
        """Return this assignment as it is in another framework; its release is the preview."""
        own = {**self.settings.assignments.get(self.name, {}), "framework": framework}
        settings = CourseKit(parent=self.directory.parent)
        settings.assignments = {**settings.assignments, self.name: own}
        other = Assignment(self.name, self.directory, settings.of(self.name))
        other.is_previewed = True
        return other

    @property
    def preview(self) -> Path:
        """Return the folder that `coursekit preview` writes."""
        return self.root / "preview" / f"{self.source}-{self.framework}"

    @property
    def kept(self) -> Path:
        """Return the folder in which the kit remembers what it has graded."""
        return self.root / ".coursekit" / self.name

    @property
    def compiled(self) -> Compiled | None:
        """Return what the framework has compiled of the solution, if it compiles."""
        if self.framework not in FRAMEWORKS:
            return None
        return Compiled(self.kept / "compiled", is_made=self.is_being_built)

    # --- what there is ------------------------------------------------------------------------

    @property
    def voided_file(self) -> Path:
        """Return the path of the file that says which exercises are voided."""
        return self.kept / "voided.json"

    @cached_property
    def voided(self) -> Voided:
        """Return which exercises were taken out of the grade or give everybody all points, by their graded cells."""
        return read_voided(self.voided_file)

    def sources(self) -> list[Path]:
        """Return the instructor's notebooks that are handed out in this framework; CourseError if there are none."""
        folder = self.folder("source")
        paths = sorted(folder.glob("*.ipynb"))
        if not paths:
            raise CourseError(f"{self.name}: there are no notebooks in {folder.relative_to(self.root)}")
        chosen = [path for path in paths if is_handed_out(read_notebook(path), self.framework)]
        if not chosen:
            raise CourseError(
                f"{self.name}: no notebook in {folder.relative_to(self.root)} is for {self.framework}"
            )
        return chosen

    def source_notebooks(self) -> dict[Path, NotebookNode]:
        """Return the instructor's notebooks as they are in this framework; CourseError if there are none."""
        return {path: self.source_notebook(path.stem) for path in self.sources()}

    def source_notebook(self, notebook: str) -> NotebookNode:
        """Return one of the instructor's notebooks as it is in this framework; Ungradable if it cannot be read."""
        return kept(read_notebook(self.folder("source") / f"{notebook}.ipynb"), self.framework)

    def source_data(self, notebook: str) -> bytes:
        """Return the file of one of the instructor's notebooks as it is in this framework."""
        return kept_data((self.folder("source") / f"{notebook}.ipynb").read_bytes(), self.framework)

    def is_foreign(self, name: str) -> bool:
        """Return whether a file beside the instructor's notebooks, by its relative name, is for another framework."""
        return is_foreign(name, self.framework, NAMES)

    def shared_files(self) -> dict[str, Path]:
        """Return what is put beside every notebook from the source folder, by relative name."""
        source = self.folder("source")
        found = {}
        for path in map(Path, utils.find_all_files(str(source), [*self.directory.ignore, "*.ipynb"])):
            found[path.relative_to(source).as_posix()] = path
        return {name: path for name, path in found.items() if not self.is_foreign(name)}

    def released(self, notebook: str) -> Path:
        """Return the path of a released notebook; CourseError if it is not there."""
        folder = self.preview if self.is_previewed else self.folder("release")
        path = folder / f"{notebook}.ipynb"
        if not path.exists():
            raise CourseError(f"{self.name}: {path.name} is not released; run `{self.release_command}`")
        return path

    def students(self) -> list[str]:
        """Return everybody who has handed in something, readable or not, sorted."""
        folder, before, after = self.hand_ins()
        found = sorted(os.listdir(folder)) if folder.is_dir() else []
        named = [name for name in found if name.startswith(before) and name.endswith(after)]
        students = [name[len(before) : len(name) - len(after)] for name in named]
        return [name for name in students if name and os.path.lexists(self.folder("submitted", name))]

    def hand_ins(self) -> tuple[Path, str, str]:
        """Return the folder in which there is one entry for each student, and what their names have around the id."""
        parts = self.folder("submitted", ANYBODY).parts
        place = next(place for place, part in enumerate(parts) if ANYBODY in part)
        before, _, after = parts[place].partition(ANYBODY)
        return Path(*parts[:place]), before, after

    def points(self) -> dict[str, float]:
        """Return the points of each notebook, but for those beside hidden suites that ask nothing.

        CourseError if the assignment was never released here.
        """
        with opened(self.directory) as gradebook, suppress(MissingEntry):
            found = gradebook.find_assignment(self.name)
            if found.notebooks:
                asking = [one for one in found.notebooks if not self.has_suites or _asks(one)]
                return {notebook.name: self._points(notebook) for notebook in asking}
        raise CourseError(f"{self.name} is not in the gradebook yet; run `{self.release_command}`")

    def _points(self, notebook: Notebook) -> float:
        dropped = {name for name, void in self.voided.items() if void.how == DROP}
        cells = [*notebook.grade_cells, *notebook.task_cells]
        return float(sum(cell.max_score for cell in cells if cell.name not in dropped))

    @property
    def release_command(self) -> str:
        """Return what to type to release this assignment."""
        sources = list(self.folder("source").glob("*.ipynb"))
        in_cells = sources and not any(self.suite(path.stem).exists() for path in sources)
        return f"{'nbgrader generate_assignment' if in_cells else 'coursekit build'} {self.name}"

    # --- grading ------------------------------------------------------------------------------

    def sandbox(self) -> Sandbox:
        """Return the sandbox of this process."""
        protected = bool(self.settings.protected)
        return shared_sandbox(protected, self.framework, self.settings.python, self.compiled)

    def grader(self, notebook: str) -> Grader | None:
        """Return the grader of a notebook, or None if its checks stand in its cells.

        It is made anew when suite or release have changed.
        """
        release, suite = self.released(notebook), self.suite(notebook)
        if not suite.exists():
            return None
        whole = hashlib.sha256()
        for path in (release, *sorted(self.suites.glob("*.py"))):
            whole.update(path.read_bytes())
        settings = self.settings
        return _grader(release, suite, whole.hexdigest(), self.sandbox(), settings.seed, settings.limits)


def _asks(notebook: Notebook) -> bool:
    return bool(notebook.solution_cells or notebook.grade_cells or notebook.task_cells)


@cache
def _grader(release: Path, suite: Path, digest: str, sandbox: Sandbox, seed: int, limits: Limits) -> Grader:
    """Return the grader for files with this `digest`: nbgrader makes its preprocessors anew for each notebook."""
    from ..grading.grader import Grader  # and PyTorch, only where something is graded

    return Grader(release, suite, sandbox, seed=seed, limits=limits)
