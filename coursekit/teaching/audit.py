"""Keeps a line for each grade that is made or changed: append-only, so that any grade can be explained later."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..course.assignment import Assignment
from ..course.sheet import Sheet, score_of
from ..notebooks.marks import CHECK
from .jobs import Graded


class Audit:
    """The file with what became of each grade of an assignment, a JSON object in each line."""

    def __init__(self, assignment: Assignment):
        self.path: Path = assignment.kept / "audit.jsonl"

    def keep(self, student: str, sheets: Mapping[str, Sheet], graded: Mapping[str, Graded]) -> None:
        """Add a line for each graded cell of a student that has other points now, or has some for the first time."""
        found = []
        for notebook, sheet in sheets.items():
            made_from = graded[notebook].origin if notebook in graded else {}
            found += [
                {"notebook": notebook, **change, "penalty": sheet.late_penalty, **made_from}
                for change in _changes(sheet)
            ]
        if found:
            head = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "student": student}
            self.add([json.dumps(head | change) for change in found])

    def add(self, lines: list[str]) -> None:
        """Add lines, each the text of a JSON object."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open(
            "ab", buffering=0
        ) as file:  # in one piece, for others may add to it at the same time
            file.write("".join(f"{line}\n" for line in lines).encode())

    def of(self, student: str, notebook: str, exercise: str) -> list[dict[str, Any]]:
        """Return the lines about one grade, the oldest first; a line that cannot be read is left out."""
        wanted = {"student": student, "notebook": notebook, "exercise": exercise}
        return [line for line in self._lines() if wanted.items() <= line.items()]

    def _lines(self) -> Iterator[dict[str, Any]]:
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8") as file:
            for text in file:
                try:
                    line = json.loads(text)
                except ValueError:  # the disk was full, or the machine switched off
                    continue
                if isinstance(line, dict):
                    yield line


def _changes(sheet: Sheet) -> Iterator[dict[str, Any]]:
    for cell, now in sheet.now.items():
        before = sheet.before.get(cell)
        old, new = None if before is None else score_of(before), score_of(now)
        if old != new:
            by_hand = now["manual_score"] is not None
            points = sheet.scores[cell][1]
            yield {
                "exercise": cell.removeprefix(CHECK),
                "old": old,
                "new": new,
                "of": points,
                "by_hand": by_hand,
            }
