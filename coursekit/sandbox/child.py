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
from .clock import Clock, Patience
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
        self._channel.settimeout(None)  # what waits for it has a patience
        self._limits, self._answer = limits, answer
        self._clock = Clock(self._pidfd)
        self.alive = True

    @property
    def seconds(self) -> tuple[float, float]:
        """Return the time that the process has taken itself for all its requests, and how much of it it computed."""
        return self._clock.spent, self._clock.computed

    def request(
        self,
        action: str,
        seconds: float,
        frame: wire.Frame,
        arguments: dict[str, Any],
        stop_seconds: float | None = None,
    ) -> tuple[Any, list[bytes]]:
        """Send a request with encoded `arguments`, and return the raw reply.

        Raises Died if the process has ended or talks nonsense, TimedOut after `seconds` of its own: then it is
        interrupted, and killed if it has not stopped after `stop_seconds`, by default those of its limits.
        """
        patience = Patience(self._clock, seconds)
        try:
            message = {"action": action, "arguments": arguments}
            wire.send(self._channel, message, frame.buffers, wait=patience.wait)
            return self._reply(patience)
        except TimeoutError:
            more = self._limits.stop_seconds if stop_seconds is None else stop_seconds
            elapsed, by_the_clock = patience.elapsed, patience.by_the_clock
            alive = self._interrupt(more)
            raise TimedOut(seconds, alive, by_the_clock=by_the_clock, elapsed=elapsed) from None
        except GARBLED as error:
            raise Died(self.kill() or "ended the program") from error
        finally:
            patience.end()

    def _reply(self, patience: Patience) -> tuple[Any, list[bytes]]:
        while True:
            message, buffers = wire.receive(self._channel, patience.wait, wire.MAX_REPLY, wire.MAX_PARTS)
            if not isinstance(message, dict):
                raise wire.WireError("a message that is not one")
            if not QUESTIONS & message.keys():
                return message, buffers
            before = time.thread_time()
            answer = self._answer(message, buffers, time.monotonic() + patience.left)
            patience.worked_for(time.thread_time() - before)
            wire.send(self._channel, *answer, wait=patience.wait)

    def _interrupt(self, seconds: float) -> bool:
        """Press Ctrl-C; return whether the process answers then, and kill it otherwise."""
        patience = Patience(self._clock, seconds)
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGINT)
            self._reply(patience)
            return True
        except GARBLED:
            self.kill()
            return False
        finally:
            patience.end()

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
        self._clock.close()
        os.close(self._verdict)
        os.close(self._pidfd)
        self._channel.close()
        return self._limits.words(name) if name else ""
