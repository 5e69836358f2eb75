"""Messages between the grading process and a student's process: JSON and raw array bytes, never pickles.

A frame is two lengths, a JSON document, and the bytes of the arrays that the document refers to. Only plain data and
NumPy's arrays are known here; tensors are taken apart and put together by the framework of whoever sends or reads.
"""

from __future__ import annotations

import json
import math
import socket
import struct
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from .framework import Framework

LENGTHS = struct.Struct("!II")
MAX_FRAME = 64 * 2**20
MAX_REPLY = 16 * 2**20  # what comes from a student's process is made into objects many times its size
NUMBERS = frozenset((int, float, bool, type(None)))  # the kinds of value that are the same in JSON
MAX_AXES = 32  # nested lists are made from arrays by recursion in C, which ends a process if it is too deep
MAX_EMPTY = 10**6  # rows of an array without elements, which cost no byte of a frame
MAX_KEYS = 1000  # other than strings: chosen to collide, they take the square of their number
PIECE = 2**20  # bytes that are sent or received at once

Wait = Callable[[socket.socket, bool], None]


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


class Frame:
    """Turns values into a JSON document and a list of buffers.

    `refer` is called with every value that is not plain data and returns its JSON; `framework` knows its tensors.
    """

    def __init__(self, refer: Callable[[Any], Any], framework: Framework | None = None):
        self.refer, self.framework = refer, framework
        self.buffers: list[bytes] = []

    def encode(self, value: Any) -> Any:
        """Return the JSON form of `value`, with arrays put aside as buffers."""
        if type(value) in NUMBERS or isinstance(value, (int, float, str)):
            return value
        if self.framework is not None and self.framework.is_tensor(value):
            dtype, shape, data = self.framework.pack(value)
            return {"tensor": self._buffer(data), "dtype": dtype, "shape": shape}
        if isinstance(value, np.generic):
            return self.encode(value.item())
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, bytes):
            return {"bytes": self._buffer(bytes(value))}
        if isinstance(value, TypeName):
            return {"type": list(value)}
        if isinstance(value, type):
            return {"type": list(TypeName.of(value))}
        if isinstance(value, slice):
            return {"slice": [self.encode(part) for part in (value.start, value.stop, value.step)]}
        if isinstance(value, tuple):
            return {"tuple": [self.encode(item) for item in value]}
        if isinstance(value, list):
            return {"list": [self.encode(item) for item in value]}
        if isinstance(value, dict):
            return {"dict": [[self.encode(key), self.encode(item)] for key, item in value.items()]}
        return self.refer(value)

    def _buffer(self, data: bytes) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1

    def _array(self, value: np.ndarray) -> Any:
        plain = np.array(value, copy=True, subok=False, order="C")
        if plain.dtype.kind not in "biufc" or plain.dtype.itemsize > 16:
            return {"list": [self.encode(item) for item in plain.tolist()]}
        buffer = self._buffer(plain.tobytes())
        return {"array": buffer, "dtype": plain.dtype.str, "shape": list(plain.shape)}


def decode(
    tree: Any, buffers: list[bytes], resolve: Callable[[Any], Any], framework: Framework | None = None
) -> Any:
    """Return the value of the JSON document `tree`; `resolve` handles what `Frame.refer` wrote.

    Tensors become those of the `framework`; without one, there may be none.
    """
    if isinstance(tree, str):
        return printable(tree)
    if not isinstance(tree, dict):
        if isinstance(tree, list):
            raise WireError("a bare list is not a value")
        return tree

    def part(item: Any) -> Any:
        return item if type(item) in NUMBERS else decode(item, buffers, resolve, framework)

    match tree:
        case {"tensor": int(index), "dtype": str(name), "shape": list(shape)} if framework is not None:
            return framework.unpack(name, shape, buffers[index])
        case {"array": int(index), "dtype": str(name), "shape": list(shape)}:
            return _array(name, shape, buffers[index])
        case {"bytes": int(index)}:
            return buffers[index]
        case {"type": [str(module), str(name)]}:
            return TypeName(module, name)
    return _collection(tree, part, resolve)


def _collection(tree: dict[str, Any], part: Callable[[Any], Any], resolve: Callable[[Any], Any]) -> Any:
    match tree:
        case {"slice": [start, stop, step]}:
            return slice(part(start), part(stop), part(step))
        case {"tuple": list(items)}:
            return tuple(map(part, items))
        case {"list": list(items)}:
            return list(map(part, items))
        case {"dict": list(items)}:
            if sum(not isinstance(key, str) for key, _ in items) > MAX_KEYS:
                raise WireError("a dict of too many items")
            return {part(key): part(item) for key, item in items}
    return resolve(tree)


def _array(dtype: str, shape: list[Any], data: bytes) -> np.ndarray:
    kind = np.dtype(dtype)
    if kind.kind not in "biufc" or not 1 <= kind.itemsize <= 16:
        raise WireError(f"an array of kind {dtype[:20]} is not a value")
    array = np.frombuffer(data, dtype="u1" if kind.kind == "b" else kind)
    array = array != 0 if kind.kind == "b" else array  # a byte of 2 is both true and false
    return array.reshape(checked_shape(shape, len(array))).copy()


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


def send(
    channel: socket.socket,
    message: Any,
    buffers: Sequence[bytes] = (),
    largest: int = MAX_FRAME,
    wait: Wait | None = None,
) -> None:
    """Send one frame; WireError if it would be larger than `largest` bytes. `wait` is as for `receive`."""
    document = json.dumps({"message": message, "sizes": [len(data) for data in buffers]}).encode()
    total = len(document) + sum(len(data) for data in buffers)
    if total > largest:
        raise WireError(f"a value of {total / 2**20:.0f} MB is too large to be read")
    data = memoryview(b"".join([LENGTHS.pack(len(document), total), document, *buffers]))
    while data:
        if wait is not None:
            wait(channel, True)
        data = data[channel.send(data[:PIECE], socket.MSG_DONTWAIT if wait else 0) :]


def receive(
    channel: socket.socket, wait: Wait | None = None, largest: int = MAX_FRAME
) -> tuple[Any, list[bytes]]:
    """Return the next message, of at most `largest` bytes, and its buffers; EOFError if the other side is gone.

    `wait` is called before each part, with whether it is to be written: it returns when it can be, or raises.
    """
    document_size, total = LENGTHS.unpack(_read(channel, LENGTHS.size, wait))
    if not document_size <= total <= largest:
        raise WireError("a frame of impossible size")
    data = _read(channel, total, wait)
    document = json.loads(data[:document_size])
    buffers, start = [], document_size
    for size in document["sizes"]:
        if not 0 <= size <= total - start:
            raise WireError("a buffer of impossible size")
        buffers.append(bytes(data[start : start + size]))
        start += size
    return document["message"], buffers


def _read(channel: socket.socket, size: int, wait: Wait | None) -> bytes:
    data = bytearray()
    while len(data) < size:
        if wait is not None:
            wait(channel, False)
        chunk = channel.recv(min(size - len(data), PIECE))
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)
