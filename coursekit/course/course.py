"""A course: its folders in nbgrader's terms, its settings, and its assignments."""

from __future__ import annotations

import logging
from pathlib import Path

from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import LoggingConfigurable

from ..errors import CourseError
from .assignment import Assignment
from .settings import CourseKit


class Course:
    """One course; obtained with `Course.here` or `Course.of`."""

    def __init__(self, directory: CourseDirectory, settings: CourseKit):
        self.directory, self.settings = directory, settings
        self.root = Path(directory.root)

    @classmethod
    def here(cls) -> Course:
        """Return the course whose nbgrader_config.py is in the working folder."""
        root = Path.cwd()
        if not (root / "nbgrader_config.py").exists():
            raise CourseError(
                f"there is no course here: {root} has no nbgrader_config.py; go to the course's folder"
            )
        app = NbGrader(log_level=logging.WARNING)
        app.initialize([])
        return cls.of(app)

    @classmethod
    def of(cls, owner: LoggingConfigurable) -> Course:
        """Return the course that the configuration of `owner` describes."""
        return cls(CourseDirectory(parent=owner), CourseKit(parent=owner))

    @property
    def api(self) -> NbGraderAPI:
        """Return nbgrader's commands on this course."""
        return NbGraderAPI(coursedir=self.directory, parent=self.directory.parent)

    def assignment(self, name: str) -> Assignment:
        """Return the assignment of this name, whether or not there is one."""
        return Assignment(name, self.directory, self.settings)
