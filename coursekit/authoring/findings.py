"""What the measurement of the grader finds: what a trial came to, and what was counted for an exercise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..grading.result import TestResult


@dataclass
class Findings:
    """What was counted for one exercise, by what it is called in the table, and a sentence for everything wrong."""

    exercise: str
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    unnamed: list[str] = field(
        default_factory=list
    )  # known mistakes that the feedback does not name: a few may be
    alone: set[str] = field(default_factory=set)  # the tests that some wrong answer loses and no other
    named: set[str] = field(default_factory=set)  # the mistakes that some answer makes the feedback name
    matched: set[str] = field(default_factory=set)  # the lines of equivalent mutants that were met

    def add(self, other: Findings) -> None:
        """Take in what was found for other answers to the same exercise."""
        self.counts.update(other.counts)
        self.faults += other.faults
        self.unnamed += other.unnamed
        self.alone |= other.alone
        self.named |= other.named
        self.matched |= other.matched

    def count(self, what: str, fault: str) -> None:
        """Count one more of what must not be."""
        self.counts[what] += 1
        self.faults.append(fault)


@dataclass(frozen=True)
class Trial:
    """What one trial came to: the exercise's tests that were lost, the mistakes named, and what else was lost."""

    lost: frozenset[str]
    said: frozenset[str]
    spilled: frozenset[str] = frozenset()

    @classmethod
    def of(cls, results: Iterable[TestResult], exercises: set[str]) -> dict[str, Trial]:
        """Return what `results` say about each of `exercises`."""
        failed = [result for result in results if not result.passed]
        spilled = frozenset(f"{r.exercise} {r.test}" for r in failed if r.exercise not in exercises)
        return {name: cls._of_one(name, failed, spilled) for name in exercises}

    @classmethod
    def _of_one(cls, exercise: str, failed: list[TestResult], spilled: frozenset[str]) -> Trial:
        own = [result for result in failed if result.exercise == exercise]
        said = frozenset(result.diagnosis.key for result in own if result.diagnosis)
        return cls(frozenset(result.test for result in own), said, spilled)

    def is_like(self, other: Trial) -> bool:
        """Return whether the same tests were lost, and the same mistakes named."""
        return (self.lost, self.said) == (other.lost, other.said)
