"""Before a class is graded with anything new, the instructor's own solution is; without full marks nobody is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..helpers import build_toy, grades, run

pytestmark = pytest.mark.slow
SUITE = "tests/hidden/toy/test_01_toy.py"


@pytest.fixture
def graded(toy: Path) -> Path:
    """Return the folder of the small course, its sample class graded."""
    build_toy(toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy")
    return toy


def written(root: Path) -> list[object]:
    """Return all that grading writes."""
    files = [path for folder in ("autograded", "feedback", "reports") for path in (root / folder).rglob("*")]
    found = {path: path.read_bytes() for path in files if path.is_file() and path.suffix != ".log"}
    return [grades(f"sqlite:///{root / 'gradebook.db'}"), found]


def replace(path: Path, old: str, new: str) -> None:
    """Replace text in a file."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def refused(root: Path, *command: str) -> str:
    """Return what a command says that grades nobody."""
    before = written(root)
    done = run(root, *command, check=False)
    assert done.returncode == 1
    assert written(root) == before
    return done.stderr


def test_mistake_in_a_suite_grades_nobody(graded: Path) -> None:
    """With a mistake in the suite's right answer no grade changes, and each check that the solution loses is told."""
    replace(graded / SUITE, "return n - k + 1", "return n - k + 2")
    told = refused(graded, "coursekit", "grade", "toy").splitlines()
    assert told[0].startswith("  01_toy: the solution of size loses test_values (")
    assert told[-1].startswith(
        "Error: toy: nobody is graded, for the instructor's own solution in source/toy"
    )
    assert all(line.startswith("  01_toy: the solution of ") for line in told[:-1])
    replace(graded / SUITE, "return n - k + 2", "return n - k + 1")
    run(graded, "coursekit", "grade", "toy")


def test_wrong_solution_grades_nobody(graded: Path) -> None:
    """A solution that was changed has to be right before anybody is graded again."""
    replace(graded / "source/toy/01_toy.ipynb", "n - k + 1", "n - k + 2")
    assert "the solution of size loses" in refused(graded, "coursekit", "grade", "toy")
    (graded / "source/toy/01_toy.ipynb").unlink()
    assert "01_toy.ipynb is not in source/toy" in refused(graded, "coursekit", "grade", "toy")


def test_what_build_has_graded_is_not_graded_again(toy: Path) -> None:
    """Building the release grades the solution by the same suites, so that the first grading goes on at once."""
    run(toy, "coursekit", "build", "toy")
    proven = toy / ".coursekit/toy/proven"
    built = [path.name for path in proven.iterdir()]
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy")
    assert [path.name for path in proven.iterdir()] == built and len(built) == 1


def test_build_proves_nothing_of_what_else_grades(toy: Path) -> None:
    """Where a course has preprocessors of its own, through which building grades nobody, the solution is graded again."""
    with (toy / "course_config.py").open("a") as config:
        config.write(
            "from nbgrader.preprocessors import NbGraderPreprocessor\n"
            "class Own(NbGraderPreprocessor):\n"
            "    def preprocess(self, notebook, resources):\n"
            "        return notebook, resources\n"
            "c.Autograde.autograde_preprocessors.append(Own)\n"
        )
    run(toy, "coursekit", "build", "toy")
    assert not (toy / ".coursekit/toy/proven").exists()


def test_what_was_proven_is_not_graded_again(graded: Path) -> None:
    """The solution is graded once for each combination of suite, release, settings and solution."""
    proven = graded / ".coursekit/toy/proven"
    first = sorted(path.name for path in proven.iterdir())
    assert len(first) == 1
    run(graded, "coursekit", "grade", "toy")
    assert sorted(path.name for path in proven.iterdir()) == first
    replace(graded / SUITE, '"""', '"""  ')
    run(graded, "coursekit", "grade", "toy")
    assert len(list(proven.iterdir())) == 2


def test_nbgrader_s_own_command_grades_nobody_by_a_mistaken_suite(graded: Path) -> None:
    """`nbgrader autograde` refuses what `coursekit grade` refuses, with the checks that the solution loses."""
    run(graded, "nbgrader", "autograde", "toy", "--force")
    replace(graded / SUITE, "return n - k + 1", "return n - k + 2")
    before = grades(f"sqlite:///{graded / 'gradebook.db'}")
    done = run(graded, "nbgrader", "autograde", "toy", "--force", check=False)
    assert done.returncode == 1 and "01_toy: the solution of size loses test_values" in done.stderr
    assert grades(f"sqlite:///{graded / 'gradebook.db'}") == before


def test_solution_that_ends_its_grader_is_named(graded: Path) -> None:
    """A solution whose grading meets a limit grades nobody, and is named with the limit."""
    path = graded / "source/toy/01_toy.ipynb"
    notebook = json.loads(path.read_text())
    words = "* [a](http://b.c) `d` **e** $f$\n" * 50
    for number in range(200):
        notebook["cells"].append(
            {"id": f"m{number}", "cell_type": "markdown", "metadata": {}, "source": words}
        )
    path.write_text(json.dumps(notebook))
    with (graded / "course_config.py").open("a") as config:
        config.write("\nc.CourseKit.grading_cpu_seconds = 0.1\n")
    done = run(graded, "coursekit", "grade", "toy", check=False)
    assert done.returncode == 1
    assert "01_toy: the solution cannot be graded: it took more than 0.1 s of processor time" in done.stderr


def test_checks_in_cells_are_tried_on_the_solution(toy: Path) -> None:
    """Where checks stand in the cells, a solution that they refuse grades nobody, unless it is to be so anyway."""
    path = toy / "source/toy/01_toy.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["id"] == "test_size":
            cell["source"] = "assert size(5, 2) == 5"
    path.write_text(json.dumps(notebook))
    (toy / SUITE).unlink()
    run(toy, "nbgrader", "generate_assignment", "toy")
    run(toy, "coursekit", "sample", "toy")
    done = run(toy, "coursekit", "grade", "toy", check=False)
    assert done.returncode == 1
    assert "01_toy: the solution gets 0 of 40 points from the check test_size" in done.stderr
    assert not (toy / "autograded").exists()
    done = run(toy, "coursekit", "grade", "toy", "--anyway")
    assert "the solution gets 0 of 40 points" in done.stdout and (toy / "autograded/toy-ada").exists()
