"""Courses to measure: one notebook under one name or several, and a class whose submissions all differ."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat

from coursekit.authoring import bank
from coursekit.grading.hidden_suite import HiddenSuite
from coursekit.notebooks.marks import exercises, fill, solutions
from coursekit.notebooks.read import read_notebook
from coursekit.notebooks.variants import is_foreign, kept
from coursekit.sandbox.inside.frameworks import NAMES

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
    """Put the course in this repository in the place of the one in `folder`.

    It has no notebooks that ask nothing, and nothing of other frameworks: nbgrader as it comes cannot tell them apart.
    """
    for place in ("source", "tests/hidden") if kind == "kit" else ("source",):
        shutil.rmtree(folder / place / ASSIGNMENT)
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / place / "convolutions", folder / place / ASSIGNMENT, ignore=without)
    source = folder / "source" / ASSIGNMENT
    for path in [path for path in source.rglob("*") if path.is_file()]:
        if is_foreign(path.relative_to(source).as_posix(), "torch", NAMES):
            path.unlink()
        elif path.suffix == ".ipynb":
            notebook = kept(read_notebook(path), "torch")
            nbformat.write(notebook, path) if exercises(notebook) else path.unlink()


def require_same_release(one: Path, other: Path) -> None:
    """Raise ValueError unless the students of both courses are handed the same files, byte for byte."""
    if _released(one) != _released(other):
        raise ValueError("the graders' releases differ, so that the submissions would not be the same")


def _released(folder: Path) -> dict[Path, bytes]:
    release = folder / "release" / ASSIGNMENT
    files = (path for path in release.rglob("*") if path.is_file())
    return {path.relative_to(release): path.read_bytes() for path in files}


def hand_in(folder: Path, submissions: int, notebooks: int) -> dict[str, float]:
    """Write submissions into the course in `folder`, and return the points that each student must get.

    In the WHOLE course, students hand in right answers and known mistakes. Only its hidden suites can tell them apart:
    where there are none, a check cell that raises nothing has all its points. No two notebooks are the same, within a
    run or between runs, so that no result that is kept by content is ever met again.
    """
    answers, token = read_answers(), uuid.uuid4().hex
    paths = sorted(folder.glob(f"release/{ASSIGNMENT}/*.ipynb"))
    released = {path.name: read_notebook(path) for path in paths}
    solved = {name: solutions(read_notebook(folder / f"source/{ASSIGNMENT}/{name}")) for name in released}
    given = WholeClass(folder) if notebooks == WHOLE else None
    expected = {}
    for number in range(submissions):
        student, answer = f"student-{number + 1:04}", answers[number % len(answers)]
        target = folder / "submitted" / student / ASSIGNMENT
        target.mkdir(parents=True)
        for name, notebook in released.items():
            sources = given.answers(number, solved[name]) if given else {EXERCISE: answer.source}
            sources = {key: f"{text}\n# {student}, {name}, {token}" for key, text in sources.items()}
            nbformat.write(fill(notebook, sources), target / name)
        expected[student] = given.points(number) if given else answer.points * notebooks
    return expected


class WholeClass:
    """What students hand in to all notebooks of this repository.

    Of three exercises two are solved as the instructor does, and one has a mistake that has a name, from the bank of
    answers if there is one; who makes which differs from student to student.
    """

    def __init__(self, folder: Path):
        self._tests: dict[tuple[str, str], float] = {}
        for suite in sorted((folder / "tests/hidden" / ASSIGNMENT).glob("test_*.py")):
            notebook = f"{suite.stem.removeprefix('test_')}.ipynb"
            found = exercises(read_notebook(folder / "source" / ASSIGNMENT / notebook))
            hidden = HiddenSuite(suite, tuple(exercise.name for exercise in found), seed=0)
            self._tests |= {test.key: test.points for test in hidden.tests}
            hidden.close()
        paths = sorted((ROOT / "tests/answers/convolutions").glob("*.py"))
        every = {path.stem: bank.read_answers(path) for path in paths}
        self._mistakes = {name: [answer for answer in found if answer.says] for name, found in every.items()}

    def answers(self, number: int, solved: dict[str, str]) -> dict[str, str]:
        """Return what student `number` writes into the cells of one notebook."""
        mistakes = {name: self._mistake(number, name) for name in solved}
        return {name: mistake.source if mistake else solved[name] for name, mistake in mistakes.items()}

    def points(self, number: int) -> float:
        """Return the points that student `number` must get."""
        lost = 0.0
        for name in self._mistakes:
            mistake = self._mistake(number, name)
            lost += sum(self._tests.get((name, test), 0.0) for test in (mistake.fails if mistake else ()))
        return 100 - lost

    def _mistake(self, number: int, name: str) -> bank.Answer | None:
        place = number + list(self._mistakes).index(name) if self._mistakes.get(name) else 0
        found = self._mistakes[name] if place % 3 == 2 else []
        return found[place // 3 % len(found)] if found else None


def renew(path: Path) -> None:
    """Change the text of a submission, and nothing that it does."""
    notebook = read_notebook(path)
    name, source = next(iter(solutions(notebook).items()))
    nbformat.write(fill(notebook, {name: f"{source}\n# {uuid.uuid4().hex}"}), path)
