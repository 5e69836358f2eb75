"""Collects a hidden suite with pytest, once for any number of students.

pytest has no public way to collect once and run often: its `pytest.main` does both, and takes ten times as long as
forty tests themselves. So this module goes the way that `pytest.main` goes, in its own steps. It is the only one that
touches pytest's private parts.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
import torch
from _pytest.config import Config, _prepareconfig
from _pytest.runner import runtestprotocol

from ..errors import SuiteError
from .student import Student

# They print, write files, or look for what a student's process cannot cause; each of them takes time at every test.
LEFT_OUT = (
    *("terminal", "cacheprovider", "capture", "logging", "warnings", "faulthandler"),
    *("unraisableexception", "threadexception", "doctest"),
)


MARKERS = (
    "points(number): what a test earns",
    "builds_on(*names, gradients=True): exercises that may be used; where wrong, right ones take their place",
    "needs(*abilities): what a framework has to have; where it has not, the points go to the exercise's other tests",
)


@dataclass
class Plugin:
    """Gives tests their fixtures, and keeps how each one ended."""

    exercises: tuple[str, ...]
    seed: str = ""
    student: Student | None = None
    error: BaseException | None = None
    problems: list[str] = field(default_factory=list)

    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the markers."""
        for line in MARKERS:
            config.addinivalue_line("markers", line)
        for name in self.exercises:
            config.addinivalue_line("markers", f"{name}: the exercise of that name")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what went wrong while collecting."""
        if report.failed:
            self.problems.append(str(report.longrepr))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep the exception of a test, and report no more than how it ended: to format a traceback takes longer."""
        if call.excinfo is not None:
            self.error = call.excinfo.value
        assert call.when != "collect"
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    @pytest.fixture(name="student")
    def student_fixture(self) -> Student:
        """Return the handle to the student's notebook."""
        assert self.student is not None
        return self.student

    @pytest.fixture(name="rng")
    def rng_fixture(self, request: pytest.FixtureRequest) -> torch.Generator:
        """Return a random generator seeded from the course's seed, the submission's content and the test's name."""
        node = request.node
        return generator(self.seed, f"{node.cls.__name__ if node.cls else ''}::{node.name}")


def generator(seed: str, name: str) -> torch.Generator:
    """Return a generator whose stream depends on `seed` and `name` alone."""
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))


class Collection:
    """The tests in the file `path`, as pytest sees them; close it after use."""

    def __init__(self, path: Path, exercises: tuple[str, ...]):
        self.plugin = Plugin((*exercises, *_marks_beside_needs(path)))
        self._config = self._configured(path)
        session = pytest.Session.from_config(self._config)
        self._config.hook.pytest_sessionstart(session=session)
        try:
            with _read_anew(path.parent):
                self._config.hook.pytest_collection(session=session)
        except pytest.UsageError as error:
            raise SuiteError(str(error)) from error
        if self.plugin.problems:
            raise SuiteError(f"{path.name}: {_last_line(self.plugin.problems[0])}")
        # For each hook of each test, pytest would look anew which conftest.py counts.
        session.gethookproxy = cache(session.gethookproxy)  # type: ignore[method-assign, assignment]
        self.items = [item for item in session.items if isinstance(item, pytest.Function)]

    def _configured(self, path: Path) -> Config:
        options = ["--strict-markers", "--import-mode=importlib", "--assert=plain"]
        options += ["-c", "/dev/null", "--rootdir", str(path.parent)]
        for name in LEFT_OUT:
            options += ["-p", f"no:{name}"]
        with _no_plugins_from_outside():
            config = _prepareconfig([*options, str(path)], plugins=[self.plugin])
        config._do_configure()
        return config

    def error(self, item: pytest.Function, student: Student) -> BaseException | None:
        """Run one test against `student`, and return why it failed, or None."""
        self.plugin.student, self.plugin.error = student, None
        reports = runtestprotocol(item, nextitem=None, log=False)
        if all(report.passed for report in reports):
            return None
        return self.plugin.error or AssertionError("the check was left out")

    def close(self) -> None:
        """Give back what pytest holds."""
        self._config._ensure_unconfigure()


@contextmanager
def _no_plugins_from_outside() -> Iterator[None]:
    """Keep plugins that happen to be installed away from hidden suites."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        patch.delenv("PYTEST_ADDOPTS", raising=False)
        patch.delenv("PYTEST_PLUGINS", raising=False)
        yield


_read: set[str] = set()  # the names of the modules that suites have brought along


@contextmanager
def _read_anew(folder: Path) -> Iterator[None]:
    """Forget the modules of earlier suites, one of which pytest would take for the one in `folder` of the same name."""
    for name in _read:
        sys.modules.pop(name, None)
    _read.clear()
    before = set(sys.modules)
    try:
        yield
    finally:
        for name in sys.modules.keys() - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file is not None and Path(file).is_relative_to(folder):
                _read.add(name)


def _last_line(problem: str) -> str:
    """Return what a failed collection comes down to."""
    line = problem.strip().splitlines()[-1]
    unknown = re.search(r"'(\w+)' not found in `markers`", problem)
    if unknown:
        return f"there is no exercise {unknown[1]} in the notebook; where it is new, build the release again"
    return line


def _marks_beside_needs(path: Path) -> frozenset[str]:
    """Return the other markers of what is marked by `needs`: exercises, not all of which every framework has."""
    found: set[str] = set()
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, OSError, ValueError):  # which collecting will tell
        return frozenset()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            marks = re.findall(r"pytest\.mark\.(\w+)", " ".join(map(ast.unparse, node.decorator_list)))
            found.update(marks if "needs" in marks else ())
    return frozenset(found - {line.partition("(")[0] for line in MARKERS})


def names_asked_for(source: str) -> frozenset[str]:
    """Return every name that the source of a suite asks a student for: `student.name`, whoever holds the student."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).rpartition(".")[2] == "student":
            names.add(node.attr)
    return frozenset(names)
