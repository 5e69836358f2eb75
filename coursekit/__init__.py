"""Grades notebooks with hidden pytest suites; student code and tests run in separate processes."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import KitError
    from .grading.grader import Grader, grade_notebook
    from .grading.result import Diagnosis, NotebookResult, TestResult
    from .sandbox.limits import Limits
    from .sandbox.sandbox import Sandbox

__all__ = [
    "Diagnosis",
    "Grader",
    "KitError",
    "Limits",
    "NotebookResult",
    "Sandbox",
    "TestResult",
    "grade_notebook",
]

_MODULES = {
    "Diagnosis": "grading.result",
    "Grader": "grading.grader",
    "KitError": "errors",
    "Limits": "sandbox.limits",
    "NotebookResult": "grading.result",
    "Sandbox": "sandbox.sandbox",
    "TestResult": "grading.result",
    "grade_notebook": "grading.grader",
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Import what is asked for, so that `coursekit.__main__` begins before torch is there."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)
