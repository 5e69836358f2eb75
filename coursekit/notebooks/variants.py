"""One source for several frameworks: which cells and files belong to which, and a notebook with those of one alone.

A cell that is tagged `framework:jax` belongs to JAX, one with two such tags to both, and one with none to all. A
notebook whose first cell has variants, and none in a framework, is not handed out in it. In a folder that is called
`frameworks`, a file or folder with the name of a framework belongs to that one.
"""

from __future__ import annotations

import copy
from collections.abc import Collection
from itertools import pairwise, takewhile
from pathlib import PurePosixPath

import nbformat
from nbformat import NotebookNode

from .read import parse_notebook

TAG = "framework:"
FOLDER = "frameworks"


def frameworks(cell: NotebookNode) -> set[str]:
    """Return the frameworks that a cell names in its tags; none where it belongs to all."""
    return {tag.removeprefix(TAG) for tag in _tags(cell) if tag.startswith(TAG)}


def has_variants(notebook: NotebookNode) -> bool:
    """Return whether some cell of a notebook does not belong to all frameworks."""
    return any(map(frameworks, notebook.cells))


def is_handed_out(notebook: NotebookNode, framework: str) -> bool:
    """Return whether a notebook is one of those in a framework: its first cell, which is its title, is there."""
    titles = takewhile(
        lambda cell: frameworks(cell) and cell.cell_type == notebook.cells[0].cell_type, notebook.cells
    )
    known = set().union(*map(frameworks, titles))
    return not known or framework in known


def kept(notebook: NotebookNode, framework: str) -> NotebookNode:
    """Return a notebook with the cells of one framework, and without a word of others."""
    if not has_variants(notebook):
        return notebook
    chosen = copy.copy(notebook)
    chosen.cells = [
        _untagged(cell) for cell in notebook.cells if framework in (frameworks(cell) or {framework})
    ]
    return chosen


def kept_data(data: bytes, framework: str) -> bytes:
    """Return the file of a notebook with the cells of one framework; where all belong to it, as it is."""
    notebook = parse_notebook(data)
    return nbformat.writes(kept(notebook, framework)).encode() if has_variants(notebook) else data


def is_foreign(name: str, framework: str, known: Collection[str]) -> bool:
    """Return whether a file, by its relative name, belongs to another one of the `known` frameworks."""
    parts = PurePosixPath(name).parts
    owners = {part.partition(".")[0] for folder, part in pairwise(parts) if folder == FOLDER}
    return bool(owners & set(known) - {framework})


def _tags(cell: NotebookNode) -> list[str]:
    tags = cell.metadata.get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def _untagged(cell: NotebookNode) -> NotebookNode:
    if not frameworks(cell):
        return cell
    plain = copy.deepcopy(cell)
    plain.metadata.tags = [tag for tag in _tags(cell) if not tag.startswith(TAG)]
    if not plain.metadata.tags:
        del plain.metadata["tags"]
    return plain
