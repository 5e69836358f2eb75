"""Which notebook a file is: its cells say so."""

from __future__ import annotations

import json

from coursekit.notebooks.which import cell_names, which

from ..helpers import ROOT

FILES = {path.stem: path.read_bytes() for path in sorted((ROOT / "release/convolutions").glob("*.ipynb"))}
RELEASED = {name: cell_names(data) for name, data in FILES.items()}
MARKED = [
    name for name, cells in RELEASED.items() if any(cell[0] != "#" for cell in cells)
]  # others ask nothing
OTHER = ROOT / "release/padding_and_stride/01_padding_and_stride.ipynb"
FIRST, SECOND = MARKED[:2]


def without_marks(data: bytes, *, ids: bool) -> bytes:
    """Return a notebook whose cells have lost what nbgrader has noted, and their ids unless they are to stay."""
    notebook = json.loads(data)
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        if not ids:
            del cell["id"]
    return json.dumps(notebook).encode()


def test_cells_say_which_notebook_it_is() -> None:
    """A notebook is known under any name, also another's, and with the endings that browsers give it."""
    for name, data in FILES.items():
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


def test_ids_say_it_where_marks_do_not() -> None:
    """A notebook that asks nothing, or has lost its marks, is known by the ids of its cells; one of another assignment is not."""
    assert set(FILES) > set(MARKED)
    for name, data in FILES.items():
        assert which("homework.ipynb", without_marks(data, ids=True), RELEASED) == name
    assert cell_names(OTHER.read_bytes()) & RELEASED[FIRST]
    assert which("homework.ipynb", OTHER.read_bytes(), RELEASED) is None


def test_without_marks_the_name_counts() -> None:
    """A notebook that has lost marks and ids, or is damaged, goes by its name; what copying adds does not count."""
    for data in (without_marks(FILES[SECOND], ids=False), b"", b"{"):
        for added in ("", "-1", " (2)", "(1)", "-Copy1", " - Copy", "-1-2"):
            assert which(f"{FIRST}{added}.ipynb", data, RELEASED) == FIRST, added
        assert which("homework.ipynb", data, RELEASED) is None
        assert which(f"{FIRST}.json", data, RELEASED) is None
