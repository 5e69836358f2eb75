"""Writes one student's autograded notebooks and feedback pages into their folders."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbgrader import utils
from nbgrader.converters import Autograde, GenerateFeedback

from ..course.arrival import FILE, has_wrong_arrival
from ..course.assignment import Assignment
from ..course.digests import digest
from ..notebooks.submission import Submission
from .files import Content, replace_file, replace_folder
from .gather import source_files
from .jobs import Graded


class HandBack:
    """Writes the autograded folder and the feedback folder of students, and remembers from what pages were made."""

    def __init__(self, assignment: Assignment, autograde: Autograde, feedback: GenerateFeedback):
        self._assignment = assignment
        self._autograde, self._generate = autograde, feedback
        self._pages = assignment.kept / "feedback"
        self._source = source_files(assignment)
        for name in autograde.exclude_overwriting.get(assignment.name, []):
            self._source.pop(name, None)  # the student's own version stays

    def write_autograded(self, student: str, submission: Submission, graded: Mapping[str, Graded]) -> None:
        """Write the autograded notebooks, and beside them what nbgrader puts there."""
        files: dict[str, Content] = {}
        for name in extras(submission):
            files[name] = lambda name=name: submission.read(name)  # type: ignore[misc]
        for name, path in self._source.items():
            files[name] = path.read_bytes
        for notebook, result in graded.items():
            files[f"{notebook}.ipynb"] = result.text.encode()
        replace_folder(self._assignment.folder("autograded", student), files)
        self._set_permissions(self._autograde, student)

    def current_pages(self, student: str) -> dict[str, str]:
        """Return from what each feedback page that is there was made, by the names of notebooks."""
        folder = self._assignment.folder("feedback", student)
        with suppress(OSError, ValueError):
            made = json.loads(self._made_path(student).read_bytes())
            if isinstance(made, dict):
                return {name: key for name, key in made.items() if (folder / f"{name}.html").is_file()}
        return {}

    def write_feedback(
        self, student: str, notebooks: list[str], pages: Mapping[str, str], keys: Mapping[str, str]
    ) -> None:
        """Write the `pages` that are new, beside them what nbgrader puts there, and nothing else.

        `keys` tell from what each page was made.
        """
        folder = self._assignment.folder("feedback", student)
        files: dict[str, Content] = {}
        for notebook in notebooks:
            page = folder / f"{notebook}.html"
            files[page.name] = pages[notebook].encode() if notebook in pages else page.read_bytes
        autograded = self._assignment.folder("autograded", student)
        ignored = [*self._assignment.directory.ignore, "*.ipynb"]
        for path in map(Path, utils.find_all_files(str(autograded), ignored)):
            files[path.relative_to(autograded).as_posix()] = path.read_bytes
        replace_folder(folder, files)
        self._set_permissions(self._generate, student)
        if pages:
            replace_file(self._made_path(student), json.dumps(dict(keys)).encode())

    def _set_permissions(self, converter: Any, student: str) -> None:
        converter.set_permissions(self._assignment.name, student)

    def _made_path(self, student: str) -> Path:
        return self._pages / f"{digest(student.encode())}.json"


def extras(submission: Submission) -> list[str]:
    """Return the files besides notebooks that are kept: the time of handing in only if it can be right."""
    wrong = has_wrong_arrival(submission)
    return [name for name in submission.extras() if not (wrong and name == FILE)]
