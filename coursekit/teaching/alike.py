"""Finds pairs of hand-ins that are more alike than the class explains; it tells a person, and changes no grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from ..course.assignment import Assignment
from .own_code import Given, Key, Own

ALIKE = 0.85  # of an answer, from where on two are built alike
OTHERS = 4  # who are thought to belong to a class besides, and to write otherwise: of two, nobody knows what is common
LONGEST = 500  # tokens: an answer that is longer weighs no more
UNIT = 100  # tokens of an answer that weigh as much as its rarity, in bits
GROUP = 5  # so many may have worked together; all below is what a student shares with the class by chance
APART = 1.5  # so many times as much two have to share as either of them does with the rest of the class,
LEAST = 20.0  # and so much more: at least two or three answers that nobody else has, in a class of 300
SMALL = 4 * GROUP  # students: a class below that tells little of what is common,
HALF = 0.5  # so that such a part of what both have written has to be alike


@dataclass(frozen=True)
class Shared:
    """An answer that two have written alike, as `others` have besides."""

    key: Key
    one: Own
    other: Own
    others: int


@dataclass(frozen=True)
class Pair:
    """Two students and what they share, of `compared` answers that both have written."""

    one: str
    other: str
    shared: list[Shared]
    compared: int
    weight: float


@dataclass
class Table:
    """Of each pair of students: what they share, by weight, in how many answers, and how many both have written.

    `holders` has for each exercise who wrote it, and for each two who did so alike, how many have it like them.
    """

    weight: np.ndarray[Any, Any]
    answers: np.ndarray[Any, Any]
    both: np.ndarray[Any, Any]
    holders: dict[Key, tuple[list[int], np.ndarray[Any, Any]]] = field(default_factory=dict)


def find_pairs(assignment: Assignment) -> list[Pair]:
    """Return the pairs of an assignment, those who share most first."""
    given = Given(assignment)
    class_ = {student: given.read(student) for student in assignment.students()}
    return pairs({student: own for student, own in class_.items() if own}, given.solved)


def pairs(class_: Mapping[str, Mapping[Key, Own]], solved: Mapping[Key, Own]) -> list[Pair]:
    """Return the pairs among the answers of a class; `solved` has the course's own."""
    students = list(class_)
    if len(students) < 2:
        return []
    table = _compare(students, class_, solved)
    # What a student shares with the one after the few who may belong to one group.
    ranked = -np.sort(-table.weight, axis=1)
    rest = ranked[:, min(GROUP, len(students) - 1)]
    called = table.weight >= LEAST + APART * np.maximum.outer(rest, rest)
    if len(students) < SMALL:
        called &= table.answers >= HALF * table.both
    found = []
    for one, other in np.argwhere(np.triu(called, 1)).tolist():
        shared = _shared(class_, students, table, one, other)
        compared, weight = int(table.both[one, other]), float(table.weight[one, other])
        found.append(Pair(students[one], students[other], shared, compared, weight))
    return sorted(found, key=lambda pair: -pair.weight)


def _compare(
    students: Sequence[str], class_: Mapping[str, Mapping[Key, Own]], solved: Mapping[Key, Own]
) -> Table:
    count = len(students)
    table = Table(np.zeros((count, count)), np.zeros((count, count)), np.zeros((count, count)))
    written: defaultdict[Key, list[int]] = defaultdict(list)
    for number, student in enumerate(students):
        for key in class_[student]:
            written[key].append(number)
    for key, numbers in written.items():
        owns = [class_[students[number]][key] for number in numbers]
        alike = _alike(owns, solved.get(key))
        counts = alike.sum(axis=1)
        np.fill_diagonal(alike, False)
        holders = np.maximum.outer(counts, counts)
        rarity = np.log2((len(numbers) + OTHERS) / np.maximum(holders, 1))
        size = np.minimum([own.size for own in owns], LONGEST) / UNIT
        place = np.ix_(numbers, numbers)
        table.weight[place] += alike * rarity * np.minimum.outer(size, size)
        table.answers[place] += alike
        table.both[place] += 1
        table.holders[key] = numbers, alike * holders
    return table


def _alike(owns: Sequence[Own], solved: Own | None) -> np.ndarray[Any, Any]:
    """Return which of these answers are built alike: a table of truth values, False for what is the course's own."""
    texts = [own.encoded for own in owns]
    forms = list(dict.fromkeys(texts))  # many write the same
    likeness = cdist(forms, forms, scorer=Indel.normalized_similarity, score_cutoff=ALIKE)
    if solved is not None and solved.size:
        known = cdist(forms, [solved.encoded], scorer=Indel.normalized_similarity, score_cutoff=ALIKE)
        likeness *= (known == 0) * (known == 0).T
    places = [forms.index(text) for text in texts]
    return np.asarray(likeness > 0)[np.ix_(places, places)]


def _shared(
    class_: Mapping[str, Mapping[Key, Own]], students: Sequence[str], table: Table, one: int, other: int
) -> list[Shared]:
    found = []
    for key, (numbers, holders) in table.holders.items():
        if one in numbers and other in numbers:
            held = int(holders[numbers.index(one), numbers.index(other)])
            if held:
                owns = class_[students[one]][key], class_[students[other]][key]
                found.append(Shared(key, *owns, max(0, held - 2)))
    return found
