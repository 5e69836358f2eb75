"""Grades notebooks and makes feedback pages, from nothing but what it is sent."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from ..course.gradebook import Marks
from ..course.origin import origin
from ..course.originals import ORIGINALS
from ..course.preprocessing import marks
from ..course.workplace import WORKPLACE, Part, Workplace
from ..errors import Ungradable
from ..grading.autograded import handed_in, ungradable_notebook
from ..grading.bounds import bounded_grading
from ..grading.remarks import remarks
from ..grading.result import TestResult
from ..notebooks.marks import grade_id
from ..notebooks.read import read_notebook
from ..sandbox.sandbox import Sandbox
from .jobs import Bundle, Graded, Job, PageJob, ShowJob

if TYPE_CHECKING:
    from ..grading.grader import Grader


class Worker:
    """Grades notebooks of one assignment, one at a time, with a sandbox of its own; `door` is for `Sandbox`."""

    def __init__(self, bundle: Bundle, door: socket.socket | None = None):
        self.bundle = bundle
        self._folder = tempfile.TemporaryDirectory(prefix="coursekit-")
        for part, files in (("release", bundle.release), ("suites", bundle.suites)):
            for name, data in files.items():
                path = Path(self._folder.name, part, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        self._sandbox = Sandbox(
            protected=bundle.protected,
            wait=False,
            door=door,
            framework=bundle.framework,
            python=bundle.python,
            compiled=bundle.compiled,
        )
        if door is None:  # on a cluster, which nobody has for a few
            self._sandbox.expect_many()
        self._releases: dict[str, NotebookNode] = {}
        self._graders: dict[str, Grader] = {}
        self._preprocessing = bundle.preprocessing
        self._busy = threading.Lock()

    def close(self) -> None:
        """End the sandbox, and remove what was put on disk."""
        try:
            self._sandbox.close()
        finally:
            self._folder.cleanup()

    def grade(self, job: Job, *, at_once: bool = False) -> Graded:
        """Grade one notebook, as `nbgrader autograde` with this configuration does.

        Cells that only show something are left for `show`, unless all is to be done `at_once`.
        """
        with self._busy:
            if not self.bundle.has_suite(job.notebook):
                return self._grade(job, Part.ALL)
            self._grader(job.notebook)  # made before anything counts for the one who has handed in
            # A preprocessor of the course's own may look at what a cell shows, and change a grade by it.
            whole = at_once or self._preprocessing.own_kinds
            return self._grade(job, Part.ALL if whole else Part.GRADES)

    def show(self, shown: ShowJob) -> Graded:
        """Run a whole notebook again that was graded, for what it shows; the tests are as they were."""
        with self._busy:
            self._grader(shown.notebook)
            return self._grade(shown.job, Part.PICTURES, shown.tests)

    def _grade(self, job: Job, part: Part, tests: Iterable[TestResult] = ()) -> Graded:
        with bounded_grading(self.bundle.limits):
            release, reason = self._release(job.notebook), job.reason
            try:
                if reason:
                    raise Ungradable(reason)
                notebook = handed_in(job.data, release)
            except Ungradable as error:
                reason = str(error)
                notebook = ungradable_notebook(release, reason)
            workplace = self._workplace(job)
            workplace.part, workplace.tests = part, list(tests)
            noticed = remarks(notebook, release) if workplace.grader else ()
            notebook = self._preprocessing.apply(notebook, self._resources(job, workplace))
            text = self._preprocessing.written(notebook)
        found_tests, written = tuple(workplace.tests), workplace.written
        found = marks(notebook)
        if job.notebook in self.bundle.by_hand:
            found = Marks(dict.fromkeys(found.scores), found.unanswered)
        noticed += written.remarks
        files = dict(written.files)
        return Graded(
            *(text, found, found_tests, reason, workplace.by_the_clock, noticed, files, workplace.unshown),
            origin=workplace.origin,
        )

    def _path(self, notebook: str) -> Path:
        return Path(self._folder.name, "release", f"{notebook}.ipynb")

    def _release(self, notebook: str) -> NotebookNode:
        if notebook not in self._releases:
            self._releases[notebook] = read_notebook(self._path(notebook))
        return self._releases[notebook]

    def _workplace(self, job: Job) -> Workplace:
        bundle = self.bundle
        return Workplace(
            self._grader(job.notebook) if bundle.has_suite(job.notebook) else None,
            self._sandbox,
            bundle.limits,
            bundle.protected,
            lambda: job.others,
            lambda: {**job.others, **job.files, **bundle.shared, **job.written},
            is_only_read=job.notebook in bundle.only_read,
            origin=origin(
                *(job.notebook, job.data, job.others, bundle.release[f"{job.notebook}.ipynb"]),
                *(bundle.suites, bundle.seed),
            ),
        )

    def _grader(self, notebook: str) -> Grader:
        from ..grading.grader import Grader  # and PyTorch, only where something is graded

        if notebook not in self._graders:
            self._graders[notebook] = Grader(
                self._path(notebook),
                Path(self._folder.name, "suites", f"test_{notebook}.py"),
                self._sandbox,
                seed=self.bundle.seed,
                limits=self.bundle.limits,
            )
        return self._graders[notebook]

    def _resources(self, job: Job, workplace: Workplace) -> dict[str, Any]:
        """Return what nbgrader tells its preprocessors, and what the kit's own need besides."""
        place = {"assignment": self.bundle.name, "notebook": job.notebook, "student": job.student}
        return {
            "nbgrader": place,
            "metadata": {"name": job.notebook, "path": self._folder.name},
            ORIGINALS: self.bundle.originals[job.notebook],
            WORKPLACE: workplace,
        }

    def page(self, job: PageJob) -> str:
        """Make one feedback page, as `nbgrader generate_feedback` does."""
        with self._busy, bounded_grading(self.bundle.limits):
            notebook = nbformat.reads(job.text, as_version=4)
            for cell in notebook.cells:
                name = grade_id(cell) or ""
                if name in job.comments:
                    cell.metadata.nbgrader["comment"] = job.comments[name]
                if name in job.scores:
                    cell.metadata.nbgrader["score"], cell.metadata.nbgrader["points"] = job.scores[name]
            noted = {
                "score": job.score,
                "max_score": job.max_score,
                "late_penalty": job.late_penalty,
                "full_marks": job.full_marks,
                "notebook": job.notebook,
                "assignment": self.bundle.name,
            }
            resources = {"metadata": {"name": job.notebook}, "nbgrader": noted}
            return self._preprocessing.page(notebook, resources)
