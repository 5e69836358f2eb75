"""The warm process: imports everything once, then forks a child for each notebook.

Every child lives in user, mount, process, network and IPC namespaces of its own, on empty file systems in
memory; nothing that it writes or starts outlives it.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NoReturn

import matplotlib
import torch

matplotlib.use("module://matplotlib_inline.backend_inline")
import matplotlib.pyplot

from .limits import NOBODIES, POLL_SECONDS, Filter, Watch, has_accounts, limit_resources
from .serve import AutogradRecorder, Recorder, serve
from .shell import Shell

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER = 0x00020000, 0x08000000, 0x10000000
CLONE_NEWPID, CLONE_NEWNET = 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
CAPABILITY_VERSION_3 = 0x20080522
MADV_COLLAPSE = 25
LARGE_PAGE = 2**21
STUDENT = 1000
libc = ctypes.CDLL(None, use_errno=True)


def main(control_fd: int, isolated: bool, folder: str) -> None:
    """Be a template until the other end of `control_fd` closes.

    `folder` is where a child's private folder is; when not `isolated`, below it there is one for each child.
    """
    # Where grading is started in the background, Ctrl-C is ignored: by it, a cell that hangs is stopped.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    Template(control_fd, Birth(warm_up(), folder, isolated)).serve()


class Template:
    """Forks a child for every socket and limits that arrive on `control_fd`, and watches over the children.

    The answer is the child's pidfd, and a pipe that will tell which limit ended it. For a socket with the word
    "copy", it forks another template, which serves that one. At the word "many" it gets ready for many children.
    """

    def __init__(self, control_fd: int, birth: Birth):
        self.control, self.birth = socket.socket(fileno=control_fd), birth
        self.children: dict[int, Watch] = {}  # by pidfd
        self.copies = 0

    def serve(self) -> None:
        """Answer until the other side goes away."""
        self.control.send(b"ready")
        looked = 0.0
        while True:
            seconds = POLL_SECONDS if self.children else None
            ready, _, _ = select.select([self.control.fileno(), *self.children], [], [], seconds)
            for pidfd in self.children.keys() & ready:
                self.children.pop(pidfd).finish()
            if time.monotonic() - looked >= POLL_SECONDS:
                for child in self.children.values():
                    child.look()
                looked = time.monotonic()
            if self.control.fileno() in ready:
                data, fds, _, _ = socket.recv_fds(self.control, 4096, 1)
                if not data:
                    return
                if data == b"many":
                    use_large_pages()
                    continue
                if data == b"copy":
                    self.copy(fds[0])
                else:
                    self.begin(fds[0], json.loads(data))
                os.close(fds[0])

    def begin(self, channel: int, limits: dict[str, Any]) -> None:
        """Make a child that serves `channel`."""
        reading, writing = os.pipe()
        pid = self.birth.fork()
        if pid == 0:
            self.let_go()
            for fd in (reading, writing, self.birth.own_pids):
                os.close(fd)
            self.birth.live(socket.socket(fileno=channel), limits)
        watch = Watch(pid, writing, limits, everything=self.birth.filter is not None)
        self.children[watch.pidfd] = watch
        socket.send_fds(self.control, [b"p"], [watch.pidfd, reading])
        os.close(reading)

    def copy(self, control: int) -> None:
        """Make another template that serves `control`."""
        self.copies += 1
        if os.fork() == 0:
            self.let_go()
            self.control, self.children = socket.socket(fileno=os.dup(control)), {}
            self.birth.number = self.copies * len(NOBODIES) // 8  # not the accounts that this one gives
            self.control.send(b"ready")

    def let_go(self) -> None:
        """Close, in a process that was just forked, what belongs to the template alone."""
        self.control.close()
        for child in self.children.values():
            os.close(child.pidfd)
            os.close(child.verdict)


def warm_up() -> Shell:
    """Return a shell that every child finds ready, with all that a first cell, figure or error would import."""
    torch.set_num_threads(1)
    shell: Shell = Shell.instance()
    shell.run("import matplotlib.pyplot as plt\nplt.figure(); plt.plot([1, 2]); plt.show()\n!true\n1")
    shell.run("raise ValueError")
    with AutogradRecorder([]), Recorder([]):
        torch.ones(2, 2, requires_grad=True).sum().backward()
    shell.reset(new_session=True)
    sys.last_type = sys.last_value = sys.last_traceback = None
    gc.freeze()
    gc.enable()
    return shell


def use_large_pages() -> None:
    """Collect this process's own memory in large pages, of which a fork copies few; kernels before 6.1 refuse."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        place, rights, *_, inode = line.split()[:5]
        if rights.startswith("rw") and inode == "0":
            start, end = (int(address, 16) for address in place.split("-"))
            start, end = -(-start // LARGE_PAGE) * LARGE_PAGE, end // LARGE_PAGE * LARGE_PAGE
            if start < end:
                libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_COLLAPSE)


class Birth:
    """Makes children, each with a number of its own, and `isolated` each in namespaces of its own."""

    def __init__(self, shell: Shell, folder: str, isolated: bool):
        self.shell, self.folder = shell, folder
        self.filter = Filter() if isolated else None
        self.own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY)
        self.number = 0

    def fork(self) -> int:
        """Fork; isolated, the child is the first process of a namespace, whose end ends all others in it."""
        self.number += 1
        if self.filter is None:
            return os.fork()
        call(libc.unshare, CLONE_NEWPID)
        child = os.fork()
        if child:
            call(libc.setns, self.own_pids, CLONE_NEWPID)
        return child

    def live(self, channel: socket.socket, limits: dict[str, Any]) -> NoReturn:
        """Be the child that was just made: serve on `channel` until it closes."""
        try:
            call(libc.prctl, PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            os.setsid()  # signals to a group of processes cross the borders of namespaces
            folder = self.folder
            if self.filter is None:
                folder = tempfile.mkdtemp(dir=folder)
                # Processes are counted by account, and this one is the instructor's.
                limit_resources({**limits, "processes": 2**31})
            else:
                isolate(folder, limits, self.filter, NOBODIES[self.number % len(NOBODIES)])
            silence()
            serve(channel, self.shell, folder, limits["cell_cpu_seconds"])
        except BaseException as error:
            channel.send(repr(error).encode())
        os._exit(1)


def isolate(folder: str, limits: dict[str, Any], filter_: Filter, account: int) -> None:
    """Put this process, as `account`, into namespaces where it sees nothing and may do nothing else."""
    if has_accounts():
        become_nobody(account)
    user, group = os.getuid(), os.getgid()
    call(libc.unshare, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{STUDENT} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{STUDENT} {group} 1")
    call(libc.prctl, PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # again: another account has none
    call(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    limit_resources(limits)
    cover(folder, limits["disk_mb"], os.environ["KIT_PYTHON"].split(os.pathsep))
    drop_privileges()
    filter_.load()
    del os.environ["KIT_PYTHON"]


def become_nobody(account: int) -> None:
    """Take on `account`, and no right of root."""
    os.setgroups([])
    os.setresgid(account, account, account)
    os.setresuid(account, account, account)
    call(libc.prctl, PR_SET_DUMPABLE, 1, 0, 0, 0)  # or /proc/self would belong to root


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
