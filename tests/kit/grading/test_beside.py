"""Modules beside a notebook: compiled once for all, and as they are when they are imported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from coursekit.grading.beside import with_byte_code
from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.sandbox.sandbox import Sandbox

MODULES = {
    "tools/__init__.py": b"from .numbers import ONE\n",
    "tools/numbers.py": b"ONE = 1\n",
    "broken.py": b"def\n",
    "data.txt": b"1\n",
}
# Python writes no byte code here, so that only what lay beside the notebook can be there.
COMPILED = """
import os, sys
sys.dont_write_bytecode = True
import tools.numbers
tools.ONE, sorted(os.listdir("tools/__pycache__")) if os.path.isdir("tools/__pycache__") else []
"""
CHANGED = """
open("tools/numbers.py", "w").write("ONE = 2\\n")
from tools import ONE
ONE
"""


@pytest.fixture
def run(sandbox: Sandbox) -> Iterator[Callable[[str], str]]:
    """Return what the outputs of a cell say that runs beside the modules."""

    def run(source: str) -> str:
        with closing(Student(sandbox, [Cell("a", source)], with_byte_code(MODULES))) as student:
            student.start()
            return str(student.runs["a"])

    return run


def test_modules_are_compiled_before(run: Callable[[str], str]) -> None:
    """A released module need not be compiled in a notebook's process, and names no folder of the machine."""
    tag = f"{sys.implementation.cache_tag}.pyc"
    assert f"(1, ['__init__.{tag}', 'numbers.{tag}'])" in run(COMPILED)
    compiled = with_byte_code(MODULES)
    assert compiled.keys() - MODULES.keys() == {
        f"tools/__pycache__/__init__.{tag}",
        f"tools/__pycache__/numbers.{tag}",
    }
    assert not any(b"/tmp" in data for data in compiled.values())


def test_changed_modules_count_as_they_are(run: Callable[[str], str]) -> None:
    """A notebook that writes over a module imports what it has written, of the same length or not."""
    assert "'2'" in run(CHANGED)


def test_what_cannot_be_compiled_is_told_where_it_is_imported(run: Callable[[str], str]) -> None:
    """A module that is not Python is found by whoever imports it, and keeps nothing else from being there."""
    assert "SyntaxError" in run("import broken")
    assert "'1'" in run("from tools import ONE\nONE")
