"""What became of one submission."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..grading.result import TestResult
from ..notebooks.text import shown
from .jobs import Graded


@dataclass
class Outcome:
    """What became of one submission. `scores` has the points by notebook, `problems` what to tell about it.

    It has `failed` if nothing of it was graded: then there are no scores, or those of an earlier submission are `kept`.
    It was `given_up` if something of it could not be graded. `known_as` is what to call the student.

    `cells` are the points of graded cells with what there is to earn, `penalty` what being late costs. Of exercises
    that hidden suites judge, `lost` has the checks that were not passed and `said` the mistakes that were recognised,
    by exercise; those `unfinished` were not begun. `unreadable` are notebooks that could not be read.
    """

    student: str
    scores: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    tests: list[TestResult] = field(default_factory=list)
    failed: bool = False
    kept: bool = False
    given_up: bool = False
    known_as: str = field(default="", compare=False)
    cells: dict[str, tuple[float, float]] = field(default_factory=dict)
    penalty: float = 0.0
    lost: list[tuple[str, str]] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what the student is called, as it can be printed."""
        return self.known_as or shown(self.student)

    @property
    def ungraded(self) -> bool:
        """Return whether there are no scores."""
        return self.failed and not self.kept

    @property
    def total(self) -> float:
        """Return the points in all, after the penalty for being late."""
        return max(0.0, sum(self.scores.values()) - self.penalty)

    @property
    def raw(self) -> float:
        """Return the points of all graded cells, before a penalty."""
        return sum(score for score, _ in self.cells.values())

    def count(self) -> None:
        """Note what the tests have found, and let them go, so that a large class needs no more memory."""
        self.lost = [(test.exercise, test.title) for test in self.tests if not test.passed]
        self.said = [(test.exercise, test.diagnosis.says) for test in self.tests if test.diagnosis]
        begun = {test.exercise for test in self.tests if test.passed or not test.unfinished}
        self.unfinished = sorted({test.exercise for test in self.tests} - begun)
        self.tests = []

    def add(self, notebook: str, graded: Graded) -> None:
        """Take in what grading one notebook has found."""
        self.tests += graded.tests
        self.problems += [f"{notebook}: {remark}" for remark in graded.remarks]
        if graded.ungradable:
            self.unreadable.append(notebook)
            self.problems.append(f"{notebook}: {graded.ungradable}")

    def give_up(self, problem: str) -> None:
        """Note what could not be done for the submission."""
        self.given_up = True
        self.problems.append(problem)

    def fail(self, problem: str) -> None:
        """Note why the submission could not be graded."""
        self.failed = True
        self.problems.append(problem)
