"""Which cells of a notebook are run, and which of these only show something."""

from __future__ import annotations

import ast
import json
import re
import symtable
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nbformat import NotebookNode

from .marks import CHECK, grade_id, mark
from .state import data_of, keeps_nothing, touches
from .syntax import NOT_PLAIN, owner

NOT_KNOWN = "("  # code that nobody can read
# Where IPython keeps what cells before have shown.
EARLIER_RESULTS = {"_", "__", "___", "Out", "In", "_oh", "_ih"}

# The tag of a cell that is for a person alone, such as a look at all other notebooks.
SKIPPED = "skip-execution"


@dataclass(frozen=True)
class Cell:
    """One code cell of a notebook; `exercise` is its name if it is a solution cell.

    `shows` is true of the instructor's own experiments, left as released, that can neither define nor change anything
    which anything else needs: they need to run only for their output. `seconds` is how long the cell may run, if it has
    a limit of its own.
    """

    key: str
    source: str
    exercise: str | None = None
    shows: bool = False
    seconds: float | None = None


def cell_key(index: int, cell: NotebookNode) -> str:
    """Return the name under which the run of a notebook's cell number `index` is kept."""
    name = grade_id(cell) if mark(cell).get("solution") else None
    return name or f"cell {index}"


def code_cells(
    notebook: NotebookNode,
    judged: set[str],
    release: NotebookNode,
    reached: frozenset[str] = frozenset(),
    beside: Sequence[str] = (),
) -> list[Cell]:
    """Return the code cells to run, without the check cells of the exercises `judged` by a suite.

    Nor are those run that the release tags with SKIPPED, by which nbclient goes as well. `reached` are the names that
    the suite asks for: whatever defines one of them is more than a show. `beside` are the student's cells in other
    notebooks, from which this one may take definitions.
    """
    originals = [cell for cell in release.cells if cell.cell_type == "code"]
    released = {cell.source for cell in originals}
    skipped = released - {cell.source for cell in originals if SKIPPED not in cell.metadata.get("tags", [])}
    cells = []
    for index, cell in enumerate(notebook.cells):
        name = grade_id(cell)
        checked = mark(cell).get("grade") and (name or "").removeprefix(CHECK) in judged
        if cell.cell_type == "code" and not checked and cell.source not in skipped:
            exercise = name if mark(cell).get("solution") else None
            # A check that no suite judges gets its points by what it shows.
            own = exercise is None and not mark(cell).get("grade") and cell.source in released
            cells.append(Cell(cell_key(index, cell), cell.source, exercise, shows=own))
    own_sources = [cell.source for cell in cells if cell.shows]
    other_sources = [cell.source for cell in cells if not cell.shows]
    shows = _only_shows(own_sources, other_sources, reached, beside)
    return [replace(cell, shows=cell.shows and cell.source in shows) for cell in cells]


@lru_cache(maxsize=64)  # for each notebook of a student, the same others lie beside it
def sources_beside(data: bytes, released: bytes) -> tuple[str, ...]:
    """Return the code of a notebook file that is not as `released`.

    It is read as a notebook beside it would, which takes definitions from it; of what cannot be, nothing is known.
    """
    try:
        return tuple(_sources(data) - (_sources(released) if released else frozenset()))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return (NOT_KNOWN,)


@lru_cache(maxsize=64)
def _sources(data: bytes) -> frozenset[str]:
    code = [cell["source"] for cell in json.loads(data)["cells"] if cell["cell_type"] == "code"]
    return frozenset(source if isinstance(source, str) else "".join(source) for source in code)


def _only_shows(
    released: list[str], students: list[str], reached: frozenset[str], beside: Sequence[str]
) -> set[str]:
    """Return those of the `released` cells of which nothing outside of them, and no suite, can tell if they were run.

    They bind no name that is needed, write into nothing that is there without them, and no function that they could
    call keeps anything from one call to the next. Where that cannot be told, none of them only shows.
    """
    shows, needed_cells = set(released), set[str]()
    needed: set[str] = {"*", *reached}
    rest, own_data = students, data_of(students)
    while True:
        needed = needed.union(*map(_read_names, rest))
        data = own_data | data_of(needed_cells)
        rest = [
            source
            for source in shows
            if needed & _bound_names(source) or touches(source, data, data - own_data)
        ]
        if not rest:
            break
        shows.difference_update(rest)
        needed_cells.update(rest)
    if needed & EARLIER_RESULTS:
        return set()
    return shows if keeps_nothing(needed_cells, students, beside) else set()


@lru_cache(maxsize=4096)
def _read_names(source: str) -> frozenset[str]:
    """Return every global name that a cell reads; all its words if it is not plain Python."""
    try:
        scopes = [symtable.symtable(source, "<cell>", "exec")]
    except NOT_PLAIN:
        return frozenset(re.findall(r"\w+", source))
    names = {symbol.get_name() for symbol in scopes[0].get_symbols() if symbol.is_referenced()}
    for scope in scopes:
        scopes.extend(scope.get_children())
        names.update(symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global())
    return frozenset(names)


@lru_cache(maxsize=4096)
def _bound_names(source: str) -> frozenset[str]:
    """Return every name that a cell binds, deletes or writes into; `*` if it imports all names.

    If it is not plain Python, all its words.
    """
    try:
        tree = ast.parse(source)
    except NOT_PLAIN:
        return frozenset(re.findall(r"\w+", source))
    bound = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            bound.add(owner(node))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            bound.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            bound.add(node.rest)
    return frozenset(bound)
