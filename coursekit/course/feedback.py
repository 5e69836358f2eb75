"""What a feedback page tells before it shows the notebook: points, what was lost and why, and comments."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from nbformat import NotebookNode

from ..notebooks.marks import CHECK, grade_id, mark
from ..templates import HTML

UNFINISHED = "Not finished yet"  # as the words of a stub begin
SIDE = 12  # no grid with a longer side is drawn
RED, BLUE = np.array([160, 10, 40]), np.array([5, 60, 140])  # as far from white as a grid goes


@dataclass(frozen=True)
class Number:
    """A number of a grid, and the colours that it is shown in."""

    text: str
    colour: str
    ink: str


@dataclass(frozen=True)
class Panel:
    """A value that is shown: a grid of numbers where it is one, else its text."""

    title: str
    text: str
    rows: list[list[Number]] = field(default_factory=list)


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

    @cached_property
    def panels(self) -> list[Panel]:
        """Return the smallest case that went wrong as grids: input, result, what was expected, and the difference.

        None where no part of the result is a grid of numbers: a sentence says it better.
        """
        seen, expected = _parsed(self.seen), _parsed(self.expected)
        given = _parsed(f"[{self.inputs}]")
        results = _numbered("what you gave", seen) + _numbered("what was expected", expected)
        if not any(_grid(value) is not None for _, value in results):
            return []
        pairs = zip(_parts(seen), _parts(expected), strict=False)
        differences = [_difference(a, b) for a, b in pairs]
        named = _numbered("input", tuple(given) if isinstance(given, list) else given) + results
        named += _numbered("difference", tuple(part for part in differences if part))
        grids = [grid for _, value in named if (grid := _grid(value)) is not None]
        strongest = max(float(np.abs(grid).max()) for grid in grids) or 1.0
        # What is no grid stands in the sentence already, but for an error instead of a result.
        return [_panel(*pair, strongest) for pair in named if _grid(pair[1]) is not None or pair[1] is seen]

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
        return bool(self.lost) and all(lost.message.startswith(UNFINISHED) for lost in self.lost)

    @property
    def reasons(self) -> list[list[Lost]]:
        """Return what was lost, with what was lost for the same reason put together."""
        found: dict[tuple[str, ...], list[Lost]] = {}
        for lost in self.lost:
            found.setdefault(lost.why, []).append(lost)
        return list(found.values())

    @property
    def changed(self) -> bool:
        """Return whether a person has given other points than the checks."""
        return self.automatic is not None and self.score is not None and self.automatic != self.score


def entries(notebook: NotebookNode) -> list[Entry]:
    """Return what is to be told of each graded or commented cell: in the notebook's order, what has all points last."""
    found: dict[str, Entry] = {}
    for cell in notebook.cells:
        noted, name = mark(cell), grade_id(cell) or ""
        comment = str(noted.get("comment") or "")
        graded = bool(noted.get("grade") or noted.get("task"))
        if graded or comment:
            exercise = name.removeprefix(CHECK)
            entry = found.setdefault(exercise, Entry(exercise, f"result-{exercise}"))
            entry.comment = "\n\n".join(filter(None, [entry.comment, comment]))
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


def title(notebook: NotebookNode) -> str:
    """Return the first heading of a notebook, or ""."""
    lines = (
        line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()
    )
    return next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), "")


# --- grids ------------------------------------------------------------------------------------


def _parsed(text: str) -> Any:
    """Return the value that `text` stands for, or `text` where it stands for none."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def _grid(value: Any) -> np.ndarray | None:
    """Return a list of equally long lists of numbers as an array, None for anything else."""
    if not isinstance(value, list) or not 0 < len(value) <= SIDE:
        return None
    if not all(isinstance(row, list) and 0 < len(row) <= SIDE for row in value):
        return None
    numbers = [number for row in value for number in row]
    if len({len(row) for row in value}) > 1 or not all(type(n) in (int, float) for n in numbers):
        return None
    grid = np.array(value, dtype=float)
    return grid if np.isfinite(grid).all() else None


def _parts(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _numbered(title: str, value: Any) -> list[tuple[str, Any]]:
    """Return a value, or the parts of a tuple, each with a title of its own."""
    parts = _parts(value)
    return [(f"{title} ({n})" if len(parts) > 1 else title, part) for n, part in enumerate(parts, 1)]


def _difference(seen: Any, expected: Any) -> list[list[float]]:
    """Return how two grids of one shape differ; nothing for all else."""
    a, b = _grid(seen), _grid(expected)
    return (a - b).tolist() if a is not None and b is not None and a.shape == b.shape else []


def _panel(title: str, value: Any, strongest: float) -> Panel:
    grid = _grid(value)
    if grid is None:
        return Panel(title, str(value))
    return Panel(title, "", [[_number(number, strongest) for number in row] for row in grid.tolist()])


def _number(number: float, strongest: float) -> Number:
    share = min(abs(number) / strongest, 1.0)
    colour = (255 + share * ((RED if number > 0 else BLUE) - 255)).round()
    red, green, blue = colour.astype(int).tolist()
    # Of black and white, the one with the better contrast: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    linear = np.where(colour <= 10, colour / 3294, ((colour / 255 + 0.055) / 1.055) ** 2.4)
    ink = "#000" if linear @ [0.2126, 0.7152, 0.0722] > 0.179 else "#fff"
    return Number(f"{number:.4g}".replace("-", "−"), f"rgb({red}, {green}, {blue})", ink)
