"""Puts what a hidden test saw into words for the student; no input larger than 3×3 is shown."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from ..errors import NotDefined, StudentError
from ..sandbox.inside.wire import TypeName
from .handle import Handle
from .result import SMALL, Call, CellRun, is_small


@dataclass(frozen=True)
class Case:
    """One call on small inputs, and what was expected of it."""

    inputs: str
    seen: str
    expected: str


def same(seen: Any, expected: Any, rtol: float = 1e-5) -> bool:
    """Return whether two values have the same shape and, within rounding or a share of `rtol`, the same numbers."""
    if isinstance(seen, list | tuple) and isinstance(expected, list | tuple):
        pairs = zip(seen, expected, strict=False)
        return len(seen) == len(expected) and all(same(a, b, rtol) for a, b in pairs)
    if any(isinstance(value, torch.Tensor | np.ndarray) for value in (seen, expected)):
        try:
            a, b = (torch.as_tensor(value).to(torch.complex128) for value in (seen, expected))
        except (TypeError, ValueError, RuntimeError):
            return False
        return a.shape == b.shape and torch.allclose(a, b, rtol=rtol, atol=1e-7, equal_nan=True)
    if isinstance(seen, float) and isinstance(expected, int | float):
        if math.isnan(seen) or math.isnan(expected):
            return math.isnan(seen) and math.isnan(expected)
        return seen == expected or abs(seen - expected) <= 1e-7 + rtol * abs(expected) < math.inf
    try:
        return bool(seen == expected)
    except Exception:
        return False


class Words:
    """Sentences and short values."""

    def value(self, value: Any) -> str:
        """Return `value` in at most one short line."""
        if isinstance(value, torch.Tensor | np.ndarray):
            if np.prod(value.shape) <= SMALL:
                return self.value(value.tolist())
            return f"{'×'.join(str(n) for n in value.shape)} values"
        if isinstance(value, TypeName):
            return value.name
        if isinstance(value, float):
            return f"{value:.4g}"
        if isinstance(value, list | tuple | dict):
            return self._collection(value)
        return repr(value)[:80]

    def _collection(self, value: list[Any] | tuple[Any, ...] | dict[Any, Any]) -> str:
        if isinstance(value, dict):
            text = "{" + ", ".join(f"{self.value(k)}: {self.value(v)}" for k, v in value.items()) + "}"
        else:
            text = ", ".join(map(self.value, value))
            text = f"[{text}]" if isinstance(value, list) else f"({text}{',' if len(value) == 1 else ''})"
        return text if len(text) <= 200 else f"a {type(value).__name__} of {len(value)} values"

    def error(self, error: BaseException, cell: CellRun | None) -> str:
        """Return why a test failed, in words for the student."""
        text = str(error).strip()
        if isinstance(error, StudentError):
            return self._student_error(error, text, cell)
        if isinstance(error, TypeError) and text.startswith("No comparison pair"):
            return "The result is not of the type that was asked for."
        if not isinstance(error, AssertionError) and type(error).__name__ != "Failed":
            return f"The result could not be used: {type(error).__name__}."
        if text.startswith("DID NOT RAISE"):
            kind = re.findall(r"\w*(?:Error|Exception)", text)
            return f"No error was raised where {kind[-1] if kind else 'one'} was asked for."
        for pattern, sentence in PATTERNS:
            match = re.search(pattern, text, re.DOTALL)
            if match:
                return sentence.format(*(group.replace("torch.", "") for group in match.groups()))
        return text or "The result is not what was asked for."

    def _student_error(self, error: StudentError, text: str, cell: CellRun | None) -> str:
        if isinstance(error, NotImplementedError):
            return "Not finished yet: it still raises NotImplementedError."
        if isinstance(error, NotDefined):
            if cell is not None and cell.error:
                return f"{text[0].upper()}{text[1:]}, because its cell did not run: {cell.error}."
            return f"{text[0].upper()}{text[1:]}: is its cell still there, and the name unchanged?"
        return f"Your code {text}" + ("" if text.endswith((".", ")")) else ".")

    def small_case(self, calls: list[Call], right: Callable[..., Any]) -> Case | None:
        """Return the first call on inputs of at most 3×3 that did not give what `right` gives."""
        for call in calls:
            plain = not any(isinstance(argument, Handle) or callable(argument) for argument in call.arguments)
            if not plain or not is_small(*call.arguments):
                continue
            copies = [a.clone() if isinstance(a, torch.Tensor) else a for a in call.arguments]
            try:
                expected = right(*copies)
            except Exception as error:
                if isinstance(call.error, type(error)):
                    continue
                wanted = type(error).__name__
            else:
                if call.error is None and same(call.value, expected):
                    continue
                wanted = self.value(expected)
            seen = self.value(call.value) if call.error is None else str(call.error)
            return Case(", ".join(self.value(a) for a in call.arguments), seen, wanted)
        return None


PATTERNS = (
    (r"attribute '?shape'? do(?:es)? not match: torch\.Size\(\[(.*?)\]\) != torch\.Size\(\[(.*?)\]\)",
     "The result has shape ({0}), and ({1}) was expected."),
    (r"attribute '?dtype'? do(?:es)? not match: (\S+) != (\S+?)\.?$",
     "The result has dtype {0}, and {1} was expected."),
    (r"attribute '?dtype'? do(?:es)? not match: (\S+) != (\S+?)\.",
     "The result has dtype {0}, and {1} was expected."),
    (r"Mismatched elements: (\d+) / (\d+)", "{0} of {1} values are not right."),
    (r"length of the sequences mismatch: (\d+) != (\d+)", "There are {0} values, and {1} were expected."),
    (r"Scalars are not close", "The number is not right."),
    (r"Scalars are not equal", "The number is not right."),
    (r"^None mismatch: None is not", "The result is None, and that is not what was asked for."),
    (r"^None mismatch", "The result is not of the type that was asked for."),
    (r"^Booleans mismatch: (\w+) is not (\w+)", "The result is {0}, and {1} was expected."),
    (r"^Tensor-likes", "The result is not what was asked for."),
)  # fmt: skip


def warm_up_comparison() -> None:
    """Let torch import what its first comparison needs."""
    torch.testing.assert_close(torch.ones(1), torch.ones(1))
