"""The gate before a release: every fault is named, and the old release stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from coursekit.course.course import Course
from coursekit.notebooks.folders import read_all_files

from ..helpers import begin_gradebook, run, run_anew

Notebook = dict[str, Any]


def change(root: Path, edit: Callable[[Notebook], object]) -> None:
    """Edit the source notebook of the small course."""
    path = root / "source/toy/01_toy.ipynb"
    notebook = json.loads(path.read_text())
    edit(notebook)
    path.write_text(json.dumps(notebook))


def cell(notebook: Notebook, name: str) -> Notebook:
    """Return the cell with this id."""
    return next(c for c in notebook["cells"] if c["id"] == name)


def replace(name: str, old: str, new: str) -> Callable[[Notebook], object]:
    """Return an edit that replaces text in a cell."""

    def edit(notebook: Notebook) -> None:
        found = cell(notebook, name)
        text = "".join(found["source"])
        assert old in text
        found["source"] = text.replace(old, new)

    return edit


@pytest.fixture
def toy(toy: Path) -> Path:
    """Return the folder of a small course that has a gradebook already."""
    begin_gradebook(toy)
    return toy


SUITE = "tests/hidden/toy/test_01_toy.py"
FAULTS: dict[str, tuple[Callable[[Notebook], object], str]] = {
    "wrong solution": (replace("size", "n - k + 1", "n - k + 2"), "the solution of size loses test_values"),
    "wrong where another builds on it": (
        replace("size", "n - k + 1", "n - k + 1 if n < 9 else 0"),
        "the solution of slide passes test_values only with another solution of size",
    ),
    "release already right": (
        replace(
            "size",
            "### BEGIN SOLUTION\n    return n - k + 1\n    ### END SOLUTION",
            "return n - k + 1\n\n### BEGIN SOLUTION\nNEEDED = False\n### END SOLUTION",
        ),
        "the untouched release earns test_values of size",
    ),
    "leak": (
        replace("title", "# A small course", "# A small course\n\n    places = range(size(len(x), len(k)))"),
        "a line of a solution",
    ),
    "foreign import": (replace("setup", "import torch", "import torch\nimport yaml"), "imports yaml"),
    "outputs": (lambda n: cell(n, "setup").update(execution_count=3), "carries outputs"),
    "no id": (lambda n: cell(n, "title").pop("id"), "no id of their own"),
    "double id": (lambda n: cell(n, "title").update(id="setup"), "no id of their own"),
    "points": (
        lambda n: cell(n, "test_size")["metadata"]["nbgrader"].update(points=41),
        "size: the tests have 40 points, its check cell 41; change one of them (the cell in source/), and build",
    ),
    "failing cell": (
        replace("picture", "plt.show()", "size(1, 1)"),
        "in the untouched release, a cell fails",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("edit", "reason"), FAULTS.values(), ids=FAULTS)
def test_fault_in_the_source_is_named(toy: Path, edit: Callable[[Notebook], object], reason: str) -> None:
    """A source notebook that is not fit for students is not released, and the reason is said."""
    change(toy, edit)
    done = run(toy, "coursekit", "build", "toy", check=False)
    assert done.returncode == 1
    assert reason in done.stderr
    assert not (toy / "release").exists()


def known(root: Path) -> list[tuple[str, float]]:
    """Return the notebooks that the gradebook knows of the small course, with their points."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "convolutions") as gradebook:
        found = [notebook for assignment in gradebook.assignments for notebook in assignment.notebooks]
        return [(notebook.name, notebook.max_score) for notebook in found]


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["leak", "wrong solution", "points", "release already right"])
def test_nbgrader_releases_nothing_that_build_refuses(toy: Path, fault: str) -> None:
    """`nbgrader generate_assignment` refuses what `coursekit build` refuses, with its reason, before the gradebook."""
    edit, reason = FAULTS[fault]
    change(toy, edit)
    for command in (("nbgrader", "generate_assignment", "toy"), ("coursekit", "build", "toy")):
        done = run(toy, *command, check=False)
        assert done.returncode == 1
        assert reason in done.stderr
        assert not list(toy.glob("release/toy/*"))
        assert known(toy) == []


@pytest.mark.slow
def test_formgrader_s_button_releases_nothing_that_build_refuses(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Formgrader's Generate button asks nbgrader for is refused with the reason, and done when that is mended."""
    monkeypatch.chdir(toy)
    good = (toy / "source/toy/01_toy.ipynb").read_bytes()
    change(toy, FAULTS["leak"][0])
    course = Course.here()
    done = course.api.generate_assignment("toy", force=True, create=True)
    assert not done["success"] and "a line of a solution" in done["log"]
    assert not list(toy.glob("release/toy/*")) and known(toy) == []
    (toy / "source/toy/01_toy.ipynb").write_bytes(good)
    assert course.api.generate_assignment("toy", force=True, create=True)["success"]
    assert (toy / "release/toy/01_toy.ipynb").exists() and known(toy) == [("01_toy", 100)]


@pytest.mark.slow
def test_both_ways_release_the_same(toy: Path) -> None:
    """`coursekit build` and `nbgrader generate_assignment` make the same bytes, packages included, caches never."""
    for folder in ("shared", "shared/more"):
        cache = toy / "source/toy" / folder / "__pycache__/one.cpython-311.pyc"
        cache.parent.mkdir(parents=True)
        cache.write_bytes(b"x")
        (toy / "source/toy" / folder / "__init__.py").write_text("")
    change(toy, replace("setup", "import torch", "import shared.more\nimport torch"))
    run(toy, "coursekit", "build", "toy")
    first = read_all_files(toy / "release/toy")
    assert {"01_toy.ipynb", "shared/__init__.py", "shared/more/__init__.py"} <= first.keys()
    assert not [name for name in first if "pycache" in name]
    run(toy, "nbgrader", "generate_assignment", "toy", "--force")
    assert read_all_files(toy / "release/toy") == first


@pytest.mark.slow
@pytest.mark.parametrize("name", ["given.json", "data/notes.html"])
def test_solution_in_a_file_of_another_kind_is_found(toy: Path, name: str) -> None:
    """A line of a solution is found in whatever file would be handed out."""
    path = toy / "source/toy" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("places = range(size(len(x), len(k)))\n")
    done = run(toy, "coursekit", "build", "toy", check=False)
    assert done.returncode == 1 and f"{path.name}: a line of a solution in 01_toy.ipynb" in done.stderr


@pytest.mark.slow
def test_missing_suite_is_named(toy: Path) -> None:
    """A notebook without its hidden suite is not released."""
    (toy / SUITE).unlink()
    assert "has no hidden suite" in run(toy, "coursekit", "build", "toy", check=False).stderr


@pytest.mark.slow
def test_suite_without_notebook_is_named(toy: Path) -> None:
    """A hidden suite without its notebook is a fault."""
    (toy / SUITE).with_name("test_02_more.py").write_text("")
    assert "there is no notebook 02_more.ipynb" in run(toy, "coursekit", "build", "toy", check=False).stderr


@pytest.mark.slow
def test_exercise_without_tests_is_named(toy: Path) -> None:
    """An exercise that no test judges is a fault, and so is a test of no exercise."""
    suite = toy / SUITE
    text = suite.read_text()
    suite.write_text(text.replace("@pytest.mark.size\n", ""))
    assert "the marker of exactly one exercise" in run(toy, "coursekit", "build", "toy", check=False).stderr
    start = text.index("@pytest.mark.size\n")
    suite.write_text(text[:start] + text[text.index("@pytest.mark.slide\n") :])
    assert "size: the tests have 0 points" in run(toy, "coursekit", "build", "toy", check=False).stderr


@pytest.mark.slow
def test_release_is_the_same_each_time(toy: Path) -> None:
    """Building twice gives the same bytes, and a failed build leaves the release alone."""
    run_anew(toy, "coursekit", "build", "toy")
    first = {p.name: p.read_bytes() for p in (toy / "release/toy").iterdir()}
    run(toy, "coursekit", "build", "toy")
    assert {p.name: p.read_bytes() for p in (toy / "release/toy").iterdir()} == first
    change(toy, FAULTS["wrong solution"][0])
    assert run(toy, "coursekit", "build", "toy", check=False).returncode == 1
    assert {p.name: p.read_bytes() for p in (toy / "release/toy").iterdir()} == first


@pytest.mark.slow
def test_commands_outside_a_course_say_so(tmp_path: Path) -> None:
    """A command in a folder that is no course, or for an assignment that is not there, ends in one clear line."""
    done = run_anew(tmp_path, "coursekit", "grade", "toy", check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: there is no course here")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.slow
def test_unknown_assignment_is_one_line(toy: Path) -> None:
    """An assignment that does not exist ends in one clear line."""
    for command in ("build", "grade", "answers", "sample"):
        done = run(toy, "coursekit", command, "nothing", check=False)
        assert done.returncode == 1, command
        assert len(done.stderr.splitlines()) == 1, done.stderr
