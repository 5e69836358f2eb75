"""nbgrader's preprocessors as a course configures them: which are run, which are replaced, and which are refused."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import ValidationError
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.preprocessors import (
    CheckCellMetadata,
    Execute,
    LimitOutput,
    NbGraderPreprocessor,
    SaveAutoGrades,
)
from nbgrader.utils import compute_checksum
from traitlets.config import Config

from coursekit.course.gradebook import Marks
from coursekit.course.originals import OverwriteWithOriginals
from coursekit.course.preprocessing import ELSEWHERE, Preprocessing, marks, portable
from coursekit.course.stand_ins import Grade
from coursekit.errors import CourseError
from coursekit.nbgrader import FeedbackPage

OWN = """
from nbgrader.preprocessors import NbGraderPreprocessor

class Stamp(NbGraderPreprocessor):
    def preprocess(self, notebook, resources):
        notebook.metadata["stamp"] = resources["stamp"]
        return notebook, resources
"""


def with_preprocessors(*kinds: object, **more: object) -> Preprocessing:
    """Return what a course makes of notebooks with these preprocessors."""
    autograde = {"sanitize_preprocessors": [], "autograde_preprocessors": list(kinds)}
    return Preprocessing(Config({"Autograde": autograde, **more}))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the module of a course's own preprocessor, `own_module.Stamp`."""
    path = tmp_path / "own_module.py"
    path.write_text(OWN)
    monkeypatch.syspath_prepend(tmp_path)
    yield path
    sys.modules.pop("own_module", None)


def test_kit_s_classes_take_the_places_of_nbgrader_s() -> None:
    """In a course that configures nothing, code is run by the kit, and what is done elsewhere is left out."""
    kinds = Preprocessing(Config()).kinds
    assert Grade in kinds and OverwriteWithOriginals in kinds
    assert not {Execute, ExecutePreprocessor, *ELSEWHERE} & set(kinds)
    assert SaveAutoGrades in ELSEWHERE


def test_named_classes_are_found(own: Path) -> None:
    """Classes are named by themselves or by their place, and stay in their order."""
    found = with_preprocessors("own_module.Stamp", LimitOutput, "coursekit.nbgrader.Grade", Execute).kinds
    assert [kind.__name__ for kind in found] == ["Stamp", "LimitOutput", "Grade", "Grade"]


@pytest.mark.parametrize("name", ["nowhere.Stamp", "own_module.Nothing", "nbgrader.preprocessors.Nothing"])
def test_classes_that_are_not_there_are_one_line(own: Path, name: str) -> None:
    """A class that cannot be found is a CourseError in one line that names it."""
    with pytest.raises(CourseError, match=name.split(".")[0] if "nowhere" in name else "Nothing") as caught:
        with_preprocessors(name)
    assert "\n" not in str(caught.value)


class OwnExecute(Execute):
    """Runs code in a way of its own."""


class OwnGrade(Grade):
    """Is the kit's own, with something besides."""


def test_other_ways_of_running_code_are_refused() -> None:
    """An Execute of the course's own would run code without protection, and is refused if there is to be some."""
    preprocessing = with_preprocessors(OwnExecute)
    with pytest.raises(CourseError, match=r"OwnExecute.*WITHOUT protection"):
        preprocessing.require_safe(protected=True)
    preprocessing.require_safe(protected=False)
    with_preprocessors(Execute, ExecutePreprocessor, OwnGrade, LimitOutput).require_safe(protected=True)


def test_own_classes_are_known(own: Path) -> None:
    """The course's own classes are those that neither nbgrader, nbconvert nor the kit brings along."""
    found = with_preprocessors("own_module.Stamp", LimitOutput, Grade, OwnGrade).own_kinds
    assert [kind.__name__ for kind in found] == ["Stamp", "OwnGrade"]


def settings(*kinds: object, **more: object) -> list[bytes]:
    """Return what the outcome depends on."""
    return list(with_preprocessors(*kinds, **more).settings())


def test_settings_tell_what_the_outcome_depends_on(own: Path) -> None:
    """The outcome depends on settings of the classes that are run, their parents included, and on no others."""
    before = settings(LimitOutput)
    assert settings(LimitOutput) == before
    assert settings(LimitOutput, LimitOutput={"max_lines": 3}) != before
    assert settings(LimitOutput, NbGraderPreprocessor={"enabled": False}) != before
    assert settings(LimitOutput, GenerateFeedback={"force": True}) == before
    assert settings(LimitOutput, Execute={"timeout": 3}) == before
    assert settings("own_module.Stamp") != settings(LimitOutput)


def test_settings_have_the_text_of_own_classes(own: Path) -> None:
    """With a class of the course's own, the outcome depends on the text of its module."""
    before = settings("own_module.Stamp")
    assert OWN.encode() in before and settings("own_module.Stamp") == before
    own.write_text(OWN + "# changed\n")
    assert settings("own_module.Stamp") != before


def test_classes_of_no_file_are_never_the_same() -> None:
    """A class that a configuration defines may do something else each time, so its outcome is never kept."""
    kind = type("Defined", (NbGraderPreprocessor,), {"__module__": "course_config"})
    assert settings(kind) != settings(kind)


def test_preprocessors_are_applied_in_order(own: Path) -> None:
    """What is configured is done to a notebook, with settings and resources."""
    notebook = new_notebook(cells=[new_code_cell("x", outputs=[new_output("stream", text="1\n2\n3\n")])])
    preprocessing = with_preprocessors("own_module.Stamp", LimitOutput, LimitOutput={"max_lines": 2})
    made = preprocessing.apply(notebook, {"stamp": "mine"})
    assert made.metadata["stamp"] == "mine"
    assert made.cells[0].outputs[0].text.startswith("1\n") and "3" not in made.cells[0].outputs[0].text
    assert preprocessing.written(made).endswith("}\n")


def test_metadata_is_checked_of_every_notebook() -> None:
    """After notebooks whose metadata is right, one that differs is checked, and refused as nbgrader does."""
    preprocessing = with_preprocessors(CheckCellMetadata)
    noted = {"schema_version": 3, "locked": False, "task": False, "solution": True}

    def notebook(*names: str) -> NotebookNode:
        return new_notebook(cells=[marked(new_code_cell(f"# {name}"), name, **noted) for name in names])

    for _ in range(2):
        assert len(preprocessing.apply(notebook("one", "two"), {}).cells) == 2
    for _ in range(2):
        with pytest.raises(ValidationError, match="metadata may be corrupted"):
            preprocessing.apply(notebook("one", "one"), {})


def test_portable_is_what_can_be_sent() -> None:
    """Of a configuration is kept what another machine can be sent, and a class that is defined in it stays."""
    local = type("Local", (), {"__module__": "course_config"})
    config = Config({"A": {"number": 1, "kind": local}, "B": {"names": ["x"]}, "C": {"call": lambda: 1}})
    sent = portable(config)
    assert sent == Config({"A": {"number": 1}, "B": {"names": ["x"]}})
    assert pickle.loads(pickle.dumps(sent)) == sent


def marked(cell: object, name: str, **more: object) -> object:
    """Return a cell with nbgrader's mark on it."""
    cell.metadata["nbgrader"] = {"grade_id": name, "grade": False, "solution": False, **more}  # type: ignore[attr-defined]
    return cell


def test_marks_are_what_nbgrader_finds() -> None:
    """Scores are those of the check cells, None if a person has to look; unanswered is what was left as released."""
    result = new_output("execute_result", data={"text/plain": "1.5"})
    error = new_output("error", ename="E", evalue="", traceback=[])
    points = {"grade": True, "points": 2}
    left, answered = new_code_cell("..."), new_code_cell("5")
    cells = [
        marked(new_code_cell("c", outputs=[result]), "partial", **points),
        marked(new_code_cell("c", outputs=[error]), "failed", **points),
        marked(new_code_cell("c"), "passed", **points),
        marked(new_markdown_cell("text"), "essay", **points, solution=True),
        marked(left, "left", solution=True),
        marked(answered, "answered", solution=True),
        new_code_cell("mine"),
    ]
    for cell in (left, answered):
        cell.metadata["nbgrader"]["checksum"] = compute_checksum(left)
    found = marks(new_notebook(cells=cells))
    assert found == Marks({"partial": 1.5, "failed": 0, "passed": 2, "essay": None}, ["left"])


def test_feedback_pages_are_the_kit_s() -> None:
    """In a course that configures no page, feedback is the kit's own, which runs nothing and needs no network."""
    page = Preprocessing(Config()).page(new_notebook(cells=[new_markdown_cell("$x^2$ <script>")]), PAGE)
    assert "<math" in page and 'src="https://' not in page and FeedbackPage.__name__ not in page


PAGE = {
    "metadata": {"name": "one"},
    "nbgrader": {"score": 1, "max_score": 2, "late_penalty": 0, "notebook": "one", "assignment": "toy"},
}
