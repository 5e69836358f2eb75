"""An early mistake costs its own points only. What every answer in the bank gets, `make accuracy` tells."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest

from coursekit.grading.grader import Grader
from coursekit.notebooks.marks import fill, grade_id
from coursekit.notebooks.read import parse_notebook
from coursekit.sandbox.sandbox import Sandbox

from ..helpers import ROOT, source_files, source_notebook

SOURCE = ROOT / "source/convolutions"
RELEASE = ROOT / "release/convolutions"
HIDDEN = ROOT / "tests/hidden/convolutions"
NOTEBOOKS = sorted(path.stem.removeprefix("test_") for path in HIDDEN.glob("test_*.py"))

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def graders(sandbox: Sandbox) -> Iterator[dict[str, Grader]]:
    """Return a grader for each notebook of the course."""
    made = {
        stem: Grader(RELEASE / f"{stem}.ipynb", HIDDEN / f"test_{stem}.py", sandbox, seed=2026)
        for stem in NOTEBOOKS
    }
    yield made
    for grader in made.values():
        grader.close()


WRONG = "def corr2d(X, K):\n    return torch.zeros(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1, dtype=X.dtype)"


@pytest.mark.parametrize("stem", NOTEBOOKS)
def test_wrong_corr2d_costs_its_own_points_only(graders: dict[str, Grader], stem: str) -> None:
    """With a wrong corr2d in the first notebook, everything that builds on it in any notebook keeps full marks."""
    folder = {path.name: source_notebook(path) for path in SOURCE.glob("*.ipynb")}
    first = "01_cross_correlation.ipynb"
    folder[first] = fill(folder[first], {"corr2d": WRONG})
    notebooks = {name: nbformat.writes(notebook).encode() for name, notebook in folder.items()}
    result = graders[stem].grade(folder[f"{stem}.ipynb"], notebooks)
    assert {test.exercise for test in result.tests if not test.passed} == (
        {"corr2d"} if stem.startswith("01") else set()
    )


@pytest.mark.parametrize("damage", ["deleted", "not a notebook"])
def test_lost_corr2d_costs_its_own_points_only(graders: dict[str, Grader], damage: str) -> None:
    """Where the cell of corr2d is gone, or its notebook cannot be read, the next notebook keeps full marks."""
    folder = source_files(SOURCE)
    first = parse_notebook(folder["01_cross_correlation.ipynb"])
    first.cells = [cell for cell in first.cells if grade_id(cell) != "corr2d"]
    folder["01_cross_correlation.ipynb"] = b"" if damage != "deleted" else nbformat.writes(first).encode()
    result = graders["02_conv_layer"].grade(parse_notebook(folder["02_conv_layer.ipynb"]), folder)
    assert [test.message for test in result.tests if not test.passed] == []


def test_cells_without_marks_are_found_beside_too(graders: dict[str, Grader]) -> None:
    """A notebook whose cells have lost their marks is mended where a later one reads it, and the own corr2d used."""
    folder = source_files(SOURCE)
    first = parse_notebook(folder["01_cross_correlation.ipynb"])
    for cell in first.cells:
        cell.metadata.clear()
    folder["01_cross_correlation.ipynb"] = nbformat.writes(first).encode()
    result = graders["02_conv_layer"].grade(parse_notebook(folder["02_conv_layer.ipynb"]), folder)
    assert [test.message for test in result.tests if not test.passed] == []
    assert [test.test for test in result.tests if test.replaced] == []
