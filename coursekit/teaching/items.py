"""Item analysis: how hard each exercise was, and how well it tells those who know from those who do not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..notebooks.marks import CHECK
from .outcome import Outcome

FEWEST = 5  # students, for a correlation to say anything


@dataclass(frozen=True)
class Item:
    """One exercise over the class.

    `success` is the mean share of its points among the `tried` who have begun it. `discrimination` is the correlation
    of its points with those of all other exercises, from -1 to 1; None where nothing can be said.
    """

    name: str
    points: float
    tried: int
    success: float | None
    discrimination: float | None
    mistakes: list[tuple[str, list[str]]]


def items(outcomes: Iterable[Outcome], order: Sequence[str]) -> list[Item]:
    """Return the items of a class; `order` are the names of graded cells as they come in the notebooks."""
    graded = [outcome for outcome in outcomes if outcome.cells]
    known = dict.fromkeys(name for outcome in graded for name in outcome.cells)
    names = [name for name in order if name in known]
    names += [name for name in known if name not in order]
    return [_item(name, graded) for name in names]


def _item(cell: str, graded: list[Outcome]) -> Item:
    name = cell.removeprefix(CHECK)
    having = [outcome for outcome in graded if cell in outcome.cells]
    tried = [outcome for outcome in having if name not in outcome.unfinished]
    points = max((outcome.cells[cell][1] for outcome in having), default=0.0)
    shares = [outcome.cells[cell][0] / points for outcome in tried] if points else []
    success = sum(shares) / len(shares) if shares else None
    return Item(name, points, len(tried), success, _discrimination(cell, having), _mistakes(name, having))


def _discrimination(cell: str, graded: list[Outcome]) -> float | None:
    """Return the item-rest correlation, as in https://en.wikipedia.org/wiki/Item-total_correlation."""
    if len(graded) < FEWEST:
        return None
    own = np.array([outcome.cells[cell][0] for outcome in graded])
    rest = np.array([outcome.raw for outcome in graded]) - own
    if own.std() < 1e-9 or rest.std() < 1e-9:
        return None
    return float(np.corrcoef(own, rest)[0, 1])


def _mistakes(name: str, graded: list[Outcome]) -> list[tuple[str, list[str]]]:
    """Return the mistakes that were recognised, the commonest first, each with the names of those who made it."""
    held: defaultdict[str, list[str]] = defaultdict(list)
    for outcome in graded:
        for says in Counter(says for exercise, says in outcome.said if exercise == name):
            held[says].append(outcome.name)
    return sorted(held.items(), key=lambda pair: -len(pair[1]))
