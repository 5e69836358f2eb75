"""A page for the instructor: what needs a person, who got what, and what the class got wrong; the same as data."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from ..course.assignment import Assignment
from ..course.attempts import Attempts
from ..course.grids import Number, shade
from ..course.names import Names
from ..course.voided import sentences
from ..notebooks.marks import grade_id, mark
from ..notebooks.read import read_notebook
from ..templates import HTML, counted
from .files import replace_file
from .items import Item, items
from .outcome import Outcome
from .plots import histogram
from .tally import Tally

COMMONEST = 20  # rows of the table of checks
PACKAGES = {"coursekit": "nbcoursekit", "nbgrader": "nbgrader", "torch": "torch"}


@dataclass(frozen=True)
class Report:
    """What a report is about. `notebooks` have their points, `strays` are lines about what nobody looked at.

    `alike` are lines about pairs of hand-ins. `only` are those whom the last run has graded, if they were not the whole
    class; it began at `started`.
    """

    assignment: Assignment
    tally: Tally
    notebooks: dict[str, float]
    strays: Sequence[str] = ()
    only: Sequence[str] = ()
    started: datetime = field(default_factory=datetime.now)
    alike: Sequence[str] = ()

    def write(self) -> Path:
        """Write the page and, beside it, the same as JSON; return the path of the page."""
        folder = self.assignment.root / "reports"
        found = items(self.tally.outcomes, cells(self.assignment))
        replace_file(
            folder / f"{self.assignment.name}.json", json.dumps(self._data(found), indent=1).encode()
        )
        target = folder / f"{self.assignment.name}.html"
        replace_file(target, self._page(found).encode())
        return target

    def _page(self, found: list[Item]) -> str:
        outcomes = self.tally.outcomes
        totals = [outcome.total for outcome in outcomes if not outcome.ungraded]
        most = sum(self.notebooks.values())
        summary = spread(totals, most)
        return HTML.get_template("report.html.j2").render(
            assignment=self.assignment.name,
            notebooks=dict(sorted(self.notebooks.items())),
            outcomes=outcomes,
            voided=list(sentences(self.assignment.voided).values()),
            only=self.only,
            strays=self.strays,
            alike=self.alike,
            items=found,
            lost=self.tally.lost.most_common(COMMONEST),
            summary=summary,
            plot=histogram(totals, most, summary) if totals and most else "",
            heat=[_Row(outcome, found) for outcome in outcomes if outcome.cells],
            links_of=self._links,
            attempts=self._attempts(),
            run=self._run(),
            protected=self.assignment.settings.protected,
        )

    def _links(self, outcome: Outcome) -> list[tuple[str, str, str]]:
        """Return a student's notebooks, each with the addresses of its page and itself from this folder on, or ""."""
        if self.assignment.settings.anonymous:
            return []  # folders are named by ids
        found = []
        for name in sorted(self.notebooks):
            page = self._address("feedback", outcome.student, f"{name}.html")
            found.append((name, page, self._address("autograded", outcome.student, f"{name}.ipynb")))
        return [links for links in found if any(links[1:])]

    def _address(self, step: str, student: str, name: str) -> str:
        path = self.assignment.folder(step, student) / name
        return os.path.relpath(path, self.assignment.root / "reports") if path.exists() else ""

    def _attempts(self) -> list[dict[str, Any]]:
        """Return what was graded as it arrived: whose, how often, when the last time, and what was shown of it."""
        names, latest = Names.of(self.assignment), {}
        for attempt in Attempts(self.assignment).all():
            if attempt.number:
                latest[attempt.student] = attempt
        found = [
            {"name": names.shown(student), "attempts": one.number, "last": one.time, "shown": one.shown}
            for student, one in latest.items()
        ]
        return sorted(found, key=itemgetter("name"))

    def _run(self) -> dict[str, str]:
        seconds = (datetime.now() - self.started).total_seconds()
        versions = [f"{name} {version(package)}" for name, package in PACKAGES.items()]
        return {
            "when": f"{self.started:%Y-%m-%d %H:%M}, {seconds:.0f} seconds",
            "seed": str(self.assignment.settings.seed),
            "versions": ", ".join([*versions, f"Python {sys.version.split()[0]}"]),
            "protected": "yes" if self.assignment.settings.protected else "no",
        }

    def _data(self, found: list[Item]) -> dict[str, Any]:
        """Return the report for programs; docs/report.md has its schema."""
        students = []
        for outcome in self.tally.outcomes:
            said = {"name": outcome.name, "total": None if outcome.ungraded else outcome.total}
            said |= {name: getattr(outcome, name) for name in ("scores", "penalty", "problems", "unfinished")}
            cells = {name: score for name, (score, _) in outcome.cells.items()}
            students.append(said | {"cells": cells, "lost": outcome.lost, "said": outcome.said})
        return {
            "schema": 1,
            "assignment": self.assignment.name,
            "points": self.notebooks,
            "run": self._run(),
            "students": students,
            "alike": list(self.alike),
            "attempts": self._attempts(),
            "exercises": [asdict(item) for item in found],
        }


class _Row:
    """A student's row of the heat map."""

    def __init__(self, outcome: Outcome, found: list[Item]):
        self.name, self.total = outcome.name, outcome.total
        scores = {name.removeprefix("test_"): pair for name, pair in outcome.cells.items()}
        self.cells: list[Number | None] = []
        for item in found:
            score, points = scores.get(item.name, (0.0, 0.0))
            self.cells.append(shade(score, points) if item.name in scores and points else None)


def cells(assignment: Assignment) -> list[str]:
    """Return the names of graded cells in the order in which students meet them."""
    paths = sorted(assignment.folder("release").glob("*.ipynb"))
    every = [cell for path in paths for cell in read_notebook(path).cells]
    return [grade_id(cell) or "" for cell in every if mark(cell).get("grade") or mark(cell).get("task")]


def spread(totals: Sequence[float], most: float) -> str:
    """Return how totals are spread, in a sentence."""
    if not totals:
        return "Nobody has points yet."
    low, middle, high = np.percentile(totals, [25, 50, 75])
    return (
        f"{counted(len(totals), 'student')} with points, of {most:g}: mean {np.mean(totals):.3g}, median {middle:.3g}, "
        f"half of them between {low:.3g} and {high:.3g}, least {min(totals):.3g}, most {max(totals):.3g}."
    )
