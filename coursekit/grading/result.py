"""What grading finds: values that travel between processes and rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..errors import StudentError
from .references import oracle

SIDE = 3  # no hidden input with a longer side is shown
SMALL = SIDE * SIDE


@dataclass(frozen=True)
class Diagnosis:
    """A misconception that was recognised: its name, and the sentence about it."""

    key: str
    says: str


class Recognised(AssertionError):
    """A check failed, and the mistake behind it is known."""

    def __init__(self, diagnosis: Diagnosis):
        super().__init__(diagnosis.says)
        self.diagnosis = diagnosis


@dataclass(frozen=True)
class TestResult:
    """What one hidden test found. `earned` is `points` or 0.

    `replaced` are the exercises that were right ones of ours, not the student's, when the test was passed. It is lost
    and `unfinished` where the student's code still raises NotImplementedError.
    """

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
    replaced: tuple[str, ...] = ()
    unfinished: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Return the names of the exercise and of the test."""
        return self.exercise, self.test

    @property
    def passed(self) -> bool:
        """Return whether the test earned its points."""
        return self.earned == self.points


@dataclass
class CellRun:
    """What a cell showed, and the error that ended it."""

    outputs: list[dict[str, Any]]
    error: str | None = None


@dataclass(frozen=True)
class Call:
    """One call of an exercise's function, kept for the feedback: a value, or an error."""

    name: str
    arguments: tuple[Any, ...]
    value: Any = None
    error: StudentError | None = None


@dataclass(frozen=True)
class Observation:
    """A call's value, and what the call did besides, as far as the student's process tells.

    `changed` are the numbers of the arguments that it wrote into, `operations` the names of what was dispatched in its
    own thread (those that begin with `elsewhere.` say that another thread or process had a part in it), `gradients`
    what was asked for by `upstream`, `steps` how many instructions Python carried out, `others` which functions of
    other libraries were called, each once, as `scipy.correlate2d`.
    """

    value: Any
    changed: tuple[int, ...] = ()
    operations: tuple[str, ...] = ()
    gradients: tuple[Any, ...] = ()
    steps: int = 0
    others: tuple[str, ...] = ()

    @property
    def elsewhere(self) -> bool:
        """Return whether work was left to others, of whom nothing is recorded."""
        return any(name.startswith("elsewhere.") for name in self.operations)

    @property
    def functions(self) -> frozenset[str]:
        """Return the names of the operations without the library's own in front and the variant's behind."""
        return frozenset(name.split(".")[1] if "." in name else name for name in self.operations)


@dataclass
class NotebookResult:
    """What grading one notebook found. `runs` has the outputs of every cell that was run.

    `by_the_clock` tells whether a limit was met in which more than the notebook's computing counts: on another day, the
    notebook might not meet it. `unshown` tells whether cells that only show something were left for later.
    """

    tests: list[TestResult]
    runs: dict[str, CellRun] = field(default_factory=dict)
    ungradable: str = ""
    by_the_clock: bool = False
    unshown: bool = False

    @property
    def points(self) -> float:
        """Return the points earned."""
        return sum(test.earned for test in self.tests)

    @property
    def max_points(self) -> float:
        """Return the points there are."""
        return sum(test.points for test in self.tests)

    def exercise(self, name: str) -> list[TestResult]:
        """Return the tests of one exercise."""
        return [test for test in self.tests if test.exercise == name]


def add_up(results: list[TestResult]) -> tuple[float, float]:
    """Return the points earned in `results`, and the points that there are."""
    earned = sum(result.earned for result in results)
    points = sum(result.points for result in results)
    return earned, points


def is_small(*values: Any) -> bool:
    """Return whether hidden inputs are small enough to be shown: in all no more numbers than a grid of 3×3."""
    return max(map(_size, values), default=0) <= SMALL


def _size(value: Any) -> int:
    if isinstance(value, np.ndarray) or oracle().is_tensor(value):
        return int(np.prod(value.shape)) if max(value.shape, default=1) <= SIDE else SMALL + 1
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return 1
