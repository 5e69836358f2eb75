"""What the gradebook holds of one notebook of a submission, before and after it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]  # of the gradebook's table of grades


@dataclass
class Sheet:
    """What the gradebook holds of one notebook of a submission, by the names of cells.

    `before` and `now` are the rows of grades, `penalty_before` and `late_penalty` what is taken off for being late.
    """

    scores: dict[str, tuple[float, float]] = field(default_factory=dict)  # with what there is to earn
    comments: dict[str, str | None] = field(default_factory=dict)
    late_penalty: float = 0.0
    remarks: list[str] = field(default_factory=list)
    before: dict[str, Row] = field(default_factory=dict, compare=False)
    now: dict[str, Row] = field(default_factory=dict, compare=False)
    penalty_before: float = field(default=0.0, compare=False)

    @property
    def score(self) -> float:
        """Return the points, before a penalty for being late."""
        return sum(score for score, _ in self.scores.values())

    @property
    def score_before(self) -> float:
        """Return the points that it had, before a penalty for being late."""
        return sum(map(score_of, self.before.values()))

    @property
    def max_score(self) -> float:
        """Return the points there are."""
        return sum(points for _, points in self.scores.values())


def score_of(row: Row) -> float:
    """Return the points in a row: those that a person has given, or else those of the checks, and extra credit."""
    earned = row["auto_score"] if row["manual_score"] is None else row["manual_score"]
    return 0.0 if earned is None else float(earned + (row["extra_credit"] or 0.0))
