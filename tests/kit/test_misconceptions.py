"""The registered mistakes of the whole course can be told apart where they are first looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from coursekit.grading.hidden_suite import HiddenSuite
from coursekit.grading.result import Call
from coursekit.grading.student import Student
from coursekit.grading.words import same
from coursekit.notebooks.cells import code_cells
from coursekit.notebooks.folders import read_folder
from coursekit.notebooks.marks import exercises
from coursekit.sandbox.sandbox import Sandbox

from .helpers import ROOT, source_files, source_notebook

SOURCE = ROOT / "source/convolutions"
HIDDEN = ROOT / "tests/hidden/convolutions"
NOTEBOOKS = sorted(path.stem.removeprefix("test_") for path in HIDDEN.glob("test_*.py"))

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("stem", NOTEBOOKS)
def test_mistakes_are_told_apart(sandbox: Sandbox, stem: str) -> None:
    """No two registered mistakes, with different sentences, give the same up to the first case that shows one of them."""
    notebook = source_notebook(SOURCE / f"{stem}.ipynb")
    names = tuple(exercise.name for exercise in exercises(notebook))
    files = {**read_folder(ROOT / "release/convolutions"), **source_files(SOURCE)}
    student = Student(sandbox, code_cells(notebook, set(), notebook), files, pictures=False)
    suite = HiddenSuite(HIDDEN / f"test_{stem}.py", names)
    try:
        confused = list(_confused(suite, student))
    finally:
        suite.close()
        student.close()
    assert not confused


def _confused(suite: HiddenSuite, student: Student) -> Iterator[str]:
    """Yield the mistakes that look like another one in the first test that shows them, or that no test shows."""
    mistakes: dict[str, list[Callable[..., Any]]] = {}
    for mistake in suite.misconceptions:
        for name in mistake.__misconception__[0]:  # type: ignore[attr-defined]
            mistakes.setdefault(name, []).append(mistake)
    waiting = {name: list(functions) for name, functions in mistakes.items()}
    for result in suite.results(student, lambda names: student):
        assert result.passed, f"{result.exercise} {result.test}: {result.message}"
        calls = [call for call in student.calls if call.name == result.exercise and call.error is None]
        for mistake in list(waiting.get(result.exercise, [])):
            first = _until_it_shows(mistake, calls)
            if first:
                waiting[result.exercise].remove(mistake)
                for rival in mistakes[result.exercise]:
                    if _says(rival) != _says(mistake) and _alike(rival, mistake, first):
                        yield f"{result.exercise} {result.test}: {mistake.__name__} looks like {rival.__name__}"
    for name, functions in waiting.items():
        yield from (f"{name}: nothing shows {mistake.__name__}" for mistake in functions)


def _until_it_shows(mistake: Callable[..., Any], calls: list[Call]) -> list[Call]:
    """Return the calls up to the first one for which `mistake` does not give what is right, or none."""
    for count, call in enumerate(calls, 1):
        if not same(_value(mistake, call), call.value):
            return calls[:count]
    return []


def _alike(one: Callable[..., Any], other: Callable[..., Any], calls: list[Call]) -> bool:
    return all(same(_value(one, call), _value(other, call)) for call in calls)


def _says(mistake: Callable[..., Any]) -> str:
    return str(mistake.__misconception__[1])  # type: ignore[attr-defined]


def _value(function: Callable[..., Any], call: Call) -> Any:
    """Return what `function` makes of copies of the arguments, or an object that is like nothing else."""
    copies = [a.clone() if isinstance(a, torch.Tensor) else a for a in call.arguments]
    try:
        return function(*copies)
    except Exception:
        return object()
