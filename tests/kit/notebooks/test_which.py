"""Which notebook a file is: its cells say so."""

from __future__ import annotations

import json

from coursekit.notebooks.which import cell_names, which

from ..helpers import ROOT

FILES = {path.stem: path.read_bytes() for path in sorted((ROOT / "release/convolutions").glob("*.ipynb"))}
RELEASED = {name: cell_names(data) for name, data in FILES.items()}
MARKED = [name for name, cells in RELEASED.items() if cells]  # others ask nothing, and go by their names
FIRST, SECOND = MARKED[:2]


def without_marks(data: bytes) -> bytes:
    """Return a notebook whose cells have lost what nbgrader has noted."""
    notebook = json.loads(data)
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return json.dumps(notebook).encode()


def test_cells_say_which_notebook_it_is() -> None:
    """A notebook is known under any name, also another's, and with the endings that browsers give it."""
    for name in MARKED:
        data = FILES[name]
        for called in (
            "homework.ipynb",
            f"{FIRST}.ipynb",
            "x.ipynb.txt",
            "ünïcode (3).json",
            "<script>.ipynb",
        ):
            assert which(called, data, RELEASED) == name
        assert which("picture.png", data, RELEASED) is None


def test_a_part_of_the_cells_is_enough() -> None:
    """A notebook that has lost most of its cells is known by the rest."""
    notebook = json.loads(FILES[SECOND])
    marked = [cell for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]
    notebook["cells"] = marked[-2:]
    assert which("x.ipynb", json.dumps(notebook).encode(), RELEASED) == SECOND


def test_without_marks_the_name_counts() -> None:
    """A notebook that has lost its marks, or is damaged, goes by its name; what copying adds does not count."""
    for data in (without_marks(FILES[SECOND]), b"", b"{"):
        for added in ("", "-1", " (2)", "(1)", "-Copy1", " - Copy", "-1-2"):
            assert which(f"{FIRST}{added}.ipynb", data, RELEASED) == FIRST, added
        assert which("homework.ipynb", data, RELEASED) is None
        assert which(f"{FIRST}.json", data, RELEASED) is None
