"""Runs hidden suites: a pytest plugin with markers, fixtures, follow-through and diagnosis.

A suite is collected once and run for any number of students.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import pytest
import torch
from _pytest.config import _prepareconfig
from _pytest.runner import runtestprotocol

from .feedback import Words, same
from .student import Student, StudentError
from .suite import Diagnosis, Recognised


class SuiteError(Exception):
    """A suite that cannot be used; the text says why."""


@dataclass(frozen=True)
class TestResult:
    """What one hidden test found. `earned` is `points` or 0."""

    __test__ = False

    exercise: str
    test: str
    title: str
    points: float
    earned: float = 0.0
    message: str = ""
    inputs: str = ""
    seen: str = ""
    expected: str = ""
    diagnosis: Diagnosis | None = None
    followed: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Return the names of the exercise and of the test."""
        return self.exercise, self.test

    @property
    def passed(self) -> bool:
        """Return whether the test earned its points."""
        return self.earned == self.points


@dataclass
class Plugin:
    """Gives tests their fixtures, and keeps how each one ended."""

    exercises: tuple[str, ...]
    seed: int
    student: Student | None = None
    error: BaseException | None = None
    problems: list[str] = field(default_factory=list)

    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the markers."""
        for line in ("points(number): what a test earns", "builds_on(*names): exercises that may be used"):
            config.addinivalue_line("markers", line)
        for name in self.exercises:
            config.addinivalue_line("markers", f"{name}: the exercise of that name")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what went wrong while collecting."""
        if report.failed:
            self.problems.append(str(report.longrepr))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep the exception of a test, and report no more than the outcome: to format a traceback takes longer."""
        passed = call.excinfo is None
        if call.excinfo is not None:
            self.error = call.excinfo.value
        assert call.when != "collect"
        outcome: Literal["passed", "failed"] = "passed" if passed else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    @pytest.fixture(name="student")
    def student_fixture(self) -> Student:
        """Return the handle to the student's notebook."""
        assert self.student is not None
        return self.student

    @pytest.fixture(name="rng")
    def rng_fixture(self, request: pytest.FixtureRequest) -> torch.Generator:
        """Return a random generator seeded from the course's seed and the test's name."""
        node = request.node
        return generator(self.seed, f"{node.cls.__name__ if node.cls else ''}::{node.name}")


def generator(seed: int, name: str) -> torch.Generator:
    """Return a generator whose stream depends on `seed` and `name` alone."""
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))


class Suite:
    """The hidden tests of one notebook, collected; close it after use."""

    def __init__(self, path: Path, exercises: tuple[str, ...], seed: int = 0):
        torch.set_num_threads(1)  # on tensors as small as these, a second thread only waits for the first
        self.seed = seed
        self._plugin = Plugin(exercises, seed)
        options = ["--strict-markers", "--import-mode=importlib", "--assert=plain"]
        options += ["-c", "/dev/null", "--rootdir", str(path.parent)]
        for name in ("terminal", "cacheprovider", "capture", "logging", "warnings", "faulthandler"):
            options += ["-p", f"no:{name}"]
        options += ["-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:doctest"]
        with _no_plugins_from_outside():
            self._config = _prepareconfig([*options, str(path)], plugins=[self._plugin])
        self._config._do_configure()
        session = pytest.Session.from_config(self._config)
        self._config.hook.pytest_sessionstart(session=session)
        try:
            self._config.hook.pytest_collection(session=session)
        except pytest.UsageError as error:
            raise SuiteError(str(error)) from error
        if self._plugin.problems:
            raise SuiteError(f"{path.name}: {_last_line(self._plugin.problems[0])}")
        self.items: list[pytest.Function] = [i for i in session.items if isinstance(i, pytest.Function)]
        functions = {f for item in self.items for f in vars(item.module).values() if inspect.isfunction(f)}
        self.references: dict[str, Callable[..., Any]] = {
            f.__reference__: f for f in functions if hasattr(f, "__reference__")
        }
        self.misconceptions = sorted(
            (f for f in functions if hasattr(f, "__misconception__")),
            key=lambda f: f.__code__.co_firstlineno,
        )
        self.reached = frozenset(re.findall(r"\bstudent\.(\w+)", path.read_text(encoding="utf-8")))
        self.tests = [self._describe(item) for item in self.items]

    def keys(self, exercise: str, *, drawing: bool = False) -> frozenset[tuple[str, str]]:
        """Return the keys of an exercise's tests; with `drawing`, of those whose inputs depend on the seed."""
        return frozenset(
            test.key
            for item, test in zip(self.items, self.tests, strict=True)
            if test.exercise == exercise and (not drawing or "rng" in item.fixturenames)
        )

    def close(self) -> None:
        """Give back what pytest holds."""
        self._config._ensure_unconfigure()

    def _describe(self, item: pytest.Function) -> TestResult:
        exercises = {m.name for m in item.iter_markers()} & set(self._plugin.exercises)
        points = item.get_closest_marker("points")
        title = inspect.cleandoc(item.function.__doc__ or "").replace("\n", " ")
        if len(exercises) != 1:
            raise SuiteError(f"{item.nodeid} needs the marker of exactly one exercise")
        if points is None or points.args[0] <= 0:
            raise SuiteError(f"{item.nodeid} needs its points: @pytest.mark.points(1)")
        if not title:
            raise SuiteError(f"{item.nodeid} needs a docstring, which the student reads as its title")
        return TestResult(exercises.pop(), item.name, title, float(points.args[0]))

    def run(
        self, student: Student, repaired: Callable[[tuple[str, ...]], Student], seed: int | None = None
    ) -> list[TestResult]:
        """Run every test against `student`, with hidden inputs drawn from `seed` (by default the suite's own).

        A failed test that builds on other exercises is run again against `repaired(names)`, in which those
        are right.
        """
        return list(self.results(student, repaired, seed))

    def results(
        self,
        student: Student,
        repaired: Callable[[tuple[str, ...]], Student],
        seed: int | None = None,
        only: Container[tuple[str, str]] | None = None,
    ) -> Iterator[TestResult]:
        """Yield what `run` returns, test by test; with `only`, for the tests with these keys."""
        self._plugin.seed = self.seed if seed is None else seed
        for item, test in zip(self.items, self.tests, strict=True):
            if only is None or test.key in only:
                yield self._follow(item, test, student, repaired)

    def _follow(
        self,
        item: pytest.Function,
        test: TestResult,
        student: Student,
        repaired: Callable[[tuple[str, ...]], Student],
    ) -> TestResult:
        result = self._run(item, test, student)
        names = tuple(sorted(set(self.foundations(item)) & set(self.references)))
        if result.passed or not names:
            return result
        again = self._run(item, test, repaired(names))
        return replace(again, followed=names) if again.passed else result

    def foundations(self, item: pytest.Function) -> tuple[str, ...]:
        """Return the exercises on which a test builds."""
        marker = item.get_closest_marker("builds_on")
        return () if marker is None else tuple(marker.args)

    def _run(self, item: pytest.Function, test: TestResult, student: Student) -> TestResult:
        self._plugin.student, self._plugin.error = student, None
        student.calls.clear()
        reports = runtestprotocol(item, nextitem=None, log=False)
        if all(report.passed for report in reports):
            return replace(test, earned=test.points)
        error = self._plugin.error or AssertionError("the check was left out")
        return self._explain(test, error, student)

    def _explain(self, test: TestResult, error: BaseException, student: Student) -> TestResult:
        words = Words()
        right = self.references.get(test.exercise)
        calls = [call for call in student.calls if call.name == test.exercise]
        result = replace(test, message=words.error(error, student.runs.get(test.exercise)))
        if isinstance(error, Recognised):
            result = replace(result, diagnosis=error.diagnosis)
        with suppress(Exception):  # what a stranger's code returned must not end the grading
            if right is not None and not isinstance(error, Recognised | StudentError):
                result = replace(result, diagnosis=self._diagnose(test.exercise, calls, right))
            case = None if right is None else words.small_case(calls, right)
            if case is not None:
                result = replace(result, inputs=case.inputs, seen=case.seen, expected=case.expected)
        return result

    def _diagnose(self, exercise: str, calls: list[Any], right: Callable[..., Any]) -> Diagnosis | None:
        values = [call for call in calls if call.error is None]
        telling = [call for call in values if not same(call.value, _outcome(right, call.arguments))]
        if not telling:
            return None
        explaining = [
            wrong
            for wrong in self.misconceptions
            if exercise in wrong.__misconception__[0]
            and all(same(call.value, _outcome(wrong, call.arguments)) for call in values)
        ]
        sentences = {wrong.__misconception__[1] for wrong in explaining}
        if len(sentences) != 1:  # where several would do, each of them may be untrue
            return None
        return Diagnosis(explaining[0].__name__, sentences.pop())


def _last_line(problem: str) -> str:
    """Return what a failed collection comes down to."""
    line = problem.strip().splitlines()[-1]
    unknown = re.search(r"'(\w+)' not found in `markers`", problem)
    if unknown:
        return f"there is no exercise {unknown[1]} in the notebook; where it is new, build the release again"
    return line


def _outcome(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Return what `function` returns for copies of `arguments`, or an object equal to nothing."""
    try:
        copies = [a.clone() if isinstance(a, torch.Tensor) else a for a in arguments]
        return function(*copies)
    except Exception:
        return object()


@contextmanager
def _no_plugins_from_outside() -> Iterator[None]:
    """Keep plugins that happen to be installed away from hidden suites."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        patch.delenv("PYTEST_ADDOPTS", raising=False)
        patch.delenv("PYTEST_PLUGINS", raising=False)
        yield
