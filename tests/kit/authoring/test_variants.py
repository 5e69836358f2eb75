"""One source for several frameworks: cells and files of each, points that are shared out, links, and previews."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from coursekit.course.course import Course
from coursekit.errors import CourseError
from coursekit.grading.result import TestResult
from coursekit.grading.shares import shared_out
from coursekit.notebooks.read import read_notebook

from ..helpers import run

SETTINGS = 'c.CourseKit.assignments = {"toy_numpy": {"source": "toy", "framework": "numpy"}}'
SOLUTION = '''def slide(x, k):
    """Return the sums of products of the 1-D array k with every stretch of the 1-D array x."""
    ### BEGIN SOLUTION
    return np.stack([(x[i : i + len(k)] * k).sum() for i in range(size(len(x), len(k)))])
    ### END SOLUTION
'''
VARIANTS = {
    "setup": "import matplotlib.pyplot as plt\nimport numpy as np",
    "slide": SOLUTION,
    "test_slide": 'try:\n    print(slide(np.ones(3), np.ones(2)))\nexcept (NameError, NotImplementedError):\n    print("not started")',
}


def share(root: Path, settings: str = SETTINGS) -> None:
    """Give the small course variants for NumPy beside those for torch, and an assignment that hands them out."""
    path = root / "source/toy/01_toy.ipynb"
    notebook = json.loads(path.read_text())
    cells: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        cells.append(cell)
        if cell["id"] in VARIANTS:
            other = json.loads(json.dumps(cell)) | {
                "id": f"{cell['id']}-numpy",
                "source": VARIANTS[cell["id"]],
            }
            cell["metadata"]["tags"] = ["framework:torch"]
            other["metadata"]["tags"] = ["framework:numpy", "mine"]
            cells.append(other)
    path.write_text(json.dumps(notebook | {"cells": cells}, indent=1) + "\n")
    for name in ("__init__", "torch", "numpy"):
        file = root / f"source/toy/helpers/frameworks/{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'"""What {name} needs."""\n')
    suite = root / "tests/hidden/toy/test_01_toy.py"
    text = suite.read_text().replace(
        "    @pytest.mark.points(20)\n", '    @pytest.mark.points(20)\n    @pytest.mark.needs("gradients")\n'
    )
    suite.write_text(text.replace("The inputs are left", "The {tensor}s are left"))
    config = root / "course_config.py"
    config.write_text(f"{config.read_text()}\n{settings}\n")


def told(root: Path, assignment: str) -> dict[str, bytes]:
    """Return the files of a release, by their names from its folder on."""
    folder = root / "release" / assignment
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.slow
def test_one_source_gives_a_release_for_each_framework(toy: Path) -> None:
    """Built for each framework, the same notebook has its own cells, files and points, under the same names."""
    run(toy, "coursekit", "build", "toy")
    before = told(toy, "toy")
    share(toy)
    first, second = (run(toy, "coursekit", "build", name).stdout for name in ("toy", "toy_numpy"))
    assert "1 notebook is ready in release/toy, 100 points" in first and "shared" not in first
    assert "slide: 20 points of what NumPy cannot have are shared out among its other checks" in second
    assert "toy_numpy: 1 notebook is ready in release/toy_numpy, 100 points" in second
    torch, numpy = told(toy, "toy"), told(toy, "toy_numpy")
    assert torch["01_toy.ipynb"] == before["01_toy.ipynb"]
    assert set(torch) - set(numpy) == {"helpers/frameworks/torch.py"}
    assert set(numpy) - set(torch) == {"helpers/frameworks/numpy.py"}
    text = numpy["01_toy.ipynb"].decode()
    assert "torch" not in text and "framework:" not in text and "import numpy as np" in text
    cells = nbformat.reads(text, 4).cells
    assert [cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata] == [
        *("setup", "size", "test_size", "slide", "test_slide")
    ]
    assert cells[1].metadata.tags == ["mine"]


def leave_out(root: Path) -> None:
    """Give the small course a second notebook, with a title in torch alone, before the other and with no exercise."""
    notebook = json.loads((root / "source/toy/01_toy.ipynb").read_text())
    title = {
        "cell_type": "markdown",
        "id": "title",
        "metadata": {"tags": ["framework:torch"]},
        "source": "# For torch",
    }
    text = {"cell_type": "markdown", "id": "text", "metadata": {}, "source": "Nothing is asked here."}
    path = root / "source/toy/00_torch.ipynb"
    path.write_text(json.dumps(notebook | {"cells": [title, text]}, indent=1) + "\n")


@pytest.mark.slow
def test_a_notebook_without_a_title_in_a_framework_is_left_out(toy: Path) -> None:
    """A notebook whose first cell is for other frameworks is in no release, gradebook or preview of this one; a line says so."""
    share(toy)
    leave_out(toy)
    assert "2 notebooks are ready" in run(toy, "coursekit", "build", "toy").stdout
    said = run(toy, "coursekit", "build", "toy_numpy").stdout
    assert "not handed out in NumPy: 00_torch\n" in said and "1 notebook is ready" in said
    for name, wanted in (("toy", ["00_torch", "01_toy"]), ("toy_numpy", ["01_toy"])):
        by_kit = told(toy, name)
        run(toy, "nbgrader", "generate_assignment", name, "--create", "--force")
        assert told(toy, name) == by_kit
        assert sorted(file.removesuffix(".ipynb") for file in by_kit if file.endswith(".ipynb")) == wanted
        with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as gradebook:
            assert sorted(one.name for one in gradebook.find_assignment(name).notebooks) == wanted
    run(toy, "coursekit", "preview", "toy", "--framework", "numpy")
    assert [path.name for path in (toy / "preview/toy-numpy").glob("*.ipynb")] == ["01_toy.ipynb"]


@pytest.mark.slow
def test_where_no_notebook_is_left_nothing_is_released(toy: Path) -> None:
    """Where all notebooks are for other frameworks, a line says so, and nothing is handed out, by nbgrader neither."""
    share(toy)
    leave_out(toy)
    (toy / "source/toy/01_toy.ipynb").unlink()
    done = run(toy, "coursekit", "build", "toy_numpy", check=False)
    assert done.returncode and "toy_numpy: no notebook in source/toy is for numpy" in done.stderr
    assert run(toy, "nbgrader", "generate_assignment", "toy_numpy", "--create", check=False).returncode
    assert not list((toy / "release/toy_numpy").glob("*.ipynb"))


@pytest.mark.slow
def test_nbgrader_makes_the_same_releases(toy: Path) -> None:
    """`nbgrader generate_assignment` finds the shared source, and leaves what `coursekit build` leaves."""
    share(toy)
    for name in ("toy", "toy_numpy"):
        run(toy, "nbgrader", "generate_assignment", name, "--create")
        by_nbgrader = told(toy, name)
        run(toy, "coursekit", "build", name)
        assert told(toy, name) == by_nbgrader
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as gradebook:
        assert [(one.name, one.max_score) for one in gradebook.assignments] == [
            ("toy", 100),
            ("toy_numpy", 100),
        ]
    assert (toy / "source/toy_numpy").is_symlink()


@pytest.mark.slow
def test_a_release_needs_the_preprocessor(toy: Path) -> None:
    """Where the configuration does not name what keeps one variant, nothing is released, and the line says what to do."""
    share(toy)
    config = toy / "course_config.py"
    config.write_text(config.read_text().replace('    "coursekit.nbgrader.Keep",\n', ""))
    done = run(toy, "coursekit", "build", "toy_numpy", check=False)
    assert done.returncode == 1 and "does not name coursekit.nbgrader.Keep" in done.stderr


@pytest.mark.slow
def test_an_exercise_without_a_variant_is_told(toy: Path) -> None:
    """Where a framework has an exercise's check and not the exercise, nothing is released in it, and the line names both."""
    share(toy)
    path = toy / "source/toy/01_toy.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "slide-numpy"]
    path.write_text(json.dumps(notebook, indent=1) + "\n")
    done = run(toy, "coursekit", "build", "toy_numpy", check=False)
    assert done.returncode == 1
    assert (
        "01_toy.ipynb: the exercise slide has a check, and no variant in numpy; tag one for it" in done.stderr
    )
    assert "build the release again" not in done.stderr


@pytest.mark.slow
def test_preview_shows_what_a_student_gets(toy: Path) -> None:
    """A preview is the release in another framework, in a folder of its own, and changes nothing else."""
    share(toy)
    assert "preview/toy-numpy" in run(toy, "coursekit", "preview", "toy", "--framework", "numpy").stdout
    shown = (toy / "preview/toy-numpy/01_toy.ipynb").read_text()
    assert "np.ones" in shown and "torch" not in shown and "BEGIN SOLUTION" not in shown
    assert (toy / "preview/toy-numpy/helpers/frameworks/numpy.py").exists()
    assert not (toy / "release").exists() and not (toy / "gradebook.db").exists()


def test_an_unknown_framework_is_told(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in the name of a framework, in a tag or in the configuration, is told with what there is."""
    share(toy)
    path = toy / "source/toy/01_toy.ipynb"
    path.write_text(path.read_text().replace("framework:numpy", "framework:nunpy"))
    done = run(toy, "coursekit", "build", "toy", check=False)
    assert (
        "a cell is tagged framework:nunpy, and the frameworks are torch, numpy, jax, tensorflow, mxnet"
        in done.stderr
    )
    monkeypatch.chdir(toy)
    for own, words in (
        (
            '{"framework": "nunpy"}',
            r"\['toy_numpy'\]\['framework'\] is 'nunpy', but has to be one of 'torch'",
        ),
        ('{"frame": "numpy"}', r"cannot have 'frame' of its own; is framework meant\?"),
        ('{"seed": 3}', r"cannot have 'seed' of its own"),
        ('{"call_seconds": "3"}', r"has to be a number from 0.1 to 1,000,000, without quotation marks"),
        ('{"source": "tay"}', "there is no folder source/tay"),
        ('{"python": "python3"}', "has to be the whole path of a Python"),
        ('"numpy"', "has to be like"),
    ):
        text = (toy / "course_config.py").read_text()
        line = f'c.CourseKit.assignments = {{"toy_numpy": {own}}}'
        (toy / "course_config.py").write_text(text.replace(SETTINGS, line))
        with pytest.raises(CourseError, match=words):
            Course.here()
        (toy / "course_config.py").write_text(text)


def test_a_folder_in_the_way_of_a_shared_source_is_told(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where something else lies in the place of the link to a shared source, it stays, and the line says so."""
    share(toy)
    (toy / "source/toy_numpy").mkdir()
    monkeypatch.chdir(toy)
    with pytest.raises(CourseError, match="source/toy_numpy is in the way"):
        Course.here()


def test_settings_of_one_assignment_hold_for_it_alone(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Framework and limits of one assignment are its own; source, suites and answers may be another one's."""
    share(toy, SETTINGS.replace('"numpy"}', '"numpy", "call_seconds": 33.0}'))
    (toy / "tests/answers/toy/numpy").mkdir()
    monkeypatch.chdir(toy)
    course = Course.here()
    shared, own = course.existing("toy_numpy"), course.existing("toy")
    assert (shared.framework, own.framework) == ("numpy", "torch")
    assert (shared.settings.limits.call_seconds, own.settings.limits.call_seconds) == (33, 10)
    assert shared.folder("source") == own.folder("source") and shared.suites == own.suites
    assert shared.folder("release") != own.folder("release") and shared.kept != own.kept
    assert shared.answers == own.answers / "numpy"
    assert (
        read_notebook(shared.sources()[0])
        != shared.source_notebook("01_toy")
        != own.source_notebook("01_toy")
    )


def test_points_are_shared_out_in_quarters() -> None:
    """What is left out goes to the other tests of its exercise, in proportion and in quarters; the sum stays."""

    def of(*points: float, exercise: str = "corr2d") -> list[TestResult]:
        return [TestResult(exercise, f"test_{n}", "It works.", each) for n, each in enumerate(points)]

    found = shared_out([*of(2, 1, 0.5, 0.5, 0.5, 0.5, 0.5), *of(3, exercise="other")], of(1.5))
    assert [test.points for test in found] == [2.5, 1.25, 0.75, 0.75, 0.75, 0.5, 0.5, 3]
    assert [test.points for test in shared_out(of(1, 1), of(0.1))] == [1.1, 1]
    assert shared_out([], of(2)) == []
