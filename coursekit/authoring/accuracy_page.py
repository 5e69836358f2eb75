"""The document that tells how often the grader is wrong: one for each assignment, and for each framework."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ..course.assignment import Assignment
from ..notebooks.marks import exercises
from ..sandbox.inside.frameworks.dialects import DIALECTS
from ..templates import TEXT
from .findings import Findings

SEEDS = 20
TOLD_OF = re.compile(r"for the assignment\s+`([^`]+)`")  # in a page
COMMAND = re.compile(r"^coursekit accuracy (.*)$", re.MULTILINE)  # in a page: what has written it


@dataclass(frozen=True)
class Extent:
    """How much is measured: under how many seeds, and which exercises, if not `all`.

    `framework` is named where it is another one than the assignment has.
    """

    assignment: str
    framework: str | None = None
    seeds: int = SEEDS
    only: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """Return what to type to measure so much."""
        words = ["coursekit accuracy", self.assignment]
        if self.framework:
            words += ["--framework", self.framework]
        if self.seeds != SEEDS:
            words += ["--seeds", str(self.seeds)]
        return " ".join([*words, *(f"--exercise {name}" for name in self.only)])

    def as_told(self, page: Path) -> Extent:
        """Return the extent of which a page tells; this one where there is no page."""
        told = COMMAND.search(page.read_text(encoding="utf-8")) if page.exists() else None
        if not told:
            return self
        seeds = re.search(r"--seeds (\d+)", told[1])
        only = tuple(re.findall(r"--exercise (\w+)", told[1]))
        return Extent(self.assignment, self.framework, int(seeds[1]) if seeds else SEEDS, only)


def totals(rows: list[Findings]) -> Counter[str]:
    """Return the sums over all exercises."""
    return sum((row.counts for row in rows), Counter())


def accuracy_page(extent: Extent, rows: list[Findings], measured: Assignment) -> str:
    """Return the document about what was found of an assignment, which is as it is in the framework."""
    there = sum(len(exercises(notebook)) for notebook in measured.source_notebooks().values())
    return (
        TEXT.get_template("accuracy.md.j2").render(
            extent=extent,
            rows=rows,
            total=totals(rows),
            there=there,
            bank=measured.answers.relative_to(measured.root).as_posix(),
            library=DIALECTS[measured.framework].library,
        )
        + "\n"
    )


def page_of(assignment: Assignment, framework: str | None = None) -> Path:
    """Return where the document for an assignment stands: `docs/accuracy.md`, unless it tells of another one.

    In another framework than its own it has one beside that, such as `docs/accuracy-numpy.md`.
    """
    first = assignment.root / "docs" / "accuracy.md"
    told = TOLD_OF.search(first.read_text(encoding="utf-8")) if first.exists() else None
    own = first.with_name(f"accuracy-{assignment.name}.md")
    page = own if own.exists() or (told and told[1] != assignment.name) else first
    return page.with_name(f"{page.stem}-{framework}.md") if framework else page
