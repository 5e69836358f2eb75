"""What is a student's own in a hand-in: without what was given out, and without what the course itself would answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode

from ..course.assignment import Assignment
from ..errors import GradingEnded, Ungradable
from ..grading.bounds import bounded_grading
from ..notebooks.essence import Line, essence
from ..notebooks.marks import grade_id, mark
from ..notebooks.read import parse_notebook, read_notebook
from ..notebooks.submission import read_submission

FEWEST = 20  # tokens of an answer: below, everybody writes the same
MOST = 3000  # tokens of an answer that are compared
MOST_ALL = 500_000  # characters of a hand-in that are looked at
BESIDE = "other cells"  # what stands in cells of the student's own, as if it were one answer more

Key = tuple[str, str]  # notebook and exercise


@dataclass(frozen=True)
class Own:
    """An answer, and those lines of its essence that were neither given out nor are in the course's own answer."""

    source: str
    lines: tuple[Line, ...]

    @property
    def size(self) -> int:
        """Return how many tokens it has."""
        return sum(len(line.tokens) for line in self.lines)

    @cached_property
    def encoded(self) -> str:
        """Return it as a text to be compared, in which no order of lines is left."""
        return "".join(sorted(line.encoded for line in self.lines))[:MOST]


class Given:
    """What a course gives out or has solved itself, by exercises; and reads what is not among it in a hand-in."""

    def __init__(self, assignment: Assignment):
        self._assignment = assignment
        self.notebooks = sorted(path.stem for path in assignment.folder("release").glob("*.ipynb"))
        self._lines: set[tuple[str, ...]] = set()
        self.solved: dict[Key, Own] = {}
        for path in sorted(assignment.folder("release").rglob("*.py")):
            self._note(path.read_text(encoding="utf-8", errors="replace"))
        for name in self.notebooks:
            for cell in read_notebook(assignment.folder("release") / f"{name}.ipynb").cells:
                self._note(cell.source)
        for path in sorted(assignment.folder("source").glob("*.ipynb")):
            self._solve(path.stem, assignment.source_notebook(path.stem))

    def _note(self, text: str) -> None:
        self._lines.update(line.tokens for line in essence(text))

    def _solve(self, name: str, notebook: NotebookNode) -> None:
        for exercise, source in _answers(notebook):
            self.solved[name, exercise] = self.own(source)

    def own(self, source: str) -> Own:
        """Return an answer with those of its lines that were not given out."""
        return Own(source, tuple(line for line in essence(source) if line.tokens not in self._lines))

    def read(self, student: str) -> dict[Key, Own]:
        """Return a student's answers with enough of their own to be compared; what cannot be read is left out."""
        found: dict[Key, Own] = {}
        with suppress(Ungradable, GradingEnded), bounded_grading(self._assignment.settings.limits):
            for key, source in self._cells(student):
                own = self.own(source)
                if own.size >= FEWEST:
                    found[key] = own
        return found

    def _cells(self, student: str) -> Iterator[tuple[Key, str]]:
        submission = read_submission(self._assignment.folder("submitted", student))
        files = submission.notebooks([f"{name}.ipynb" for name in self.notebooks])
        left = MOST_ALL
        for name, data in files.items():
            with suppress(Ungradable):
                notebook = parse_notebook(data)
                for exercise, source in [*_answers(notebook), (BESIDE, _added(notebook))]:
                    left -= len(source)
                    if left >= 0:
                        yield (name.removesuffix(".ipynb"), exercise), source


def _answers(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Yield the name and the code of each answer."""
    for cell in notebook.cells:
        name = grade_id(cell)
        if cell.cell_type == "code" and mark(cell).get("solution") and name:
            yield name, cell.source


def _added(notebook: NotebookNode) -> str:
    """Return the code of all cells that are neither an answer nor locked; given code is among it."""
    others = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and not mark(cell).get("solution") and not mark(cell).get("locked")
    ]
    return "\n".join(others)


def shared_lines(one: Own, other: Own) -> tuple[set[int], set[int]]:
    """Return the numbers of those lines of two answers that have the same essence, in whatever order."""
    common = _counted(one) & _counted(other)
    return _numbers(one, common.copy()), _numbers(other, common)


def _counted(own: Own) -> Counter[tuple[str, ...]]:
    return Counter(line.tokens for line in own.lines)


def _numbers(own: Own, common: Counter[tuple[str, ...]]) -> set[int]:
    found: set[int] = set()
    for line in own.lines:
        if common[line.tokens] > 0:
            common[line.tokens] -= 1
            found.update(range(line.first, line.last + 1))
    return found
