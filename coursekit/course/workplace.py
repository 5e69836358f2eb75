"""Where one notebook is graded, whoever asks: in nbgrader's folders, or in a grading process far from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode

from ..errors import Ungradable
from ..grading.result import NotebookResult, TestResult
from ..grading.written import Written
from ..notebooks.folders import read_all_files, write_files
from ..notebooks.marks import is_for_reading
from ..notebooks.read import read_notebook
from ..notebooks.submission import read_submission
from ..sandbox.limits import Limits
from ..sandbox.sandbox import Sandbox
from .assignment import Assignment
from .origin import origin
from .proof import Proofs, require_proof

if TYPE_CHECKING:
    from ..grading.grader import Grader

WORKPLACE = "coursekit"  # the key of a `Workplace` in the resources that preprocessors are given


class Part(Enum):
    """What is done with a notebook that has a hidden suite: everything at once, or first the grades, then the rest."""

    ALL = "all"
    GRADES = "grades"
    PICTURES = "pictures"


@dataclass
class Workplace:
    """Where one notebook is graded: the sandbox, and what a student's process finds there.

    `grader` is None if the checks stand in the cells, or the notebook `is_only_read` and has none. `others` gives the
    student's other notebooks, `files` all files of the notebook's folder. Once the notebook is graded, `tests` is what
    hidden tests have found, `by_the_clock` is as in `NotebookResult`, and `written` are the files that a notebook with
    its checks in cells has left; they are put into `folder`, if there is one. `origin` is what the grade is made from.

    Of the two `part`s, the first leaves out the cells that only show something and says in `unshown` whether there are
    any. The second runs the whole notebook for what it shows, and takes over the `tests` that the first has found.
    """

    grader: Grader | None
    sandbox: Sandbox
    limits: Limits
    protected: bool
    others: Callable[[], Mapping[str, bytes]]
    files: Callable[[], Mapping[str, bytes]]
    tests: list[TestResult] = field(default_factory=list)
    by_the_clock: bool = False
    written: Written = field(default_factory=Written)
    folder: Path | None = None
    is_only_read: bool = False
    part: Part = Part.ALL
    unshown: bool = False
    origin: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def in_folders(cls, assignment: Assignment, notebook: str, student: str, autograded: Path) -> Workplace:
        """Return the workplace for a notebook that nbgrader's own command has brought into its folders."""

        def others() -> Mapping[str, bytes]:
            released = assignment.folder("release").glob("*.ipynb")
            submitted = read_submission(assignment.folder("submitted", student))
            return submitted.notebooks({path.name for path in released})

        settings, grader = assignment.settings, assignment.grader(notebook)
        asks = grader is not None or not is_for_reading(read_notebook(assignment.released(notebook)))
        if grader is not None:
            require_proof(assignment, notebook, grader)
        elif asks:
            Proofs(assignment).require_suites([notebook])
        return cls(
            grader,
            assignment.sandbox(),
            settings.limits,
            bool(settings.protected),
            others,
            lambda: read_all_files(autograded),
            folder=autograded,
            is_only_read=not asks and Proofs(assignment).have_suites,
            origin=_origin(assignment, notebook, student, others),
        )

    def grade(self, notebook: NotebookNode, reason: str) -> NotebookResult:
        """Grade a mended notebook by its hidden suite, as far as it is wanted; for `reason`, it cannot be graded."""
        assert self.grader is not None
        if reason:
            return self.grader.ungradable(reason)
        others = self.others()
        if self.part is Part.PICTURES:
            return replace(self.grader.show(notebook, others), tests=self.tests)
        result = self.grader.grade_mended(notebook, others, shown_later=self.part is Part.GRADES)
        self.unshown = result.unshown
        return result

    def keep(self, written: Written) -> tuple[str, ...]:
        """Take what a notebook has written; return what there is to tell about it, unless somebody else will."""
        self.written = written
        if self.folder is None:
            return ()
        write_files(self.folder, written.files)
        return written.remarks


def _origin(
    assignment: Assignment, notebook: str, student: str, others: Callable[[], Mapping[str, bytes]]
) -> dict[str, Any]:
    data, beside = b"", {}
    with suppress(Ungradable):
        beside = dict(others())
        data = read_submission(assignment.folder("submitted", student)).read(f"{notebook}.ipynb")
    suites = {path.name: path.read_bytes() for path in assignment.suites.glob("*.py")}
    release, seed = assignment.released(notebook).read_bytes(), assignment.settings.seed
    return origin(notebook, data, beside, release, suites, seed)
