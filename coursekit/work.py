"""What grading processes do: grade a notebook, or make a feedback page, from nothing but what they are sent."""

from __future__ import annotations

import gc
import hashlib
import logging
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from multiprocessing.connection import wait
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

import nbformat
import torch
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    GetGrades,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from . import notebook as nb
from .converters import Grade, handed_in, ungradable_notebook, write_outputs
from .grading import Grader
from .sandbox import Limits, Sandbox, SandboxError

# What these do is done here by `mend` and the grader, or by the writer of the gradebook.
ELSEWHERE = (Grade, OverwriteCells, OverwriteKernelspec, SaveAutoGrades, AssignLatePenalties, GetGrades)
LIBRARIES = ("ipython", "matplotlib", "nbgrader", "numpy", "pytest", "torch")


@dataclass(frozen=True)
class Assignment:
    """All that grading an assignment needs: files by relative name, and settings."""

    name: str
    release: Mapping[str, bytes]
    suites: Mapping[str, bytes]
    seed: int
    limits: Limits
    protected: bool
    config: Config

    def key(self) -> str:
        """Return a digest of all that a grade depends on besides the submission."""
        names = {kind.__name__ for kind in _preprocessors(_autograde(self.config))} | {"Autograde"}
        parts: list[object] = [kit_version(), self.seed, self.limits, self.protected]
        parts += [(name, self.config[name]) for name in sorted(names) if name in self.config]
        return digest(repr(parts).encode(), *_flat(self.release), *_flat(self.suites))


@dataclass(frozen=True)
class Job:
    """One notebook that was handed in: `data`, or why there is none; `beside` are the student's other ones."""

    notebook: str
    data: bytes
    reason: str
    beside: Mapping[str, bytes]

    def key(self, assignment: str) -> str:
        """Return a digest of the job, for an assignment with that key."""
        head = f"{assignment}\0{self.notebook}\0{self.reason}".encode()
        return digest(head, self.data, *_flat(self.beside))


@dataclass(frozen=True)
class Graded:
    """What grading found: the autograded notebook, and what goes into the gradebook by the names of cells.

    `scores` has None where a person has to grade. `unanswered` are solution cells left as released. `tests` has
    exercise, title, whether it was lost, and the misconception that was recognised or "", for each test.
    """

    text: str
    scores: dict[str, float | None]
    unanswered: list[str]
    tests: list[tuple[str, str, bool, str]]
    ungradable: str = ""


@dataclass(frozen=True)
class Page:
    """A feedback page to be made of an autograded notebook: scores and comments by the names of cells."""

    notebook: str
    text: str
    scores: Mapping[str, tuple[float, float]]
    comments: Mapping[str, str | None]
    score: float
    max_score: float
    late_penalty: float

    def key(self, assignment: str) -> str:
        """Return a digest of the page, for an assignment with that key."""
        return digest(assignment.encode(), repr(asdict(self)).encode())


def digest(*parts: bytes) -> str:
    """Return one SHA-256 over `parts`, each with its length, in hexadecimal."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(b"%d:" % len(part))
        whole.update(part)
    return whole.hexdigest()


def _flat(files: Mapping[str, bytes]) -> Iterable[bytes]:
    for name in sorted(files):
        yield name.encode()
        yield files[name]


@cache
def kit_version() -> str:
    """Return a digest of this package's own files, and the versions of what it calculates with."""
    files = {
        path.as_posix(): path.read_bytes()
        for path in Path(__file__).parent.rglob("*")
        if path.suffix in (".py", ".j2")
    }
    return digest(*_flat(files), repr([version(name) for name in LIBRARIES]).encode())


def _autograde(config: Config) -> Any:
    return Autograde(coursedir=CourseDirectory(config=config), config=config)


def _preprocessors(converter: Any) -> list[Any]:
    """Return the classes that a converter's configuration names, without those whose work is done elsewhere."""
    if isinstance(converter, Autograde):
        named = [*converter.sanitize_preprocessors, *converter.autograde_preprocessors]
    else:
        named = converter.preprocessors
    kinds = [import_item(kind) if isinstance(kind, str) else kind for kind in named]
    return [kind for kind in dict.fromkeys(kinds) if kind not in ELSEWHERE]


class Worker:
    """Grades notebooks of one assignment, one at a time, with a sandbox of its own; `door` is for `Sandbox`."""

    def __init__(self, assignment: Assignment, door: socket.socket | None = None):
        self.assignment = assignment
        self._folder = tempfile.TemporaryDirectory(prefix="coursekit-")
        for part, files in (("release", assignment.release), ("suites", assignment.suites)):
            for name, data in files.items():
                path = Path(self._folder.name, part, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        self._sandbox = Sandbox(protected=assignment.protected, wait=False, door=door)
        if door is None:  # on a cluster, which nobody has for a few
            self._sandbox.expect_many()
        self._graders: dict[str, Grader] = {}
        self._autograde = _autograde(assignment.config)
        self._feedback = GenerateFeedback(
            coursedir=CourseDirectory(config=assignment.config), config=assignment.config
        )
        for converter in (self._autograde, self._feedback):
            converter.log.setLevel(logging.ERROR)
        self._busy = threading.Lock()

    def close(self) -> None:
        """End the sandbox, and remove what was put on disk."""
        try:
            self._sandbox.close()
        finally:
            self._folder.cleanup()

    def _grader(self, notebook: str) -> Grader:
        if notebook not in self._graders:
            folder = Path(self._folder.name)
            self._graders[notebook] = Grader(
                folder / "release" / f"{notebook}.ipynb",
                folder / "suites" / f"test_{notebook}.py",
                self._sandbox,
                seed=self.assignment.seed,
                limits=self.assignment.limits,
            )
        return self._graders[notebook]

    def grade(self, job: Job) -> Graded:
        """Grade one notebook, as `nbgrader autograde` with this kit's configuration does."""
        with self._busy:
            grader = self._grader(job.notebook)
            reason = job.reason
            try:
                whole = handed_in(job.data, grader.release) if not reason else None
            except nb.Ungradable as error:
                whole, reason = None, str(error)
            notebook = whole or ungradable_notebook(grader.release, reason)
            notebook = self._pass(self._autograde.sanitize_preprocessors, notebook)
            result = (
                grader.ungradable(reason)
                if whole is None
                else grader.grade(notebook, job.beside, mended=True)
            )
            write_outputs(notebook, result, grader.judged, protected=self.assignment.protected)
            notebook = self._pass(self._autograde.autograde_preprocessors, notebook)
            tests = [
                (test.exercise, test.title, not test.passed, test.diagnosis.says if test.diagnosis else "")
                for test in result.tests
            ]
        return Graded(f"{nbformat.writes(notebook).rstrip()}\n", *_marks(notebook), tests, reason)

    def _pass(self, named: list[Any], notebook: NotebookNode) -> NotebookNode:
        kinds = [import_item(kind) if isinstance(kind, str) else kind for kind in named]
        for kind in kinds:
            if kind not in ELSEWHERE:
                notebook, _ = kind(parent=self._autograde).preprocess(notebook, {})
        return notebook

    def page(self, page: Page) -> str:
        """Make one feedback page, as `nbgrader generate_feedback` does."""
        with self._busy:
            notebook = nbformat.reads(page.text, as_version=4)
            for cell in notebook.cells:
                name = nb.grade_id(cell) or ""
                if name in page.comments:
                    cell.metadata.nbgrader["comment"] = page.comments[name]
                if name in page.scores:
                    cell.metadata.nbgrader["score"], cell.metadata.nbgrader["points"] = page.scores[name]
            exporter = self._feedback.exporter_class(parent=self._feedback, config=self._feedback.config)
            for kind in _preprocessors(self._feedback):
                exporter.register_preprocessor(kind)
            noted: dict[str, object] = {
                "score": page.score,
                "max_score": page.max_score,
                "late_penalty": page.late_penalty,
            }
            noted |= {"notebook": page.notebook, "assignment": self.assignment.name}
            resources = {"metadata": {"name": page.notebook}, "nbgrader": noted}
            html, _ = exporter.from_notebook_node(notebook, resources=resources)
            return str(html)


def _marks(notebook: NotebookNode) -> tuple[dict[str, float | None], list[str]]:
    """Return scores and unanswered cells, as nbgrader's SaveAutoGrades finds them."""
    scores, unanswered = {}, []
    for cell in notebook.cells:
        name = nb.grade_id(cell) or ""
        if utils.is_grade(cell):
            scores[name] = utils.determine_grade(cell)[0]
        if utils.is_solution(cell) and nb.mark(cell).get("checksum") == utils.compute_checksum(cell):
            unanswered.append(name)
    return scores, unanswered


# --- one worker for each process ----------------------------------------------------------------

_worker: Worker | SandboxError | None = None


def warm_up() -> None:
    """Let torch import what its first comparison needs, once for all processes that are forked from this one."""
    torch.testing.assert_close(torch.ones(1), torch.ones(1))
    gc.freeze()


def prepare(assignment: Assignment, door: socket.socket | None = None) -> None:
    """Make this process ready to grade `assignment`; where it cannot be, the first job tells why."""
    global _worker
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that hands out the work
        signal.signal(signal.SIGTERM, _end)
    Finalize(None, finish, exitpriority=1)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    try:
        _worker = Worker(assignment, door)
    except SandboxError as error:
        _worker = error


def _end_with(sentinel: int) -> None:
    """End this process, and its sandbox with it, when the one that hands out the work is gone."""
    wait([sentinel])
    _leave()


def _end(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would come in the way of the first
    _leave()


def _leave() -> None:
    try:
        finish()
    finally:  # whatever it was doing, and whichever way that fails
        os._exit(1)


def finish() -> None:
    """Leave nothing of this process's worker behind."""
    if isinstance(_worker, Worker):
        with suppress(OSError):
            _worker.close()


def _ready() -> Worker:
    if isinstance(_worker, SandboxError):
        raise _worker
    assert _worker is not None
    return _worker


def grade(job: Job) -> Graded:
    """Grade one notebook in this process."""
    return _ready().grade(job)


def make_page(page: Page) -> str:
    """Make one feedback page in this process."""
    return _ready().page(page)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))
