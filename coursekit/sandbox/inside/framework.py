"""What differs between frameworks, as the protocol, the server and the template see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Framework(Protocol):
    """The interface behind which everything of a framework's own stands."""

    def warm_up(self) -> None:
        """Do once, in the process that others are forked from, what first use would do in each of them."""

    def threads_by_processors(self) -> bool:
        """Return whether a process begins as many threads as it may use processors: then it is given one."""

    def seed(self) -> None:
        """Let random numbers begin anew, always with the same."""

    def make_room(self) -> None:
        """Forget, between two requests, what a framework keeps of earlier ones to be faster."""

    def is_tensor(self, value: Any) -> bool:
        """Return whether `value` is an array of this framework."""

    def simple(self, value: Any) -> Any:
        """Return the plain data that an object of this framework stands for, such as a shape; all else as it is."""

    def pack(self, tensor: Any) -> tuple[str, list[int], bytes]:
        """Return dtype, shape and bytes (in the order of rows) of a tensor; WireError if it has none."""

    def unpack(self, dtype: str, shape: list[Any], data: bytes) -> Any:
        """Return the tensor that `pack` has taken apart; WireError if there can be none."""

    def differentiated(
        self, function: Callable[..., Any], arguments: list[Any], of: Sequence[str]
    ) -> tuple[Any, Callable[[Any], list[Any]]]:
        """Return `function(*arguments)`, and what makes the gradients of sum(value * upstream) of an `upstream`.

        They are those by the arguments that are tensors or, with `of`, by these attributes of the function; None for
        each that the value does not depend on.
        """

    def parameters(self, owner: Any) -> dict[str, Any] | None:
        """Return the parameters of a layer by their names; None if it is no layer of this framework."""

    def new(self, factory: Callable[..., Any], arguments: list[Any]) -> Any:
        """Return the layer `factory(*arguments)`, with what a layer of this framework is given besides."""

    def fill(self, layer: Any, values: dict[str, Any]) -> dict[str, tuple[int, ...]] | None:
        """Give a layer the dtype of `values`, and its attributes of these names the values.

        Returns the shapes of those that have not as many elements; None if it is no layer of this framework.
        """

    def observe(self, function: Callable[[], Any], operations: list[str]) -> Any:
        """Return `function()`, and append to `operations` the name of each operation that it dispatched."""

    def below(self, operations: list[str]) -> AbstractContextManager[None]:
        """Append to `operations`, as `below.name`, what is done meanwhile that `observe` cannot see, where possible."""

    def own_folders(self) -> tuple[str, ...]:
        """Return the folders of a framework that computes in threads of its own, and takes many steps of Python."""

    def right_answer(self, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function `name` whose values, and gradients if it has any, are what `ask` answers.

        `ask(name, arguments)` gives a value, `ask(name, arguments, gradient)` the gradients of the arguments.
        """

    # --- what probes of hidden suites say ---------------------------------------------------------

    def tensor(self, values: Any, dtype: str = "float64") -> Any:
        """Return the numbers in an array of NumPy's, or in nested lists, as an array of this framework."""

    def plain(self, tensor: Any) -> Any:
        """Return an array of this framework as one of NumPy's."""

    def zeros(self, shape: Sequence[int], dtype: str = "float64") -> Any:
        """Return an array of zeros."""

    def copy(self, tensor: Any) -> Any:
        """Return another array with the same numbers."""

    def transpose(self, tensor: Any) -> Any:
        """Return the transpose of an array with two axes, a view of it where the framework has views."""

    def names(self) -> dict[str, Any]:
        """Return what a probe finds under which name: this as `fw`, and the framework as its people call it."""
