"""The outputs of check cells, on which points depend: whatever is lost of them, what decides stays."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..errors import StudentError
from .replies import MAX_OUTPUTS, cell_run

SHORT = 1000  # characters of an output that is kept if there is no room for it all
CANNOT_BE_READ = "showed something that cannot be read"


def error_output(name: str, problem: str) -> NotebookNode:
    """Return the output of a cell that has not come to its end; for a check, that is no points."""
    said = problem or "was not run"
    return new_output("error", ename=name, evalue=said, traceback=[f"{name}: This cell {said}."])


def readable(reply: Any) -> list[NotebookNode]:
    """Return the outputs in an untrusted reply; StudentError if it is none.

    Whatever is not of a notebook's form is left out, but for that a cell which raised shows an error, and one with a
    result the text of it.
    """
    if not isinstance(reply, dict) or not isinstance(reply.get("outputs"), list):
        raise StudentError(CANNOT_BE_READ)
    outputs: list[NotebookNode] = []
    shown, rest = reply["outputs"][:MAX_OUTPUTS], reply["outputs"][MAX_OUTPUTS:]
    for item in [*shown, *_first_of_each_kind(rest)]:
        valid = cell_run({"outputs": [item]}).outputs
        outputs += [nbformat.from_dict(output) for output in valid or _text_alone(item)]
    raised = cell_run({"error": reply.get("error")}).error
    if reply.get("error") is not None and not any(output.output_type == "error" for output in outputs):
        name, _, text = (raised or "Error").partition(": ")
        outputs.append(new_output("error", ename=name, evalue=text, traceback=[raised or name]))
    return outputs


def _first_of_each_kind(items: list[Any]) -> list[Any]:
    """Return of many outputs one of each kind: enough to see whether there is an error, or a result."""
    first: dict[str, Any] = {}
    for item in items:
        if isinstance(item, dict) and item.get("output_type") in ("error", "execute_result", "stream"):
            first.setdefault(f"{item['output_type']} {item.get('name') == 'stderr'}", item)
    return list(first.values())


def _text_alone(item: Any) -> list[NotebookNode]:
    """Return a result without everything but its text."""
    match item:
        case {"output_type": "execute_result", "data": {"text/plain": str(text)}}:
            return [new_output("execute_result", data={"text/plain": text})]
    return []


def with_streams(outputs: list[NotebookNode], written: Any) -> list[NotebookNode]:
    """Return `outputs` with what was `written` past Python, before the result as a kernel has it."""
    match written:
        case [bytes(stdout), bytes(stderr)]:
            pass
        case _:
            return outputs
    streams = [
        new_output("stream", name=name, text=data.decode(errors="replace"))
        for name, data in (("stdout", stdout), ("stderr", stderr))
        if data
    ]
    results = (i for i, output in enumerate(outputs) if output.output_type == "execute_result")
    place = next(results, len(outputs))
    return outputs[:place] + streams + outputs[place:]


def what_counts(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return, cut short, those outputs on which a check's points depend, if there is no room for more."""
    kept: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "error":
            kept.append(error_output(output.ename[:SHORT], f"raised {output.ename[:SHORT]}"))
        elif output.output_type == "execute_result":
            text = str(output.data.get("text/plain", ""))
            kept.append(new_output("execute_result", data={"text/plain": text[:SHORT]}))
        elif output.output_type == "stream" and output.name == "stderr":
            kept.append(new_output("stream", name="stderr", text=output.text[:SHORT]))
    first: dict[str, NotebookNode] = {}
    for output in kept:
        first.setdefault(output.get("name", output.output_type), output)
    note = "The outputs of this notebook are too large; the rest is left out.\n"
    return [new_output("stream", name="stdout", text=note), *first.values()]
