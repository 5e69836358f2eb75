"""Grades notebooks with hidden pytest suites; student code and tests run in separate processes."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .grading import Grader, NotebookResult, grade_notebook
    from .runner import TestResult
    from .sandbox import Limits, Sandbox

__all__ = ["Grader", "Limits", "NotebookResult", "Sandbox", "TestResult", "grade_notebook"]

MODULES = {"TestResult": "runner", "Limits": "sandbox", "Sandbox": "sandbox"}

# jsonschema would make a grammar of internationalised addresses with it at every start, which takes nearly as long
# as to import torch. Without it, jsonschema leaves these addresses unchecked; notebooks have none.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def __getattr__(name: str) -> Any:
    """Import what is asked for, so that `coursekit.__main__` begins before torch is there."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{MODULES.get(name, 'grading')}", __name__), name)
