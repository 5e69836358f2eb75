"""Reads notebooks, also damaged ones and those of old formats.

nbformat's own upgrade of old formats was tried. It wants a notebook that is valid in its old format, and what people
hand in is damaged in many ways: it raises on the first cell that has lost a key, and with it all the others would be
lost. So cells are taken over one by one here, whatever format they come from, and nbformat validates the result.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.validator import normalize

from ..errors import Ungradable
from .text import joined_lines

CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
MOST_CELLS = 10_000
MOST_OUTPUTS = 10_000
MOST_TEXT = 10_000_000  # characters
MOST_PARTS = 5_000_000  # values of the whole file
MOST_WEIGHT = 1_000_000  # of what is checked against nbformat's schema, where collections take their time
HEAVY = 10  # the weight of a collection, that of a plain value being 1


def read_notebook(path: Path) -> NotebookNode:
    """Return the notebook at `path` in nbformat 4; Ungradable, with the reason, if that is not possible."""
    try:
        return parse_notebook(path.read_bytes())
    except OSError as error:
        raise Ungradable(f"the file cannot be opened ({error.strerror})") from error


def parse_notebook(data: bytes) -> NotebookNode:
    """Return the notebook in `data`, as `read_notebook` does.

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
    if sum(map(text.count, ",[{")) > MOST_PARTS:  # each of which may become many bytes
        raise Ungradable(
            f"the file has more than {MOST_PARTS // 1_000_000} million values; clear its outputs"
        )
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
    if whole and _is_heavy(document):
        raise ValueError("nested deeper, or holding more, than what copies and checks it can follow")
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
    notebook: NotebookNode = nbformat.from_dict(parts)
    try:  # most are valid, and to look first for what is not takes twice as long
        nbformat.validate(notebook)
    except nbformat.ValidationError:
        _, notebook = normalize(notebook, strip_invalid_metadata=True)
        nbformat.validate(notebook)
    return notebook


def _is_heavy(value: Any, deepest: int = 100) -> bool:
    """Return whether a document is nested very deeply, or has very many parts."""
    level, weight = [value], 0
    for _ in range(deepest):
        inner = (v.values() if isinstance(v, dict) else v for v in level)
        weight += sum(map(len, level)) + HEAVY * len(level)
        level = [item for items in inner for item in items if isinstance(item, dict | list)]
        if not level or weight > MOST_WEIGHT:
            return weight > MOST_WEIGHT
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
    source = joined_lines(next((raw[key] for key in ("source", "input", "code") if key in raw), ""))
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
    output = {key: joined_lines(value) if key == "text" else value for key, value in raw.items()}
    if "data" in output:
        output["data"] = {
            kind: value if kind.endswith("json") else joined_lines(value)
            for kind, value in raw["data"].items()
        }
    return output


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
