"""Right answers that a student's process may ask for while it works, computed by the grading process."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

from ..sandbox.inside import wire
from ..sandbox.inside.framework import Framework
from ..sandbox.inside.frameworks import load
from ..sandbox.inside.resources import MB, bounded

MAX_BYTES = 320_000
MAX_NUMBER = 10_000  # a size or a count of steps
MEMORY = 512 * MB


@cache
def oracle() -> Framework:
    """Return what a student's tensors become here, and right answers are made of, whatever their framework.

    It is loaded where it is needed: that takes a second, for which commands that grade nothing need not wait.
    """
    return load("torch")


class References:
    """The right answers by exercise, as something that `Child` can ask.

    A question comes from a stranger, so what it may take of this process's time and memory is bounded. `callbacks`
    are functions that the process was given as arguments. Without `gradients`, only values are told, and `refused`
    becomes true where one is asked for.
    """

    def __init__(self, functions: Mapping[str, Callable[..., Any]], framework: Framework):
        self._functions, self._framework = functions, framework
        self.callbacks: list[Callable[..., Any]] = []
        self.gradients, self.refused = True, False

    def among(self, names: Collection[str]) -> References:
        """Return only the right answers to the exercises `names`.

        A process gets no other: a notebook could ask for it there, and hand it in as its own.
        """
        chosen = {name: self._functions[name] for name in names}
        return References(chosen, self._framework)

    def __call__(
        self, message: dict[str, Any], buffers: list[bytes], deadline: float
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Return the reply to a question, and its buffers: a value, the gradients of a value, or an error."""
        frame = wire.Frame(lambda _: None, self._framework)
        try:
            value = self._answer(message, buffers, deadline)
            reply = {"value": frame.encode(value)}
            if sum(map(len, frame.buffers)) > wire.MAX_FRAME // 2:
                raise ValueError("too large a value")
            return reply, frame.buffers
        except Exception as error:
            text = str(error) if isinstance(error, ValueError) else ""
            return {"error": {"kinds": [type(error).__name__], "text": text}}, []

    def _answer(self, message: dict[str, Any], buffers: list[bytes], deadline: float) -> Any:
        def decode(tree: Any) -> Any:
            return wire.decode(tree, buffers, lambda _: None, self._framework)

        arguments = [decode(tree) for tree in message["arguments"]]
        gradient = decode(message["gradient"])
        if sum(map(len, buffers)) > MAX_BYTES or _largest(arguments) > MAX_NUMBER:
            raise ValueError("too large an input")
        function = self._function(message)
        import torch  # which the right answers have loaded

        with bounded(deadline - time.monotonic(), MEMORY):
            if gradient is None:
                return function(*arguments)
            if not self.gradients:
                self.refused = True
                raise RuntimeError
            inputs = [argument.requires_grad_() for argument in arguments]
            return torch.autograd.grad(function(*inputs), inputs, gradient)

    def _function(self, message: dict[str, Any]) -> Callable[..., Any]:
        if "callback" in message:
            return self.callbacks[int(message["callback"])]
        return self._functions[message["reference"]]


def _largest(value: Any) -> float:
    """Return the largest whole number, without its sign, or number of items anywhere in plain data."""
    if isinstance(value, int):
        return abs(value)
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, list | tuple):
        return max([len(value), *map(_largest, value)])
    if isinstance(value, dict):
        return max(len(value), _largest(list(value)), _largest(list(value.values())))
    return 0
