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
    shared = {notebook: len(_marks(found) & cells) for notebook, cells in released.items()}
    if not any(shared.values()):
        shared = {notebook: _most(found, cells) for notebook, cells in released.items()}
    if most := max(shared.values(), default=0):
        best = [notebook for notebook, count in shared.items() if count == most]
        return best[0] if len(best) == 1 else _by_name(path, best)
    return _by_name(path, released) if path.suffix.lower() == ".ipynb" else None


def _marks(cells: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in cells if not name.startswith("#"))


def _most(found: frozenset[str], released: frozenset[str]) -> int:
    """Return how many of the ids of a notebook's cells were found, if these are most of them.

    A few, such as `summary`, are in notebooks of other assignments, too.
    """
    ids = released - _marks(released)
    shared = len(found & ids)
    return shared if shared * 2 > len(ids) else 0


def _by_name(path: PurePosixPath, notebooks: Mapping[str, object] | list[str]) -> str | None:
    stem = path.name.partition(".ipynb")[0]
    for name in (stem, COPY.sub("", stem)):
        if name in notebooks:
            return name
    return None
