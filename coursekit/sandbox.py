"""Runs the code of strangers: a warm template behind bubblewrap, and a forked child for each notebook."""

from __future__ import annotations

import ctypes.util
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import matplotlib

from .inside import wire
from .inside.limits import MB, bounded, has_accounts

INSIDE = Path(__file__).parent / "inside"
FOLDER = "/notebook"
START_SECONDS = 120
STOP_SECONDS = 10.0  # in which a process that is interrupted has to answer, on a busy machine
END_SECONDS = 60.0  # until the last of many processes is gone, on a busy machine


# What reading from a process can end in when that process is gone or hostile.
GARBLED = (EOFError, OSError, ValueError, KeyError, TypeError, RecursionError, wire.WireError)


class SandboxError(Exception):
    """The sandbox cannot be had on this machine; the text says what to do."""


class Died(Exception):
    """The student's process ended by itself, or by a limit; the text says which, after "it"."""


class TimedOut(Exception):
    """A request took longer than its limit. `alive` tells whether the process took the interruption."""

    def __init__(self, seconds: float, alive: bool):
        super().__init__(f"took longer than {seconds:g} s")
        self.alive = alive


@dataclass(frozen=True)
class Limits:
    """What one notebook may use: seconds by the clock, seconds of processor time, and sizes in MB (2**20 bytes).

    `memory_mb` is on top of what Python and its libraries take; `output_mb` is what is kept of all outputs.
    """

    cell_seconds: float = 20.0
    call_seconds: float = 10.0
    notebook_seconds: float = 300.0
    cell_cpu_seconds: float = 60.0
    notebook_cpu_seconds: float = 600.0
    memory_mb: int = 1024
    processes: int = 128
    open_files: int = 256
    file_mb: int = 64
    disk_mb: int = 256
    output_mb: int = 10

    def words(self, name: str) -> str:
        """Return what exceeding a limit is called, after "it"."""
        return {
            "memory": f"used more than {_size(self.memory_mb)} of memory",
            "processes": f"started more than {self.processes} processes",
            "open files": f"opened more than {self.open_files} files",
            "file": f"wrote a file larger than {_size(self.file_mb)}",
            "disk": f"wrote more than {_size(self.disk_mb)}",
            "processor": f"used more than {self.notebook_cpu_seconds:g} s of processor time",
            "cell processor": f"used more than {self.cell_cpu_seconds:g} s of processor time",
        }[name]


def _size(mb: int) -> str:
    return f"{mb / 1024:g} GB" if mb % 1024 == 0 else f"{mb} MB"


class Sandbox:
    """A template process that forks children; close it after use.

    `protected=False` runs without namespaces, on machines that have none. Then student code can read and
    write whatever the instructor can. Without `wait`, it gets ready while its owner does something else.
    """

    def __init__(self, *, protected: bool = True, wait: bool = True):
        self.protected = protected
        self._bubblewrap = _bubblewrap() if protected else None
        self._private = tempfile.TemporaryDirectory(prefix="coursekit-")
        self._control, theirs = socket.socketpair()
        arguments = self._command(theirs.fileno())
        with theirs:
            self._process = subprocess.Popen(
                arguments,
                pass_fds=[theirs.fileno()],
                env=self._environment(),
                cwd=self._private.name,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        self._control.settimeout(START_SECONDS)
        self._ready = False
        if wait:
            self.wait()

    def wait(self) -> None:
        """Wait until children can be forked; SandboxError where that will never be."""
        try:
            self._ready = self._ready or self._control.recv(5) == b"ready"
        except (TimeoutError, ConnectionError):
            self._ready = False
        if not self._ready:
            raise self._no_start("the sandbox does not start")

    def _command(self, control_fd: int) -> list[str]:
        folder = FOLDER if self.protected else self._private.name
        parent = "/kit" if self.protected else str(INSIDE.parent)
        code = (
            f"import sys; sys.path.insert(0, {parent!r}); from inside.template import main;"
            f" sys.path.remove({parent!r}); main({control_fd}, {self.protected}, {folder!r})"
        )
        python = [sys.executable, "-I", "-c", code]
        if self._bubblewrap is None:
            return python
        fonts = _font_list(Path(self._private.name))
        isolation = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        capabilities = [
            "SYS_ADMIN",
            "SETFCAP",
        ]  # to make namespaces, also for a root that knows no other account
        if has_accounts():  # no user namespace, so that students' processes can be given other accounts
            isolation[:1] = [f"--unshare-{name}" for name in ("ipc", "pid", "net", "uts")]
            capabilities += ["SETUID", "SETGID", "KILL", "SYS_NICE", "SYS_PTRACE"]
        isolation += [part for name in capabilities for part in ("--cap-add", f"CAP_{name}")]
        return [self._bubblewrap, *_mounts(fonts), *isolation, *python]

    def _environment(self) -> dict[str, str]:
        home = FOLDER if self.protected else self._private.name
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": home,
            "LANG": "C.UTF-8",
            "OMP_NUM_THREADS": "1",
            "MPLCONFIGDIR": "/matplotlib" if self.protected else matplotlib.get_configdir(),
            "KIT_PYTHON": os.pathsep.join(_pythons()),
        }

    def fork(
        self, references: dict[str, Callable[..., Any]] | None = None, limits: Limits | None = None
    ) -> Child:
        """Return a fresh child, in an empty folder, with no cell run."""
        self.wait()
        ours, theirs = socket.socketpair()
        limits = limits or Limits()
        with theirs:
            socket.send_fds(self._control, [json.dumps(asdict(limits)).encode()], [theirs.fileno()])
        data, fds, _, _ = socket.recv_fds(self._control, 1, 2)
        if not data:
            ours.close()
            raise self._no_start("the sandbox starts no notebook")
        ours.settimeout(START_SECONDS)
        if ours.recv(1) != b"s":
            ours.close()
            raise self._no_start("the sandbox starts no notebook")
        return Child(ours, fds[0], fds[1], limits, references or {})

    def _no_start(self, what: str) -> SandboxError:
        self._control.close()
        with suppress(subprocess.TimeoutExpired):  # it may be about to say why
            self._process.wait(STOP_SECONDS)
        reason = (self.close().splitlines() or ["no reason is given"])[-1]
        return SandboxError(f"{what} ({reason[-300:]}); `coursekit doctor` tells what to do")

    def close(self) -> str:
        """End the template and whatever is left of its children; return what the template complained about."""
        self._control.close()
        if self._process.poll() is None:
            self._process.kill()
        try:
            complaints = (
                b""
                if self._process.stderr is None or self._process.stderr.closed
                else self._process.communicate()[1]
            )
        finally:
            self._private.cleanup()
        return complaints.decode(errors="replace").strip()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _bubblewrap() -> str:
    if ctypes.util.find_library("seccomp") is None:
        raise SandboxError(
            "libseccomp is not installed, so system calls of student code cannot be filtered; "
            "install it (Debian, Ubuntu: apt-get install libseccomp2)"
        )
    path = shutil.which("bwrap")
    if path is None:
        raise SandboxError(
            "bubblewrap is not installed, so student code cannot be kept apart from this machine; "
            "install it (Debian, Ubuntu: apt-get install bubblewrap), or set c.CourseKit.protected = False "
            "in course_config.py to go on without protection"
        )
    return path


def _mounts(fonts: str) -> list[str]:
    """Return bubblewrap's options for a read-only system without anything of the course."""
    options = ["--tmpfs", "/tmp", "--tmpfs", FOLDER, "--proc", "/proc", "--ro-bind", "/usr", "/usr"]
    options += ["--dir", "/dev"]
    for name in ("null", "zero", "full", "random", "urandom"):
        options += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    options += ["--tmpfs", "/dev/shm"]
    for name in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if Path(name).is_symlink():
            options += ["--symlink", os.readlink(name), name]
        elif Path(name).is_dir():
            options += ["--ro-bind", name, name]
    for name in ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/alternatives"):
        options += ["--ro-bind-try", name, name]
    for prefix in _pythons():
        for parent in reversed(Path(prefix).parents[:-1]):
            options += ["--dir", str(parent)]  # readable for every account, which bubblewrap's own are not
        options += ["--ro-bind", prefix, prefix]
    options += ["--ro-bind", str(INSIDE), "/kit/inside"]
    options += ["--bind", fonts, "/matplotlib", "--chdir", FOLDER]
    return [*options, "--remount-ro", "/"]


def _pythons() -> list[str]:
    """Return the folders of this Python, each before those inside it."""
    folders = {sys.base_prefix, sys.prefix, sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return sorted(
        folder for folder in folders if not any(f"{folder}/".startswith(f"{o}/") for o in folders - {folder})
    )


def _font_list(folder: Path) -> str:
    """Return a copy of matplotlib's folder with its list of fonts, made now where there is none yet."""
    import matplotlib.font_manager

    target = folder / "matplotlib"
    target.mkdir()
    for path in Path(matplotlib.get_cachedir()).glob("fontlist*.json"):
        shutil.copy(path, target)
    return str(target)


class Child:
    """One student's process. `references` answer the questions that it asks while it works.

    `verdict` is a pipe that tells which limit ended it.
    """

    def __init__(
        self,
        channel: socket.socket,
        pidfd: int,
        verdict: int,
        limits: Limits,
        references: dict[str, Callable[..., Any]],
    ):
        self._channel, self._pidfd, self._verdict, self._limits = channel, pidfd, verdict, limits
        self._references = references
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
