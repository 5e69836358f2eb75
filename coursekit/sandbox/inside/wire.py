"""Messages between the grading process and a student's process: JSON and raw array bytes, never pickles.

A frame is two lengths, a JSON document, and the bytes of the arrays that the document refers to. Only plain data and
NumPy's arrays are known here; tensors are taken apart and put together by the framework of whoever sends or reads.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Sequence
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np

from .decoding import Budget as Budget
from .decoding import decode as decode
from .values import MAX_VALUES, NUMBERS
from .values import TypeName as TypeName
from .values import WireError as WireError
from .values import checked_shape as checked_shape
from .values import printable as printable

if TYPE_CHECKING:
    from .framework import Framework

LENGTHS = struct.Struct("!II")
MAX_FRAME = 64 * 2**20
MAX_REPLY = 16 * 2**20  # what comes from a student's process is made into objects many times its size
MAX_PARTS = 2 * 10**6  # commas and brackets of a document, each of which may become many bytes
PIECE = 2**20  # bytes that are sent or received at once

Wait = Callable[[socket.socket, bool], None]


class Frame:
    """Turns values into a JSON document and a list of buffers.

    `refer` is called with every value that is not plain data and returns its JSON; `framework` knows its tensors.
    """

    def __init__(self, refer: Callable[[Any], Any], framework: Framework | None = None):
        self.refer, self.framework = refer, framework
        self.buffers: list[bytes] = []
        self._room = MAX_VALUES

    def encode(self, value: Any) -> Any:
        """Return the JSON form of `value`, with arrays put aside as buffers; WireError if it has too many parts."""
        if type(value) in NUMBERS or isinstance(value, (int, float, str)):
            return value
        if self.framework is not None and self.framework.is_tensor(value):
            dtype, shape, data = self.framework.pack(value)
            return {"tensor": self._buffer(data), "dtype": dtype, "shape": shape}
        if isinstance(value, np.generic):
            plain = value.item()  # of a kind that Python does not have, the same again
            return self.encode(
                np.asarray(value).astype("f8").item() if isinstance(plain, np.generic) else plain
            )
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
        if isinstance(value, tuple | list | dict):
            return self._collection(value)
        if self.framework is not None and (plain := self.framework.simple(value)) is not value:
            return self.encode(plain)
        if isinstance(value, Real | Decimal):
            return _plain_number(value)
        return self.refer(value)

    def _collection(self, value: Any) -> Any:
        self._room -= len(value)
        if self._room < 0:
            raise WireError(f"a value of more than {MAX_VALUES} parts is too large to be read")
        if isinstance(value, dict):
            return {"dict": [[self.encode(key), self.encode(item)] for key, item in value.items()]}
        return {"tuple" if isinstance(value, tuple) else "list": [self.encode(item) for item in value]}

    def _buffer(self, data: bytes) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1

    def _array(self, value: np.ndarray) -> Any:
        plain = np.array(value, copy=True, subok=False, order="C")
        kind = np.float64 if plain.dtype == np.longdouble else plain.dtype.newbyteorder("=")
        plain = plain.astype(kind, copy=False)  # others do not know every order of bytes, nor so many of them
        if plain.dtype.kind not in "biufc" or plain.dtype.itemsize > 16:
            return self._collection(plain.tolist()) if plain.shape else self.encode(plain.item())
        buffer = self._buffer(plain.tobytes())
        return {"array": buffer, "dtype": plain.dtype.str, "shape": list(plain.shape)}


def _plain_number(value: Real | Decimal) -> int | float:
    """Return a fraction, or a number of SymPy's, as the number of Python's next to it."""
    try:
        return int(value) if isinstance(value, Integral) else float(value)
    except Exception as error:  # it may be of a class of the student's
        raise WireError("a number that is not to be had as one of Python's") from error


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
        try:
            data = data[channel.send(data[:PIECE], socket.MSG_DONTWAIT if wait else 0) :]
        except BlockingIOError:
            if wait is None:
                raise
            wait(channel, True)


def receive(
    channel: socket.socket, wait: Wait | None = None, largest: int = MAX_FRAME, parts: int = MAX_FRAME
) -> tuple[Any, list[bytes]]:
    """Return the next message, of at most `largest` bytes and so many `parts`, and its buffers.

    EOFError if the other side is gone.
    `wait` is called before each frame, and each part that is not there yet, with whether something is to be written: it
    returns when it can be, or raises.
    """
    # Even where something is there: who never stops sending is waited for no longer than others.
    if wait is not None:
        wait(channel, False)
    document_size, total = LENGTHS.unpack(_read(channel, LENGTHS.size, wait))
    if not document_size <= total <= largest:
        raise WireError("a frame of impossible size")
    data = _read(channel, total, wait)
    text = data[:document_size]
    if sum(map(text.count, (b",", b"[", b"{"))) > parts:
        raise WireError("a document of too many parts")
    document = json.loads(text)
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
        try:
            chunk = channel.recv(min(size - len(data), PIECE), socket.MSG_DONTWAIT if wait else 0)
        except BlockingIOError:
            if wait is None:
                raise
            wait(channel, False)
            continue
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)
