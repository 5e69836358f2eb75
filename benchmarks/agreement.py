"""Grades somebody else's course with nbgrader and with the kit, and shows where their scores differ.

    python -m benchmarks.agreement path/to/source/ps1 …

Each folder is an assignment as its instructor has written it. Three students hand it in: the solution, the release as
it is, and a mix of both, with every other answer solved.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import click
import nbformat
from nbgrader.api import Gradebook, MissingEntry
from rich.console import Console
from rich.table import Table

from coursekit.notebooks.marks import fill, solutions
from coursekit.notebooks.read import read_notebook

from .contenders import BIN, environment

CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "course"
c.ExecutePreprocessor.timeout = 60
c.ExecutePreprocessor.startup_timeout = 120
"""
COMMANDS = {"nbgrader": ("nbgrader", "autograde"), "kit": ("coursekit", "grade", "--anyway", "--no-feedback")}
PYTHON = {"display_name": "Python 3", "language": "python", "name": "python3"}
Score = tuple[float | None, bool]
Scores = dict[tuple[str, str, str], Score]


@click.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def main(folders: tuple[Path, ...]) -> None:
    """Grade the assignment in each of FOLDERS with both, and show where their scores differ."""
    table = Table("assignment", "notebooks", "checks", "differ", "time of nbgrader / kit")
    differences: list[str] = []
    for folder in folders:
        with tempfile.TemporaryDirectory() as place:
            row, differing = compare(folder, Path(place))
        table.add_row(*row)
        differences += differing
    Console(width=160).print(table)
    for line in differences:
        click.echo(line)


def compare(folder: Path, place: Path) -> tuple[list[str], list[str]]:
    """Return a row of the table for an assignment, and a line for each difference."""
    name = folder.resolve().name
    root = place / "new" / "course"
    fault = make(folder.resolve(), root, name)
    if fault:
        return [name, "", "", "", fault], []
    found: dict[str, Scores] = {}
    seconds = {}
    for who, command in COMMANDS.items():
        course = shutil.copytree(root, place / who / "course")
        start = time.monotonic()
        said = run(course, *command, name)
        seconds[who] = time.monotonic() - start
        found[who] = scores(course, name)
        (place / f"{who}.log").write_text(said.stdout + said.stderr)
    stock, kit = found["nbgrader"], found["kit"]
    different = sorted(key for key in stock.keys() | kit.keys() if stock.get(key) != kit.get(key))
    lines = [f"{name}: {' '.join(key)}: nbgrader {stock.get(key)}, kit {kit.get(key)}" for key in different]
    ratio = f"{seconds['nbgrader'] / seconds['kit']:.1f}"
    notebooks = len(list((root / "release" / name).glob("*.ipynb")))
    return [name, str(notebooks), str(len(stock)), str(len(different)), ratio], lines


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a course, and return what it said."""
    env = environment(root.parent)
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=root, env=env, text=True, capture_output=True
    )


def make(folder: Path, root: Path, name: str) -> str:
    """Make a course with the assignment, released and handed in; return why it cannot be released, or ""."""
    source = root / "source" / name
    shutil.copytree(folder, source, ignore=shutil.ignore_patterns(".*"))
    (root / "nbgrader_config.py").write_text(CONFIG)
    for path in source.glob("*.ipynb"):
        notebook = nbformat.read(path, 4)
        notebook.metadata["kernelspec"] = PYTHON  # what a course calls its kernel is not installed here
        for cell in notebook.cells:
            noted = cell.metadata.get("nbgrader", {})
            if noted.get("grade") and not noted.get("solution") and not noted.get("points"):
                noted["points"] = 1  # or there would be nothing to compare
        nbformat.write(notebook, path)
    run(root, "nbgrader", "update", f"source/{name}")
    said = run(root, "nbgrader", "generate_assignment", name)
    if said.returncode:
        return f"not released: {said.stderr.strip().splitlines()[-1][:100]}"
    for student in ("solved", "released", "half"):
        shutil.copytree(root / "release" / name, root / "submitted" / student / name)
    for path in sorted(source.glob("*.ipynb")):
        release, solved = read_notebook(root / "release" / name / path.name), solutions(read_notebook(path))
        half = dict(list(solved.items())[::2])
        for student, answers in (("solved", solved), ("released", {}), ("half", half)):
            nbformat.write(fill(release, answers), root / "submitted" / student / name / path.name)
    return ""


def scores(root: Path, name: str) -> Scores:
    """Return by student, notebook and cell the score, and whether a person has to grade."""
    found: Scores = {}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "course") as gradebook:
        for student in ("solved", "released", "half"):
            try:
                submission = gradebook.find_submission(name, student)
            except MissingEntry:
                found[student, "", ""] = None, True
                continue
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    key = student, notebook.name, grade.name
                    found[key] = grade.auto_score, bool(grade.needs_manual_grade)
    return found


if __name__ == "__main__":
    main()
