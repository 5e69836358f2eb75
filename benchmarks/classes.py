"""Courses to measure: one notebook under one name or several, and a class whose submissions all differ."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat

from coursekit.notebooks.marks import fill, solutions
from coursekit.notebooks.read import read_notebook

from . import ASSIGNMENT, COURSES, ROOT, WHOLE

EXERCISE = "corr2d"


@dataclass(frozen=True)
class Answer:
    """What some students write into the solution cell, and the points that it must get in each notebook."""

    source: str
    points: float


def read_answers() -> list[Answer]:
    """Return the answers that the class hands in, in turn."""
    cells = jupytext.read(COURSES / "answers.py", fmt="py:percent").cells
    return [
        Answer(cell.source, float(cell.metadata["points"])) for cell in cells if "points" in cell.metadata
    ]


def prepare(kind: str, notebooks: int, folder: Path, environment: dict[str, str]) -> None:
    """Make the course of `kind` (kit or stock) in `folder`, released, with its notebook under several names.

    With WHOLE for `notebooks`, they are those of the course in this repository.
    """
    shutil.copytree(COURSES / kind, folder)
    if kind == "kit":
        shutil.copy(ROOT / "course_config.py", folder)
    (folder / "exchange").mkdir(mode=0o777)
    if notebooks == WHOLE:
        put_whole_course(kind, folder)
    suite = f"tests/hidden/{ASSIGNMENT}/test_{ASSIGNMENT}"
    for number in range(2, notebooks + 1):
        copies = {f"source/{ASSIGNMENT}/{ASSIGNMENT}": ".ipynb"} | ({suite: ".py"} if kind == "kit" else {})
        for name, suffix in copies.items():
            shutil.copy(folder / f"{name}{suffix}", folder / f"{name}_{number}{suffix}")
    # nbgrader's own command for both, without the gate: that wants 100 points in an assignment, not in each notebook.
    command = ["nbgrader", "generate_assignment", ASSIGNMENT]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


def put_whole_course(kind: str, folder: Path) -> None:
    """Put the course in this repository in the place of the one in `folder`."""
    for place in ("source", "tests/hidden") if kind == "kit" else ("source",):
        shutil.rmtree(folder / place / ASSIGNMENT)
        shutil.copytree(ROOT / place / "convolutions", folder / place / ASSIGNMENT)


def require_same_release(one: Path, other: Path) -> None:
    """Raise ValueError unless the students of both courses are handed the same files, byte for byte."""
    first, second = (
        {path.name: path.read_bytes() for path in (folder / "release" / ASSIGNMENT).iterdir()}
        for folder in (one, other)
    )
    if first != second:
        raise ValueError("the graders' releases differ, so that the submissions would not be the same")


def hand_in(folder: Path, submissions: int, notebooks: int) -> dict[str, float]:
    """Write submissions into the course in `folder`, and return the points that each student must get.

    In the WHOLE course, everybody hands in the instructor's solutions. No two notebooks are the same, within a run or
    between runs, so that no result that is kept by content is met again.
    """
    answers = [Answer("", 100)] if notebooks == WHOLE else read_answers()
    token = uuid.uuid4().hex
    released = {
        path.name: read_notebook(path) for path in sorted(folder.glob(f"release/{ASSIGNMENT}/*.ipynb"))
    }
    solved = {name: solutions(read_notebook(folder / f"source/{ASSIGNMENT}/{name}")) for name in released}
    expected = {}
    for number in range(submissions):
        student, answer = f"student-{number + 1:04}", answers[number % len(answers)]
        target = folder / "submitted" / student / ASSIGNMENT
        target.mkdir(parents=True)
        for name, notebook in released.items():
            sources = solved[name] if notebooks == WHOLE else {EXERCISE: answer.source}
            sources = {key: f"{text}\n# {student}, {name}, {token}" for key, text in sources.items()}
            nbformat.write(fill(notebook, sources), target / name)
        expected[student] = answer.points * max(notebooks, 1)
    return expected


def renew(path: Path) -> None:
    """Change the text of a submission, and nothing that it does."""
    notebook = read_notebook(path)
    source = f"{solutions(notebook)[EXERCISE]}\n# {uuid.uuid4().hex}"
    nbformat.write(fill(notebook, {EXERCISE: source}), path)
