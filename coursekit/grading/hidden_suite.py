"""Runs hidden suites against students: points, follow-through and diagnosis."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from ..errors import CourseError, SandboxError, StudentError, SuiteError
from ..sandbox.inside.frameworks.dialects import DIALECTS, Dialect
from .collection import Collection, generator, names_asked_for
from .result import Call, Diagnosis, Recognised, TestResult
from .shares import shared_out
from .student import Student
from .words import Words, same

NO_VALUE = object()
ALIKE = 1e-2  # how far a right answer that estimates may differ from time to time, as a share
ANOTHER_ANSWER = (
    "The function gives another result when it is asked the same again. It must depend on its arguments alone: on no "
    "earlier call, and on no random number."
)

# Gives the student in whose notebook the named exercises are replaced by right ones.
Replaced = Callable[[tuple[str, ...]], Student]


class HiddenSuite:
    """The hidden tests of one notebook, collected; close it after use."""

    def __init__(
        self, path: Path, exercises: tuple[str, ...], seed: int = 0, dialect: Dialect = DIALECTS["torch"]
    ):
        torch.set_num_threads(1)  # on tensors as small as these, a second thread only waits for the first
        self.seed = seed
        self._exercises, self._dialect = exercises, dialect
        self._collection = Collection(path, exercises)
        items = self._collection.items
        self.items = [item for item in items if not self._missing(item)]
        functions = self._functions()
        self.references = {f.__reference__: f for f in functions if hasattr(f, "__reference__")}
        self.misconceptions = [f for f in functions if hasattr(f, "__misconception__")]
        self.reached = names_asked_for(path.read_text(encoding="utf-8"))
        there = [item for item in items if self._missing(item) and self._exercises_of(item)]
        self.left_out = [self._describe(item) for item in there]
        self.tests = shared_out([self._describe(item) for item in self.items], self.left_out)

    def _missing(self, item: pytest.Function) -> set[str]:
        """Return what a test needs that the framework does not have."""
        needed = {ability for marker in item.iter_markers("needs") for ability in marker.args}
        return needed - self._dialect.abilities

    def _exercises_of(self, item: pytest.Function) -> set[str]:
        return {marker.name for marker in item.iter_markers()} & set(self._exercises)

    def _functions(self) -> list[Any]:
        """Return the functions that the modules of the tests define or import, in the order of their lines."""
        found: set[Any] = set()
        for item in self.items:
            found.update(filter(inspect.isfunction, vars(item.module).values()))
        return sorted(found, key=lambda function: function.__code__.co_firstlineno)

    def _describe(self, item: pytest.Function) -> TestResult:
        exercises = self._exercises_of(item)
        marker = item.get_closest_marker("points")
        points = marker.args[0] if marker is not None and marker.args else None
        title = self._dialect.fill(inspect.cleandoc(item.function.__doc__ or "").replace("\n", " "))
        if len(exercises) != 1:
            raise SuiteError(f"{item.nodeid} needs the marker of exactly one exercise")
        if not isinstance(points, int | float) or points <= 0:
            raise SuiteError(f"{item.nodeid} needs its points: @pytest.mark.points(1)")
        if not title:
            raise SuiteError(f"{item.nodeid} needs a docstring, which the student reads as its title")
        return TestResult(exercises.pop(), item.name, title, float(points))

    def keys(self, exercise: str, *, drawing: bool = False) -> frozenset[tuple[str, str]]:
        """Return the keys of an exercise's tests; with `drawing`, of those whose inputs depend on the seed."""
        keys = set()
        for item, test in zip(self.items, self.tests, strict=True):
            if test.exercise == exercise and (not drawing or "rng" in item.fixturenames):
                keys.add(test.key)
        return frozenset(keys)

    def builds_on(self, exercise: str) -> list[str]:
        """Return the exercises on which some test of `exercise` builds, and to which there is a right answer."""
        names: set[str] = set()
        for item, test in zip(self.items, self.tests, strict=True):
            if test.exercise == exercise:
                names.update(self._builds_on(item))
        return sorted(names)

    def _builds_on(self, item: pytest.Function) -> tuple[str, ...]:
        marker = item.get_closest_marker("builds_on")
        named = () if marker is None else marker.args
        return tuple(sorted(set(named) & self.references.keys()))

    def close(self) -> None:
        """Give back what pytest holds."""
        self._collection.close()

    # --- running ------------------------------------------------------------------------------

    def run(self, student: Student, replaced: Replaced, seed: int | None = None) -> list[TestResult]:
        """Run every test against `student`, with hidden inputs drawn from `seed` (by default the suite's own).

        A failed test that builds on other exercises is run again against `replaced(names)`, in which those
        are right.
        """
        return list(self.results(student, replaced, seed))

    def results(
        self,
        student: Student,
        replaced: Replaced,
        seed: int | None = None,
        only: Container[tuple[str, str]] | None = None,
        right: frozenset[str] = frozenset(),
    ) -> Iterator[TestResult]:
        """Yield what `run` returns, test by test; with `only`, for the tests with these keys.

        The exercises named in `right` are known to be, so that nothing is gained by replacing them.
        """
        # The same file meets the same numbers again, and one that was changed meets others.
        self._collection.plugin.seed = f"{self.seed if seed is None else seed}:{student.digest}"
        for item, test in zip(self.items, self.tests, strict=True):
            if only is None or test.key in only:
                yield self._result(item, test, student, replaced, right)

    def _result(
        self,
        item: pytest.Function,
        test: TestResult,
        student: Student,
        replaced: Replaced,
        right: frozenset[str],
    ) -> TestResult:
        result = self._run(item, test, student)
        names, marker = self._builds_on(item), item.get_closest_marker("builds_on")
        if result.passed or right.issuperset(names):
            return result
        other = replaced(names)
        other.answers.gradients = marker is None or marker.kwargs.get("gradients", True)
        other.answers.refused = False
        again = self._run(item, test, other)
        if again.passed:
            return replace(again, replaced=names)
        # What is still wrong then is this exercise's own mistake, and not one of those that it builds on. But gradients
        # that are refused are what the first run may have told of.
        is_told = bool(result.diagnosis) or other.answers.refused
        return again if again.diagnosis or not is_told else result

    def _run(self, item: pytest.Function, test: TestResult, student: Student) -> TestResult:
        student.calls.clear()
        error = self._collection.error(item, student) or self._inconsistent(test, student)
        if error is None:
            return replace(test, earned=test.points)
        if isinstance(error, CourseError | SandboxError):  # no student has caused it
            raise error
        return self._explain(test, error, student)

    def _inconsistent(self, test: TestResult, student: Student) -> AssertionError | StudentError | None:
        """Ask one of a test's questions again, from a fresh copy; return why its answer is not that of a function.

        Where many answers are right, there is no reference, and each time another one may be given.
        """
        if test.exercise not in self.references:
            return None
        calls = [call for call in student.calls if call.name == test.exercise and _is_plain(call)]
        if not calls:
            return None
        rng = generator(self._collection.plugin.seed, f"again {test.test}")
        call = calls[int(torch.randint(len(calls), (), generator=rng))]
        try:
            again = getattr(student, call.name)(*call.arguments)
        except StudentError as error:
            return error
        return None if same(again, call.value, rtol=ALIKE) else AssertionError(ANOTHER_ANSWER)

    # --- explaining ---------------------------------------------------------------------------

    def _explain(self, test: TestResult, error: BaseException, student: Student) -> TestResult:
        words = Words()
        right = self.references.get(test.exercise)
        calls = [call for call in student.calls if call.name == test.exercise]
        message = self._dialect.fill(words.error(error, student.runs.get(test.exercise)))
        result = replace(test, message=message, unfinished=isinstance(error, NotImplementedError))
        if isinstance(error, Recognised):
            result = replace(result, diagnosis=self._filled(error.diagnosis))
        if right is None:
            return result
        with suppress(Exception):  # what a stranger's code returned must not end the grading
            if not isinstance(error, Recognised | StudentError):
                result = replace(result, diagnosis=self._diagnose(test.exercise, calls, right))
            case = words.small_case(calls, right)
            if case is not None:
                result = replace(result, inputs=case.inputs, seen=case.seen, expected=case.expected)
        return result

    def _diagnose(self, exercise: str, calls: list[Call], right: Callable[..., Any]) -> Diagnosis | None:
        """Return the one misconception that explains every value of these calls, which `right` does not."""
        answers = [(call, _value(right, call.arguments)) for call in calls if call.error is None]
        values = [call for call, expected in answers if expected is not NO_VALUE]
        if all(same(call.value, expected) for call, expected in answers if expected is not NO_VALUE):
            return None
        explaining = []
        for wrong in self.misconceptions:
            if exercise in wrong.__misconception__[0] and _explains(wrong, values):
                explaining.append(wrong)
        sentences = {wrong.__misconception__[1] for wrong in explaining}
        if len(sentences) != 1:  # if several would do, each of them may be untrue
            return None
        return self._filled(Diagnosis(explaining[0].__name__, sentences.pop()))

    def _filled(self, diagnosis: Diagnosis) -> Diagnosis:
        return replace(diagnosis, says=self._dialect.fill(diagnosis.says))


def _is_plain(call: Call) -> bool:
    """Return whether a call has a value that can be compared, and can be repeated."""
    return call.error is None and not _holds_object((call.value, *call.arguments))


def _holds_object(value: Any) -> bool:
    """Return whether a value is, or holds, something that stays in the process where it was made."""
    if isinstance(value, dict):
        return any(map(_holds_object, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_holds_object, value))
    return callable(value)


def _explains(function: Callable[..., Any], calls: list[Call]) -> bool:
    """Return whether `function` gives what each of these calls has given."""
    return all(same(call.value, _value(function, call.arguments)) for call in calls)


def _value(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Return what `function` returns for copies of `arguments`, or NO_VALUE, which is equal to nothing."""
    try:
        copies = [a.clone() if isinstance(a, torch.Tensor) else a for a in arguments]
        return function(*copies)
    except Exception:
        return NO_VALUE
