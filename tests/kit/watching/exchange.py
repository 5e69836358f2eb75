"""A course with an exchange, and students who submit to it."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.utils import notebook_hash

from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook

from ..helpers import BIN, RIGHT, Done, build_toy, environment, run

PATIENCE = 180.0  # seconds
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
class Teaching:
    """A course that is taught through an exchange: both are folders."""

    root: Path
    exchange: Path

    def enrol(self, name: str) -> Student:
        """Give a student a folder to work in."""
        folder = self.root.parent / name
        folder.mkdir()
        text = STUDENT.format(
            folder=str(folder), name=name, exchange=str(self.exchange), cache=str(folder / ".cache")
        )
        (folder / "nbgrader_config.py").write_text(text)
        return Student(folder)

    def answers(self, slide: str = RIGHT["slide"], size: str = RIGHT["size"]) -> str:
        """Return the text of a notebook with these answers."""
        release = read_notebook(self.root / "release/toy/01_toy.ipynb")
        return str(nbformat.writes(fill(release, {"slide": slide, "size": size})))

    def put(self, student: str, minute: int, text: str) -> Path:
        """Put what `nbgrader submit` would into the exchange, and return where the page about it will lie."""
        time = f"2026-11-26 12:{minute:02}:00.000000 UTC"
        secret = f"{student}{minute}".ljust(128, "x")
        folder = self.exchange / f"convolutions/inbound/{student}+toy+{time}"
        folder.mkdir()
        (folder / "01_toy.ipynb").write_text(text)
        (folder / "timestamp.txt").write_text(time)
        (folder / "submission_secret.txt").write_text(secret)
        name = notebook_hash(secret=secret, notebook_id="01_toy")
        return self.exchange / f"convolutions/feedback/{name}.html"

    def watch(self, *options: str, check: bool = True) -> Done:
        """Grade what is there."""
        return run(self.root, "coursekit", "watch", "toy", "--once", *options, check=check)

    def record(self) -> list[tuple[object, ...]]:
        """Return what is on record about hand-ins: whose, what it is, which attempt, its points, what was shown."""
        lines = map(json.loads, (self.root / ".coursekit/toy/attempts.jsonl").read_text().splitlines())
        return [
            tuple(line[key] for key in ("student", "state", "number", "score", "shown")) for line in lines
        ]


@dataclass
class Student:
    """A student with a folder of their own."""

    folder: Path

    def submit(self, text: str, *own: str) -> None:
        """Submit a notebook as nbgrader does it, and copies of it by their `own` names beside it."""
        path = self.folder / "toy/01_toy.ipynb"
        shutil.rmtree(path.parent, ignore_errors=True)
        run(self.folder, "nbgrader", "fetch_assignment", "toy")
        path.write_text(text)
        for name in own:
            path.with_name(name).write_text(text)
        run(self.folder, "nbgrader", "submit", "toy")

    def submitted(self) -> str:
        """Return what nbgrader's list, in the terminal or in JupyterLab, says of what was submitted."""
        done = run(self.folder, "nbgrader", "list", "--inbound")
        return done.stdout + done.stderr

    def feedback(self) -> list[str]:
        """Fetch feedback, and return the text of the pages, the oldest hand-in first."""
        run(self.folder, "nbgrader", "fetch_feedback", "toy")
        return [path.read_text() for path in sorted((self.folder / "toy/feedback").rglob("01_toy.html"))]


def teach(root: Path, more: str = "") -> Teaching:
    """Build the small course in `root`, and release it to an exchange beside it."""
    build_toy(root)
    exchange = root.parent / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    with (root / "course_config.py").open("a") as config:
        config.write(CONFIG.format(exchange=str(exchange), more=more))
    run(root, "nbgrader", "release_assignment", "toy")
    return Teaching(root, exchange)


@contextmanager
def watching(root: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Watch in the background in the course in `root`, with `more` in the environment."""
    with subprocess.Popen(
        [BIN / "coursekit", "watch", *arguments],
        cwd=root,
        env=environment(root) | {"PYTHONUNBUFFERED": "1"} | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(process: subprocess.Popen[str], words: str) -> str:
    """Read what a command says up to a line with these words, and return that line; fail, with all of it, if none comes."""
    assert process.stdout
    said = []
    patience = threading.Timer(PATIENCE, process.kill)
    patience.start()
    try:
        for line in process.stdout:
            said.append(line)
            if words in line:
                return line
    finally:
        patience.cancel()
    raise AssertionError("".join(said))
