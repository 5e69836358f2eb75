"""What a student's process answers to, request by request, as it goes over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch

from coursekit.sandbox.child import Child
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

from .test_child import Raw, ask, cell, probe

CELL = """
import os, sys
import numpy as np
import torch

class Box:
    def __init__(self, n):
        self.n = n

def same(a, b):
    return a is b

def double(x):
    return 2 * x

def fill(x, y, z):
    y += 1
    z["new"] = x @ x

def leave(x):
    return x.requires_grad_().sum()
"""


@pytest.fixture(scope="module")
def child(sandbox: Sandbox) -> Iterator[Child]:
    """Return a process that the tests of this file share, with some functions of a notebook."""
    made = Child(sandbox, Limits())
    assert cell(made, CELL) == {"outputs": [], "error": None}
    yield made
    made.kill()


def call(child: Child, name: str, *arguments: Any, observe: bool = False) -> Any:
    """Return what calling a function of the notebook comes to."""
    return ask(child, "call", function=Raw({"name": name}), arguments=list(arguments), observe=observe)


def test_files_are_written(child: Child) -> None:
    """Files are there under their names, folders included, and replace what was there."""
    ask(child, "files", files={"a.txt": b"old", "b/c/d.bin": b"\0\xff"})
    ask(child, "files", files={"a.txt": b"new"})
    assert probe(child, "[open(n, 'rb').read() for n in ('a.txt', 'b/c/d.bin')]") == [b"new", b"\0\xff"]


def test_cells_share_their_names(child: Child) -> None:
    """What a cell defines is there for the next, and for calls by name; probes have names of their own."""
    cell(child, "number = 21")
    (shown,) = cell(child, "double(number)")["outputs"]
    assert (shown["output_type"], shown["data"]) == ("execute_result", {"text/plain": "42"})
    assert call(child, "double", 4) == 8
    assert probe(child, "number")["kinds"][0] == "NameError"
    assert probe(child, "[torch.__name__, nn.__name__, np.__name__, math.pi > 3]") == [
        *("torch", "torch.nn", "numpy", True)
    ]


def test_errors_of_cells_are_told(child: Child) -> None:
    """Of a cell that fails are told what it has shown, and the error with its line."""
    run = cell(child, "print('before')\n1 / 0")
    assert [output["output_type"] for output in run["outputs"]] == ["stream", "error"]
    assert (run["error"]["name"], run["error"]["line"], run["error"]["code"]) == (
        "ZeroDivisionError",
        2,
        "1 / 0",
    )


def test_names_that_are_not_there_are_told(child: Child) -> None:
    """A name that the notebook lacks is told in the words that the grading process knows."""
    told = call(child, "nowhere", 1)
    assert (told["name"], told["text"]) == ("NotDefined", "nowhere is not defined")


def test_objects_go_over_by_number(child: Child) -> None:
    """What is not plain data goes over as a number and a class; by the number it is found again."""
    box = call(child, "Box", 5)
    assert box["kind"] == "Box"
    assert ask(child, "attribute", owner=Raw(box), name="n") == 5
    assert call(child, "same", Raw(box), Raw(box)) is True
    assert call(child, "same", Raw(box), 5) is False
    assert ask(child, "attribute", owner=Raw(box), name="m")["kinds"][0] == "AttributeError"
    assert ask(child, "attribute", owner=Raw({"object": 1}), name="n")["kinds"][0] == "KeyError"


def test_observed_calls_tell_what_they_did(child: Child) -> None:
    """Of an observed call are told the arguments that it wrote into, wherever, and the operations it dispatched."""
    seen = call(child, "fill", torch.ones(2), np.zeros(3), {}, observe=True)
    assert (seen["value"], seen["changed"], seen["gradients"]) == (None, [1, 2], None)
    assert seen["operations"] == ["aten.dot.default"]


def test_right_answers_are_a_module(child: Child) -> None:
    """The right answers that a process is told of can be imported, and no others."""
    ask(child, "references", names=["one", "two"])
    assert cell(child, "from right_answers import one, two")["error"] is None
    assert cell(child, "from right_answers import three")["error"]["kinds"][0] == "ImportError"
    ask(child, "references", names=["three"])
    assert cell(child, "from right_answers import one")["error"]["kinds"][0] == "ImportError"


def test_pictures_are_drawn_until_they_are_not_wanted(child: Child) -> None:
    """A figure is shown as a picture, and after `pictures_off` it is made and not drawn, without a warning."""
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    (picture,) = cell(child, plot)["outputs"]
    assert picture["data"]["image/png"].startswith("iVBOR")
    ask(child, "pictures_off")
    assert cell(child, plot) == {"outputs": [], "error": None}


def test_values_beyond_all_bounds_are_an_error(child: Child) -> None:
    """A value that is too large to be read is an error that says so, and the process goes on."""
    told = probe(child, "np.zeros(3 * 2**20)")
    assert (told["name"], told["text"]) == ("WireError", "a value of 24 MB is too large to be read")
    assert probe(child, "1") == 1


@pytest.mark.parametrize("statement", ["sys.exit(3)", "raise KeyboardInterrupt"])
def test_ends_of_every_kind_are_errors(child: Child, statement: str) -> None:
    """Code that would end the program ends its request alone."""
    cell(child, f"def leave_program():\n    {statement}")
    assert call(child, "leave_program")["kinds"][-2:] == ["BaseException", "object"]
    assert probe(child, "1") == 1
