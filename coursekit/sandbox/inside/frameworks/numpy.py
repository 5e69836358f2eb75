"""NumPy: arrays, and the functions of libraries that are called. There are no gradients, and a layer is any object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..observe import calls_noted
from .arrays import DTYPES, Arrays


class Numpy(Arrays):
    """The interface of `Framework`, in NumPy."""

    def __init__(self) -> None:
        self._noted: list[str] = []  # of the call that was observed last

    def warm_up(self) -> None:
        """Do nothing: NumPy is made ready beside every framework."""

    def threads_by_processors(self) -> bool:
        """Return False: it keeps to one."""
        return False

    def seed(self) -> None:
        """Do nothing: NumPy's generator is seeded for every framework."""

    def make_room(self) -> None:
        """Do nothing: nothing is kept."""

    def is_tensor(self, value: Any) -> bool:
        """Return whether `value` is an array of numbers."""
        return isinstance(value, np.ndarray) and str(value.dtype.newbyteorder("=")) in DTYPES

    def tensor(self, values: Any, dtype: str = "float64") -> np.ndarray:
        """Return numbers as an array."""
        return np.array(values, dtype=dtype)

    def copy(self, tensor: np.ndarray) -> np.ndarray:
        """Return another array with the same numbers."""
        return tensor.copy()

    def differentiated(
        self, function: Callable[..., Any], arguments: list[Any], of: Sequence[str]
    ) -> tuple[Any, Callable[[Any], list[Any]]]:
        """Return the value, and what asks a layer for its own gradients: there are no others here."""
        tensors = list(filter(self.is_tensor, arguments))
        # The call may write into its arguments.
        kept = [self.copy(each) if self.is_tensor(each) else each for each in arguments]
        value = function(*arguments)

        def by_hand(upstream: Any) -> list[Any]:
            with calls_noted(self._noted.append):  # of this, too, it counts whose work it is
                found = function.gradients(*kept, upstream) if hasattr(function, "gradients") else None
            own = found if isinstance(found, dict) else {}
            return [np.asarray(own[name]) if name in own else None for name in of]

        return value, by_hand if of else lambda upstream: [None] * len(tensors)

    def parameters(self, owner: Any) -> dict[str, np.ndarray] | None:
        """Return the arrays among an object's attributes by their names; None if it cannot be called as a layer is."""
        if not callable(owner) or not hasattr(owner, "__dict__"):
            return None
        return {name: value for name, value in vars(owner).items() if self.is_tensor(value)}

    def fill(self, layer: Any, values: dict[str, np.ndarray]) -> dict[str, tuple[int, ...]] | None:
        """Give a layer's arrays of these names the dtype of `values` and the values; one value fills all.

        Returns the shapes of those that have not as many elements, and stay as they are; None if it is no layer.
        """
        if self.parameters(layer) is None:
            return None
        misfits = {}
        for name, value in values.items():
            shape = np.shape(getattr(layer, name))
            if value.size not in (1, np.prod(shape, dtype=int)):
                misfits[name] = shape
                continue
            setattr(
                layer,
                name,
                np.broadcast_to(value.flat[0], shape).copy() if value.size == 1 else value.reshape(shape),
            )
        return misfits

    def observe(self, function: Callable[[], Any], operations: list[str]) -> Any:
        """Return `function()`, and note each function of a library that is called; `X * K` is none."""
        self._noted = operations
        with calls_noted(operations.append):
            return function()

    def names(self) -> dict[str, Any]:
        """Return what a probe finds under which name."""
        return {"fw": self, "numpy": np}


FRAMEWORK = Numpy()
