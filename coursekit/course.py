"""A course: its settings, its folders, and its graders."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sys
from pathlib import Path
from typing import Any

import jinja2
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets import Bool, Float, Int, Unicode
from traitlets.config import Configurable, LoggingConfigurable

from .grading import Grader, Limits
from .sandbox import Sandbox, shared_sandbox

TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("coursekit"), autoescape=True, undefined=jinja2.StrictUndefined
)


class CourseKit(Configurable):
    """The settings of the kit, for course_config.py."""

    protected = Bool(True, help="Run student code in a sandbox. Only for machines without one: False.").tag(
        config=True
    )
    seed = Int(0, help="Hidden inputs are drawn from it; change it from year to year.").tag(config=True)
    suites = Unicode("tests/hidden", help="Where the hidden suites are.").tag(config=True)
    answers = Unicode("tests/answers", help="Where the answer bank is.").tag(config=True)
    cell_seconds = Float(20, help="How long one cell may run.").tag(config=True)
    call_seconds = Float(10, help="How long one call of a hidden test may run.").tag(config=True)
    notebook_seconds = Float(300, help="How long one notebook may take in all.").tag(config=True)
    cell_cpu_seconds = Float(60, help="How much processor time one cell or call may take.").tag(config=True)
    notebook_cpu_seconds = Float(600, help="How much processor time one notebook may take.").tag(config=True)
    memory_mb = Int(1024, help="Memory for one notebook, beside what Python and torch take.").tag(config=True)
    processes = Int(128, help="How many processes and threads one notebook may have.").tag(config=True)
    open_files = Int(256, help="How many files one process may have open.").tag(config=True)
    file_mb = Int(64, help="How large a file may become that a notebook writes.").tag(config=True)
    disk_mb = Int(256, help="How much a notebook may write in all.").tag(config=True)
    output_mb = Int(10, help="How much of a notebook's outputs is kept.").tag(config=True)
    workers = Int(0, help="How many processes grade; 0: one for each processor.").tag(config=True)

    @property
    def limits(self) -> Limits:
        """Return the limits for one notebook."""
        return Limits(**{name: getattr(self, name) for name in Limits.__dataclass_fields__})


class CourseError(Exception):
    """Something that the instructor has to mend; the text says what, where, and what to do next."""


class Course:
    """The folders of one course, and its graders; obtained with `Course.of`."""

    def __init__(self, directory: CourseDirectory, settings: CourseKit):
        self.directory, self.settings = directory, settings
        self.root = Path(directory.root)

    @classmethod
    def open(cls, root: Path) -> tuple[Course, NbGraderAPI]:
        """Return the course whose nbgrader_config.py is in `root`, and nbgrader's commands on it."""
        if not (root / "nbgrader_config.py").exists():
            raise CourseError(
                f"there is no course here: {root} has no nbgrader_config.py; go to the course's folder"
            )
        os.chdir(root)
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        app = NbGrader(log_level=logging.WARNING)
        app.initialize([])
        directory = CourseDirectory(parent=app)
        return cls(directory, CourseKit(parent=app)), NbGraderAPI(coursedir=directory, parent=app)

    @classmethod
    def of(cls, owner: LoggingConfigurable) -> Course:
        """Return the course that the configuration of `owner` describes."""
        return cls(CourseDirectory(parent=owner), CourseKit(parent=owner))

    def folder(self, step: str, assignment: str, student: str = ".") -> Path:
        """Return nbgrader's folder of a step: source, release, submitted, autograded or feedback."""
        name: str = getattr(self.directory, f"{step}_directory")
        return Path(os.path.normpath(str(self.directory.format_path(name, student, assignment))))

    def sources(self, assignment: str) -> list[Path]:
        """Return the instructor's notebooks; CourseError where there are none."""
        folder = self.folder("source", assignment)
        paths = sorted(folder.glob("*.ipynb"))
        if not paths:
            raise CourseError(f"{assignment}: there are no notebooks in {folder.relative_to(self.root)}")
        return paths

    def suite(self, assignment: str, notebook: str) -> Path:
        """Return the path of a notebook's hidden suite, whether or not it is there."""
        return Path(self.root, self.settings.suites, assignment, f"test_{notebook}.py")

    def release_command(self, assignment: str) -> str:
        """Return what to type to release an assignment."""
        sources = list(self.folder("source", assignment).glob("*.ipynb"))
        in_cells = sources and not any(self.suite(assignment, path.stem).exists() for path in sources)
        return f"{'nbgrader generate_assignment' if in_cells else 'coursekit build'} {assignment}"

    def students(self, assignment: str) -> list[str]:
        """Return everybody who has handed in something, readable or not, sorted."""
        submitted = self.root / self.directory.submitted_directory
        folders = sorted(submitted.iterdir()) if submitted.is_dir() else []
        return [folder.name for folder in folders if os.path.lexists(folder / assignment)]

    def sandbox(self) -> Sandbox:
        """Return the sandbox of this process."""
        return shared_sandbox(bool(self.settings.protected))

    def grader(self, assignment: str, notebook: str) -> Grader:
        """Return the grader of a notebook, made anew when its suite or release has changed."""
        path = self.folder("release", assignment) / f"{notebook}.ipynb"
        if not path.exists():
            raise CourseError(
                f"{assignment}: {path.name} is not released; run `{self.release_command(assignment)}`"
            )
        suite = self.suite(assignment, notebook)
        files = [path, *sorted(suite.parent.glob("*.py"))]
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
        key = f"{path} {digest} {self.settings.seed} {self.settings.limits}"
        if key not in _graders:
            limits = self.settings.limits
            _graders[key] = Grader(path, suite, self.sandbox(), seed=self.settings.seed, limits=limits)
        return _graders[key]


_graders: dict[str, Grader] = {}


RAISED = re.compile(r"^ +(?:\w+\.)*(\w*(?:Error|Exception)\b.*)$", re.MULTILINE)


def failure(result: dict[str, Any]) -> str:
    """Return in one line why a command of nbgrader has failed: the exception in its log, or the log's last line."""
    text = str(result.get("error") or "") + "\n" + str(result.get("log") or "")
    raised = RAISED.findall(text)
    return str((raised or text.strip().splitlines() or ["nbgrader failed"])[-1])
