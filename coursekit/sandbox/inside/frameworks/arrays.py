"""What frameworks share whose tensors are to be had as NumPy's arrays, and made of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import numpy as np

from ..wire import WireError, checked_shape

DTYPES = frozenset(
    (
        *("float16", "bfloat16", "float32", "float64", "uint8", "int8", "int16", "int32", "int64", "bool"),
        *("complex64", "complex128"),
    )
)


class Arrays(ABC):
    """The part of `Framework` for which an array of NumPy's will do; the rest is each framework's own."""

    @abstractmethod
    def is_tensor(self, value: Any) -> bool:
        """Return whether `value` is an array of this framework."""

    @abstractmethod
    def tensor(self, values: Any, dtype: str = "float64") -> Any:
        """Return the numbers in an array, or in nested lists, as an array of this framework."""

    def plain(self, tensor: Any) -> np.ndarray:
        """Return an array of this framework as one of NumPy's own."""
        return np.array(tensor, copy=True, subok=False, order="C")

    def simple(self, value: Any) -> Any:
        """Return a value as it is: shapes are tuples."""
        return value

    def pack(self, tensor: Any) -> tuple[str, list[int], bytes]:
        """Return dtype, shape and bytes; WireError for numbers of a kind that the other side has not."""
        plain = self.plain(tensor)
        plain = plain.astype(plain.dtype.newbyteorder("="), copy=False)
        if plain.dtype.kind == "u" and plain.dtype.itemsize > 1:  # which the other side has not
            plain = plain.astype("int64")
        if str(plain.dtype) not in DTYPES:
            raise WireError(f"an array of kind {str(plain.dtype)[:20]} cannot be read")
        return str(plain.dtype), list(plain.shape), plain.tobytes()

    def unpack(self, dtype: str, shape: list[Any], data: bytes) -> Any:
        """Return the array; a byte of 2, which is both true and false, is true."""
        if dtype not in DTYPES or len(data) % np.dtype(dtype).itemsize:
            raise WireError(f"no array of kind {dtype[:20]}")
        flat = np.frombuffer(data, dtype="u1" if dtype == "bool" else dtype)
        flat = flat != 0 if dtype == "bool" else flat
        return self.tensor(flat.reshape(checked_shape(shape, len(flat))), dtype)

    def new(self, factory: Callable[..., Any], arguments: list[Any]) -> Any:
        """Return a layer that `factory` makes."""
        return factory(*arguments)

    def below(self, operations: list[str]) -> AbstractContextManager[None]:
        """Do nothing: there is nothing that sees deeper."""
        return nullcontext()

    def own_folders(self) -> tuple[str, ...]:
        """Return no folder."""
        return ()

    def right_answer(self, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function `name` whose values are what `ask` answers."""

        def right_answer(*arguments: Any) -> Any:
            return ask(name, list(arguments))

        right_answer.__name__ = name
        return right_answer

    # --- words for probes -------------------------------------------------------------------------

    def zeros(self, shape: Sequence[int], dtype: str = "float64") -> Any:
        """Return an array of zeros."""
        return self.tensor(np.zeros(tuple(shape)), dtype)

    def copy(self, tensor: Any) -> Any:
        """Return another array with the same numbers."""
        return self.tensor(self.plain(tensor), str(self.plain(tensor).dtype))

    def transpose(self, tensor: Any) -> Any:
        """Return the transpose of an array with two axes, a view of it where the framework has views."""
        return tensor.T


@contextmanager
def noted(names: list[str], ways: Sequence[tuple[Any, str]], kind: str = "autograd") -> Iterator[None]:
    """Append to `names` each of these functions, as owner and name, that is called meanwhile, as `autograd.jvp`."""
    usual = [getattr(owner, name) for owner, name in ways]

    def noting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            names.append(f"{kind}.{name}")
            return function(*arguments, **options)

        return call

    for (owner, name), function in zip(ways, usual, strict=True):
        setattr(owner, name, noting(name, function))
    try:
        yield
    finally:
        for (owner, name), function in zip(ways, usual, strict=True):
            setattr(owner, name, function)
