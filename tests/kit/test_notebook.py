"""Damaged hand-ins: each is graded as far as it can be, and costs nobody else anything."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from coursekit import notebook as nb
from coursekit.grading import Grader

from .helpers import RIGHT, hand_in

UNREADABLE = {
    "empty": (b"", "the file is empty"),
    "not JSON": (b"dear instructor", "not JSON"),
    "truncated": (b'{"cells": [{"cell_type": "code", "so', "not JSON"),
    "not a notebook": (b'{"a": 1}', "the file is not a notebook"),
    "a list": (b"[1, 2]", "the file is not a notebook"),
    "UTF-16": ('{"cells": []}'.encode("utf-16"), "not text in UTF-8"),
    "a future format": (
        b'{"cells": [], "metadata": {}, "nbformat": 99, "nbformat_minor": 0}',
        "not a valid notebook",
    ),
    "nested without end": (b"[" * 100_000, "not a notebook"),
}


@pytest.mark.parametrize(("data", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_file_is_reported(tmp_path: Path, data: bytes, reason: str) -> None:
    """A file that is no notebook is ungradable, and the reason is said in one line."""
    path = tmp_path / "01_toy.ipynb"
    path.write_bytes(data)
    with pytest.raises(nb.Ungradable, match=reason) as caught:
        nb.read(path)
    assert "\n" not in str(caught.value)


def remove(*names: str) -> Callable[[NotebookNode], None]:
    """Return an edit that deletes the cells of these names."""

    def edit(notebook: NotebookNode) -> None:
        notebook.cells = [cell for cell in notebook.cells if nb.grade_id(cell) not in names]

    return edit


def clear_metadata(notebook: NotebookNode) -> None:
    """Forget what nbgrader noted."""
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})


def duplicate(name: str) -> Callable[[NotebookNode], None]:
    """Return an edit that appends a copy of a cell."""

    def edit(notebook: NotebookNode) -> None:
        found = next(cell for cell in notebook.cells if nb.grade_id(cell) == name)
        notebook.cells.append(copy.deepcopy(found))

    return edit


def edit_locked(notebook: NotebookNode) -> None:
    """Change what students may not change: the setup, a check cell and its points."""
    for cell in notebook.cells:
        if nb.mark(cell).get("locked"):
            cell.source = "raise SystemExit"
        if nb.mark(cell).get("grade"):
            cell.metadata.nbgrader.points = 1000


def retype(notebook: NotebookNode) -> None:
    """Turn a check cell into Markdown."""
    found = next(cell for cell in notebook.cells if nb.grade_id(cell) == "test_size")
    found.cell_type = "markdown"
    del found["outputs"], found["execution_count"]


def add_cells(notebook: NotebookNode) -> None:
    """Insert cells of the student's own everywhere."""
    for place in range(0, 2 * len(notebook.cells), 2):
        notebook.cells.insert(place, new_code_cell("print('mine')"))


HARMLESS = {
    "setup deleted": remove("setup"),
    "check deleted": remove("test_size"),
    "both checks deleted": remove("test_size", "test_slide"),
    "metadata cleared": clear_metadata,
    "solution twice": duplicate("slide"),
    "check twice": duplicate("test_slide"),
    "locked cells edited": edit_locked,
    "check retyped": retype,
    "cells added": add_cells,
    "order reversed after setup": lambda n: n.cells.__setitem__(slice(2, None), n.cells[:1:-1]),
    "kernel unknown": lambda n: n.metadata.update(kernelspec={"name": "julia", "display_name": "Julia"}),
}


@pytest.mark.parametrize("edit", HARMLESS.values(), ids=HARMLESS)
def test_harmless_damage_costs_nothing(toy_grader: Grader, edit: Callable[[NotebookNode], None]) -> None:
    """Damage that leaves the answers readable costs no point."""
    submission = hand_in(toy_grader)
    edit(submission)
    assert toy_grader.grade(nb.parse(json.dumps(submission).encode())).points == 100


COSTLY = {
    "solution deleted": remove("slide"),
    "solution and check deleted": remove("slide", "test_slide"),
    "renamed function": lambda n: _write(n, "slide", RIGHT["slide"].replace("slide", "glide")),
    "stub again below": lambda n: n.cells.append(
        new_code_cell("def slide(x, k):\n    raise NotImplementedError")
    ),
}


def _write(notebook: NotebookNode, name: str, source: str) -> None:
    next(cell for cell in notebook.cells if nb.grade_id(cell) == name).source = source


@pytest.mark.parametrize("edit", COSTLY.values(), ids=COSTLY)
def test_damage_costs_its_own_exercise(toy_grader: Grader, edit: Callable[[NotebookNode], None]) -> None:
    """A lost answer costs its own exercise, and no other."""
    submission = hand_in(toy_grader)
    edit(submission)
    assert toy_grader.grade(submission).points == 40


def test_old_format_is_read(toy_grader: Grader) -> None:
    """A notebook saved in an older format, without cell ids, is graded as usual."""
    old = json.loads(nbformat.writes(hand_in(toy_grader)))
    old["nbformat_minor"] = 2
    for cell in old["cells"]:
        del cell["id"]
    assert toy_grader.grade(nb.parse(json.dumps(old).encode())).points == 100


def test_byte_order_mark_is_read(toy_grader: Grader) -> None:
    """A notebook with a byte order mark, as some editors write, is graded as usual."""
    data = b"\xef\xbb\xbf" + nbformat.writes(hand_in(toy_grader)).encode()
    assert toy_grader.grade(nb.parse(data)).points == 100
