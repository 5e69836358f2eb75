"""nbgrader's preprocessors as a course configures them, for where no command of nbgrader runs them."""

from __future__ import annotations

import inspect
import json
import logging
import os
import pickle
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    Execute,
    GetGrades,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets import TraitError
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from ..errors import CourseError, Ungradable
from ..notebooks.marks import grade_id, mark
from .gradebook import Marks
from .originals import OverwriteWithOriginals
from .pages import FeedbackPage
from .stand_ins import Grade, SubmittedNotebook

# What these do is done by `mend`, or by the writer of the gradebook.
ELSEWHERE = (OverwriteKernelspec, SaveAutoGrades, AssignLatePenalties, GetGrades)
KNOWN = ("nbgrader.", "nbconvert.", "coursekit.")


class CheckCellMetadataOnce(CheckCellMetadata):
    """Checks what nbgrader's does, which looks at its schema anew for each cell: once for all that say the same."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self._found_right: set[str] = set()

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook as it is; ValidationError if what is said of a cell is wrong."""
        marked = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
        asked = json.dumps([(cell.cell_type, cell.metadata["nbgrader"]) for cell in marked])
        if asked not in self._found_right:
            super().preprocess(notebook, resources)
            self._found_right.add(asked)
        return notebook, resources


# The kit's own classes take the places of these.
STAND_INS = {
    CheckCellMetadata: CheckCellMetadataOnce,
    Execute: Grade,
    ExecutePreprocessor: Grade,
    OverwriteCells: OverwriteWithOriginals,
}


class Preprocessing:
    """What the `config` of a course makes of a notebook, before, while and after it is graded."""

    def __init__(self, config: Config):
        directory = CourseDirectory(config=config)
        try:
            self.autograde = Autograde(coursedir=directory, config=config)
            self.feedback = GenerateFeedback(coursedir=directory, config=config)
            self.kinds = _classes(
                [*self.autograde.sanitize_preprocessors, *self.autograde.autograde_preprocessors]
            )
            self.feedback_kinds = _classes(self.feedback.preprocessors)
        except (ImportError, AttributeError, TraitError) as error:
            named = [name for name in re.findall(r"'([\w.]+)'", str(error)) if "." in name]
            raise CourseError(
                f"the configuration names {named[-1] if named else error}, which cannot be found; "
                "what the kit offers for it is in coursekit.nbgrader, see docs/architecture.md"
            ) from error
        self._made: dict[type, Any] = {}
        for converter in (self.autograde, self.feedback):
            converter.log.setLevel(logging.ERROR)

    def require_safe(self, protected: bool) -> None:
        """Raise CourseError if one of the classes would run student code in a way of its own, without protection."""
        for kind in self.kinds:
            if protected and issubclass(kind, ExecutePreprocessor) and not issubclass(kind, Grade):
                raise CourseError(
                    f"{kind.__name__}, which c.Autograde.autograde_preprocessors names, would run student code WITHOUT "
                    "protection; take it out, or set c.CourseKit.protected = False in nbgrader_config.py"
                )

    @property
    def own_kinds(self) -> list[type]:
        """Return the classes that neither nbgrader nor the kit brings along."""
        return [kind for kind in self.kinds if not kind.__module__.startswith(KNOWN)]

    @property
    def classes(self) -> list[type]:
        """Return every class that the configuration names for grading and for pages."""
        exporters = [self.autograde.exporter_class, self.feedback.exporter_class]
        return [*self.kinds, *self.feedback_kinds, *exporters]

    def settings(self) -> Iterable[bytes]:
        """Yield all that the outcome depends on: settings of the classes, and the text of those of the course's own."""
        names = {"Autograde"}
        for kind in self.kinds:
            names.update(base.__name__ for base in kind.__mro__)
        config = self.autograde.config
        for name in sorted(names & set(config)):
            yield f"{name} {config[name]!r}".encode()
        for kind in self.own_kinds:
            yield _text(kind)

    def apply(self, notebook: NotebookNode, resources: dict[str, Any]) -> NotebookNode:
        """Return a notebook that was handed in after all preprocessors; one of them, `Grade`, grades it."""
        for kind in self.kinds:
            notebook, resources = self._preprocessor(kind)(notebook, resources)
        return notebook

    def _preprocessor(self, kind: type) -> Any:
        """Return a preprocessor. nbgrader's own remember nothing and are dear to make: one serves all notebooks."""
        if kind in self.own_kinds:
            return kind(parent=self.autograde)
        if kind not in self._made:
            self._made[kind] = kind(parent=self.autograde)
        return self._made[kind]

    def written(self, notebook: NotebookNode) -> str:
        """Return the text of an autograded notebook."""
        kind = self.autograde.exporter_class
        if kind in (NotebookExporter, SubmittedNotebook):
            text = nbformat.v4.writes(notebook)  # valid when it was read
        else:
            text, _ = kind(parent=self.autograde, config=self.autograde.config).from_notebook_node(notebook)
        return f"{text.rstrip()}\n"

    def page(self, notebook: NotebookNode, resources: dict[str, Any]) -> str:
        """Return the feedback page of a notebook whose cells have scores and comments in them."""
        page, _ = self._exporter().from_notebook_node(notebook, resources=resources)
        return str(page)

    def _exporter(self) -> Any:
        """Return what makes a page. The kit's own remembers nothing but its templates: one serves all notebooks."""
        kind = self.feedback.exporter_class
        if kind is HTMLExporter:  # whose page runs what a student has written
            kind = FeedbackPage
        if kind in self._made:
            return self._made[kind]
        exporter = kind(parent=self.feedback, config=self.feedback.config)
        for preprocessor in self.feedback_kinds:
            exporter.register_preprocessor(preprocessor)
        if kind is FeedbackPage and all(one.__module__.startswith(KNOWN) for one in self.feedback_kinds):
            self._made[kind] = exporter
        return exporter


def _classes(named: Iterable[Any]) -> list[type]:
    """Return the classes of these names whose work is done here, the kit's own in the place of nbgrader's."""
    kinds = [import_item(kind) if isinstance(kind, str) else kind for kind in named]
    return [STAND_INS.get(kind, kind) for kind in kinds if kind not in ELSEWHERE]


def _text(kind: type) -> bytes:
    """Return the text of the module of a class; something new each time if nobody knows it."""
    with suppress(TypeError, OSError):
        return Path(inspect.getfile(kind)).read_bytes()
    return os.urandom(16)  # defined in a configuration: what it does is done again in each run


def portable(config: Config) -> Config:
    """Return what of a configuration can be sent to another machine.

    A class that course_config.py defines, such as a late penalty, stays here, where it is used.
    """
    sent = Config()
    for section, settings in config.items():
        for name, value in settings.items():
            with suppress(pickle.PicklingError, AttributeError, TypeError):
                pickle.dumps(value)
                sent[section][name] = value
    return sent


def marks(notebook: NotebookNode) -> Marks:
    """Return scores and unanswered cells of an autograded notebook, as nbgrader's SaveAutoGrades finds them.

    Ungradable if a check shows more than its points, at which nbgrader stops.
    """
    scores, unanswered = {}, []
    for cell in notebook.cells:
        name = grade_id(cell) or ""
        if utils.is_grade(cell):
            try:
                scores[name] = utils.determine_grade(cell)[0]
            except ValueError as error:
                points = float(mark(cell)["points"])
                raise Ungradable(
                    f"the check {name} shows a number above its {points:g} points, where nbgrader reads part of them"
                ) from error
        if utils.is_solution(cell) and mark(cell).get("checksum") == utils.compute_checksum(cell):
            unanswered.append(name)
    return Marks(scores, unanswered)
