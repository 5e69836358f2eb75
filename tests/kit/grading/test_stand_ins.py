"""What steps in for an earlier exercise takes all that a right answer takes, and costs no point."""

from __future__ import annotations

import importlib
import itertools
import math
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import torch

from coursekit.authoring.bank import read_answers
from coursekit.grading.grader import Grader
from coursekit.notebooks.marks import fill, solutions
from coursekit.notebooks.read import parse_notebook
from coursekit.sandbox.sandbox import Sandbox

from ..helpers import ROOT, source_files, source_notebook

SOURCE = ROOT / "source/convolutions"
RELEASE = ROOT / "release/convolutions"
HIDDEN = ROOT / "tests/hidden/convolutions"
ANSWERS = ROOT / "tests/answers/convolutions"
NOTEBOOKS = sorted(path.stem.removeprefix("test_") for path in HIDDEN.glob("test_*.py"))
FLOATS = (torch.float32, torch.float64)
SHAPES = (((3, 4), (2, 2)), ((3, 3), (3, 3)), ((2, 2), (3, 1)), ((2, 2), (1, 3)), ((1, 3, 3), (2, 2)))


def given() -> ModuleType:
    """Return the implementations that step in."""
    package = ModuleType("stand_ins")  # the package itself imports much more
    package.__path__ = [str(SOURCE / "classroom")]
    sys.modules[package.__name__] = package
    return importlib.import_module("stand_ins.given")


def solved() -> dict[str, Any]:
    """Return what the instructor's solutions of the exercises define for which something steps in."""
    namespace: dict[str, Any] = {"torch": torch, "nn": torch.nn}
    for stem, name in (("01", "output_shape"), ("01", "corr2d"), ("02", "Conv2D")):
        (path,) = SOURCE.glob(f"{stem}_*.ipynb")
        exec(solutions(source_notebook(path))[name], namespace)
    return namespace


Outcome = tuple[type[Exception] | None, Any]


def outcome(function: Any, *arguments: Any) -> Outcome:
    """Return the class of the exception that a call raises, and what it returns."""
    try:
        return None, function(*arguments).detach()
    except Exception as error:
        return type(error), None


def layer(make: Any, weight: torch.Tensor, bias: torch.Tensor) -> Any:
    """Return a layer with these parameters."""
    made = make(tuple(weight.shape))
    made.weight.data, made.bias.data = weight, bias
    return made


def alike(right: Outcome, seen: Outcome) -> None:
    """Fail where two outcomes differ in the exception, the values or their dtype."""
    assert seen[0] is right[0]
    if right[0] is None:
        torch.testing.assert_close(seen[1], right[1])


@pytest.mark.parametrize(("image", "kernel"), SHAPES)
def test_stand_ins_do_what_right_answers_do(image: tuple[int, ...], kernel: tuple[int, ...]) -> None:
    """For every mixture of dtypes, and where something does not fit, the given ones do what the solutions do."""
    right, stand_ins = solved(), given()
    X = torch.arange(math.prod(image)).reshape(image)
    K = torch.arange(1, 1 + math.prod(kernel)).reshape(kernel)
    for first, second in itertools.product((*FLOATS, torch.int64), repeat=2):
        alike(*(outcome(corr2d, X.to(first), K.to(second)) for corr2d in (right["corr2d"], stand_ins.corr2d)))
    for first, second, third in itertools.product(FLOATS, repeat=3):
        bias = torch.ones(1, dtype=third)
        layers = [layer(make, K.to(second), bias) for make in (right["Conv2D"], stand_ins.Conv2D)]
        alike(*(outcome(one, X.to(first)) for one in layers))


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


@pytest.mark.slow
@pytest.mark.parametrize("beside", ["stand-ins", "own"])
@pytest.mark.parametrize("stem", NOTEBOOKS)
def test_suites_beside_stand_ins_and_own_answers(graders: dict[str, Grader], stem: str, beside: str) -> None:
    """A solved notebook gets full marks, whether earlier exercises are the student's own or stand-ins for them."""
    others = source_files(SOURCE) if beside == "own" else None
    result = graders[stem].grade(source_notebook(SOURCE / f"{stem}.ipynb"), others, pictures=False)
    assert [test.message for test in result.tests if not test.passed] == []


ON_THE_LAYER = [answer for answer in read_answers(ANSWERS / "learn_kernel.py") if "Conv2D(" in answer.source]


@pytest.mark.slow
@pytest.mark.parametrize("beside", ["stand-ins", "own"])
@pytest.mark.parametrize("answer", [one for one in ON_THE_LAYER if one.right], ids=lambda one: one.title)
def test_learning_with_the_layer(graders: dict[str, Grader], answer: Any, beside: str) -> None:
    """A kernel may be learned with the layer of the notebook before, whoever wrote that layer."""
    folder = source_files(SOURCE)
    name = "04_learning_a_kernel.ipynb"
    notebook = fill(parse_notebook(folder[name]), {answer.exercise: answer.source})
    grader = graders["04_learning_a_kernel"]
    result = grader.grade(notebook, folder if beside == "own" else None, pictures=False)
    assert [test.message for test in result.tests if not test.passed] == []
