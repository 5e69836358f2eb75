"""What students have handed in, as jobs for grading processes."""

from __future__ import annotations

from collections.abc import Mapping

from ..course.arrival import Arrivals
from ..course.assignment import Assignment
from ..errors import Ungradable
from ..notebooks.submission import Submission, nothing, read_submission
from .jobs import Bundle, Graded, Job, in_order


class Jobs:
    """Makes jobs of what is handed in to one assignment."""

    def __init__(self, assignment: Assignment, bundle: Bundle, arrivals: Arrivals):
        self._assignment, self._bundle, self._arrivals = assignment, bundle, arrivals
        self._names = {f"{notebook}.ipynb" for notebook in bundle.originals}

    def read(self, student: str, refused: str) -> Submission:
        """Return what a student has handed in; Ungradable if there is nothing to grade, or the id is `refused`."""
        if refused:
            raise Ungradable(refused)
        submission = read_submission(self._assignment.folder("submitted", student))
        if not any(map(submission.has, self._names)):
            raise Ungradable(nothing(submission))
        return submission

    def readable(self, submission: Submission) -> dict[str, bytes]:
        """Return the notebooks of the assignment that can be read, by the names of their files."""
        return submission.notebooks(self._names)

    def job(
        self,
        submission: Submission,
        student: str,
        notebook: str,
        readable: Mapping[str, bytes],
        graded: Mapping[str, Graded],
    ) -> Job:
        """Return the job of grading one notebook among those that are `readable`, after those `graded` already."""
        name = f"{notebook}.ipynb"
        others = {other: data for other, data in readable.items() if other != name}
        if notebook in self._bundle.only_read:
            others = {}
        files: dict[str, bytes] = {}
        written: dict[str, bytes] = {}
        # A hidden suite asks for values; only checks in cells read what lies beside the notebook.
        if self._bundle.has_checks_in_cells(notebook):
            extras = self._arrivals.extras(student, submission)
            files = {extra: submission.read(extra) for extra in extras}
            for earlier in in_order(graded):
                written |= graded[earlier].written
        # Results are kept by content, and found again for whoever hands in the same; unless the course's own
        # preprocessors could do something else for somebody else.
        named = student if self._bundle.preprocessing.own_kinds else ""
        try:
            return Job(notebook, submission.read(name), "", others, files, named, written)
        except Ungradable as error:
            return Job(notebook, b"", str(error), others, files, named, written)
