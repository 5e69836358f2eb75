"""The course in each framework: one source, one set of hidden tests, and releases, grades and pages for each."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.notebooks.folders import read_all_files
from coursekit.notebooks.marks import exercises
from coursekit.notebooks.read import read_notebook
from coursekit.sandbox.inside.frameworks import NAMES
from coursekit.sandbox.sandbox import Sandbox

from . import frameworks
from .helpers import ROOT, run

OTHERS = tuple(frameworks.marked(name) for name in NAMES if name != "torch")
FIRST = "01_cross_correlation"
POINTS = {"numpy": 96, "jax": 100, "tensorflow": 100, "mxnet": 33}
MEASURED = ("numpy",)  # with mutants; in the others that takes hours: `coursekit accuracy`
# JAX compiles for each new shape, and its whole bank takes hours: `coursekit answers` does it.
SAMPLE = {"jax": ("output_shape", "edge_image", "noise_gain")}
WORDS = {
    "numpy": r"torch|jax|tensorflow|mxnet",
    "jax": r"torch|tensorflow|mxnet",
    "tensorflow": r"torch|\bjax\b|flax|mxnet",
    "mxnet": r"torch|\bjax\b|flax|tensorflow|\btf\.",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=OTHERS)
def framework(request: pytest.FixtureRequest) -> str:
    """Return the name of a framework that is installed."""
    frameworks.require(str(request.param))
    return str(request.param)


@pytest.fixture(scope="module")
def course(framework: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the course, with an assignment in the framework."""
    return new_course(tmp_path_factory.mktemp(framework) / "course", framework)


def new_course(root: Path, framework: str) -> Path:
    """Make the course in the folder `root`, with an assignment in the framework, and return it."""
    for folder in ("source", "tests/hidden", "tests/answers"):
        shutil.copytree(
            ROOT / folder / "convolutions",
            root / folder / "convolutions",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    shutil.copy(ROOT / "nbgrader_config.py", root)
    settings = {"source": "convolutions", "framework": framework}
    if python := frameworks.python(framework):
        settings["python"] = python
    own = {f"convolutions_{framework}": settings}
    config = (ROOT / "course_config.py").read_text()
    (root / "course_config.py").write_text(f"{config}\nc.CourseKit.assignments = {own!r}\n")
    return root


def grade_class(course: Path, framework: str, points: int) -> None:
    """Collect and grade; right answers get all points, and pages of the first notebook say what is wrong."""
    name = f"convolutions_{framework}"
    run(course, "coursekit", "sample", name)
    run(course, "coursekit", "grade", name)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "convolutions") as gradebook:
        scores = {one.student.id: one.score for one in gradebook.assignment_submissions(name)}
    assert scores[f"{name}-right"] == scores[f"{name}-right-too"] == points
    assert scores[f"{name}-untouched"] == 0
    assert 0 < scores[f"{name}-wrong"] < points
    pages = {
        who: (course / f"feedback/{name}-{who}/{name}/{FIRST}.html").read_text() for who in ("wrong", "right")
    }
    assert "one too small" in pages["wrong"] and "The kernel is flipped" in pages["wrong"]
    assert "The kernel is flipped" not in pages["right"]
    for page in pages.values():
        summary = page[: page.index("handed-in")]
        assert not re.search(WORDS[framework], summary), re.findall(rf".*(?:{WORDS[framework]}).*", summary)


def test_a_class_is_graded_from_release_to_feedback(course: Path, framework: str) -> None:
    """Right answers get all points, wrong ones lose theirs with the mistake named, untouched ones get none."""
    name = f"convolutions_{framework}"
    assert f"{POINTS[framework]} points" in run(course, "coursekit", "build", name).stdout
    grade_class(course, framework, POINTS[framework])


def test_one_notebook_is_graded_in_jax(tmp_path: Path) -> None:
    """So it is where the first notebook is all there is, and nothing that students compile is kept with the solution's."""
    frameworks.require("jax")
    root = new_course(tmp_path / "course", "jax")
    for pattern in ("source/convolutions/*.ipynb", "tests/hidden/convolutions/test_*.py"):
        for path in root.glob(pattern):
            if path.stem.removeprefix("test_") != FIRST:
                path.unlink()
    assert "17 points" in run(root, "coursekit", "build", "convolutions_jax").stdout
    compiled = root / ".coursekit/convolutions_jax/compiled"
    kept = {path.name: path.stat().st_mtime_ns for path in compiled.iterdir()}
    assert len(kept) > 100
    grade_class(root, "jax", 17)
    assert {path.name: path.stat().st_mtime_ns for path in compiled.iterdir()} == kept


def test_no_release_speaks_of_another_framework(course: Path, framework: str) -> None:
    """What is handed out in one framework has no word of another, in whatever file."""
    run(course, "coursekit", "preview", "convolutions", "--framework", framework)
    for name, data in read_all_files(course / f"preview/convolutions-{framework}").items():
        if not name.endswith(".png"):
            found = re.findall(rf".*(?:{WORDS[framework]}).*", data.decode(), re.IGNORECASE)
            assert not found, f"{name}: {found[0][:200]}"


def test_answers_get_their_verdict(course: Path, framework: str) -> None:
    """Each answer in the bank of a framework gets its verdict, and each test is lost alone by one; so does each mutant."""
    name = f"convolutions_{framework}"
    run(course, "coursekit", "build", name)
    if framework in MEASURED:
        run(course, "coursekit", "accuracy", name, "--check", "--seeds", "2")
        return
    sample = [word for exercise in SAMPLE.get(framework, ()) for word in ("--exercise", exercise)]
    done = run(course, "coursekit", "answers", name, *sample, check=False)
    faults = [line for line in done.stderr.splitlines() if line.startswith("  ")]
    assert not faults, done.stderr


def test_what_is_told_is_what_is_handed_out(course: Path, framework: str) -> None:
    """The start notebook and progress() tell of the exercises that are handed out in a framework, and of no others."""
    run(course, "coursekit", "preview", "convolutions", "--framework", framework)
    folder = course / f"preview/convolutions-{framework}"
    notebooks = {path.name: read_notebook(path) for path in sorted(folder.glob("*.ipynb"))}
    there = [
        (name[:2], e.name, f"{e.points:g}")
        for name, notebook in notebooks.items()
        for e in exercises(notebook)
    ]
    text = "\n".join(cell.source for cell in notebooks["00_start_here.ipynb"].cells)
    rows = re.findall(r"^\| (\d\d) \| `(\w+)` \| (\d+) \|", text, re.MULTILINE)
    assert rows == there
    cell = Cell("a", "from classroom import progress\nprogress()")
    with Sandbox(framework=framework, python=frameworks.python(framework)) as sandbox:
        student = Student(sandbox, [cell], read_all_files(folder))
        student.start()
        student.close()
    said = student.runs["a"].outputs[0]["data"]["text/plain"]
    lines = re.findall(r"^(\d\d)_\w+\.ipynb +(\w+) +(\d+)  ○ not started$", said, re.MULTILINE)
    assert lines == there and said.count("not found") == len(rows) - len(there)


@pytest.mark.mxnet
def test_mxnet_s_notebooks_speak_of_no_other(tmp_path_factory: pytest.TempPathFactory) -> None:
    """In MXNet there are the start and the first two notebooks; no cell leads to another, or tells of a later one."""
    root = tmp_path_factory.mktemp("notebooks") / "course"
    shutil.copytree(ROOT / "source/convolutions", root / "source/convolutions")
    for name in ("nbgrader_config.py", "course_config.py"):
        shutil.copy(ROOT / name, root)
    (root / "tests/hidden").mkdir(parents=True)
    (root / "tests/answers").mkdir()
    run(root, "coursekit", "preview", "convolutions", "--framework", "mxnet")
    found = {path.name: read_notebook(path) for path in (root / "preview/convolutions-mxnet").glob("*.ipynb")}
    assert sorted(name[:2] for name in found) == ["00", "01", "02"]
    for name, notebook in found.items():
        for cell in notebook.cells:
            assert not re.search(r"notebooks? [3-7]|0[3-7]_|\b0[3-7] \||five notebooks", cell.source), (
                name,
                cell.id,
            )


@pytest.mark.parametrize("name", ["jax", "tensorflow", "mxnet"])
def test_snippets_are_those_of_the_notebook(name: str) -> None:
    """What grading runs to know an outcome is, word for word, what students run."""
    cells = {
        cell.id: cell.source for cell in read_notebook(ROOT / "source/convolutions/02_conv_layer.ipynb").cells
    }
    handed_out = cells[f"snippets-{name}"].partition("\n")[2].strip()
    judged = (ROOT / f"tests/hidden/convolutions/snippets_{name}.py").read_text()
    assert handed_out and judged.rstrip().endswith(handed_out)
