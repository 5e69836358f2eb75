"""One student's process, as the grading process sees it: requests, answers, interruptions and its end."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ..errors import Died, TimedOut
from .inside import wire
from .limits import Limits
from .sandbox import STOP_SECONDS, Sandbox

END_SECONDS = 60.0  # until the last of many processes is gone, on a busy machine

# What reading from a process can end in when that process is gone or hostile.
GARBLED = (EOFError, OSError, ValueError, KeyError, TypeError, RecursionError, wire.WireError)

QUESTIONS = frozenset(("reference", "callback"))  # in whose answers a process waits

# Answers a question that a student's process asks while it works: (message, buffers, deadline) -> a frame to send.
Oracle = Callable[[dict[str, Any], list[bytes], float], tuple[dict[str, Any], list[bytes]]]


def no_answer(
    message: dict[str, Any], buffers: list[bytes], deadline: float
) -> tuple[dict[str, Any], list[bytes]]:
    """Oracle no question."""
    return {"error": {"kinds": ["LookupError"], "text": ""}}, []


class Child:
    """One student's process, fresh in an empty folder. `answer` is called when it asks something itself."""

    def __init__(self, sandbox: Sandbox, limits: Limits, answer: Oracle = no_answer):
        self._channel, self._pidfd, self._verdict = sandbox.fork(limits)
        self._limits, self._answer = limits, answer
        self.alive = True

    def request(
        self,
        action: str,
        seconds: float,
        frame: wire.Frame,
        arguments: dict[str, Any],
        stop_seconds: float | None = None,
    ) -> tuple[Any, list[bytes]]:
        """Send a request with encoded `arguments`, and return the raw reply.

        Raises Died if the process has ended or talks nonsense, TimedOut after `seconds`: then it is interrupted, and
        killed if it has not stopped after `stop_seconds`, by default those of its limits.
        """
        deadline = time.monotonic() + seconds
        try:
            self._channel.settimeout(seconds)
            wire.send(self._channel, {"action": action, "arguments": arguments}, frame.buffers)
            return self._reply(deadline)
        except TimeoutError:
            patience = self._limits.stop_seconds if stop_seconds is None else stop_seconds
            raise TimedOut(seconds, self._interrupt(patience)) from None
        except GARBLED as error:
            raise Died(self.kill() or "ended the program") from error

    def _reply(self, deadline: float) -> tuple[Any, list[bytes]]:
        while True:
            message, buffers = wire.receive(self._channel, deadline, wire.MAX_REPLY)
            if not isinstance(message, dict):
                raise wire.WireError("a message that is not one")
            if not QUESTIONS & message.keys():
                return message, buffers
            wire.send(self._channel, *self._answer(message, buffers, deadline))

    def _interrupt(self, seconds: float) -> bool:
        """Press Ctrl-C; return whether the process answers then, and kill it otherwise."""
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGINT)
            self._reply(time.monotonic() + seconds)
            return True
        except GARBLED:
            self.kill()
            return False

    def kill(self) -> str:
        """End the process and everything that it started; return which limit had ended it, or ""."""
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
