"""What hidden suites are written with: references, misconceptions, diagnoses, and readers of answers.

The fixtures `student` and `rng`, and the markers `points`, `builds_on`, `needs` and one for each exercise, need no
import. In what a student reads, `{library}` or `{a_tensor}` become words of the framework.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pytest
import torch

from .grading.references import oracle
from .grading.result import Diagnosis, Recognised
from .grading.words import Words
from .sandbox.inside.framework import Framework
from .sandbox.inside.wire import TypeName

__all__ = [
    "Diagnosis",
    "Recognised",
    "TypeName",
    "fw",
    "integers",
    "misconception",
    "real_tensor",
    "recognise",
    "reference",
]

Function = TypeVar("Function", bound=Callable[..., Any])
# In a probe, which runs beside the student's code, the words of the framework there; else of the one that judges.
fw: Framework = oracle()


def reference(exercise: str) -> Callable[[Function], Function]:
    """Register a function as the right answer to `exercise`."""

    def register(function: Function) -> Function:
        function.__reference__ = exercise  # type: ignore[attr-defined]
        return function

    return register


def misconception(*exercises: str, says: str) -> Callable[[Function], Function]:
    """Register what a known mistake in one of `exercises` returns; `says` is what the student reads."""

    def register(function: Function) -> Function:
        function.__misconception__ = (exercises, says)  # type: ignore[attr-defined]
        return function

    return register


def recognise(condition: bool, key: str, says: str) -> None:
    """Fail the test with a diagnosis if `condition` holds."""
    if condition:
        raise Recognised(Diagnosis(key, says))


def real_tensor(value: Any, ndim: int | None = None) -> torch.Tensor:
    """Return `value` (a tensor, an array, a number or nested lists of any real dtype) as a float64 tensor.

    AssertionError, in words for the student, if it is not that, or has another number of axes than `ndim`.
    """
    rows = isinstance(value, list | tuple) and any(isinstance(row, torch.Tensor) for row in value)
    try:
        found = torch.stack([torch.as_tensor(row) for row in value]) if rows else value
        is_complex = found.is_complex() if isinstance(found, torch.Tensor) else np.iscomplexobj(found)
        if is_complex:
            pytest.fail("expected real numbers, got complex ones")
        tensor = torch.as_tensor(_joined(found), dtype=torch.float64)
    except (TypeError, ValueError, RuntimeError):
        pytest.fail(f"expected numbers in a tensor, an array or lists, got {_shown(value)}")
    if ndim is not None and tensor.ndim != ndim:
        pytest.fail(f"expected {ndim} axes, got shape {tuple(tensor.shape)}")
    return tensor


def _joined(value: Any) -> Any:
    """Return lists with numbers that are arrays without an axis, which torch does not read, as one array."""
    if not isinstance(value, list | tuple):
        return value
    try:
        array = np.asarray(value)
    except (TypeError, ValueError, RuntimeError):
        return value
    return array if array.dtype.kind in "fiub" else value


def integers(value: Any) -> tuple[int, ...]:
    """Return a size (a tuple, list or torch.Size of integers, or a 1-D integer array) as a tuple of ints."""
    items = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(items, list | tuple) or not all(type(item) is int for item in items):
        pytest.fail(f"expected whole numbers in a tuple, got {_shown(value)}")
    return tuple(items)


def _shown(value: Any) -> str:
    """Return what came where something else was expected, so that 5.0 or a tensor with 5 do not look like 5."""
    if value is None:
        return "None: is a `return` missing?"
    if (
        isinstance(value, tuple)
        and value
        and all(isinstance(one, float) or hasattr(one, "tolist") for one in value)
    ):
        kinds = ", ".join(sorted({type(one).__name__.replace("Tensor", "tensor") for one in value}))
        return f"{Words().value(value)}, where the numbers are of another kind ({kinds})"
    return Words().value(value)
