"""The comparison with other graders, as somebody who doubts its figures runs it, only smaller."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_notebook

from coursekit.notebooks.marks import grade_id
from coursekit.notebooks.read import read_notebook

from .helpers import ROOT, TOY, graded_cell

pytestmark = pytest.mark.slow

PROGRAM = """
import os, time
held = b"x" * 150_000_000
if os.fork() == 0:
    own = b"y" * 50_000_000
    time.sleep(2)
    os._exit(0)
os.wait()
"""
PEAK = """
import os, sys
from pathlib import Path
from benchmarks.measure import peak_memory
print(peak_memory([[sys.executable, sys.argv[1]]], Path(sys.argv[1]).parent, dict(os.environ)))
"""


def benchmark(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the comparison in `root`, without Otter."""
    command = [
        sys.executable,
        "-m",
        "benchmarks",
        "--no-otter",
        "--repeats",
        "1",
        "--notebooks",
        "1",
        *options,
    ]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=1200)


def copy_of_benchmarks(root: Path) -> Path:
    """Return the folder `root`, with a copy of what is needed to run the comparison in it."""
    without = shutil.ignore_patterns(".venv*", "results", "__pycache__")
    shutil.copytree(ROOT / "benchmarks", root / "benchmarks", ignore=without)
    shutil.copy(ROOT / "course_config.py", root)
    return root


def put_variants(folder: Path) -> None:
    """Give the toy course what the repository's own has for another framework: a cell of the same name, and a file."""
    path = folder / "01_toy.ipynb"
    notebook = read_notebook(path)
    place = next(n for n, cell in enumerate(notebook.cells) if grade_id(cell))
    notebook.cells[place].metadata["tags"] = ["framework:torch"]
    other = copy.deepcopy(notebook.cells[place])
    other.update(id="for-jax", metadata={**other.metadata, "tags": ["framework:jax"]})
    notebook.cells.insert(place, other)
    nbformat.write(notebook, path)
    (folder / "frameworks").mkdir()
    (folder / "frameworks/jax.py").write_text("")


def test_ratios_come_out_and_scores_agree(tmp_path: Path) -> None:
    """A small comparison, with a small course as that of the repository, prints its tables, keeps its figures, and says whose scores agree."""
    root, output = copy_of_benchmarks(tmp_path), tmp_path / "figures.json"
    shutil.copytree(TOY / "source/toy", root / "source/convolutions")
    put_variants(root / "source/convolutions")
    shutil.copytree(TOY / "tests/hidden/toy", root / "tests/hidden/convolutions")
    smaller = ("--sizes", "1", "--course", "1", "--no-rehearsal", "--no-memory", "--again", "1")
    done = benchmark(root, *smaller, "--output", str(output))
    assert done.returncode == 0, done.stderr
    for words in (
        "stock nbgrader / ours with feedback",
        "ours with feedback / floor × 2",
        "All notebooks of this course",
        "ours / stock nbgrader in a warm process",
    ):
        assert words in done.stdout
    agree = next(line for line in done.stdout.splitlines() if line.startswith("Scores agree"))
    assert "stock nbgrader" in agree and "ours with feedback" in agree
    figures = json.loads(output.read_text())
    assert {run["submissions"] for run in figures["runs"]} == {1}
    assert all(run["seconds"] > 0 for run in figures["runs"])


def test_peak_memory_counts_descendants_and_what_they_share_once(tmp_path: Path) -> None:
    """The peak of a command is what it and its children hold together at one time; what they share counts once."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    asked = [sys.executable, "-c", PEAK, str(program)]
    peak = float(subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, timeout=60).stdout)
    assert 150e6 + 50e6 < peak < 150e6 + 100e6


def test_wrong_scores_stop_it(tmp_path: Path) -> None:
    """Where a grader does not give the points that an answer must get, there are no figures, but one clear line."""
    answers = copy_of_benchmarks(tmp_path) / "benchmarks/course/answers.py"
    answers.write_text(answers.read_text().replace("points=100", "points=90", 1))
    without = ("--no-stock", "--no-memory", "--no-warm", "--no-rehearsal")
    done = benchmark(tmp_path, "--sizes", "1", "--course", "0", *without)
    assert done.returncode == 1
    assert "gives student-0001 100.0 points instead of 90" in done.stderr
    assert "Whole runs" not in done.stdout


def test_frameworks_are_compared(tmp_path: Path) -> None:
    """Beside PyTorch, the row of a framework has the ratios of processor time and clock, of runs with right scores."""
    smallest = ("--notebook", "01_cross_correlation", "--submissions", "1", "--repeats", "1")
    command = [sys.executable, "-m", "benchmarks.frameworks", "--framework", "numpy", *smallest]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stderr
    row = next(line.strip("│").split("│") for line in done.stdout.splitlines() if "numpy " in line)
    processor, clock, goal, _ = (part.strip() for part in row[1:])
    assert float(processor) > 0 and float(clock) > 0 and goal == "at most 0.9"
    assert "Scores agree, for every submission: torch, numpy." in done.stdout


def test_courses_of_others_are_compared(tmp_path: Path) -> None:
    """An assignment of somebody else's is released, handed in three times and graded by both, and nothing differs."""
    folder = tmp_path / "ps1"
    folder.mkdir()
    cells = [
        graded_cell("answer", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"),
        graded_cell("check", "assert x", 2),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "one.ipynb")
    command = [sys.executable, "-m", "benchmarks.agreement", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stderr
    row = [part.strip() for part in done.stdout.splitlines()[3].strip("│").split("│")]
    assert row[:4] == ["ps1", "1", "3", "0"], done.stdout
