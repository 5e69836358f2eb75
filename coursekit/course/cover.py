"""The cover of a student's feedback: all notebooks of an assignment on one page, made from the pages themselves.

Each feedback page carries in its head what the cover says of it, so that both are true or neither is.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import Any

from ..errors import CourseError
from ..templates import HTML
from .assignment import Assignment
from .feedback import NO_RESPONSE, Entry
from .names import Names

# nbgrader brings every *.html of the folder into the exchange, as if it were the page of a notebook.
FILE = "index.htm"
# Where the kit's own template writes it; nothing of a student's stands so early in a page.
CARRIED = re.compile(
    r'\s*<!doctype html>\s*<html lang="en">\s*<head>\s*<meta name="coursekit-cover" content="([^"]*)">'
)
STYLE = files("coursekit.templates") / "feedback_page/style.css"


@dataclass(frozen=True)
class Row:
    """What the cover says of an exercise."""

    name: str
    anchor: str
    score: float | None
    points: float
    reason: str
    comment: str
    automatic: float | None
    given: bool = False  # to everybody

    @property
    def full(self) -> bool:
        """Return whether it has all its points."""
        return self.score is not None and self.score >= self.points


@dataclass(frozen=True)
class Part:
    """What the cover says of a notebook; without a title, of one whose page says nothing, or that has none."""

    name: str
    title: str = ""
    score: float | None = None
    points: float = 0.0
    penalty: float = 0.0
    ungradable: str = ""
    rows: list[Row] = field(default_factory=list)
    has_page: bool = True


def carried(title: str, entries: Sequence[Entry], graded: Mapping[str, Any], ungradable: str) -> str:
    """Return the element for the head of a page that tells the cover what the page says."""
    said = {
        "title": title,
        "score": float(graded.get("score") or 0),
        "points": float(graded.get("max_score") or 0),
        "penalty": float(graded.get("late_penalty") or 0),
        "ungradable": ungradable,
        "rows": [_row(entry) for entry in entries],
    }
    return f'<meta name="coursekit-cover" content="{html.escape(json.dumps(said))}">'


def _row(entry: Entry) -> dict[str, Any]:
    names = ("name", "anchor", "score", "points", "reason", "given")
    return {name: getattr(entry, name) for name in names} | {
        "automatic": entry.automatic if entry.changed else None,
        "comment": "" if entry.comment == NO_RESPONSE else entry.comment,
    }


class Cover:
    """Makes covers for an assignment."""

    def __init__(self, assignment: Assignment):
        self._assignment = assignment
        self._names = Names.of(assignment)

    @cached_property
    def _points(self) -> dict[str, float]:
        with suppress(CourseError):
            return self._assignment.points()
        return {}

    def page(self, student: str, pages: Mapping[str, str]) -> str:
        """Return the cover of a student's `pages`, which are named by their notebooks."""
        parts = []
        for name in sorted(self._points or pages):  # nbgrader makes pages of what is only to be read, too
            missing = Part(name, score=0.0, points=self._points.get(name, 0.0), has_page=False)
            parts.append(_part(name, pages[name]) if name in pages else missing)
        score = sum(part.score or 0.0 for part in parts)
        points = sum(part.points for part in parts)
        penalty = sum(part.penalty for part in parts)
        return HTML.get_template("feedback_page/cover.html.j2").render(
            assignment=self._assignment.name,
            student=self._names.heading(student),
            parts=parts,
            score=max(0.0, score),
            points=points,
            penalty=penalty,
            style=STYLE.read_text(encoding="utf-8"),
        )


def _part(name: str, page: str) -> Part:
    found = CARRIED.match(page)
    if found is None:  # a course's own template
        return Part(name)
    said = json.loads(html.unescape(found[1]))
    rows = [Row(**row) for row in said.pop("rows")]
    return Part(name, **said, rows=rows)
