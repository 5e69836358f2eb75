"""Which cells of a notebook are run, and which of these only show something."""

from __future__ import annotations

import ast
import re
import symtable
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from .marks import CHECK, grade_id, mark

# What Python raises for text that it cannot read, nested too deeply for it included.
NOT_PLAIN = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True)
class Cell:
    """One code cell of a notebook; `exercise` is its name if it is a solution cell.

    `shows` is true of the instructor's own experiments, left as released, that define nothing which anything
    else needs: they need to run only once, for their output. `seconds` is how long the cell may run, if it has a
    limit of its own.
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
    notebook: NotebookNode, judged: set[str], release: NotebookNode, reached: frozenset[str] = frozenset()
) -> list[Cell]:
    """Return the code cells to run, without the check cells of the exercises `judged` by a suite.

    `reached` are the names that the suite asks for: whatever defines one of them is more than a show.
    """
    released = {cell.source for cell in release.cells if cell.cell_type == "code"}
    cells = []
    for index, cell in enumerate(notebook.cells):
        name = grade_id(cell)
        checked = mark(cell).get("grade") and (name or "").removeprefix(CHECK) in judged
        if cell.cell_type == "code" and not checked:
            exercise = name if mark(cell).get("solution") else None
            own = exercise is None and cell.source in released
            cells.append(Cell(cell_key(index, cell), cell.source, exercise, shows=own))
    own_sources = [cell.source for cell in cells if cell.shows]
    other_sources = [cell.source for cell in cells if not cell.shows]
    shows = _only_shows(own_sources, other_sources, reached)
    return [replace(cell, shows=cell.source in shows) for cell in cells]


def _only_shows(released: list[str], others: list[str], reached: frozenset[str]) -> set[str]:
    """Return those of the `released` cells that define nothing which a cell outside of them, or a suite, needs.

    What is bound inside a `with` block counts for nothing: that is an experiment.
    """
    shows, rest = set(released), others
    needed: set[str] = {"*", *reached}
    while True:
        needed = needed.union(*map(_read_names, rest))
        rest = [source for source in shows if needed & _bound_names(source)]
        if not rest:
            return shows
        shows.difference_update(rest)


def _read_names(source: str) -> set[str]:
    """Return every global name that a cell reads; all its words if it is not plain Python."""
    try:
        scopes = [symtable.symtable(source, "<cell>", "exec")]
    except NOT_PLAIN:
        return set(re.findall(r"\w+", source))
    names = {symbol.get_name() for symbol in scopes[0].get_symbols() if symbol.is_referenced()}
    for scope in scopes:
        scopes.extend(scope.get_children())
        names.update(symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global())
    return names


def _bound_names(source: str) -> set[str]:
    """Return every name that a cell binds, or writes into, outside of `with` blocks; `*` if it imports all names.

    If it is not plain Python, all its words.
    """
    try:
        statements = [node for node in ast.parse(source).body if not isinstance(node, ast.With)]
    except NOT_PLAIN:
        return set(re.findall(r"\w+", source))
    bound = set()
    for node in (node for statement in statements for node in ast.walk(statement)):
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
            bound.add(_owner(node))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
    return bound


def _owner(node: ast.expr) -> str:
    """Return the name at the front of `name`, `name.attribute` or `name[index]`, or ""."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
