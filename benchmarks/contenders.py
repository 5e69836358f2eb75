"""Those who are compared: their commands, and where their scores are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from . import ASSIGNMENT, COURSES, FOLDER, ROOT

BIN = Path(sys.executable).parent
OTTER = FOLDER / ".venv-otter"
KIT = [str(BIN / "coursekit"), "grade", ASSIGNMENT]

Scores = dict[str, float]


@dataclass(frozen=True)
class Contender:
    """One way to run a class. `course` is the kind of course that it grades (kit or stock).

    `commands` gives what to type for these students, `scores` reads what came of it, or is None for the floor, which
    grades nothing and notes its own time, from warm. A `peer` is dear to measure, and measured at few sizes.
    `one_notebook` is true of those that grade one notebook at a time.
    """

    name: str
    course: str
    commands: Callable[[list[str]], list[list[str]]]
    scores: Callable[[Path], Scores] | None
    peer: bool = False
    one_notebook: bool = False


def environment(home: Path, first: Path = BIN) -> dict[str, str]:
    """Return the variables for all commands; programs in the folder `first` are found before others."""
    path = f"{first}{os.pathsep}{os.environ['PATH']}"
    ours = {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / ".jupyter"), "COLUMNS": "200"}
    return {**os.environ, **ours, "PATH": path, "PYTHONPATH": str(ROOT)}


def from_gradebook(folder: Path, assignment: str = ASSIGNMENT) -> Scores:
    """Return each student's points, as the gradebook of the course in `folder` has them."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", assignment) as gradebook:
        rows = gradebook.submission_dicts(assignment)
    return {row["student"]: float(row["score"]) for row in rows}


def from_otter(folder: Path) -> Scores:
    """Return each student's points, from the files that Otter wrote."""
    results = {
        path.parent.name: json.loads(path.read_bytes()) for path in folder.glob("otter/*/results.json")
    }
    return {
        student: sum(float(test.get("score", 0)) for test in result["tests"])
        for student, result in results.items()
    }


def otter_commands(students: list[str]) -> list[list[str]]:
    """Return one `otter run` for each student: without containers there is no command for a class."""
    return [
        [
            *(str(OTTER / "bin/otter"), "run", "--no-logo", "-a", str(OTTER / "autograder.zip")),
            *("-o", f"otter/{student}", f"submitted/{student}/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"),
        ]
        for student in students
    ]


def floor_commands(processes: int) -> Callable[[list[str]], list[list[str]]]:
    """Return what runs the floor in `processes` processes."""
    return lambda students: [[sys.executable, "-m", "benchmarks.floor", str(processes)]]


STOCK = Contender(
    "stock nbgrader",
    "stock",
    lambda students: [[str(BIN / "nbgrader"), "autograde", ASSIGNMENT]],
    from_gradebook,
    peer=True,
)
OTTER_RUN = Contender("otter run", "stock", otter_commands, from_otter, peer=True, one_notebook=True)
GRADES = Contender("ours", "kit", lambda students: [[*KIT, "--no-feedback"]], from_gradebook)
GRADES_AND_FEEDBACK = Contender("ours with feedback", "kit", lambda students: [KIT], from_gradebook)
FLOORS = [Contender(f"floor × {count}", "kit", floor_commands(count), None) for count in (1, 2)]


def install_otter() -> None:
    """Install Otter into an environment of its own, whose versions differ from the kit's, and pack its autograder."""
    pins = FOLDER / "otter-constraints.txt"
    ready = OTTER / "ready"
    pip = [str(OTTER / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not ready.exists() or ready.stat().st_mtime < pins.stat().st_mtime:
        subprocess.run([sys.executable, "-m", "venv", str(OTTER)], check=True)
        subprocess.run([*pip, "-c", str(pins), "torch==2.13.0"], check=True)
        subprocess.run([*pip, "-c", str(pins), "otter-grader", "ipykernel"], check=True)
        ready.touch()
    generate = [
        "generate",
        "--no-config",
        "-t",
        str(COURSES / "otter/tests"),
        "-o",
        str(OTTER / "autograder.zip"),
    ]
    subprocess.run([str(OTTER / "bin/otter"), *generate], check=True, capture_output=True)
