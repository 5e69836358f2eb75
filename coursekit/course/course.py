"""A course: its folders in nbgrader's terms, its settings, and its assignments."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterable
from pathlib import Path

from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from traitlets.config import LoggingConfigurable

from ..errors import CourseError
from ..notebooks.text import shown
from .assignment import Assignment
from .configuration import FILE, read, why
from .gradebook import opened
from .settings import CourseKit, faults


class Course:
    """One course; obtained with `Course.here` or `Course.of`."""

    def __init__(self, directory: CourseDirectory, settings: CourseKit):
        self.directory, self.settings = directory, settings
        self.root = Path(directory.root)

    @classmethod
    def here(cls) -> Course:
        """Return the course whose nbgrader_config.py is in the working folder."""
        root = Path.cwd()
        if not (root / FILE).exists():
            raise CourseError(
                f"there is no course here: {root} has no nbgrader_config.py; go to the course's folder"
            )
        read(root)
        app = NbGrader(log_level=logging.WARNING, raise_config_file_errors=True)
        try:
            app.initialize([])
        except Exception as error:  # in a configuration that is not the course's, but the account's
            raise CourseError(why(error, root)) from error
        return cls._of(app)

    @classmethod
    def of(cls, owner: LoggingConfigurable) -> Course:
        """Return the course that the configuration of `owner` describes; CourseError if that is wrong.

        What asks may have run for long, with a configuration that has changed since.
        """
        root = Path(CourseDirectory(parent=owner).root)
        if (root / FILE).exists():
            read(root)
        return cls._of(owner)

    @classmethod
    def _of(cls, owner: LoggingConfigurable) -> Course:
        wrong = list(faults(owner.config, Path(CourseDirectory(parent=owner).root)))
        if wrong:  # on the command line, for instance
            raise CourseError("; ".join(wrong))
        return cls(CourseDirectory(parent=owner), CourseKit(parent=owner))

    @property
    def api(self) -> NbGraderAPI:
        """Return nbgrader's commands on this course."""
        return NbGraderAPI(coursedir=self.directory, parent=self.directory.parent)

    def assignment(self, name: str) -> Assignment:
        """Return the assignment of this name, whether or not there is one."""
        return Assignment(name, self.directory, self.settings.of(name))

    def existing(self, name: str) -> Assignment:
        """Return the assignment of this name; CourseError, with those that there are, if there is none."""
        known = self.api.get_source_assignments()
        if name not in known:
            known |= self._in_gradebook()
        if name in known:
            return self.assignment(name)
        raise CourseError(f"there is no assignment {shown(name)}; {meant(name, known)}")

    def assignments(self) -> list[Assignment]:
        """Return every assignment that has a source or is in the gradebook."""
        known: set[str] = self.api.get_source_assignments() | self._in_gradebook()
        return [self.assignment(name) for name in sorted(known)]

    def _in_gradebook(self) -> set[str]:
        """Return the assignments that the gradebook knows, if there is one: to look into none would make it."""
        url = make_url(self.directory.db_url)
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
            return set()
        with opened(self.directory) as gradebook:
            return {assignment.name for assignment in gradebook.assignments}


def meant(name: str, known: Iterable[str], nothing: str = "none at all yet") -> str:
    """Return which of the `known` names is near to one that is not among them; all of them if none is."""
    names = sorted(map(shown, known))
    near = difflib.get_close_matches(name, names, 1)
    return f"is {near[0]} meant?" if near else f"there is {', '.join(names) or nothing}"
