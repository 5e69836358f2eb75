"""Makes values of untrusted JSON and buffers, within a budget: what is small when it arrives stays so."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .values import MAX_AXES, MAX_VALUES, NUMBERS, TypeName, WireError, checked_shape, printable

if TYPE_CHECKING:
    from .framework import Framework

MAX_TABLE = 16 * 2**20  # characters
MAX_DEPTH = 50  # values within values
MAX_NAME = 20  # characters of a dtype
MAX_KEYS = 1000  # other than strings: chosen to collide, they take the square of their number


class Budget:
    """What one message may come to when it is decoded, whatever it is made of.

    `texts` bounds the number of texts times the length of the longest: so large is the table that a library makes of
    them. Outputs of cells, of which nobody makes a table, need none.
    """

    def __init__(self, values: int = MAX_VALUES, texts: int | None = MAX_TABLE):
        self.values, self.texts = values, texts
        self._number, self._longest = 0, 0

    def spend(self, values: int) -> None:
        """Count so many values; WireError if that is too many."""
        self.values -= values
        if self.values < 0:
            raise WireError("a value of too many parts")

    def text(self, text: str) -> None:
        """Count a text; WireError if all together are too large."""
        self._number, self._longest = self._number + 1, max(self._longest, len(text))
        if self.texts is not None and self._number * self._longest > self.texts:
            raise WireError("too many texts that are too long")


def decode(
    tree: Any,
    buffers: Sequence[bytes],
    resolve: Callable[[Any], Any],
    framework: Framework | None = None,
    budget: Budget | None = None,
) -> Any:
    """Return the value of the JSON document `tree`; `resolve` handles what `Frame.refer` wrote.

    Tensors become those of the `framework`; without one, there may be none. Each of the `buffers` is used once, as
    `Frame` does. WireError, or another of the errors that malformed data raise, if it is none; RecursionError if it is
    nested too deeply.
    """
    return _Decoder(buffers, resolve, framework, budget or Budget()).value(tree, MAX_DEPTH)


class _Decoder:
    """Decodes one message."""

    def __init__(
        self,
        buffers: Sequence[bytes],
        resolve: Callable[[Any], Any],
        framework: Framework | None,
        budget: Budget,
    ):
        self._buffers: list[bytes | None] = list(buffers)
        self._resolve, self._framework, self._budget = resolve, framework, budget

    def value(self, tree: Any, depth: int) -> Any:
        """Return the value of a document, in which `depth` others may be nested."""
        if isinstance(tree, str):
            self._budget.text(tree)
            return printable(tree)
        if not isinstance(tree, dict):
            if isinstance(tree, list):
                raise WireError("a bare list is not a value")
            return tree
        if depth == 0:
            raise RecursionError("a value that is nested too deeply")
        match tree:
            case {"tensor": int(index), "dtype": str(name), "shape": list(shape)} if self._framework:
                return self._framework.unpack(name, self._sides(shape), self._buffer(index))
            case {"array": int(index), "dtype": str(name), "shape": list(shape)}:
                return _array(name, self._sides(shape), self._buffer(index))
            case {"bytes": int(index)}:
                return self._buffer(index)
            case {"type": [str(module), str(name)]}:
                return TypeName(printable(module), printable(name))
        return self._collection(tree, depth)

    def _collection(self, tree: dict[str, Any], depth: int) -> Any:
        match tree:
            case {"slice": [start, stop, step]}:
                return slice(*self._parts([start, stop, step], depth))
            case {"tuple": list(items)}:
                return tuple(self._parts(items, depth))
            case {"list": list(items)}:
                return self._parts(items, depth)
            case {"dict": list(items)}:
                return self._dict(items, depth)
        return self._resolve(tree)

    def _parts(self, items: list[Any], depth: int) -> list[Any]:
        self._budget.spend(len(items))
        return [item if type(item) in NUMBERS else self.value(item, depth - 1) for item in items]

    def _dict(self, items: list[Any], depth: int) -> dict[Any, Any]:
        if sum(not isinstance(key, str) for key, _ in items) > MAX_KEYS:
            raise WireError("a dict of too many items")
        keys = self._parts([key for key, _ in items], depth)
        values = self._parts([value for _, value in items], depth)
        return dict(zip(keys, values, strict=True))

    def _buffer(self, index: int) -> bytes:
        data = self._buffers[index]
        if data is None:
            raise WireError("a buffer that is used twice")
        self._buffers[index] = None
        return data

    def _sides(self, shape: list[Any]) -> list[Any]:
        """Return `shape`, and count the rows of an array without elements, which cost no byte of a message."""
        if 0 in shape and len(shape) <= MAX_AXES and all(type(size) is int for size in shape):
            self._budget.spend(abs(math.prod(size or 1 for size in shape)))
        return shape


def _array(dtype: str, shape: list[Any], data: bytes) -> np.ndarray:
    kind = np.dtype(dtype[:MAX_NAME])
    if len(dtype) > MAX_NAME or kind.kind not in "biufc" or not 1 <= kind.itemsize <= 16:
        raise WireError(f"an array of kind {dtype[:20]} is not a value")
    array = np.frombuffer(data, dtype="u1" if kind.kind == "b" else kind)
    array = array != 0 if kind.kind == "b" else array  # a byte of 2 is both true and false
    return array.reshape(checked_shape(shape, len(array))).copy()
