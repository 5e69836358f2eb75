"""Which values travel between processes, and how large they may be."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

NUMBERS = frozenset((int, float, bool, type(None)))  # the kinds of value that are the same in JSON
MAX_AXES = 32  # nested lists are made from arrays by recursion in C, which ends a process if it is too deep
MAX_EMPTY = 10**4  # rows of an array without elements, which cost no byte of a frame
MAX_VALUES = 500_000  # of one message, other than elements of arrays


class TypeName(NamedTuple):
    """A class, by the name of its module and its own name."""

    module: str
    name: str

    @classmethod
    def of(cls, kind: type) -> TypeName:
        """Return the names of `kind`."""
        return cls(str(kind.__module__), str(kind.__qualname__))


class WireError(Exception):
    """A message that is too large or not of the agreed form."""


def printable(text: str) -> str:
    """Return `text` with a question mark for whatever cannot be written to a file as UTF-8."""
    return text.encode("utf-8", "replace").decode()


def checked_shape(shape: list[Any], elements: int) -> list[int]:
    """Return `shape`; WireError if no array of so many `elements` has it, or one of its axes is large for nothing."""
    if len(shape) > MAX_AXES or not all(type(size) is int and 0 <= size < 2**63 for size in shape):
        raise WireError("an impossible shape")
    if math.prod(shape) != elements or math.prod(size or 1 for size in shape) > max(elements, MAX_EMPTY):
        raise WireError("a shape that does not fit its elements")
    return shape
