"""What a feedback page tells before it shows the notebook: points, what was lost and why, and comments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nbformat import NotebookNode

from ..notebooks.marks import CHECK, grade_id, mark
from ..templates import HTML
from .grids import Panel, panels
from .origin import SHOWN, origin_of

NO_RESPONSE = "No response."  # nbgrader's own comment on a cell that is as it was released


@dataclass(frozen=True)
class Lost:
    """A check that was not passed, as its result in the notebook's metadata has it."""

    exercise: str
    title: str
    earned: float
    points: float
    says: str
    message: str
    inputs: str
    seen: str
    expected: str
    replaced: tuple[str, ...]
    unfinished: bool

    @cached_property
    def panels(self) -> list[Panel]:
        """Return the smallest case that went wrong as grids: input, result, what was expected, and the difference.

        None where no part of the result is a grid of numbers: a sentence says it better.
        """
        return panels(self.inputs, self.seen, self.expected)

    @property
    def why(self) -> tuple[str, ...]:
        """Return all that is told of it but for its title: checks that were lost for one reason are told together."""
        return self.says, self.message, self.inputs, self.seen, self.expected


@dataclass
class Entry:
    """A graded cell, or one with a comment: what a row and a section of the page are about."""

    name: str
    anchor: str
    score: float | None = None
    points: float = 0.0
    lost: list[Lost] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    automatic: float | None = None
    by_checks: bool = False
    comment: str = ""
    voided: bool = False

    @property
    def full(self) -> bool:
        """Return whether it has all its points."""
        return self.score is not None and self.score >= self.points

    @property
    def reason(self) -> str:
        """Return in one line why points are missing."""
        if self.full or not self.lost:
            return ""
        says = next((lost.says for lost in self.lost if lost.says), "")
        if not says and self.unfinished:
            return self.lost[0].message
        titles = [lost.title.rstrip(".") for lost in self.lost]
        return says or "; ".join(titles[:2]) + ("; …" if len(titles) > 2 else "")

    @property
    def unfinished(self) -> bool:
        """Return whether nothing is there yet to be judged."""
        return bool(self.lost) and all(lost.unfinished for lost in self.lost)

    @property
    def unanswered(self) -> bool:
        """Return whether its only comment is nbgrader's that there is no answer, where what was lost says it better."""
        return self.comment == NO_RESPONSE and bool(self.lost)

    @property
    def reasons(self) -> list[list[Lost]]:
        """Return what was lost, with what was lost for the same reason put together."""
        found: dict[tuple[str, ...], list[Lost]] = {}
        for lost in self.lost:
            found.setdefault(lost.why, []).append(lost)
        return list(found.values())

    @property
    def dropped(self) -> bool:
        """Return whether it was taken out of the grade: it has checks, and no points to earn."""
        return self.by_checks and self.points == 0

    @property
    def changed(self) -> bool:
        """Return whether a person has given other points than the checks."""
        return self.automatic is not None and self.score is not None and self.automatic != self.score

    @property
    def given(self) -> bool:
        """Return whether it has its points because everybody has."""
        return self.voided and self.score == self.points and self.automatic != self.score


def entries(notebook: NotebookNode, full_marks: Collection[str] = ()) -> list[Entry]:
    """Return what is to be told of each graded or commented cell: in the notebook's order, what has all points last.

    `full_marks` are the cells of which everybody gets all points.
    """
    found: dict[str, Entry] = {}
    for cell in notebook.cells:
        noted, name = mark(cell), grade_id(cell) or ""
        comment = str(noted.get("comment") or "")
        graded = bool(noted.get("grade") or noted.get("task"))
        if graded or comment:
            exercise = name.removeprefix(CHECK)
            entry = found.setdefault(exercise, Entry(exercise, f"result-{exercise}"))
            entry.comment = "\n\n".join(filter(None, [entry.comment, comment]))
            entry.voided = entry.voided or name in full_marks
            if graded:
                _fill(entry, cell)
    return sorted(found.values(), key=lambda entry: entry.full and not entry.comment)


def _fill(entry: Entry, cell: NotebookNode) -> None:
    noted = mark(cell)
    entry.score = (entry.score or 0.0) + float(noted.get("score") or 0.0)
    entry.points += float(noted.get("points") or 0.0)
    tests = results(cell)
    if tests:
        entry.by_checks = True
        entry.automatic = (entry.automatic or 0.0) + sum(test["earned"] for test in tests)
        entry.kept += [test["title"] for test in tests if test["earned"] == test["points"]]
        entry.lost += [_lost(test) for test in tests if test["earned"] != test["points"]]


def results(cell: NotebookNode) -> list[dict[str, Any]]:
    """Return the results of hidden tests that grading has put into a check cell."""
    noted = cell.metadata.get("coursekit")
    wanted = {"exercise", "title", "points", "earned", "message", "inputs", "seen", "expected"}
    if not isinstance(noted, list):
        return []
    return [test for test in noted if isinstance(test, dict) and wanted <= test.keys()]


def _lost(test: dict[str, Any]) -> Lost:
    diagnosis = test.get("diagnosis") or {}
    says, message = str(diagnosis.get("says", "")), str(test["message"])
    return Lost(
        *(test["exercise"], test["title"], test["earned"], test["points"]),
        says=says,
        message="" if message == says else message,
        inputs=str(test["inputs"]),
        seen=str(test["seen"]),
        expected=str(test["expected"]),
        replaced=tuple(test.get("replaced") or ()),
        unfinished=bool(test.get("unfinished")),
    )


def summary(notebook: NotebookNode, found: Sequence[Entry], resources: dict[str, Any]) -> str:
    """Return the upper part of a feedback page as HTML; everything in it is escaped."""
    noted = notebook.metadata.get("coursekit")
    noted = noted if isinstance(noted, dict) else {}
    graded = resources.get("nbgrader", {})
    return HTML.get_template("feedback_page/summary.html.j2").render(
        title=title(notebook) or graded.get("notebook", ""),
        entries=found,
        graded=graded,
        ungradable=noted.get("ungradable", ""),
        protected=noted.get("protected", True),
    )


def foot(notebook: NotebookNode) -> str:
    """Return the end of a feedback page: what the grade was made from; without the seed, which is secret."""
    made_from = origin_of(notebook)
    short = {name: str(value)[:SHOWN] for name, value in made_from.items()}
    template = HTML.get_template("feedback_page/foot.html.j2")
    return template.render(origin=short, kit=made_from.get("kit", ""))


def title(notebook: NotebookNode) -> str:
    """Return the first heading of a notebook, or ""."""
    lines = (
        line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()
    )
    return next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), "")
