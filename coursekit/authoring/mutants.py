"""Mutants: copies of a right answer with one small slip in it, as a student's near-miss has."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators
from nbgrader.preprocessors import ClearSolutions

from ..errors import AnswerError


@dataclass(frozen=True)
class Mutant:
    """A solution cell with one change; `line` is the changed line, or the changed lines, as they are now."""

    exercise: str
    line: str
    source: str

    def __str__(self) -> str:
        return f"{self.exercise}: mutant `{self.line}`"


@dataclass(frozen=True)
class Equivalent:
    """A change after which the answer is still right: every mutant with this `line`, for this `reason`."""

    exercise: str
    line: str
    reason: str


def mutants(exercise: str, source: str) -> list[Mutant]:
    """Return all mutants of a solution cell, each with one change between its solution markers."""
    wrapper = MetadataWrapper(libcst.parse_module(source), unsafe_skip_copy=True)
    positions = wrapper.resolve(PositionProvider)
    solution = _solution_lines(source)
    found: dict[str, Mutant] = {}
    for node, place in positions.items():
        if place.start.line in solution and place.end.line in solution:
            for changed in _changes(node):
                mutated = wrapper.module.deep_replace(node, changed)
                text = mutated.code if isinstance(mutated, libcst.Module) else source
                if text != source and text not in found and _compiles(text):
                    found[text] = Mutant(exercise, _changed_line(source, text), text)
    return list(found.values())


def _changes(node: libcst.CSTNode) -> Iterator[libcst.CSTNode]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from operator(node)


def _solution_lines(source: str) -> set[int]:
    """Return the numbers of the lines between nbgrader's markers."""
    lines, inside = set(), False
    for number, line in enumerate(source.splitlines(), 1):
        if ClearSolutions.end_solution_delimeter.default_value in line:
            inside = False
        if inside:
            lines.add(number)
        if ClearSolutions.begin_solution_delimeter.default_value in line:
            inside = True
    return lines


def _compiles(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec")
    except SyntaxError:
        return False
    return True


def _changed_line(before: str, after: str) -> str:
    old, new = before.splitlines(), after.splitlines()
    start = next(i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    end = next(i for i, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b)
    return "\n".join(line.strip() for line in new[start : max(len(new) - end, start + 1)])


def read_equivalents(path: Path) -> list[Equivalent]:
    """Return the mutants that a file says are right answers; none if there is no file."""
    if not path.exists():
        return []
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
    try:
        found = [Equivalent(entry["exercise"], entry["line"].strip(), entry["reason"]) for entry in entries]
    except (KeyError, TypeError, AttributeError) as error:
        raise AnswerError(f"{path.name}: every entry needs an exercise, a line and a reason") from error
    if not all(entry.reason.strip() for entry in found):
        raise AnswerError(f"{path.name}: every entry needs its reason")
    return found
