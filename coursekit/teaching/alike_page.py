"""Tells which hand-ins are alike, side by side on a page, and in lines for the terminal and the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..course.assignment import Assignment
from ..course.names import Names
from ..templates import HTML
from .alike import Pair, Shared, find_pairs
from .files import replace_file
from .own_code import shared_lines

MOST_PAIRS = 50  # side by side on the page; all are in the table


@dataclass(frozen=True)
class Found:
    """The pairs of an assignment, with their students as they are called; `page` shows them, where there are any."""

    pairs: Sequence[Pair]
    lines: Sequence[str]
    page: Path


def look(assignment: Assignment) -> Found:
    """Compare what a class handed in, and write the page about it."""
    pairs, names = find_pairs(assignment), Names.of(assignment)
    page = assignment.root / "reports" / f"{assignment.name}-alike.html"
    replace_file(page, _page(assignment, pairs, names).encode())
    return Found(pairs, [line(pair, names) for pair in pairs], page)


def line(pair: Pair, names: Names) -> str:
    """Return in a sentence what two share."""
    return (
        f"{names.shown(pair.one)} and {names.shown(pair.other)}: {len(pair.shared)} of {pair.compared} answers are "
        "built alike, more than the class explains; talk to both"
    )


def _page(assignment: Assignment, pairs: Sequence[Pair], names: Names) -> str:
    return HTML.get_template("alike.html.j2").render(
        assignment=assignment.name,
        pairs=pairs,
        most=MOST_PAIRS,
        shown=names.shown,
        columns=_columns,
    )


def _columns(shared: Shared) -> list[list[tuple[str, bool]]]:
    """Return the lines of both answers, each with whether it is in the other one too."""
    marked = shared_lines(shared.one, shared.other)
    found = []
    for own, numbers in zip((shared.one, shared.other), marked, strict=True):
        lines = own.source.splitlines()
        found.append([(text, number in numbers) for number, text in enumerate(lines)])
    return found
