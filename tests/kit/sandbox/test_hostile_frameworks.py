"""The bank of hostile submissions in NumPy, JAX and TensorFlow: each earns what its honest part does, and harms nobody.

By `HOSTILE=all`, as in `make test-frameworks`, all of it; otherwise what is hostile in a framework alone, and a sample.
"""

from __future__ import annotations

import copy
import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

from coursekit.grading.grader import Grader
from coursekit.grading.result import NotebookResult
from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook
from coursekit.sandbox.sandbox import Sandbox

from ..helpers import RIGHT, TOY
from ..hostile import (
    BANK,
    LIMITS,
    PATIENT,
    SPEAKS_TORCH,
    TORCHS,
    WITNESS,
    Hostile,
    answers_to,
    descendants,
    hostile_in,
    read_hostile,
    shared_files,
    spoken,
    told,
)

FRAMEWORKS = ("numpy", "jax", "tensorflow")
IMPORTS = {
    "numpy": "import numpy as np",
    "jax": "import jax\nimport jax.numpy as jnp",
    "tensorflow": "import tensorflow as tf",
}
ONES = {"numpy": "np.ones", "jax": "jnp.ones", "tensorflow": "tf.ones"}
SAMPLE = 1  # of each aim, of those that are hostile in every framework


def chosen(framework: str) -> list[Hostile]:
    """Return what is tried in a framework."""
    bank, own = hostile_in(framework), {str(one) for one in read_hostile(BANK / framework)}
    if os.environ.get("HOSTILE") == "all":
        return bank
    common = groupby((one for one in bank if str(one) not in own), key=lambda one: one.aim)
    sample = [one for _, group in common for one in islice(group, SAMPLE)]
    return [*sample, *(one for one in bank if str(one) in own)]


@dataclass(frozen=True)
class Place:
    """Where submissions in one framework are graded, and what an honest one gets there when nobody else is."""

    framework: str
    box: Sandbox
    grader: Grader
    patient: Grader
    quiet: NotebookResult
    template: frozenset[int]

    def witness(self) -> NotebookResult:
        """Return what an honest submission gets now."""
        return honest(self.grader, self.framework)


def honest(grader: Grader, framework: str) -> NotebookResult:
    """Return what an honest submission gets, which looks around."""
    cells = {"size": RIGHT["size"], "slide": spoken(WITNESS, framework)}
    return grader.grade(fill(grader.release, cells))


def release_in(framework: str) -> NotebookNode:
    """Return the released notebook of the small course in a framework."""
    source = copy.deepcopy(read_notebook(TOY / "source/toy/01_toy.ipynb"))
    notebook, _ = ClearSolutions().preprocess(source, {})
    for cell in notebook.cells:
        cell.source = cell.source.replace("import torch", IMPORTS[framework])
        cell.source = cell.source.replace("torch.ones", ONES[framework])
    return notebook


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Return a place for one framework, if it is installed."""
    framework = str(request.param)
    if importlib.util.find_spec(framework) is None:
        pytest.skip(f"{framework} is not installed here: make setup-{framework}")
    path = tmp_path_factory.mktemp(framework) / "01_toy.ipynb"
    nbformat.write(release_in(framework), path)
    with Sandbox(framework=framework) as box:
        grader, patient = (
            Grader(path, TOY / "anywhere/test_01_toy.py", box, limits=limits) for limits in (LIMITS, PATIENT)
        )
        quiet = honest(grader, framework)
        assert quiet.points == 100, [(test.test, test.message) for test in quiet.tests]
        below = frozenset(descendants(box._template.process.pid))
        yield Place(framework, box, grader, patient, quiet, below)
        grader.close()
        patient.close()


def name_of(value: object) -> str:
    """Return what a test is called that tries a submission, or a framework."""
    return str(value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "hostile"),
    [(framework, one) for framework in FRAMEWORKS for one in chosen(framework)],
    indirect=["place"],
    ids=name_of,
)
def test_hostile_submission_in_its_framework(place: Place, hostile: Hostile) -> None:
    """It earns what its honest part does, says which limit it met, leaves no process and no file, and the next is as before."""
    before = shared_files(place.framework)
    grades = place.patient if hostile.is_patient else place.grader
    result = grades.grade(fill(grades.release, answers_to(hostile, place.framework)))
    left = descendants(place.box._template.process.pid) - place.template
    following = place.witness()
    assert result.points == hostile.points, [(test.test, test.message) for test in result.tests]
    assert [words for words in hostile.words if words not in told(result)] == [], told(result)[:2000]
    assert left == set()
    assert shared_files(place.framework) == before
    assert (following.tests, following.runs) == (place.quiet.tests, place.quiet.runs)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_what_speaks_of_torch_has_its_counterpart(framework: str) -> None:
    """Every submission that speaks of torch is there in the words of each framework, and each speaks of its own alone."""
    own = {str(one) for one in read_hostile(BANK / framework)}
    speaking = {str(one) for one in read_hostile() if SPEAKS_TORCH.search(one.source.replace(TORCHS, ""))}
    assert speaking and speaking - own == set()
    bank = hostile_in(framework)
    assert len(bank) >= len(list(read_hostile())) and len({str(one) for one in bank}) == len(bank)
    assert not [str(one) for one in bank if SPEAKS_TORCH.search(one.source)]
