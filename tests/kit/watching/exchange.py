"""A course with an exchange, and students who submit to it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook

from ..helpers import RIGHT, run

FLIPPED = "def slide(x, k):\n    return x.unfold(0, len(k), 1) @ k.flip(0)"
CONFIG = """
c.Exchange.root = {exchange!r}
c.ExchangeCollect.check_owner = False
{more}
"""
STUDENT = """
c = get_config()
c.CourseDirectory.root = {folder!r}
c.CourseDirectory.course_id = "convolutions"
c.CourseDirectory.student_id = {name!r}
c.Exchange.root = {exchange!r}
c.Exchange.cache = {cache!r}
"""


@dataclass
class Student:
    """A student with a folder of their own."""

    name: str
    folder: Path

    def submit(self, slide: str = RIGHT["slide"], size: str = RIGHT["size"]) -> None:
        """Answer, and submit, as nbgrader does it."""
        import nbformat

        path = self.folder / "toy/01_toy.ipynb"
        shutil.rmtree(path.parent, ignore_errors=True)
        run(self.folder, "nbgrader", "fetch_assignment", "toy")
        nbformat.write(fill(read_notebook(path), {"slide": slide, "size": size}), path)
        run(self.folder, "nbgrader", "submit", "toy")

    def feedback(self) -> list[str]:
        """Fetch feedback, and return the text of the pages, the oldest hand-in first."""
        run(self.folder, "nbgrader", "fetch_feedback", "toy")
        return [path.read_text() for path in sorted((self.folder / "toy/feedback").rglob("01_toy.html"))]


@dataclass
class Teaching:
    """A course that is taught through an exchange."""

    root: Path
    exchange: Path

    def student(self, name: str) -> Student:
        """Enrol somebody."""
        folder = self.root.parent / name
        folder.mkdir()
        text = STUDENT.format(
            folder=str(folder), name=name, exchange=str(self.exchange), cache=str(folder / ".cache")
        )
        (folder / "nbgrader_config.py").write_text(text)
        return Student(name, folder)

    def record(self) -> list[dict[str, object]]:
        """Return what is on record about hand-ins."""
        lines = (self.root / ".coursekit/toy/attempts.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


def teach(root: Path, more: str = "") -> Teaching:
    """Release the small course in `root` to an exchange beside it."""
    exchange = root.parent / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    with (root / "course_config.py").open("a") as config:
        config.write(CONFIG.format(exchange=str(exchange), more=more))
    run(root, "nbgrader", "release_assignment", "toy")
    return Teaching(root, exchange)
