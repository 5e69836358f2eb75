"""The notebooks that open and close the course, and its README: they run in any state, and what they tell is so."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from coursekit.grading.student import Student
from coursekit.notebooks.cells import code_cells
from coursekit.notebooks.folders import read_folder, read_notebook_files
from coursekit.notebooks.marks import exercises
from coursekit.notebooks.read import parse_notebook, read_notebook
from coursekit.sandbox.sandbox import Sandbox

from .helpers import ROOT, source_files, source_notebook

SOURCE = ROOT / "source/convolutions"
RELEASE = ROOT / "release/convolutions"
START, END = "00_start_here.ipynb", "07_looking_back.ipynb"
ROW = re.compile(r"^\| (\d\d) \| `(\w+)` \| (\d+) \| (\d+) \|", re.MULTILINE)
MAP = re.compile(r"^\| `((\d\d)\w+\.ipynb)` \| (\d+) \| (\d+) \|", re.MULTILINE)
FILES = re.compile(r"`([\w./]+)`(?: to `([\w./]+)`)?")


def test_points_are_told_as_they_are() -> None:
    """The start notebook lists every exercise with its points, in order, and for each notebook the sums."""
    text = "\n".join(cell.source for cell in read_notebook(RELEASE / START).cells)
    real = []
    for path in sorted(RELEASE.glob("*.ipynb")):
        real += [(path.stem[:2], e.name, f"{e.points:g}") for e in exercises(source_notebook(path))]
    rows = ROW.findall(text)
    assert [row[:3] for row in rows] == real
    for _, number, points, minutes in MAP.findall(text):
        own = [row for row in rows if row[0] == number]
        assert int(points) == sum(int(row[2]) for row in own)
        assert not own or int(minutes) == sum(int(row[3]) for row in own)
    assert {row[0] for row in MAP.findall(text)} == {path.name for path in RELEASE.glob("*.ipynb")} - {START}


def test_readme_lists_what_is_there() -> None:
    """Every file of the release is in the table of its README, and every file in the table is in the release."""
    lines = (RELEASE / "README.md").read_text().splitlines()
    told = FILES.findall("\n".join(line.split("|")[1] for line in lines if line.startswith("| `")))
    there = sorted(path.name for path in RELEASE.iterdir() if path.name not in ("README.md", "__pycache__"))
    found = set()
    for first, last in told:
        name = first.rstrip("/")
        assert name in there and (not last or last in there)
        found |= {other for other in there if other == name or (last and name <= other <= last)}
    assert sorted(found) == there


def outputs(sandbox: Sandbox, name: str, beside: Mapping[str, bytes]) -> str:
    """Return what the cells of a released notebook show, run from top to bottom beside others; none of them fails."""
    notebook = read_notebook(RELEASE / name)
    student = Student(sandbox, code_cells(notebook, set(), notebook), {**read_folder(RELEASE), **beside})
    student.start()
    student.close()
    assert not [run.error for run in student.runs.values() if run.error]
    return json.dumps([run.outputs for run in student.runs.values()], ensure_ascii=False)


@pytest.mark.slow
@pytest.mark.parametrize("solved", ["", "01 02", "01 02 03 04 05 06"])
def test_both_run_in_any_state(sandbox: Sandbox, solved: str) -> None:
    """Beside notebooks that are untouched (the last one alone), half done or solved, both run, and digits are read."""
    beside = read_notebook_files(RELEASE)
    beside |= {name: data for name, data in source_files(SOURCE).items() if name[:2] in solved.split()}
    start, end = outputs(sandbox, START, beside), outputs(sandbox, END, beside if solved else {})
    assert "Everything is there" in start and ("○ not started" in start) == ("06" not in solved)
    for name, notebook in (("corr2d", "01"), ("Conv2D", "02"), ("edge_kernel", "06"), ("blur_kernel", "06")):
        steps_in = (
            f"Your own {name} is not finished in its saved notebook, so a given one is used here." in end
        )
        assert steps_in == (notebook not in solved.split()), name
    right = [int(share) for share in re.findall(r"(\d+) % moved", end)]
    assert len(right) == 4 and right[3] > 85 and max(right[:3]) < 70
    assert "This appears when" not in end and "This does not work yet" not in end


@pytest.mark.slow
def test_start_notebook_says_what_is_missing(sandbox: Sandbox) -> None:
    """Where the folder of the course, or a package, is missing, the first cell says in one line what to do."""
    notebook = parse_notebook((RELEASE / START).read_bytes())
    cells = [cell for cell in code_cells(notebook, set(), notebook) if "import_module" in cell.source]
    for files, said in (
        ({}, "fetch the whole folder again"),
        ({"classroom/__init__.py": b"import nowhere"}, "nowhere is missing"),
    ):
        student = Student(sandbox, cells, files)
        student.start()
        student.close()
        (run,) = student.runs.values()
        (output,) = run.outputs
        assert said in output["text"] and output["text"].count("\n") == 1 and not run.error
