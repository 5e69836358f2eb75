"""What a student's process finds as in a kernel, though there is none: of the things that Python itself looks up."""

from __future__ import annotations

import builtins
import getpass
import mmap
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any, NoReturn

from IPython.core.error import StdinNotImplementedError

from .resources import MB

# Each thread takes its stack from the memory that a process may reserve: of the usual 8 MB, a hundred were too many.
STACK = 2 * MB


def furnish(processes: int) -> None:
    """Let this process, which may have so many processes and threads, find what a notebook expects."""
    sys.argv = ["ipykernel_launcher.py", "-f", "kernel.json"]
    builtins.input = getpass.getpass = _ask_nobody
    mmap.mmap = SharedMemory  # type: ignore[misc]
    threading.stack_size(STACK)
    threading._start_new_thread = _telling(threading._start_new_thread, processes)  # type: ignore[attr-defined]


def _ask_nobody(prompt: object = "", stream: object = None) -> NoReturn:
    """Say that nobody is there, as a kernel says it, instead of reading an end of file."""
    raise StdinNotImplementedError("Nobody answers while a notebook is graded: input() cannot be used here.")


def _telling(start: Callable[..., int], processes: int) -> Callable[..., int]:
    def start_new_thread(*arguments: Any) -> int:
        try:
            return start(*arguments)
        except RuntimeError as error:
            raise RuntimeError(
                f"{error}: a notebook may have {processes} processes and threads here, and memory for each"
            ) from None

    return start_new_thread


class SharedMemory(mmap.mmap):
    """Memory that processes share without a file; here it has one, so that it counts as what a notebook writes.

    What the kernel keeps for such memory without a file is counted nowhere, so that the filter refuses it.
    """

    def __new__(cls, fileno: int, length: int, *arguments: Any, **named: Any) -> SharedMemory:
        """Return `length` bytes of memory; arguments are those of `mmap.mmap`. OSError if there is no room."""
        flags = arguments[0] if arguments else named.get("flags", mmap.MAP_SHARED)
        if fileno != -1 or length <= 0 or not flags & mmap.MAP_SHARED:
            return super().__new__(cls, fileno, length, *arguments, **named)
        if arguments or "flags" in named:
            arguments = (mmap.MAP_SHARED, *arguments[1:])
            named.pop("flags", None)
        with tempfile.TemporaryFile(dir="/dev/shm") as file:
            os.posix_fallocate(file.fileno(), 0, length)
            return super().__new__(cls, file.fileno(), length, *arguments, **named)
