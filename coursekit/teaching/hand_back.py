"""Writes one student's autograded notebooks and feedback pages into their folders."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader import utils
from nbgrader.converters import Autograde, GenerateFeedback

from ..course.arrival import Arrivals
from ..course.assignment import Assignment
from ..course.cover import FILE, Cover
from ..course.digests import digest
from ..course.names import Names
from ..course.pages import headed
from ..errors import Ungradable
from ..notebooks.passive import is_passive
from ..notebooks.submission import NOTHING, Submission, read_file
from .files import Content, replace_file, replace_folder
from .gather import source_files
from .hooks import run_hook
from .jobs import Graded, in_order

COVER = ""  # in the place of a notebook's name, where it is noted what was written


class HandBack:
    """Writes the autograded folder and the feedback folder of students, and remembers from what pages were made."""

    def __init__(
        self,
        assignment: Assignment,
        arrivals: Arrivals,
        autograde: Autograde,
        feedback: GenerateFeedback,
    ):
        self._assignment, self._arrivals = assignment, arrivals
        self._autograde, self._generate = autograde, feedback
        self._pages = assignment.kept / "feedback"
        self._names, self._cover = Names.of(assignment), Cover(assignment)
        self._source = source_files(assignment)
        for name in autograde.exclude_overwriting.get(assignment.name, []):
            self._source.pop(name, None)  # the student's own version stays

    def write_autograded(self, student: str, submission: Submission, graded: Mapping[str, Graded]) -> None:
        """Write the autograded notebooks, and beside them what nbgrader puts there; or leave that, of NOTHING new."""
        folder = self._assignment.folder("autograded", student)
        own: dict[str, Content] = {name: path.read_bytes for name, path in self._source.items()}
        others: dict[str, Content] = {}
        for name in self._arrivals.extras(student, submission):
            others[name] = partial(submission.read, name)
        if submission is NOTHING:
            others = {name: path.read_bytes for name, path in self._files(folder).items()}
        for notebook in in_order(graded):
            others |= graded[notebook].written
        own = {name: content for name, content in own.items() if not _is_written(name, graded)}
        own |= {f"{notebook}.ipynb": result.text.encode() for notebook, result in graded.items()}
        replace_folder(folder, beside(own, others))
        self._set_permissions(self._autograde, student)

    def write_shown(self, student: str, notebook: str, text: str) -> None:
        """Write one autograded notebook again, with what its cells show; `end_feedback` sets its permissions."""
        replace_file(self._assignment.folder("autograded", student) / f"{notebook}.ipynb", text.encode())

    def begin_feedback(self, student: str, notebooks: list[str]) -> None:
        """Do what the course wants done before a student's pages are made."""
        run_hook(self._generate.pre_convert_hook, self._assignment.name, student, notebooks)

    def end_feedback(self, student: str, notebooks: list[str]) -> None:
        """Do what is to be done when a student's pages are there."""
        self._set_permissions(self._autograde, student)
        run_hook(self._generate.post_convert_hook, self._assignment.name, student, notebooks)

    def current_pages(self, student: str) -> dict[str, str]:
        """Return from what each feedback page was made, by the names of notebooks.

        Only of pages that are there, and are byte for byte what the kit wrote; of none, if the cover is not.
        """
        folder = self._assignment.folder("feedback", student)
        current = {}
        with suppress(OSError, ValueError, TypeError, KeyError, Ungradable):
            made = json.loads(self._made_path(student).read_bytes())
            _, cover = made.pop(COVER)
            if digest(read_file(folder / FILE)) != cover:
                return {}
            for name, (key, page) in made.items():
                with suppress(Ungradable):
                    if digest(read_file(folder / f"{name}.html")) == page:
                        current[str(name)] = str(key)
        return current

    def write_feedback(
        self, student: str, notebooks: list[str], pages: Mapping[str, str], keys: Mapping[str, str]
    ) -> None:
        """Write the `pages` that are new and the cover of all, beside them what does nothing in a browser.

        Nothing else stays there. `keys` tell from what each page was made.
        """
        folder = self._assignment.folder("feedback", student)
        own: dict[str, Content] = {name: path.read_bytes for name, path in self._source.items()}
        written, every = {}, {}
        for notebook in notebooks:
            if notebook in pages:
                page = headed(pages[notebook], self._names.heading(student)).encode()
            else:
                page = read_file(folder / f"{notebook}.html")
            own.pop(f"{notebook}.html", None)
            own[f"{notebook}.html"] = page  # last of all
            written[notebook], every[notebook] = (keys[notebook], digest(page)), page.decode()
        own.pop(FILE, None)
        own[FILE] = cover = self._cover.page(student, every).encode()
        written[COVER] = ("", digest(cover))
        replace_folder(folder, beside(own, self._passive(student)))
        self._set_permissions(self._generate, student)
        replace_file(self._made_path(student), json.dumps(written).encode())

    def _passive(self, student: str) -> dict[str, Content]:
        """Return what lies beside the autograded notebooks and does nothing in the browser of whoever opens it."""
        found: dict[str, Content] = {}
        for name, path in self._files(self._assignment.folder("autograded", student)).items():
            if name not in self._source and is_passive(name, data := path.read_bytes()):
                found[name] = data
        return found

    def _files(self, folder: Path) -> dict[str, Path]:
        """Return the files in a folder of nbgrader's that are no notebooks, by relative name."""
        ignored = [*self._assignment.directory.ignore, "*.ipynb"]
        paths = map(Path, utils.find_all_files(str(folder), ignored))
        return {path.relative_to(folder).as_posix(): path for path in paths}

    def _set_permissions(self, converter: Any, student: str) -> None:
        converter.set_permissions(self._assignment.name, student)

    def _made_path(self, student: str) -> Path:
        return self._pages / f"{digest(student.encode())}.json"


def _is_written(name: str, graded: Mapping[str, Graded]) -> bool:
    return any(name in result.written for result in graded.values())


def beside(own: Mapping[str, Content], others: Mapping[str, Content]) -> dict[str, Content]:
    """Return what a folder holds: `others`, unless they stand where `own` files have to, and these at the end."""
    places = {place for name in own for place in (name, *map(str, PurePosixPath(name).parents))}
    kept = {}
    for name, content in others.items():
        if name not in places and not any(str(folder) in own for folder in PurePosixPath(name).parents):
            kept[name] = content
    return kept | dict(own)
