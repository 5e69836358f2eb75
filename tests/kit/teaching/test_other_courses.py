"""Courses that know nothing of the kit: as `nbgrader quickstart` makes them, graded as stock nbgrader does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, MissingEntry

from coursekit.grading.cell_checks import Execution, TimedCell
from coursekit.grading.language import language
from coursekit.notebooks.marks import fill, grade_id, solutions
from coursekit.notebooks.read import read_notebook
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

from ..helpers import graded_cell, new_course, run

EXAMPLE = Path(nbgrader.__file__).parent / "docs/source/user_guide/source"
SQUARES = "def squares(n):\n    if n < 1:\n        raise ValueError(n)\n    {}return [i * i for i in range(1, n + 1)]"
SUM = "def sum_of_squares(n):\n    {}return sum(squares(n))"
ANSWERS: dict[str, dict[str, str]] = {
    "right": {},
    "wrong": {"squares": "def squares(n):\n    return [n]", "sum_of_squares": SUM.format("return 0\n    ")},
    "partly": {"squares": "def squares(n):\n    return [i * i for i in range(1, n + 1)]"},
    "looping": {"squares": "import time\n" + SQUARES.format("while n > 10:\n        time.sleep(1)\n    ")},
    "raising": {"sum_of_squares": "raise RuntimeError('no idea')"},
    "speaking": {
        "squares": "import sys\nprint('done', file=sys.stderr)\n" + SQUARES.format(""),
        "sum_of_squares": SUM.format("print('summing', file=sys.stderr)\n    "),
    },
    "warning": {
        "squares": "import warnings\n" + SQUARES.format("warnings.warn('old', DeprecationWarning, 1)\n    "),
        "sum_of_squares": SUM.format("warnings.warn(f'sum of {n}', stacklevel=1)\n    "),
    },
    "shelling": {
        "squares": "import subprocess\n"
        + SQUARES.format("subprocess.run(['sh', '-c', 'echo strange >&2'])\n    "),
    },
    "escaping": {
        "squares": "try:\n    open('../../../marker', 'w')\nexcept OSError:\n    pass\n" + SQUARES.format("")
    },
    "leaving": {"sum_of_squares_application": "import sys\nsys.exit()"},
    "markup": {"sum_of_squares_equation": "<img src=x onerror=alert(1)> $x^2$"},
}
# A check of every other kind: hidden tests, a file beside the notebook, part of the points, nbgrader's variable.
PS2 = {
    "answer": ("def answer():\n    ### BEGIN SOLUTION\n    return 42\n    ### END SOLUTION", None),
    "hidden": ("answer()\n### BEGIN HIDDEN TESTS\nassert answer() == 42\n### END HIDDEN TESTS", 2),
    "file": ("assert answer() == int(open('data/number.txt').read())", 1),
    "partial": ("0.5 if answer() % 2 else 1.5", 3),
    "variable": ("import os\nassert os.environ['NBGRADER_EXECUTION'] == 'autograde'", 1),
    "display": ("from IPython.display import display\ndisplay(answer())\nanswer() / 100", 5),
}
PS2_ANSWERS = {
    "right": "def answer():\n    return 42",
    "odd": "def answer():\n    return 41",
    "flooding": "def answer():\n    print('x' * 200_000)\n    return 41",
}
Grades = dict[str, dict[str, tuple[float | None, bool]] | None]


def ps2() -> NotebookNode:
    """Return a source notebook with the cells of PS2."""
    cells = [graded_cell(name, source, points or 0) for name, (source, points) in PS2.items()]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return nbgrader's own example course with submissions, graded by nbgrader ("stock") and by the kit ("kit")."""
    folder = tmp_path_factory.mktemp("other")
    # What `nbgrader quickstart` copies, which would take longer than all that follows.
    root = new_course(
        folder / "course101",
        'c.IncludeHeaderFooter.header = "source/header.ipynb"\nc.ExecutePreprocessor.timeout = 5\n',
    )
    shutil.copytree(EXAMPLE, root / "source", ignore=shutil.ignore_patterns("ps1_*"), dirs_exist_ok=True)
    (root / "source/ps2/data").mkdir(parents=True)
    (root / "source/ps2/data/number.txt").write_text("42")
    nbformat.write(ps2(), root / "source/ps2/number.ipynb")
    for assignment in ("ps1", "ps2"):
        run(root, "nbgrader", "generate_assignment", assignment)
    hand_in(root)
    copies = {name: shutil.copytree(root, folder / name / "course101") for name in ("stock", "kit")}
    for assignment in ("ps1", "ps2"):
        run(copies["stock"], "nbgrader", "autograde", assignment)
        # PS2 has checks that nobody gets full marks from.
        run(copies["kit"], "coursekit", "grade", assignment, *(["--anyway"] if assignment == "ps2" else []))
    return copies


def hand_in(root: Path) -> None:
    """Put submissions of every kind into the course at `root`."""
    release = root / "release/ps1"
    shutil.copytree(release, root / "submitted/empty/ps1")
    shutil.copytree(release, root / "submitted/deleting/ps1")
    solved = {path.stem: solutions(read_notebook(path)) for path in (root / "source/ps1").glob("*.ipynb")}
    for student, answers in ANSWERS.items():
        target = shutil.copytree(release, root / "submitted" / student / "ps1")
        for name, source in solved.items():
            filled = fill(nbformat.read(release / f"{name}.ipynb", 4), {**source, **answers})
            nbformat.write(filled, target / f"{name}.ipynb")
    deleting = root / "submitted/deleting/ps1/problem1.ipynb"
    notebook = nbformat.read(deleting, 4)
    notebook.cells = [cell for cell in notebook.cells if grade_id(cell) != "squares_invalid_input"]
    nbformat.write(notebook, deleting)
    for student, answer in PS2_ANSWERS.items():
        target = shutil.copytree(root / "release/ps2", root / "submitted" / student / "ps2")
        filled = fill(nbformat.read(target / "number.ipynb", 4), {"answer": answer})
        nbformat.write(filled, target / "number.ipynb")


def grades(root: Path, assignment: str) -> Grades:
    """Return for each student and cell the score that nbgrader gave, and whether a person has to grade."""
    found: Grades = {}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "course101") as gradebook:
        for path in sorted((root / "submitted").iterdir()):
            try:
                submission = gradebook.find_submission(assignment, path.name)
            except MissingEntry:
                found[path.name] = None
                continue
            found[path.name] = {
                f"{notebook.name} {grade.name}": (grade.auto_score, bool(grade.needs_manual_grade))
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
    return found


@pytest.mark.slow
@pytest.mark.parametrize("assignment", ["ps1", "ps2"])
def test_scores_are_those_of_nbgrader(courses: dict[str, Path], assignment: str) -> None:
    """In an assignment whose checks stand in its cells, every cell gets the score that `nbgrader autograde` gives."""
    stock, kit = (grades(courses[name], assignment) for name in ("stock", "kit"))
    assert stock == kit
    graded = {student: cells for student, cells in stock.items() if cells}
    assert len(graded) == (len(ANSWERS) + 2 if assignment == "ps1" else len(PS2_ANSWERS))
    totals = {student: sum(score or 0 for score, _ in cells.values()) for student, cells in graded.items()}
    if assignment == "ps1":
        assert (totals["right"], totals["empty"], totals["partly"]) == (3, 0, 2)
        assert totals["looping"] < totals["partly"]
        assert any(manual for cells in graded.values() for _, manual in cells.values())
    else:
        assert totals == pytest.approx({"right": 5.92, "odd": 1.91, "flooding": 1.91})


@pytest.mark.slow
def test_autograded_notebooks_have_the_same_cells(courses: dict[str, Path]) -> None:
    """Autograded notebooks have the same cells as nbgrader's, but for markup, and as many of them were run."""

    def cells(root: Path) -> dict[str, Any]:
        return {
            path.relative_to(root).as_posix(): [
                (cell.cell_type, cell.source, cell.get("execution_count"))
                for cell in read_notebook(path).cells
            ]
            for path in sorted(root.glob("autograded/*/*/*.ipynb"))
            if "markup" not in path.parts  # which is made harmless
        }

    assert cells(courses["kit"]) == cells(courses["stock"])


@pytest.mark.slow
def test_student_code_runs_in_the_sandbox(courses: dict[str, Path]) -> None:
    """A file that a submission writes outside its folder is there after `nbgrader autograde`, and not after ours."""
    assert (courses["stock"] / "marker").exists()
    assert not (courses["kit"] / "marker").exists()


@pytest.mark.slow
def test_feedback_and_report_are_there(courses: dict[str, Path]) -> None:
    """Everybody gets feedback pages, formulas included, and the instructor a report."""
    for student in ("empty", *ANSWERS):
        pages = sorted(path.name for path in (courses["kit"] / f"feedback/{student}/ps1").glob("*.html"))
        assert pages == ["problem1.html", "problem2.html"]
    assert "<math" in (courses["kit"] / "feedback/markup/ps1/problem1.html").read_text()
    assert "looping" in (courses["kit"] / "reports/ps1.html").read_text()


@pytest.mark.slow
def test_advice_fits_the_course(courses: dict[str, Path], tmp_path: Path) -> None:
    """Where nbgrader makes the release, the advice for an assignment without one names nbgrader's command."""
    root = shutil.copytree(courses["kit"], tmp_path / "course101")
    (root / "gradebook.db").unlink()
    done = run(root, "coursekit", "grade", "ps1", check=False)
    assert done.stderr == ("Error: ps1 is not in the gradebook yet; run `nbgrader generate_assignment ps1`\n")


@pytest.mark.slow
def test_other_languages_are_refused(courses: dict[str, Path]) -> None:
    """A notebook that is not in Python is one clear line, before anybody is graded."""
    root = courses["kit"]
    notebook = ps2()
    notebook.metadata["kernelspec"] = {"display_name": "R", "language": "R", "name": "ir"}
    (root / "source/ps3").mkdir()
    nbformat.write(notebook, root / "source/ps3/number.ipynb")
    run(root, "nbgrader", "generate_assignment", "ps3")
    shutil.copytree(root / "release/ps3", root / "submitted/right/ps3")
    done = run(root, "coursekit", "grade", "ps3", check=False)
    assert done.returncode == 1
    assert "number: the notebook is in r, and the sandbox runs Python only" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.slow
def test_no_other_way_of_running_code_is_taken(courses: dict[str, Path], tmp_path: Path) -> None:
    """A course with an Execute of its own, which would run code unprotected, is refused with one clear line."""
    root = shutil.copytree(courses["kit"], tmp_path / "course101")
    (root / "own.py").write_text(
        "from nbgrader.preprocessors import Execute\nclass Mine(Execute):\n    pass\n"
    )
    config = root / "nbgrader_config.py"
    own = (
        f"import sys\nsys.path.insert(0, {str(root)!r})\nc.Autograde.autograde_preprocessors = ['own.Mine']\n"
    )
    config.write_text(f"{config.read_text()}\n{own}")
    done = run(root, "coursekit", "grade", "ps2", check=False)
    assert done.returncode == 1
    assert "Mine, which c.Autograde.autograde_preprocessors names" in done.stderr


@pytest.mark.slow
def test_assignment_without_a_suite_beside_one_with(toy: Path) -> None:
    """In a course with hidden suites, an assignment without one is graded by its cells, in the sandbox too."""
    (toy / "source/ps2/data").mkdir(parents=True)
    (toy / "source/ps2/data/number.txt").write_text("42")
    nbformat.write(ps2(), toy / "source/ps2/number.ipynb")
    run(toy, "nbgrader", "generate_assignment", "ps2")
    target = shutil.copytree(toy / "release/ps2", toy / "submitted/right/ps2")
    answer = (
        f"try:\n    open({str(toy / 'marker')!r}, 'w')\nexcept OSError:\n    pass\n{PS2_ANSWERS['right']}"
    )
    nbformat.write(fill(read_notebook(target / "number.ipynb"), {"answer": answer}), target / "number.ipynb")
    for command in (("nbgrader", "autograde", "ps2"), ("coursekit", "grade", "ps2", "--anyway")):
        run(toy, *command)
        with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as gradebook:
            assert gradebook.find_submission("ps2", "right").score == pytest.approx(5.92)
            gradebook.remove_submission("ps2", "right")
    assert not (toy / "marker").exists()


# --- one notebook -------------------------------------------------------------------------------


def outputs(sandbox: Sandbox, sources: list[str], **limits: Any) -> Iterator[str]:
    """Run the cells `sources`, and return what each showed, in short."""
    bounds = Limits(**{"cell_seconds": 3, **limits})
    cells = [TimedCell(source, bounds.cell_seconds) for source in sources]
    files = {"data/number.txt": b"42", "empty": b""}
    for shown in Execution(sandbox, cells, files, {"GREETING": "hello"}, bounds).run():
        yield "; ".join(
            output.get("text") or output.get("evalue") or output.data["text/plain"] for output in shown
        )


def test_cells_find_files_and_environment(sandbox: Sandbox) -> None:
    """Cells find the files of their folder, and the environment variables that they were given."""
    sources = ["open('data/number.txt').read()", "open('empty').read()", "%env GREETING"]
    assert list(outputs(sandbox, sources)) == ["'42'", "''", "'hello'"]


@pytest.mark.slow
def test_a_cell_that_ends_the_process_costs_no_other(sandbox: Sandbox) -> None:
    """After a cell that ends the process or does not end, the others run, with what the cells before have defined."""
    sources = ["a = 1", "import os; os._exit(0)", "a + 1", "while True: pass", "a + 2"]
    shown = list(outputs(sandbox, sources))
    assert shown == ["", "ended the program", "2", "took longer than 3 s", "3"]


@pytest.mark.slow
def test_cells_that_were_not_run_show_an_error(sandbox: Sandbox) -> None:
    """When the time of the notebook is up, no cell is left without an output, since a check would pass by that."""
    shown = list(outputs(sandbox, ["while True: pass", "1"], notebook_seconds=2))
    assert shown == [
        "was ended: the notebook took longer than 2 s",
        "was not run: the notebook took longer than 2 s",
    ]


@pytest.mark.parametrize("limits", [{}, {"output_mb": 0}])
def test_what_decides_over_points_is_kept_from_a_flood(sandbox: Sandbox, limits: dict[str, int]) -> None:
    """However much a cell prints, its error, its result, and that it complained stay in its outputs."""
    ends = {
        "0.5": "0.5",
        "1 / 0": "division by zero" if not limits else "raised ZeroDivisionError",
        "import sys; print('complaint', file=sys.stderr)": "complaint",
    }
    shown = list(outputs(sandbox, [f"print('x' * 300_000)\n{end}" for end in ends], **limits))
    for text, kept in zip(shown, ends.values(), strict=True):
        assert kept in text[-100:]
        assert len(text) < 110_000


def test_what_is_written_past_python_is_seen(sandbox: Sandbox) -> None:
    """Like a kernel's, outputs have what is written to the descriptors of standard output and error."""
    sources = ["import os; os.write(1, b'out'); os.write(2, b'complaint'); 0.5", "1"]
    assert list(outputs(sandbox, sources)) == ["out; complaint; 0.5", "1"]


@pytest.mark.parametrize(
    ("metadata", "name"),
    [
        ({}, "python"),
        ({"kernelspec": {"name": "python3", "display_name": "x"}}, "python"),
        ({"kernelspec": {"name": "course", "language": "Python"}}, "python"),
        ({"kernelspec": {"name": "ir", "display_name": "R"}, "language_info": {"name": "R"}}, "r"),
        ({"kernelspec": {"name": "xcpp17"}}, "xcpp17"),
        ({"kernelspec": {"name": "conda-env-ml-py", "display_name": "Python [conda env:ml]"}}, "python"),
        (
            {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}},
            "python",
        ),
        ({"deepnote": {}, "deepnote_execution_queue": []}, "python"),
        ({"kernelspec": {"name": "venv", "display_name": ".venv (3.12.3)", "language": "python"}}, "python"),
        ({"kernelspec": {"name": "venv"}, "language_info": {"name": "python"}}, "python"),
        ({"kernelspec": {"name": "julia-1.10", "display_name": "Julia 1.10"}}, "julia-1.10"),
    ],
)
def test_language_of_a_notebook(metadata: dict[str, Any], name: str) -> None:
    """A notebook's language is what its kernel says, or what it says of itself."""
    assert language(metadata).removesuffix("3") == name
