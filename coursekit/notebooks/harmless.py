"""Makes what students wrote harmless to whoever reads it: nothing of it runs, or is fetched, in a browser."""

from __future__ import annotations

import base64
import binascii
import copy
import hashlib
import html
import json
import re
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode, from_dict

from .html import MAX_HTML, harmless_html
from .markdown import harmless_markdown, verbatim
from .marks import grade_id
from .text import harmless_text, joined, plain_name, shortened, sound

SHOWN = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg")
MAGIC = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/svg+xml": b"",
}
MAX_MESSAGE = 4000  # characters of what an error says, and of one part of its traceback
MAX_TRACEBACK = 60  # parts
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def harmless_image(kind: str, data: Any) -> str | None:
    """Return the base64 of an image, or None if `data` is no image of this `kind`."""
    text = joined(data)
    if text is None or kind not in MAGIC:
        return None
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(raw).decode() if raw.startswith(MAGIC[kind]) else None


def _bundle(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what can be shown of an output's data; a note if nothing can."""
    kept: dict[str, str] = {}
    for kind, value in data.items():
        text = joined(value)
        if text is None or kind not in SHOWN:
            continue
        image = harmless_image(kind, text) if kind in MAGIC else None
        if kind == "text/html":
            kept[kind] = harmless_html(text)
        elif kind == "text/markdown":
            kept[kind] = harmless_markdown(text)
        elif image:
            kept[kind] = image
        elif kind not in MAGIC:
            kept[kind] = harmless_text(text)
    for kind in ("image/svg+xml", "image/gif"):  # in an img no script of an SVG runs
        text = joined(data.get(kind))
        if text is not None and "text/html" not in kept and len(text) <= 5 * MAX_HTML:
            encoded = base64.b64encode(sound(text).encode()).decode() if kind.endswith("xml") else text
            image = harmless_image(kind, encoded)
            if image:
                kept["text/html"] = f'<img src="data:{kind};base64,{image}">'
    if not kept.get("text/html", "").strip():
        kept.pop("text/html", None)
    if not kept:
        kept["text/plain"] = f"(an output that is not shown: {plain_name(', '.join(map(str, data)))[:80]})"
    return kept


def _sizes(metadata: Any) -> dict[str, dict[str, int]]:
    """Return the widths and heights of images, which nbconvert writes into attributes without quotes."""
    found = {}
    for kind, noted in metadata.items() if isinstance(metadata, dict) else ():
        if kind in MAGIC and isinstance(noted, dict):
            found[kind] = {
                name: value
                for name, value in noted.items()
                if name in ("width", "height") and type(value) is int and 0 < value < 10_000
            }
    return {kind: sizes for kind, sizes in found.items() if sizes}


def _error(output: Mapping[str, Any]) -> NotebookNode:
    """Return an error as it may be shown; of a message that is very long, its beginning and its end."""
    ename, evalue = (harmless_text(shortened(str(output[key]), MAX_MESSAGE)) for key in ("ename", "evalue"))
    lines, most = output["traceback"], MAX_TRACEBACK // 2
    if len(lines) > MAX_TRACEBACK:
        lines = [*lines[:most], f"… ({len(lines) - 2 * most} lines are left out) …", *lines[-most:]]
    traceback = [harmless_text(shortened(str(line), MAX_MESSAGE)) for line in lines]
    return _output("error", ename=ename, evalue=evalue, traceback=traceback)


def _output(kind: str, **parts: Any) -> NotebookNode:
    """Return an output as nbformat's `new_output` does, without looking at the schema, which takes long."""
    made: NotebookNode = from_dict({"output_type": kind, **parts})
    return made


def harmless_outputs(outputs: list[Any]) -> list[NotebookNode]:
    """Return outputs of a code cell, in nbformat 4, that show what they did and do nothing else."""
    kept = []
    for output in outputs:
        match output["output_type"]:
            case "stream":
                name = "stderr" if output["name"] == "stderr" else "stdout"
                kept.append(_output("stream", name=name, text=harmless_text(joined(output["text"]) or "")))
            case "error":
                kept.append(_error(output))
            case "display_data" | "execute_result" as kind:
                count = {"execution_count": output.get("execution_count")} if kind == "execute_result" else {}
                bundle, sizes = _bundle(output["data"]), _sizes(output.get("metadata"))
                kept.append(_output(kind, data=bundle, metadata=sizes, **count))
    return kept


def _written(cell: NotebookNode) -> tuple[str | None, str, str, str]:
    # The name belongs to it: cells of the same text may have other tags, by which one is run and the other is not.
    attachments = json.dumps(cell.get("attachments") or {}, sort_keys=True)
    return grade_id(cell), cell.cell_type, cell.source, attachments


def harmless_notebook(notebook: NotebookNode, release: NotebookNode | None = None) -> None:
    """Make a submitted notebook harmless, in place. Cells that are as released stay so, with their metadata.

    What is said about the notebook as a whole, its kernel and language, is taken from the `release`.
    """
    originals = {_written(cell): cell for cell in release.cells} if release else {}
    metadata = release.metadata if release else {"kernelspec": notebook.metadata.get("kernelspec")}
    notebook.metadata = copy.deepcopy(NotebookNode({k: v for k, v in metadata.items() if v}))
    for index, cell in enumerate(notebook.cells):
        original = originals.get(_written(cell))
        mark = harmless_mark(cell)
        cell.metadata = copy.deepcopy(original.metadata) if original is not None else NotebookNode()
        cell.metadata.pop("nbgrader", None)
        if mark is not None:
            cell.metadata["nbgrader"] = mark
        if "id" in cell and not IDENTIFIER.fullmatch(str(cell.id)):
            cell.id = hashlib.sha256(f"{index} {cell.id!r}".encode()).hexdigest()[:12]
        if cell.cell_type == "code":
            cell.outputs = harmless_outputs(cell.get("outputs", []))
            cell.source = sound(cell.source)
        elif original is None:
            _harmless_text_cell(cell)


def harmless_mark(cell: NotebookNode) -> Any:
    """Return what nbgrader notes about a cell; None if its name could end the attribute that it is written into."""
    mark = cell.metadata.get("nbgrader")
    name = mark.get("grade_id") if isinstance(mark, dict) else None
    return mark if isinstance(name, str) and re.fullmatch(r"[\w.-]+", name) else None


def _harmless_text_cell(cell: NotebookNode) -> None:
    attachments = cell.pop("attachments", None)
    if cell.cell_type == "raw":  # nbconvert would take it for HTML
        cell.cell_type = "markdown"
        cell.source = verbatim(sound(cell.source)) if cell.source.strip() else ""
        return
    images: dict[str, dict[str, str]] = {}
    for name, files in (attachments or {}).items():
        for kind, data in files.items() if isinstance(files, dict) else ():
            image = harmless_image(kind, data)
            if image:
                images.setdefault(str(name), {})[kind] = image
    if images:
        cell["attachments"] = NotebookNode(images)
    cell.source = harmless_markdown(cell.source, images)


def harmless_page(notebook: NotebookNode, resources: dict[str, Any]) -> None:
    """Make a graded notebook that becomes a page harmless, in place, whichever version of the kit wrote it."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("tags", None)
        if "nbgrader" in cell.metadata and harmless_mark(cell) is None:
            del cell.metadata["nbgrader"]
        if cell.cell_type == "code":
            cell.outputs = harmless_outputs(cell.outputs)
    for name in ("student", "first_name", "last_name", "notebook_path"):
        if isinstance(resources.get(name), str):
            resources[name] = html.escape(resources[name])
