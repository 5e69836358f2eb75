"""Notebooks as nbgrader marks them: exercises, points, solution cells, and what a student may have damaged."""

from __future__ import annotations

import ast
import copy
import hashlib
import json
import math
import re
import symtable
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbformat.validator import normalize

from .student import Cell

CHECK = "test_"
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
MOST_CELLS = 10_000
MOST_OUTPUTS = 10_000
MOST_TEXT = 10_000_000  # characters


class Ungradable(Exception):
    """A notebook that cannot be read; the text says why."""


@dataclass(frozen=True)
class Exercise:
    """An exercise of a notebook: its name, and the points of its check cell."""

    name: str
    points: float


def read(path: Path) -> NotebookNode:
    """Return the notebook at `path` in nbformat 4; Ungradable, with the reason, where that is not possible."""
    try:
        return parse(path.read_bytes())
    except OSError as error:
        raise Ungradable(f"the file cannot be opened ({error.strerror})") from error


def parse(data: bytes) -> NotebookNode:
    """Return the notebook in `data`, as `read` does.

    Whatever can be read is: a cell that is malformed loses what is malformed in it, and ids that are missing
    or there twice are derived from the cells, so that the same data always give the same notebook.
    """
    document = _load(data)
    for whole in (True, False):
        try:
            return _validated(document, whole)
        except (Ungradable, MemoryError):
            raise
        except Exception as error:
            failure = error
    raise Ungradable("the file is not a valid notebook") from failure


def _load(data: bytes) -> dict[str, Any]:
    text = _decode(data).strip("\0 \t\r\n\ufeff")
    if not text:
        raise Ungradable("the file is empty")
    try:
        document = _JSON.decode(text)
        if LONE_SURROGATE.search(text):  # half a character, which no file can hold
            whole = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
            document = _JSON.decode(whole.decode())
    except RecursionError as error:
        raise Ungradable("the file is not a notebook (nested too deeply)") from error
    except ValueError as error:
        cut = isinstance(error, json.JSONDecodeError) and (
            error.msg.startswith("Unterminated") or error.pos >= len(text)
        )
        reason = "the file is not a notebook (not JSON)" + (": it breaks off before its end" if cut else "")
        raise Ungradable(reason) from error
    if not isinstance(document, dict):
        raise Ungradable("the file is not a notebook")
    return document


def _decode(data: bytes) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        return data.decode("latin-1")  # never fails; at worst a comment's umlauts are wrong


def _number(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


# Numbers that no notebook needs, which Python would refuse to read or JSON to hold, become small or null.
_JSON = json.JSONDecoder(
    strict=False,
    parse_int=lambda text: int(text) if len(text) < 19 else 0,
    parse_float=_number,
    parse_constant=lambda name: None,
)
LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _validated(document: dict[str, Any], whole: bool) -> NotebookNode:
    """Return a valid notebook with the cells of `document`; unless `whole`, with what is graded alone."""
    if whole and _is_deep(document):
        raise ValueError("nested deeper than what copies or writes it can follow")
    cells = [_cell(cell, whole) for cell in _raw_cells(document) if isinstance(cell, dict)]
    if len(cells) > MOST_CELLS:
        raise Ungradable(f"the notebook has more than {MOST_CELLS} cells")
    if sum(len(cell.get("outputs", [])) for cell in cells) > MOST_OUTPUTS:
        raise ValueError("more outputs than can be checked in reasonable time")
    if sum(len(cell["source"]) for cell in cells) > MOST_TEXT:
        raise Ungradable(f"the cells of the notebook have more than {MOST_TEXT // 1_000_000} MB of text")
    _name_cells(cells)
    metadata = document.get("metadata") if whole else {}
    noted = metadata if isinstance(metadata, dict) else {}
    parts = {"cells": cells, "metadata": noted, "nbformat": 4, "nbformat_minor": 5}
    _, notebook = normalize(nbformat.from_dict(parts), strip_invalid_metadata=True)
    nbformat.validate(notebook)
    checked: NotebookNode = notebook
    return checked


def _is_deep(value: Any, limit: int = 100) -> bool:
    level = [value]
    for _ in range(limit):
        inner = (v.values() if isinstance(v, dict) else v for v in level)
        level = [item for items in inner for item in items if isinstance(item, dict | list)]
        if not level:
            return False
    return True


def _raw_cells(document: dict[str, Any]) -> list[Any]:
    cells, sheets = document.get("cells"), document.get("worksheets")
    version = _version(document.get("nbformat", 4 if isinstance(cells, list) else None))
    if version is None or version < 1:
        raise Ungradable("the file is not a notebook")
    if version > 4:
        raise Ungradable(
            f"the file is not a valid notebook: its format is nbformat {version}, and only 1 to 4 can be read"
        )
    if version < 4 and isinstance(sheets, list):
        pages = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        return [cell for page in pages if isinstance(page, list) for cell in page]
    if not isinstance(cells, list):
        raise Ungradable("the file is a notebook without a list of cells")
    return cells


def _version(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _cell(raw: dict[str, Any], whole: bool) -> dict[str, Any]:
    kind = raw.get("cell_type")
    kind = {"heading": "markdown", "html": "markdown"}.get(kind, kind) if isinstance(kind, str) else "raw"
    kind = kind if kind in ("code", "markdown", "raw") else "raw"
    # `input` and `code` are the names that nbformat 3 and 1 have for it.
    source = _joined(next((raw[key] for key in ("source", "input", "code") if key in raw), ""))
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    if not whole:
        noted = metadata.get("nbgrader")
        plain = noted if isinstance(noted, dict) else {}
        plain = {key: value for key, value in plain.items() if isinstance(value, str | int | float)}
        metadata = {"nbgrader": plain} if plain else {}
    cell: dict[str, Any] = {"id": raw.get("id"), "cell_type": kind, "metadata": metadata, "source": source}
    if kind == "code":
        outputs, count = raw.get("outputs"), raw.get("execution_count")
        cell["outputs"] = [_output(item) for item in outputs] if whole and isinstance(outputs, list) else []
        cell["execution_count"] = count if isinstance(count, int) else None
    elif whole and "attachments" in raw:
        cell["attachments"] = raw["attachments"]
    return cell


def _output(raw: dict[str, Any]) -> dict[str, Any]:
    """Return an output with its texts joined, as nbformat reads them."""
    output = {key: _joined(value) if key == "text" else value for key, value in raw.items()}
    if "data" in output:
        output["data"] = {
            kind: value if kind.endswith("json") else _joined(value) for kind, value in raw["data"].items()
        }
    return output


def _joined(text: Any) -> str:
    """Return a text that may be kept as a list of its lines; nothing where it is neither."""
    lines = text if isinstance(text, list) else [text]
    return "".join(line for line in lines if isinstance(line, str)).replace("\0", "").replace("\r\n", "\n")


def _name_cells(cells: list[dict[str, Any]]) -> None:
    """Give each cell without an id of its own one that follows from its type, its text and its place."""
    own: set[str] = set()
    for cell in cells:
        name = cell["id"]
        if isinstance(name, str) and CELL_ID.fullmatch(name) and name not in own:
            own.add(name)
        else:
            cell["id"] = None
    for place, cell in enumerate(cells):
        if cell["id"] is None:
            name = derived_id(place, cell["cell_type"], cell["source"])
            while name in own:
                name = derived_id(place, name)
            cell["id"] = name
            own.add(name)


def derived_id(*parts: object) -> str:
    """Return a cell id that is the same for the same `parts`."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


def mark(cell: NotebookNode) -> dict[str, Any]:
    """Return what nbgrader notes about a cell, or nothing."""
    noted = cell.metadata.get("nbgrader")
    return noted if isinstance(noted, dict) else {}


def grade_id(cell: NotebookNode) -> str | None:
    """Return the cell's nbgrader name."""
    name = mark(cell).get("grade_id")
    return name if isinstance(name, str) else None


def ungradable_because(notebook: NotebookNode) -> str:
    """Return why an autograded notebook is not what was handed in, or nothing."""
    noted = notebook.metadata.get("coursekit")
    return str(noted.get("ungradable") or "") if isinstance(noted, dict) else ""


def exercises(notebook: NotebookNode) -> list[Exercise]:
    """Return the exercises: solution cells that have a check cell, in the order of these."""
    solutions = {grade_id(cell) for cell in notebook.cells if mark(cell).get("solution")}
    return [
        Exercise(name.removeprefix(CHECK), float(mark(cell)["points"]))
        for cell in notebook.cells
        if mark(cell).get("grade") and (name := grade_id(cell) or "").removeprefix(CHECK) in solutions
    ]


def mend(notebook: NotebookNode, release: NotebookNode) -> NotebookNode:
    """Return a copy of a submitted notebook in which everything the student could not legally change is whole.

    Locked cells get their text back, and lost ones are put back where they were. What was handed in has
    neither outputs nor metadata afterwards but those of the release: both are made anew, and neither may be forged.
    """
    originals = [cell for cell in release.cells if grade_id(cell) is not None]
    found = _recognise(notebook.cells, originals)
    cells = [_bare(cell) for cell in notebook.cells]
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
    return mend(mended, release) if parted else mended  # what was parted may be a lost solution cell


def _bare(cell: NotebookNode) -> NotebookNode:
    make = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}[cell.cell_type]
    pictures = {"attachments": cell.attachments} if "attachments" in cell else {}
    bare: NotebookNode = make(cell.source, id=cell.id, **pictures)
    return bare


def _recognise(cells: list[NotebookNode], originals: list[NotebookNode]) -> dict[int, int]:
    """Return the position of the cell that each original became, by the original's index.

    A cell's id and nbgrader's name are believed first; where both were lost, a locked cell is known by its text, and
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
    return source.replace(text, "", 1).strip("\n") if text and text in source else ""


def _retype(cell: NotebookNode, cell_type: str) -> None:
    if cell.cell_type == cell_type:
        return
    cell.cell_type = cell_type
    for key in ("outputs", "execution_count", "attachments"):
        cell.pop(key, None)
    if cell_type == "code":
        cell.outputs, cell.execution_count = [], None


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
            cells.append(Cell(exercise or f"cell {index}", cell.source, exercise, shows=own))
    shows = _only_shows(
        [cell.source for cell in cells if cell.shows], [c.source for c in cells if not c.shows], reached
    )
    return [replace(cell, shows=cell.source in shows) for cell in cells]


def _only_shows(released: list[str], others: list[str], reached: frozenset[str]) -> set[str]:
    """Return those of the `released` cells that define nothing which a cell outside of them, or a suite, needs.

    What is bound inside a `with` block counts for nothing: that is an experiment.
    """
    shows, rest = set(released), others
    needed: set[str] = {"*", *reached}
    while rest:
        needed = needed.union(*map(_read_names, rest))
        rest = [source for source in shows if needed & _bound_names(source)]
        shows.difference_update(rest)
    return shows


def _read_names(source: str) -> set[str]:
    """Return every global name that a cell reads; all its words where it is not plain Python."""
    try:
        scopes = [symtable.symtable(source, "<cell>", "exec")]
    except SyntaxError:
        return set(re.findall(r"\w+", source))
    names = {symbol.get_name() for symbol in scopes[0].get_symbols() if symbol.is_referenced()}
    for scope in scopes:
        scopes.extend(scope.get_children())
        names.update(symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global())
    return names


def _bound_names(source: str) -> set[str]:
    """Return every name that a cell binds, or writes into, outside of `with` blocks; `*` where it imports all names.

    Where it is not plain Python, all its words.
    """
    try:
        statements = [node for node in ast.parse(source).body if not isinstance(node, ast.With)]
    except SyntaxError:
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
    """Return the name at the front of `name`, `name.attribute` or `name[index]`, or nothing."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def solutions(notebook: NotebookNode) -> dict[str, str]:
    """Return the source of every solution cell, by name."""
    return {
        name: cell.source
        for cell in notebook.cells
        if mark(cell).get("solution") and (name := grade_id(cell)) is not None
    }


def fill(notebook: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """Return a copy of `notebook` with `answers` in the solution cells of these names."""
    filled = copy.deepcopy(notebook)
    for cell in filled.cells:
        name = grade_id(cell)
        if mark(cell).get("solution") and name in answers:
            cell.source = answers[name]
    return filled
