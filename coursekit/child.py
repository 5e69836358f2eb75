"""One student's process, as the grading process sees it: requests, answers, interruptions and its end."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from .inside import wire
from .inside.limits import MB, bounded
from .sandbox import STOP_SECONDS, Limits, Sandbox

END_SECONDS = 60.0  # until the last of many processes is gone, on a busy machine

# What reading from a process can end in when that process is gone or hostile.
GARBLED = (EOFError, OSError, ValueError, KeyError, TypeError, RecursionError, wire.WireError)


class Died(Exception):
    """The student's process ended by itself, or by a limit; the text says which, after "it"."""


class TimedOut(Exception):
    """A request took longer than its limit. `alive` tells whether the process took the interruption."""

    def __init__(self, seconds: float, alive: bool):
        super().__init__(f"took longer than {seconds:g} s")
        self.alive = alive


class Child:
    """One student's process, fresh in an empty folder. `references` answer what it asks while it works."""

    def __init__(
        self, sandbox: Sandbox, limits: Limits, references: dict[str, Callable[..., Any]] | None = None
    ):
        self._channel, self._pidfd, self._verdict = sandbox.fork(limits)
        self._limits, self._references = limits, references or {}
        self.alive = True

    def request(
        self, action: str, seconds: float, frame: wire.Frame, arguments: dict[str, Any]
    ) -> tuple[Any, list[bytes]]:
        """Send a request with encoded `arguments`, and return the raw reply.

        Raises Died where the process has ended or talks nonsense, TimedOut after `seconds`.
        """
        deadline = time.monotonic() + seconds
        try:
            self._channel.settimeout(seconds)
            wire.send(self._channel, {"action": action, "arguments": arguments}, frame.buffers)
            return self._reply(deadline)
        except TimeoutError:
            raise TimedOut(seconds, self._interrupt()) from None
        except GARBLED as error:
            raise Died(self.kill() or "ended the program") from error

    def _reply(self, deadline: float) -> tuple[Any, list[bytes]]:
        while True:
            message, buffers = wire.receive(self._channel, deadline, wire.MAX_REPLY)
            if not isinstance(message, dict):
                raise wire.WireError("a message that is not one")
            if "reference" not in message:
                return message, buffers
            answer_reference(self._channel, self._references, message, buffers, deadline)

    def _interrupt(self) -> bool:
        """Press Ctrl-C; return whether the process answers then, and kill it otherwise."""
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGINT)
            self._reply(time.monotonic() + STOP_SECONDS)
            return True
        except GARBLED:
            self.kill()
            return False

    def kill(self) -> str:
        """End the process and everything that it started; return which limit had ended it, or nothing."""
        if not self.alive:
            return ""
        self.alive = False
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            select.select([self._pidfd], [], [], END_SECONDS)
        ready = select.select([self._verdict], [], [], STOP_SECONDS)[0]
        name = os.read(self._verdict, 100).decode() if ready else ""
        os.close(self._verdict)
        os.close(self._pidfd)
        self._channel.close()
        return self._limits.words(name) if name else ""


MAX_REFERENCE_ELEMENTS = 40_000
MAX_REFERENCE_NUMBER = 10_000  # a size or a count of steps
REFERENCE_MEMORY = 512 * MB


def answer_reference(
    channel: socket.socket,
    references: dict[str, Callable[..., Any]],
    message: dict[str, Any],
    buffers: list[bytes],
    deadline: float,
) -> None:
    """Compute what a child asks of a right answer: its value, or with a gradient its backward pass.

    The question comes from a stranger, so what it may take of this process's time and memory is bounded.
    """
    import torch

    frame = wire.Frame(lambda _: None)
    try:
        arguments = [wire.decode(tree, buffers, lambda _: None) for tree in message["arguments"]]
        gradient = wire.decode(message["gradient"], buffers, lambda _: None)
        if (
            sum(len(data) for data in buffers) > MAX_REFERENCE_ELEMENTS * 8
            or _largest(arguments) > MAX_REFERENCE_NUMBER
        ):
            raise ValueError("too large an input")
        function = references[message["reference"]]
        with bounded(deadline - time.monotonic(), REFERENCE_MEMORY):
            if gradient is None:
                value = function(*arguments)
            else:
                inputs = [argument.requires_grad_() for argument in arguments]
                value = torch.autograd.grad(function(*inputs), inputs, gradient)
        wire.send(channel, {"value": frame.encode(value)}, frame.buffers)
    except Exception as error:
        text = str(error) if isinstance(error, ValueError) else ""
        wire.send(channel, {"error": {"kinds": [type(error).__name__], "text": text}})


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
