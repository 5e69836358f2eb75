"""Courses with preprocessors and hooks of their own are graded by the same processes as all others."""

from __future__ import annotations

import pickle
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from coursekit.course.course import Course
from coursekit.errors import CourseError
from coursekit.notebooks.read import read_notebook
from coursekit.teaching.gather import gather

from ..helpers import build_toy, run

pytestmark = pytest.mark.slow

OWN = '''
from nbgrader.preprocessors import NbGraderPreprocessor


class Stamp(NbGraderPreprocessor):
    """Writes into the notebook for whom, and how, it was graded."""

    def preprocess(self, notebook, resources):
        notebook.metadata["stamp"] = f"{resources['nbgrader']['student']} VERSION"
        return notebook, resources
'''
LIST = '["coursekit.nbgrader.Grade", {}, "nbgrader.preprocessors.SaveAutoGrades"]'
HOOK = """
def note(assignment, student, notebooks):
    with open({path!r}, "a") as file:
        file.write(f"{{assignment}} {{student}} {{notebooks}}\\n")

def fail(**_):
    raise RuntimeError("no")

c.Autograde.pre_convert_hook = note
c.GenerateFeedback.post_convert_hook = note
c.Autograde.post_convert_hook = fail
"""


def configure(root: Path, *lines: str) -> None:
    """Add lines to the configuration of the course in `root`."""
    config = root / "course_config.py"
    config.write_text("\n".join([config.read_text(), *lines, ""]))


def stamps(root: Path) -> dict[str, str]:
    """Return what stands in the autograded notebooks, by student."""
    paths = sorted((root / "autograded").glob("*/toy/01_toy.ipynb"))
    return {path.parts[-3]: read_notebook(path).metadata.get("stamp", "") for path in paths}


@pytest.fixture
def class_(toy: Path) -> Path:
    """Return the small course with its sample class."""
    build_toy(toy)
    run(toy, "coursekit", "sample", "toy")
    return toy


def test_own_preprocessor_is_run_and_its_text_counts(class_: Path) -> None:
    """A preprocessor of the course's own sees each student, and when its text changes, all are graded again."""
    own = class_ / "own.py"
    own.write_text(OWN.replace("VERSION", "first"))
    path = f"import sys; sys.path.insert(0, {str(class_)!r})"
    configure(class_, path, f"c.Autograde.autograde_preprocessors = {LIST.format(repr('own.Stamp'))}")
    done = run(class_, "coursekit", "grade", "toy")
    assert "100" in next(line for line in done.stdout.splitlines() if "toy-ada" in line)
    assert stamps(class_) == {name: f"{name} first" for name in ("toy-ada", "toy-ben", "toy-cem", "toy-dee")}
    own.write_text(OWN.replace("VERSION", "second"))
    run(class_, "coursekit", "grade", "toy", "toy-ada")
    assert stamps(class_)["toy-ada"] == "toy-ada second"


def test_class_of_a_configuration_stays_on_this_machine(
    class_: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A preprocessor that course_config.py defines is run here, and is not silently left out on a cluster."""
    configure(
        class_,
        OWN,
        f"c.Autograde.autograde_preprocessors = {LIST.format('Stamp')}".replace('"Stamp"', "Stamp"),
    )
    run(class_, "coursekit", "grade", "toy", "toy-ada")
    assert stamps(class_) == {"toy-ada": "toy-ada VERSION"}
    monkeypatch.chdir(class_)
    bundle = gather(Course.here().assignment("toy"), ["01_toy"])
    with pytest.raises(CourseError, match="cannot be sent to a cluster"):
        bundle.portable()


def test_bundle_can_be_sent(class_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a cluster is sent of a course like this one is the same after the journey."""
    monkeypatch.chdir(class_)
    sent = gather(Course.here().assignment("toy"), ["01_toy"]).portable()
    arrived = pickle.loads(pickle.dumps(sent))
    assert arrived == sent and arrived.key() == sent.key()


def test_hooks_are_called_for_each_student(class_: Path) -> None:
    """Hooks before and after grading are told assignment and student; one that fails is logged, and stops nothing."""
    notes = class_ / "notes.txt"
    configure(class_, HOOK.format(path=str(notes)))
    run(class_, "coursekit", "grade", "toy", "toy-ada")
    assert notes.read_text() == "toy toy-ada ['01_toy']\n" * 2
    assert "a hook of the course failed: RuntimeError('no')" in (class_ / "reports/toy.log").read_text()


def test_lost_class_is_one_line(class_: Path) -> None:
    """A configuration that names a class which is not there ends in one line that says where to look."""
    configure(class_, 'c.Autograde.exporter_class = "coursekit.converters.SubmittedNotebook"')
    done = run(class_, "coursekit", "grade", "toy", check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "Error: the configuration names coursekit.converters.SubmittedNotebook, which cannot be found;"
    )
    assert len(done.stderr.splitlines()) == 1


def test_what_was_not_run_gets_no_points(class_: Path) -> None:
    """`nbgrader autograde --no-execute` gives no points for hidden checks, whatever outputs were handed in."""
    path = class_ / "submitted/toy-ada/toy/01_toy.ipynb"
    notebook = read_notebook(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "100.0"})]
    nbformat.write(notebook, path)
    run(class_, "nbgrader", "autograde", "toy", "--student", "toy-ada", "--no-execute")
    with Gradebook(f"sqlite:///{class_ / 'gradebook.db'}", "convolutions") as gradebook:
        assert gradebook.find_submission("toy", "toy-ada").score == 0
    graded = read_notebook(class_ / "autograded/toy-ada/toy/01_toy.ipynb")
    tables = [
        str(cell.outputs)
        for cell in graded.cells
        if cell.cell_type == "code" and "coursekit" in cell.metadata
    ]
    assert len(tables) == 2 and all("The notebook was not run" in table for table in tables)
