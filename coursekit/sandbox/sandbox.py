"""A sandbox: a warm template behind bubblewrap, and a forked child for each notebook."""

from __future__ import annotations

import atexit
import json
import os
import re
import socket
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import matplotlib

from ..errors import SandboxError
from .bubblewrap import FOLDER, INSIDE, bubblewrap_command, find_bubblewrap, python_folders
from .cgroups import make_cgroup_folder
from .compiled import Compiled
from .limits import Limits
from .python import Python, find_python

START_SECONDS = 120
STARTED = b"s"
# What a system says that forbids namespaces, or what is done in them.
FORBIDDEN = re.compile(r"namespace|unshare|clone|mount|permi|No space left", re.IGNORECASE)
MISSING = re.compile(r"ModuleNotFoundError: No module named '([\w.]+)'")
ALLOW = (
    "allow user namespaces (in a container: --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
    "--security-opt systempaths=unconfined, with podman --security-opt unmask=ALL in place of the last); or "
    "c.CourseKit.protected = False in course_config.py, if you trust every student"
)
STOP_SECONDS = 10.0  # in which a process that ends has to say why, on a busy machine


class Sandbox:
    """A template process that forks children; close it after use.

    `protected=False` runs without namespaces, on machines that have none. Then student code can read and
    write whatever the instructor can. Without `wait`, it gets ready while its owner does something else.
    With the `door` of another sandbox, its template is a copy of that one's, and is ready at once. Its children
    have `framework` imported, and are run by the `python` at that path, if it is not to be this one. They find what
    was `compiled` before, if the framework compiles.
    """

    def __init__(
        self,
        *,
        protected: bool = True,
        wait: bool = True,
        door: socket.socket | None = None,
        framework: str = "torch",
        python: str = "",
        compiled: Compiled | None = None,
    ):
        bubblewrap = find_bubblewrap() if protected and door is None else None
        program = find_python(python)
        self.framework = framework
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_SECONDS)
        self._ready = False
        self._template: _Template | None = None
        with theirs:
            if door is None:
                self._template = _Template(theirs.fileno(), bubblewrap, framework, program, compiled)
            else:
                with suppress(ConnectionError):  # which is told when it is needed
                    socket.send_fds(door, [b"copy"], [theirs.fileno()])
        if wait:
            self.wait()

    @property
    def door(self) -> socket.socket:
        """Return what another process needs to have a sandbox like this one."""
        return self._control

    def wait(self) -> None:
        """Wait until children can be forked; SandboxError if that will never be."""
        try:
            self._ready = self._ready or self._control.recv(5) == b"ready"
        except (TimeoutError, ConnectionError):
            self._ready = False
        if not self._ready:
            raise self._no_start("the sandbox does not start")

    def cgroup_controllers(self) -> list[str]:
        """Return what the cgroups of its notebooks count and share out, nothing where the machine gives none."""
        self.wait()
        cgroups = self._template.cgroups if self._template is not None else None
        return cgroups.controllers if cgroups is not None and cgroups.used else []

    def expect_many(self) -> None:
        """Make each further child, also of copies, cheaper, at the price of half a second now."""
        with suppress(OSError):  # which is told when it is needed
            self._control.send(b"many")

    def fork(self, limits: Limits) -> tuple[socket.socket, int, int]:
        """Fork a child: return the socket to talk to it, its pidfd, and a pipe that tells which limit ended it."""
        self.wait()
        ours, theirs = socket.socketpair()
        ours.settimeout(START_SECONDS)
        said, fds = b"", list[int]()
        with theirs, suppress(ConnectionError):  # the template has ended
            socket.send_fds(self._control, [json.dumps(asdict(limits)).encode()], [theirs.fileno()])
            _, fds, _, _ = socket.recv_fds(self._control, 1, 2)
        with suppress(ConnectionError):
            said = ours.recv(1000)
        if said != STARTED:
            ours.close()
            raise self._no_start("the sandbox starts no notebook", said.decode(errors="replace"))
        return ours, fds[0], fds[1]

    def _no_start(self, what: str, reason: str = "") -> SandboxError:
        self._control.close()
        if self._template is not None:
            reason = reason or self._template.last_words()
        self.close()
        missing = MISSING.search(reason)
        if missing:
            fix = f"`make setup-{self.framework}` installs it in the kit's own, or c.CourseKit.python names another"
            if self.framework == "mxnet":  # which needs an older NumPy than the kit's own has
                fix = "`make mxnet` makes one that has it, .venv-mxnet/bin/python, for c.CourseKit.python to name"
            return SandboxError(
                f"{what}: {missing[1]} is not installed for the Python that runs notebooks; {fix}"
            )
        fix = ALLOW if not reason or FORBIDDEN.search(reason) else "`coursekit doctor` tells what to do"
        return SandboxError(f"{what} ({reason[-300:] or 'no reason is given'}); {fix}")

    def close(self) -> None:
        """End the template and whatever is left of its children."""
        self._control.close()
        if self._template is not None:
            self._template.end()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Template:
    """The process of a template that is started anew, behind `bubblewrap` if given, and its private folder."""

    def __init__(
        self,
        control_fd: int,
        bubblewrap: str | None,
        framework: str,
        python: Python,
        compiled: Compiled | None,
    ):
        self._bubblewrap, self._framework, self._python = bubblewrap, framework, python
        self._compiled = compiled if bubblewrap and compiled and compiled.is_there() else None
        self._private = tempfile.TemporaryDirectory(prefix="coursekit-")
        self.cgroups = make_cgroup_folder() if bubblewrap else None
        cgroups_fd = self.cgroups.fd if self.cgroups else -1
        self.process = subprocess.Popen(
            self._command(control_fd, cgroups_fd),
            pass_fds=[fd for fd in (control_fd, cgroups_fd) if fd >= 0],
            env=self._environment(),
            cwd=self._private.name,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the process that grades
        )

    def last_words(self) -> str:
        """Return the last line that the process complained with, which may be about to end."""
        with suppress(subprocess.TimeoutExpired):
            complaints = self.process.communicate(timeout=STOP_SECONDS)[1]
            return (complaints.decode(errors="replace").strip().splitlines() or [""])[-1]
        return ""

    def end(self) -> None:
        """End the process, and remove its folder."""
        try:
            self.process.kill()
            self.process.communicate()
        except ValueError:  # its complaints have been read
            self.process.wait()
        finally:
            self._private.cleanup()
            if self.cgroups is not None:
                self.cgroups.remove()

    def _command(self, control_fd: int, cgroups_fd: int) -> list[str]:
        folder = FOLDER if self._bubblewrap else self._private.name
        parent = "/kit" if self._bubblewrap else str(INSIDE.parent)
        code = (
            f"import gc, sys; gc.disable(); sys.path.insert(0, {parent!r}); from inside.template import main;"
            f" sys.path.remove({parent!r});"
            f" main({control_fd}, {bool(self._bubblewrap)}, {folder!r}, {self._framework!r}, {cgroups_fd})"
        )
        python = [self._python.program, "-I", "-c", code]
        if self._bubblewrap is None:
            return python
        return [
            *bubblewrap_command(
                self._bubblewrap, Path(self._private.name), self._python, self._framework, self._compiled
            ),
            *python,
        ]

    def _environment(self) -> dict[str, str]:
        home = FOLDER if self._bubblewrap else self._private.name
        return {
            "PATH": f"{Path(self._python.program).parent}:/usr/bin:/bin",
            "HOME": home,
            "USER": "student",
            "LOGNAME": "student",
            "LANG": "C.UTF-8",
            "OMP_NUM_THREADS": "1",
            "MPLCONFIGDIR": "/matplotlib" if self._bubblewrap else matplotlib.get_configdir(),
            **(self._compiled.environment() if self._compiled else {}),
            "KIT_PYTHON": os.pathsep.join(python_folders(self._python)),
        }


_shared: dict[tuple[bool, str, str], Sandbox] = {}


def shared_sandbox(
    protected: bool, framework: str = "torch", python: str = "", compiled: Compiled | None = None
) -> Sandbox:
    """Return the sandbox of this process, which starts when it is first asked for, and gets ready meanwhile."""
    key = protected, framework, python
    if key not in _shared:
        _shared[key] = Sandbox(
            protected=protected, wait=False, framework=framework, python=python, compiled=compiled
        )
        atexit.register(_shared[key].close)
    return _shared[key]
