"""Which notebook of an assignment a file is: its cells say so, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from ..errors import Ungradable
from .marks import grade_id
from .read import parse_notebook

NOTEBOOKS = (".ipynb", ".json", ".txt")  # what browsers make of a notebook's name
COPY = re.compile(
    r"(?:[ _]?\(\d+\)|-\d+| ?- ?Copy\d*|-Copy\d+)+$", re.IGNORECASE
)  # by browsers, Canvas, Windows, Jupyter


def cell_names(data: bytes) -> frozenset[str]:
    """Return the names that nbgrader has given to cells of a notebook, and the ids of all cells, after `#`.

    None if it is no notebook that can be read.
    """
    try:
        notebook = parse_notebook(data)
    except Ungradable:
        return frozenset()
    names = frozenset(name for cell in notebook.cells if (name := grade_id(cell)) is not None)
    return names | {f"#{cell.id}" for cell in notebook.cells if cell.get("id")}


def which(name: str, data: bytes, released: Mapping[str, frozenset[str]]) -> str | None:
    """Return which of the `released` notebooks (with the names of their cells) a file is, or None.

    It is the one with which it shares most named cells. What shares none, such as a notebook that asks nothing, is the
    one of which it has most of the cells, by their ids; and else it goes by its name, of which what is added to copies
    does not count.
    """
    path = PurePosixPath(name)
    if path.suffix.lower() not in NOTEBOOKS:
        return None
    found = cell_names(data)
    named = {name for name in found if not name.startswith("#")}
    shared = sorted(((len(named & cells), notebook) for notebook, cells in released.items()), reverse=True)
    if not (
        shared and shared[0][0]
    ):  # a few ids, such as `summary`, are in notebooks of other assignments, too
        ids = {notebook: {name for name in cells if name[0] == "#"} for notebook, cells in released.items()}
        most = {
            notebook: len(found & own) for notebook, own in ids.items() if len(found & own) * 2 > len(own)
        }
        shared = sorted(((count, notebook) for notebook, count in most.items()), reverse=True)
    if shared and shared[0][0] > 0:
        best = [notebook for count, notebook in shared if count == shared[0][0]]
        return best[0] if len(best) == 1 else _by_name(path, best)
    return _by_name(path, released) if path.suffix.lower() == ".ipynb" else None


def _by_name(path: PurePosixPath, notebooks: Mapping[str, object] | list[str]) -> str | None:
    stem = path.name.partition(".ipynb")[0]
    for name in (stem, COPY.sub("", stem)):
        if name in notebooks:
            return name
    return None
