"""The warm process: imports everything once, then forks a child for each notebook.

Every child lives in user, mount, process, network and IPC namespaces of its own, on empty file systems in
memory; nothing that it writes or starts outlives it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import matplotlib
import torch

matplotlib.use("module://matplotlib_inline.backend_inline")
import matplotlib.pyplot

from .limits import NOBODIES, Filter, limit_resources, watch
from .serve import AutogradRecorder, Recorder, serve
from .shell import Shell

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER = 0x00020000, 0x08000000, 0x10000000
CLONE_NEWPID, CLONE_NEWNET = 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
CAPABILITY_VERSION_3 = 0x20080522
STUDENT = 1000
libc = ctypes.CDLL(None, use_errno=True)


def main(control_fd: int, isolated: bool, folder: str) -> None:
    """Fork a child for every socket and limits that arrive on `control_fd`.

    The answer is the child's pidfd, and a pipe that will tell which limit ended it. `folder` is where a child's
    private folder is; when not `isolated`, below it there is one for each child.
    """
    torch.set_num_threads(1)
    shell = Shell.instance()
    shell.run("import matplotlib.pyplot as plt\nplt.figure(); plt.plot([1, 2]); plt.show()\n!true\n1")
    with AutogradRecorder([]), Recorder([]):
        torch.ones(2, 2, requires_grad=True).sum().backward()
    shell.reset(new_session=True)
    filter_ = Filter() if isolated else None
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control = socket.socket(fileno=control_fd)
    control.send(b"ready")
    number = 0
    while True:
        data, fds, _, _ = socket.recv_fds(control, 4096, 1)
        if not data:
            return
        number += 1
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            control.close()
            os.close(reading)
            channel = socket.socket(fileno=fds[0])
            limits = json.loads(data)
            try:
                if filter_ is not None:
                    isolated_child(channel, shell, folder, limits, filter_, writing, number)
                else:
                    plain_child(channel, shell, f"{folder}/{number}", limits)
            except BaseException as error:
                print(f"the student's process could not start: {error!r}", file=sys.__stderr__, flush=True)
            os._exit(1)
        pidfd = os.pidfd_open(child)
        socket.send_fds(control, [b"p"], [pidfd, reading])
        for fd in (fds[0], reading, writing, pidfd):
            os.close(fd)


def plain_child(channel: socket.socket, shell: Shell, folder: str, limits: dict[str, Any]) -> None:
    """Serve in a folder of its own, with limits and no other protection."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    Path(folder).mkdir()
    limit_resources({**limits, "processes": 2**31})  # it would count all processes of the instructor
    silence()
    serve(channel, shell, folder, limits["cell_cpu_seconds"])


def isolated_child(
    channel: socket.socket,
    shell: Shell,
    folder: str,
    limits: dict[str, Any],
    filter_: Filter,
    verdict: int,
    number: int,
) -> None:
    """Enter new namespaces, and serve as the first process in them; die with it.

    `verdict` is the pipe for which limit ended it, `number` counts the children.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    user, group = become_nobody(NOBODIES[number % len(NOBODIES)])
    call(libc.unshare, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{STUDENT} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{STUDENT} {group} 1")
    first = os.fork()
    if first:
        channel.close()
        pidfd = os.pidfd_open(first)
        signal.signal(signal.SIGINT, lambda *_: send(pidfd, signal.SIGINT))
        signal.signal(signal.SIGTERM, lambda *_: send(pidfd, signal.SIGKILL))
        os.write(verdict, watch(first, proc, limits).encode())
        os._exit(0)
    os.close(proc)
    os.close(verdict)
    call(libc.prctl, PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.setsid()  # signals to a group of processes cross the borders of namespaces
    call(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    limit_resources(limits)
    cover(folder, limits["disk_mb"], os.environ["KIT_PYTHON"].split(os.pathsep))
    drop_privileges()
    filter_.load()
    for name in ("KIT_USER", "KIT_GROUP", "KIT_PYTHON"):
        del os.environ[name]
    silence()
    serve(channel, shell, folder, limits["cell_cpu_seconds"])


def send(pidfd: int, number: int) -> None:
    """Send a signal to a process that may have ended."""
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(pidfd, number)


def become_nobody(account: int) -> tuple[str, str]:
    """Return the user and group that students' processes have outside; where that is root, take `account`."""
    user, group = os.environ["KIT_USER"], os.environ["KIT_GROUP"]
    if user != "0":
        return user, group
    os.setgroups([])
    os.setresgid(account, account, account)
    os.setresuid(account, account, account)
    call(libc.prctl, PR_SET_DUMPABLE, 1, 0, 0, 0)  # or /proc/self would belong to root
    return str(account), str(account)


def cover(folder: str, size_mb: int, keep: list[str]) -> None:
    """Put one empty file system of `size_mb` over every place that can be written, and nothing over /proc.

    The folders in `keep` that are below one of these places stay as they are.
    """
    places = {"/tmp": "tmp", "/dev/shm": "shm", "/matplotlib": "matplotlib", folder: "notebook"}
    held = {
        path: os.open(path, os.O_PATH) for path in keep if path.startswith(tuple(f"{p}/" for p in places))
    }
    options = f"size={size_mb}m,nr_inodes=20000,mode=0700,uid={STUDENT},gid={STUDENT}"
    mount("tmpfs", folder, options.encode())
    for place, name in places.items():
        os.mkdir(f"{folder}/{name}", 0o700)
        mount(f"{folder}/{name}", place)
    for path, fd in held.items():
        Path(path).mkdir(parents=True)
        mount(f"/proc/self/fd/{fd}", path)
        os.close(fd)
    mount("tmpfs", "/proc", b"size=4k,mode=0500")
    mount("tmpfs", "/dev/pts", b"size=4k,mode=0500")  # terminals are seen by every notebook
    mount("/dev/null", "/dev/zero")  # a shared mapping of it is memory that is counted nowhere


def mount(source: str, target: str, options: bytes | None = None) -> None:
    """Mount a new tmpfs where there are `options`, and the folder `source` otherwise."""
    kind, flags = (None, MS_BIND | MS_REC) if options is None else (b"tmpfs", MS_NOSUID | MS_NODEV)
    call(libc.mount, source.encode(), target.encode(), kind, flags, options)


def drop_privileges() -> None:
    """Give up every capability, now and for whatever is started later."""
    call(libc.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    call(libc.capset, header, (ctypes.c_uint32 * 6)())


def silence() -> None:
    """Point standard input and output at nothing, so that only what a cell shows is kept."""
    nothing = os.open("/dev/null", os.O_RDWR)
    for fd in range(3):
        os.dup2(nothing, fd)
    os.close(nothing)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  lives as long as the process


def call(function: ctypes._NamedFuncPointer, *arguments: object) -> None:
    """Call a C function; OSError where it fails."""
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function.__name__}: {os.strerror(number)}")
