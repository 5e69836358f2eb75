"""Tells whose grade a regrade changes, in which check and why: as a page, and as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..course.assignment import Assignment
from ..templates import HTML, counted
from .changes import Cell, Change, Check
from .files import replace_file

LONGEST = 160  # characters of what a check says, on the terminal


def write_page(
    assignment: Assignment, changes: Sequence[Change], problems: Sequence[str], applied: str = ""
) -> Path:
    """Write the page beside the report, and return its path; `applied` is when it was, if it was."""
    page = HTML.get_template("regrade.html.j2").render(
        assignment=assignment.name,
        summary=summary(changes),
        changes=[change for change in changes if change.counts],
        everybody=changes,
        problems=problems,
        applied=applied,
    )
    path = assignment.root / "reports" / f"{assignment.name}-regrade.html"
    replace_file(path, page.encode())
    return path


def summary(changes: Sequence[Change]) -> str:
    """Return in a sentence how many grades change, and which way."""
    differences = [change.now - change.before for change in changes if change.counts]
    if not differences:
        return f"Of {counted(len(changes), 'student')}, nobody's points change."
    change = "changes" if len(differences) == 1 else "change"
    up = sum(one > 0 for one in differences)
    down = sum(one < 0 for one in differences)
    return (
        f"Of {counted(len(changes), 'student')}, the points of {len(differences)} {change} ({up} up, {down} down), "
        f"by {min(differences):+g} to {max(differences):+g}."
    )


def lines(changes: Sequence[Change]) -> Iterator[str]:
    """Yield what the page tells, in lines."""
    for change in changes:
        if change.counts:
            yield f"{change.name}: {change.before:g} → {change.now:g}"
            for cell in change.cells:
                yield from _cell(cell)
        elif change.first:
            yield f"{change.name}: was not graded yet, and gets {change.now:g}"
        for cell in change.kept:
            yield (
                f"{change.name}: {cell.exercise} stays at the {cell.by_hand:g} that were set by hand; "
                f"the checks give {cell.now:g} in place of {cell.before:g}"
            )
        yield from (f"{change.name}: {remark}" for remark in change.remarks)
    yield summary(changes)


def _cell(cell: Cell) -> Iterator[str]:
    because = f"; changed since: {', '.join(cell.because)}" if cell.because else ""
    yield f"  {cell.exercise} in {cell.notebook}: {cell.before:g} → {cell.now:g} of {cell.points:g}{because}"
    for check in cell.checks:
        yield f"    {check.title} {points(check)}"
        if check.said != check.says:
            yield f"      before: {_short(check.said) or '–'}"
            yield f"      now:    {_short(check.says) or '–'}"


def points(check: Check) -> str:
    """Return the points of a check before and now."""
    before = "new" if check.before is None else f"{check.before:g}"
    return f"{before} → {'no more' if check.now is None else f'{check.now:g}'}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
