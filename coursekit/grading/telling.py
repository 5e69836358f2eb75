"""What may be told of hidden inputs: nothing that a student could collect by handing in again and again."""

from __future__ import annotations

import builtins
import hashlib
import json
import re
from collections.abc import Sequence

from ..errors import StudentError
from ..notebooks.cells import Cell
from .replies import MAX_CODE


def digest(cells: Sequence[Cell]) -> str:
    """Return what two notebooks have in common only if their cells are the same."""
    return hashlib.sha256(json.dumps([cell.source for cell in cells]).encode()).hexdigest()


def brief(error: StudentError, cells: Sequence[Cell]) -> str:
    """Return the class of an error and the line that raised it, as far as the notebook itself has both.

    The text of an error, an invented class or an invented line could carry hidden inputs out.
    """
    sources = [cell.source for cell in cells]
    own = any(re.search(rf"\b{re.escape(error.name)}\b", source) for source in sources)
    builtin = next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")
    said = f"raised {error.name if own or hasattr(builtins, error.name) else builtin}"
    if error.where is None:
        return said
    number, code = error.where
    found = any(_line(source, number) == code for source in sources)
    return f"{said} (line {number}: {code})" if found and code else said


def _line(source: str, number: int) -> str | None:
    lines = source.splitlines()
    return lines[number - 1].strip()[:MAX_CODE] if 0 < number <= len(lines) else None
