"""The warm process: imports everything once, then forks a child for each notebook.

Every child lives in user, mount, process, network and IPC namespaces of its own, on empty file systems in
memory; nothing that it writes or starts outlives it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import socket
import sys
from pathlib import Path

import matplotlib
import torch

matplotlib.use("module://matplotlib_inline.backend_inline")
import matplotlib.pyplot

from .serve import AutogradRecorder, Recorder, serve
from .shell import Shell

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER = 0x00020000, 0x08000000, 0x10000000
CLONE_NEWPID, CLONE_NEWNET = 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CAPABILITY_VERSION_3 = 0x20080522
STUDENT = 1000
libc = ctypes.CDLL(None, use_errno=True)


def main(control_fd: int, isolated: bool, folder: str) -> None:
    """Fork a child for every socket that arrives on `control_fd`; answer with the child's pidfd.

    `folder` is where a child's private folder is; when not `isolated`, below it there is one for each child.
    """
    torch.set_num_threads(1)
    shell = Shell.instance()
    shell.run("import matplotlib.pyplot as plt\nplt.figure(); plt.plot([1, 2]); plt.show()\n!true\n1")
    with AutogradRecorder([]), Recorder([]):
        torch.ones(2, 2, requires_grad=True).sum().backward()
    shell.reset(new_session=True)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control = socket.socket(fileno=control_fd)
    control.send(b"ready")
    number = 0
    while True:
        data, fds, _, _ = socket.recv_fds(control, 1, 1)
        if not data:
            return
        number += 1
        child = os.fork()
        if child == 0:
            control.close()
            channel = socket.socket(fileno=fds[0])
            try:
                if isolated:
                    isolated_child(channel, shell, folder)
                else:
                    plain_child(channel, shell, f"{folder}/{number}")
            except BaseException as error:
                print(f"the student's process could not start: {error!r}", file=sys.__stderr__, flush=True)
            os._exit(1)
        os.close(fds[0])
        pidfd = os.pidfd_open(child)
        socket.send_fds(control, [b"p"], [pidfd])
        os.close(pidfd)


def plain_child(channel: socket.socket, shell: Shell, folder: str) -> None:
    """Serve in a folder of its own, with no other protection."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    Path(folder).mkdir()
    silence()
    serve(channel, shell, folder)


def isolated_child(channel: socket.socket, shell: Shell, folder: str) -> None:
    """Enter new namespaces, and serve as the first process in them; die with it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    call(libc.unshare, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC)
    user, group = os.environ["KIT_USER"], os.environ["KIT_GROUP"]
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{STUDENT} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{STUDENT} {group} 1")
    first = os.fork()
    if first:
        channel.close()
        signal.signal(signal.SIGINT, lambda *_: os.kill(first, signal.SIGINT))
        signal.signal(signal.SIGTERM, lambda *_: os.kill(first, signal.SIGKILL))
        while True:
            with contextlib.suppress(InterruptedError):
                os.waitpid(first, 0)
                os._exit(0)
    call(libc.prctl, PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    call(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    for place in (folder, "/tmp", "/dev/shm", "/matplotlib", "/proc"):
        cover(place, os.environ["KIT_PYTHON"].split(os.pathsep))
    drop_privileges()
    for name in ("KIT_USER", "KIT_GROUP", "KIT_PYTHON"):
        del os.environ[name]
    silence()
    serve(channel, shell, folder)


def cover(place: str, keep: list[str]) -> None:
    """Put an empty file system over `place`; the folders in `keep` that are below it stay as they are."""
    held = {path: os.open(path, os.O_PATH) for path in keep if path.startswith(f"{place}/")}
    options = b"size=256m,mode=0700,uid=%d,gid=%d" % (STUDENT, STUDENT)
    call(libc.mount, b"tmpfs", place.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, options)
    for path, fd in held.items():
        Path(path).mkdir(parents=True)
        call(libc.mount, f"/proc/self/fd/{fd}".encode(), path.encode(), None, MS_BIND | MS_REC, None)
        os.close(fd)


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
