"""What differs between frameworks, as the protocol, the server and the template see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class Framework(Protocol):
    """The interface behind which everything of a framework's own stands."""

    def warm_up(self) -> None:
        """Do once, in the process that others are forked from, what first use would do in each of them."""

    def is_tensor(self, value: Any) -> bool:
        """Return whether `value` is an array of this framework."""

    def pack(self, tensor: Any) -> tuple[str, list[int], bytes]:
        """Return dtype, shape and bytes (in the order of rows) of a tensor; WireError if it has none."""

    def unpack(self, dtype: str, shape: list[Any], data: bytes) -> Any:
        """Return the tensor that `pack` has taken apart; WireError if there can be none."""

    def requires_gradient(self, value: Any) -> bool:
        """Return whether gradients would flow through `value`."""

    def observe(self, function: Callable[[], Any], operations: list[str]) -> Any:
        """Return `function()`, and append to `operations` the name of each operation that it dispatched."""

    def right_answer(self, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function `name` whose values, and gradients if it has any, are what `ask` answers.

        `ask(name, arguments)` gives a value, `ask(name, arguments, gradient)` the gradients of the arguments.
        """

    def names(self) -> dict[str, Any]:
        """Return what a probe finds under which name."""
