"""Runs the code of strangers: a warm template behind bubblewrap, and a forked child for each notebook."""

from __future__ import annotations

import atexit
import ctypes.util
import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import matplotlib

from .inside.limits import has_accounts

INSIDE = Path(__file__).parent / "inside"
FOLDER = "/notebook"
START_SECONDS = 120
STARTED = b"s"
STOP_SECONDS = 10.0  # in which a process that is interrupted has to answer, on a busy machine


class SandboxError(Exception):
    """The sandbox cannot be had on this machine; the text says what to do."""


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
    With the `door` of another sandbox, its template is a copy of that one's, and is ready at once.
    """

    def __init__(self, *, protected: bool = True, wait: bool = True, door: socket.socket | None = None):
        bubblewrap = _bubblewrap() if protected and door is None else None
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_SECONDS)
        self._ready = False
        self._template: _Template | None = None
        with theirs:
            if door is None:
                self._template = _Template(theirs.fileno(), bubblewrap)
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
        """Wait until children can be forked; SandboxError where that will never be."""
        try:
            self._ready = self._ready or self._control.recv(5) == b"ready"
        except (TimeoutError, ConnectionError):
            self._ready = False
        if not self._ready:
            raise self._no_start("the sandbox does not start")

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
        return SandboxError(
            f"{what} ({reason[-300:] or 'no reason is given'}); `coursekit doctor` tells what to do"
        )

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

    def __init__(self, control_fd: int, bubblewrap: str | None):
        self._bubblewrap = bubblewrap
        self._private = tempfile.TemporaryDirectory(prefix="coursekit-")
        self.process = subprocess.Popen(
            self._command(control_fd),
            pass_fds=[control_fd],
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

    def _command(self, control_fd: int) -> list[str]:
        folder = FOLDER if self._bubblewrap else self._private.name
        parent = "/kit" if self._bubblewrap else str(INSIDE.parent)
        code = (
            f"import gc, sys; gc.disable(); sys.path.insert(0, {parent!r}); from inside.template import main;"
            f" sys.path.remove({parent!r}); main({control_fd}, {bool(self._bubblewrap)}, {folder!r})"
        )
        python = [sys.executable, "-I", "-c", code]
        if self._bubblewrap is None:
            return python
        fonts = _font_list(Path(self._private.name))
        isolation = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        # To make namespaces, also where this is root and knows no other account.
        capabilities = ["SYS_ADMIN", "SETFCAP"]
        if has_accounts():  # no user namespace, so that students' processes can be given other accounts
            isolation[:1] = [f"--unshare-{name}" for name in ("ipc", "pid", "net", "uts")]
            capabilities += ["SETUID", "SETGID", "KILL", "SYS_NICE", "SYS_PTRACE"]
        isolation += [part for name in capabilities for part in ("--cap-add", f"CAP_{name}")]
        return [self._bubblewrap, *_mounts(fonts), *isolation, *python]

    def _environment(self) -> dict[str, str]:
        home = FOLDER if self._bubblewrap else self._private.name
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": home,
            "LANG": "C.UTF-8",
            "OMP_NUM_THREADS": "1",
            "MPLCONFIGDIR": "/matplotlib" if self._bubblewrap else matplotlib.get_configdir(),
            "KIT_PYTHON": os.pathsep.join(_pythons()),
        }


_shared: dict[bool, Sandbox] = {}


def shared_sandbox(protected: bool) -> Sandbox:
    """Return the sandbox of this process, which starts when it is first asked for, and gets ready meanwhile."""
    if protected not in _shared:
        _shared[protected] = Sandbox(protected=protected, wait=False)
        atexit.register(_shared[protected].close)
    return _shared[protected]


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
    import matplotlib.font_manager  # which makes the list

    target = folder / "matplotlib"
    target.mkdir()
    for path in Path(matplotlib.get_cachedir()).glob("fontlist*.json"):
        shutil.copy(path, target)
    return str(target)
