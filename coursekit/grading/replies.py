"""Reads what comes from a student's process; nothing of it is taken as it is."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from itertools import chain
from typing import Any

import nbformat

from ..errors import NotDefined, StudentError
from ..notebooks.text import joined
from ..sandbox.inside import wire
from ..sandbox.limits import Limits
from .result import CellRun, Observation

UNREADABLE = (ValueError, LookupError, TypeError, ArithmeticError, RuntimeError, MemoryError, wire.WireError)
MAX_OUTPUTS = 1000  # of one cell; a form that is checked for each takes its time
MAX_KEYS, MAX_KINDS, MAX_LINES = 10, 20, 1000  # of one output
MAX_NAME, MAX_TEXT, MAX_CODE = 80, 500, 200
SIDES = ("width", "height")
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")


def cell_run(reply: Any) -> CellRun:
    """Return what a cell showed, without outputs that are not of a notebook's form."""
    if not isinstance(reply, dict):
        return CellRun([])
    outputs = reply.get("outputs")
    outputs = outputs if isinstance(outputs, list) else []
    kept = [output for item in outputs[:MAX_OUTPUTS] if (output := plain_output(item)) is not None]
    if len(outputs) > MAX_OUTPUTS:
        kept.append(note(f"This cell showed more than {MAX_OUTPUTS} outputs; the rest is left out.\n"))
    return CellRun([nbformat.from_dict(item) for item in kept], _sentence(reply.get("error")))


def note(text: str) -> dict[str, Any]:
    """Return an output in which the kit says something."""
    return {"output_type": "stream", "name": "stdout", "text": text}


def plain_output(item: Any) -> dict[str, Any] | None:
    """Return an output with nothing in it but what can be shown, or None if it is not of a notebook's form.

    What cannot be shown is left out before: to check all that a stranger may put there takes long.
    """
    if not isinstance(item, dict) or len(item) > MAX_KEYS:
        return None
    parts = {key: SHORTENED[key](value) if key in SHORTENED else value for key, value in item.items()}
    if any(isinstance(value, dict | list) and key not in SHORTENED for key, value in parts.items()):
        return None
    try:
        nbformat.validate(nbformat.from_dict(parts), ref="output", version=4)
    except (nbformat.ValidationError, RecursionError, *UNREADABLE):
        return None
    return parts


def _lines(value: Any) -> Any:
    return value[:MAX_LINES] if isinstance(value, list) else value


def _data(value: Any) -> Any:
    """Return what there is to show, by kinds; of what is no text, that it was there."""
    if not isinstance(value, dict):
        return value
    kinds = list(value)[:MAX_KINDS]
    return {
        kind: "" if kind.endswith("json") else joined(value[kind]) for kind in kinds if isinstance(kind, str)
    }


def _sizes(value: Any) -> Any:
    """Return the sizes of pictures, as which alone metadata are shown."""
    if not isinstance(value, dict):
        return value
    found: dict[str, dict[str, int]] = {}
    for kind in PICTURES:
        noted = value.get(kind)
        if isinstance(noted, dict):
            found[kind] = {side: noted[side] for side in SIDES if isinstance(noted.get(side), int)}
    return found


SHORTENED: dict[str, Callable[[Any], Any]] = {
    "text": joined,
    "traceback": _lines,
    "data": _data,
    "metadata": _sizes,
}


def observation(reply: Any) -> Observation:
    """Return what a call did; StudentError if the reply is not of that form."""
    match reply:
        case {
            "value": value,
            "changed": list(changed),
            "operations": list(operations),
            "others": list(others),
            "gradients": list() | None as gradients,
            "steps": int(steps),
        } if all(type(index) is int for index in changed):
            names, called = tuple(map(str, operations)), tuple(map(str, others))
            return Observation(value, tuple(changed), names, tuple(gradients or ()), steps, called)
    raise StudentError("returned something that cannot be read")


def _sentence(error: Any) -> str | None:
    """Return an error of the student's process as one line."""
    match error:
        case {"name": str(), "text": str(), "line": int() | None, "code": str()}:
            pass
        case _:
            return None
    name, said, code = (wire.printable(error[key][:MAX_TEXT]) for key in ("name", "text", "code"))
    text = f"{name[:MAX_NAME]}: {said.splitlines()[0]}" if said else name[:MAX_NAME]
    if error["line"]:
        text += f" (line {error['line']}" + (f": {code})" if code else ")")
    return text


def remote_error(error: Any, limits: Limits) -> StudentError:
    """Return an exception that is a StudentError and of the same builtin class as the student's."""
    sentence = _sentence(error)
    if sentence is None:
        return StudentError("ended in a way that cannot be read")
    kinds = [str(kind) for kind in error.get("kinds") or []][:MAX_NAME]
    if error["name"] == "NotDefined":
        return NotDefined(wire.printable(error["text"][:MAX_TEXT]))
    said = f"raised {sentence}"
    for mark, limit in LIMIT_MARKS:
        if mark in error["text"] or mark in kinds:
            said = limits.words(limit)
    where = (error["line"], error["code"][:MAX_CODE]) if error["line"] else None
    bases = list(chain.from_iterable(map(_builtin, kinds)))
    inherited = set(chain.from_iterable(base.__mro__[1:] for base in bases))
    own = [base for base in bases if base not in inherited]
    for some in (own, *([base] for base in bases)):  # not all can be bases of one class
        try:
            known = {"name": error["name"][:MAX_NAME], "where": where}
            return type(some[0].__name__, (StudentError, *some), known)(said)  # type: ignore[no-any-return]
        except (TypeError, IndexError):
            continue
    raised = StudentError(said)
    raised.name, raised.where = error["name"][:MAX_NAME], where
    return raised


def _builtin(kind: str) -> list[type[Exception]]:
    """Return the builtin exception of this name, if it is one that says anything."""
    base = getattr(builtins, kind, None)
    is_one = isinstance(base, type) and issubclass(base, Exception) and base is not Exception
    return [base] if is_one else []  # type: ignore[list-item]


# How the system and its libraries say that a limit was met: by a class of exceptions, or in their text.
LIMIT_MARKS = (
    ("MemoryError", "memory"),
    ("can't allocate memory", "memory"),
    ("Cannot allocate memory", "memory"),
    ("RESOURCE_EXHAUSTED", "memory"),
    ("OOM when allocating", "memory"),
    ("Failed to allocate CPU Memory", "memory"),
    ("BlockingIOError", "processes"),
    ("can't start new thread", "processes"),
    ("Too many open files", "open files"),
    ("File too large", "file"),
    ("No space left on device", "disk"),
    ("out of processor time", "cell processor"),
)
