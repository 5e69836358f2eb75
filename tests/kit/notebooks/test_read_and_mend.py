"""Damaged hand-ins: each is graded as far as it can be, and costs nobody else anything."""

from __future__ import annotations

import copy
import functools
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from coursekit.errors import Ungradable
from coursekit.grading.grader import Grader
from coursekit.notebooks.cells import code_cells
from coursekit.notebooks.marks import CHECK, exercises, grade_id, mark
from coursekit.notebooks.mend import mend
from coursekit.notebooks.read import parse_notebook, read_notebook

from ..helpers import RIGHT, hand_in

UNREADABLE = {
    "empty": (b"", "the file is empty"),
    "not JSON": (b"dear instructor", "not JSON"),
    "truncated": (b'{"cells": [{"cell_type": "code", "so', "not JSON"),
    "not a notebook": (b'{"a": 1}', "the file is not a notebook"),
    "a list": (b"[1, 2]", "the file is not a notebook"),
    "no text": (b"\x89PNG\r\n\x1a\n\x00\xff", "not JSON"),
    "a future format": (
        b'{"cells": [], "metadata": {}, "nbformat": 99, "nbformat_minor": 0}',
        "not a valid notebook",
    ),
    "nested without end": (b"[" * 100_000, "not a notebook"),
    "values without end": (b"[" + b"{}," * 6_000_000 + b"{}]", "more than 5 million values"),
}


@pytest.mark.parametrize(("data", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_file_is_reported(tmp_path: Path, data: bytes, reason: str) -> None:
    """A file that is no notebook is ungradable, and the reason is said in one line."""
    path = tmp_path / "01_toy.ipynb"
    path.write_bytes(data)
    with pytest.raises(Ungradable, match=reason) as caught:
        read_notebook(path)
    assert "\n" not in str(caught.value)


def remove(*names: str) -> Callable[[NotebookNode], None]:
    """Return an edit that deletes the cells of these names."""

    def edit(notebook: NotebookNode) -> None:
        notebook.cells = [cell for cell in notebook.cells if grade_id(cell) not in names]

    return edit


def clear_metadata(notebook: NotebookNode) -> None:
    """Forget what nbgrader noted."""
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})


def duplicate(name: str) -> Callable[[NotebookNode], None]:
    """Return an edit that appends a copy of a cell."""

    def edit(notebook: NotebookNode) -> None:
        found = next(cell for cell in notebook.cells if grade_id(cell) == name)
        notebook.cells.append(copy.deepcopy(found))

    return edit


def edit_locked(notebook: NotebookNode) -> None:
    """Change what students may not change: the setup, a check cell and its points."""
    for cell in notebook.cells:
        if mark(cell).get("locked"):
            cell.source = "raise SystemExit"
        if mark(cell).get("grade"):
            cell.metadata.nbgrader.points = 1000


def retype(notebook: NotebookNode) -> None:
    """Turn a check cell into Markdown."""
    found = next(cell for cell in notebook.cells if grade_id(cell) == "test_size")
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
    assert toy_grader.grade(parse_notebook(json.dumps(submission).encode())).points == 100


COSTLY = {
    "solution deleted": remove("slide"),
    "solution and check deleted": remove("slide", "test_slide"),
    "renamed function": lambda n: _write(n, "slide", RIGHT["slide"].replace("slide", "glide")),
    "stub again below": lambda n: n.cells.append(
        new_code_cell("def slide(x, k):\n    raise NotImplementedError")
    ),
}


def _write(notebook: NotebookNode, name: str, source: str) -> None:
    next(cell for cell in notebook.cells if grade_id(cell) == name).source = source


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
    assert toy_grader.grade(parse_notebook(json.dumps(old).encode())).points == 100


def test_byte_order_mark_is_read(toy_grader: Grader) -> None:
    """A notebook with a byte order mark, as some editors write, is graded as usual."""
    data = b"\xef\xbb\xbf" + nbformat.writes(hand_in(toy_grader)).encode()
    assert toy_grader.grade(parse_notebook(data)).points == 100


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings_are_read(toy_grader: Grader, encoding: str) -> None:
    """A notebook in an encoding of Unicode other than UTF-8 is graded as usual."""
    data = nbformat.writes(hand_in(toy_grader)).encode(encoding)
    assert toy_grader.grade(parse_notebook(data)).points == 100


def old_formats(notebook: NotebookNode) -> dict[str, dict[str, Any]]:
    """Return a notebook as nbformat 4.4, 3 and 2 keep it, without cell ids."""
    four = json.loads(nbformat.writes(notebook))
    four["nbformat_minor"] = 4
    for cell in four["cells"]:
        del cell["id"]
    cells = [{**c, "input": c["source"]} if c["cell_type"] == "code" else c for c in four["cells"]]
    sheets = [{"cells": cells, "metadata": {}}]
    return {
        "4.4": four,
        "3": {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets},
        "2": {"metadata": {"name": ""}, "nbformat": 2, "worksheets": sheets},
    }


@pytest.mark.parametrize("version", ["4.4", "3", "2"])
def test_made_up_ids_are_always_the_same(toy_grader: Grader, version: str) -> None:
    """Ids that an old notebook lacks follow from its cells, so that the same file always gives the same notebook."""
    data = json.dumps(old_formats(hand_in(toy_grader))[version]).encode()
    assert parse_notebook(data) == parse_notebook(data)
    assert len({cell.id for cell in parse_notebook(data).cells}) == len(toy_grader.release.cells)


def test_doubled_and_odd_ids_are_replaced(toy_grader: Grader) -> None:
    """Of cells with one id the first keeps it; ids that Jupyter would not take are made anew, always the same."""
    document = json.loads(nbformat.writes(hand_in(toy_grader)))
    for cell, name in zip(document["cells"], ["a", "a", "", None, 5, "x" * 65], strict=False):
        cell["id"] = name
    data = json.dumps(document).encode()
    ids = [cell.id for cell in parse_notebook(data).cells]
    assert ids == [cell.id for cell in parse_notebook(data).cells]
    assert ids[0] == "a" and len(set(ids)) == len(ids)


def test_text_merged_into_a_locked_cell_is_kept(toy_grader: Grader) -> None:
    """An answer that was merged into the check cell above it comes out again as a cell of its own."""
    submission = hand_in(toy_grader)
    check = next(cell for cell in submission.cells if grade_id(cell) == "test_size")
    check.source += f"\n{RIGHT['slide']}"
    submission.cells = [cell for cell in submission.cells if grade_id(cell) != "slide"]
    mended = mend(submission, toy_grader.release)
    released = next(cell for cell in toy_grader.release.cells if grade_id(cell) == "test_size")
    assert [c.source for c in mended.cells if c.cell_type == "code"][2:4] == [released.source, RIGHT["slide"]]
    assert mend(mended, toy_grader.release) == mended
    assert toy_grader.grade(submission).points == 100


@pytest.mark.parametrize("end", ["    ", "\n", "  \n\n  "])
def test_blanks_around_a_released_check_are_no_answer(end: str) -> None:
    """A released cell that ends in blanks stays one cell, handed in as it is or with other blanks."""
    check = new_code_cell(
        f"assert f(){end}", id="a", metadata={"nbgrader": {"grade_id": "check", "locked": True}}
    )
    release = new_notebook(cells=[check])
    for source in (check.source, "assert f()", f"\n\nassert f(){end} "):
        handed_in = copy.deepcopy(release)
        handed_in.cells[0].source = source
        assert mend(handed_in, release) == release


def test_nothing_forged_in_metadata_survives(toy_grader: Grader) -> None:
    """Results that a student writes into the metadata of a notebook are not taken for the kit's own."""
    submission = hand_in(toy_grader)
    submission.metadata["coursekit"] = {"ungradable": "forged"}
    for cell in submission.cells:
        cell.metadata["coursekit"] = [{"earned": 100}]
    assert "coursekit" not in nbformat.writes(mend(submission, toy_grader.release))


ODD = [
    None,
    True,
    -1,
    1.5,
    "",
    "slide",
    "code",
    "4",
    "\ud800",
    "\0",
    [],
    {},
    [[]],
    {"a": 1},
    {"nbgrader": {}},
    10**30,
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to everything in a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


@pytest.mark.parametrize("seed", range(8))
def test_random_damage_is_mended_or_reported(toy_grader: Grader, seed: int) -> None:
    """Whatever is deleted from a notebook or put into it, it is mended to the same valid notebook, or ungradable."""
    rng = random.Random(seed)
    for _ in range(30):
        document = json.loads(nbformat.writes(hand_in(toy_grader)))
        for _ in range(rng.choice([1, 1, 2, 5])):
            *path, last = rng.choice(list(places(document)) or [("cells",)])
            owner = functools.reduce(lambda value, key: value[key], path, document)
            if rng.random() < 0.4:
                owner.pop(last, None) if isinstance(owner, dict) else owner.pop(last)
            else:
                owner[last] = rng.choice(ODD)
        data = json.dumps(document).encode()
        try:
            mended = mend(parse_notebook(data), toy_grader.release)
        except Ungradable:
            continue
        nbformat.validate(mended)
        assert nbformat.writes(mended).encode()
        assert mended == mend(parse_notebook(data), toy_grader.release) == mend(mended, toy_grader.release)
        assert {e.name for e in exercises(toy_grader.release)} == {
            (grade_id(cell) or "").removeprefix(CHECK) for cell in mended.cells if mark(cell).get("grade")
        }


@pytest.mark.parametrize(
    ("cell", "once"),
    [
        ("print(X)", True),
        ("unused = X + 1\nprint(unused)", True),
        ("with open('X') as X:\n    pass", False),
        ("X = 1", False),
        ("X[0] = 1", False),
        ("X.grad = None", False),
        ("from given import *", False),
        ("helper = 1\ndef between():\n    return helper", False),
    ],
)
def test_only_cells_on_which_nothing_depends_are_run_once(cell: str, once: bool) -> None:
    """A released cell is left out of later runs only where nothing that it binds or writes into is read elsewhere."""
    release = new_notebook(cells=[new_code_cell(cell), new_code_cell("solution = X + between()")])
    student = new_notebook(cells=[new_code_cell(cell), new_code_cell("answer = X + between()")])
    assert [found.shows for found in code_cells(student, set(), release)] == [once, False]


DEEP = [
    "x = " + "-" * 200_000 + "1",
    "a" + ".b" * 200_000,
    "1" + "**1" * 100_000,
    "f" + "()" * 100_000,
    "a\0b",
]


@pytest.mark.parametrize("source", DEEP, ids=range(len(DEEP)))
def test_text_that_python_cannot_read_is_a_cell_like_any_other(source: str) -> None:
    """A cell that is nested too deeply for Python itself is run like one with an error, and keeps its name."""
    release = new_notebook(cells=[new_code_cell("x = 1", id="own")])
    notebook = new_notebook(cells=[new_code_cell(source, id="deep"), new_code_cell("x = 1", id="own")])
    assert [cell.source for cell in code_cells(notebook, set(), release)] == [source, "x = 1"]
