"""Makes whole again what a student could not legally change: locked cells, lost ones, retyped ones."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from .marks import grade_id, mark
from .read import derived_id


def mend(notebook: NotebookNode, release: NotebookNode, *, keep_outputs: bool = False) -> NotebookNode:
    """Return a copy of a submitted notebook in which everything the student could not legally change is whole.

    Locked cells get their text back, and lost ones are put back where they were. What was handed in has
    neither outputs nor metadata afterwards but those of the release: both are made anew, and neither may be forged.
    With `keep_outputs` it keeps its outputs, for whoever wants to see them and does not grade by them.
    """
    originals = [cell for cell in release.cells if grade_id(cell) is not None]
    found = _recognise(notebook.cells, originals)
    cells = [_bare(cell, keep_outputs) for cell in notebook.cells]
    kept = {index: cells[position] for index, position in found.items()}
    place, parted = 0, False
    for index, original in enumerate(originals):
        cell = kept.get(index)
        if cell is None and not mark(original).get("locked"):
            continue
        if cell is None:
            cell = copy.deepcopy(original)
            cells.insert(place, cell)
        place = next(i for i, other in enumerate(cells) if other is cell) + 1
        cell.metadata = copy.deepcopy(original.metadata)
        _retype(cell, original.cell_type)
        if mark(original).get("locked"):
            added = _added(cell.source, original.source)
            if added and original.cell_type == "code":
                cells.insert(place, new_code_cell(added, id=derived_id(cell.id, added)))
                place, parted = place + 1, True
            cell.source = original.source
    mended = new_notebook(cells=cells, metadata=copy.deepcopy(release.metadata))
    return (
        mend(mended, release, keep_outputs=keep_outputs) if parted else mended
    )  # what was parted may be a lost solution cell


def _bare(cell: NotebookNode, keep_outputs: bool) -> NotebookNode:
    # Not by nbformat's `new_code_cell`, which validates each: each is made from a valid one.
    bare = NotebookNode(cell_type=cell.cell_type, id=cell.id, metadata=NotebookNode(), source=cell.source)
    if "attachments" in cell:
        bare.attachments = cell.attachments
    if cell.cell_type == "code":
        bare.outputs = copy.deepcopy(cell.outputs) if keep_outputs else []
        bare.execution_count = cell.execution_count if keep_outputs else None
    return bare


def _recognise(cells: list[NotebookNode], originals: list[NotebookNode]) -> dict[int, int]:
    """Return the position of the cell that each original became, by the original's index.

    A cell's id and nbgrader's name are believed first; if both were lost, a locked cell is known by its text, and
    a solution cell by what it defines.
    """
    signs: tuple[Callable[[NotebookNode, NotebookNode], bool], ...] = (
        lambda cell, original: cell.id == original.id and grade_id(cell) == grade_id(original),
        lambda cell, original: cell.id == original.id,
        lambda cell, original: grade_id(cell) == grade_id(original),
        lambda cell, original: bool(mark(original).get("locked")) and cell.source == original.source,
        lambda cell, original: bool(mark(original).get("solution")) and _defines(cell, grade_id(original)),
    )
    found: dict[int, int] = {}
    for sign in signs:
        for index, original in enumerate(originals):
            taken = set(found.values())
            for position, cell in enumerate(cells):
                if index not in found and position not in taken and sign(cell, original):
                    found[index] = position
    return found


def _defines(cell: NotebookNode, name: str | None) -> bool:
    """Return whether a code cell defines `name` at its top level, as far as its text tells."""
    definition = rf"^(?:(?:async )?def|class) {re.escape(name or '')}\b|^{re.escape(name or '')} *=[^=]"
    return cell.cell_type == "code" and bool(re.search(definition, cell.source, re.MULTILINE))


def _added(source: str, original: str) -> str:
    """Return what a student's cell has besides the text of a locked one that was merged with it."""
    text = original.strip()
    rest = source.replace(text, "", 1) if text and text in source and source != original else ""
    return rest.strip("\n") if rest.strip() else ""


def _retype(cell: NotebookNode, cell_type: str) -> None:
    if cell.cell_type == cell_type:
        return
    cell.cell_type = cell_type
    for key in ("outputs", "execution_count", "attachments"):
        cell.pop(key, None)
    if cell_type == "code":
        cell.outputs, cell.execution_count = [], None
