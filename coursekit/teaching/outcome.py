"""What became of one submission."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..grading.result import TestResult
from ..notebooks.text import shown


@dataclass
class Outcome:
    """What became of one submission. `scores` has the points by notebook, `problems` what to tell about it.

    If it `failed`, there are no scores, or those of an earlier submission are `kept`.
    """

    student: str
    scores: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    tests: list[TestResult] = field(default_factory=list)
    failed: bool = False
    kept: bool = False

    @property
    def name(self) -> str:
        """Return the student's id as it can be printed."""
        return shown(self.student)

    @property
    def ungraded(self) -> bool:
        """Return whether there are no scores."""
        return self.failed and not self.kept

    @property
    def total(self) -> float:
        """Return the points in all."""
        return sum(self.scores.values())

    def fail(self, problem: str) -> None:
        """Note why the submission could not be graded."""
        self.failed = True
        self.problems.append(problem)
