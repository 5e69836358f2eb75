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
import select
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NoReturn

import matplotlib

from .cgroup import Cgroup, Cgroups
from .framework import Framework
from .frameworks import load
from .namespaces import CLONE_NEWPID, PR_SET_PDEATHSIG, call, isolate, libc
from .observe import show_correlation, text_makers
from .proc import read_status
from .resources import NOBODIES, limit_resources
from .server import serve
from .shell import Shell, ZMQInteractiveShell
from .syscalls import Filter
from .watch import POLL_SECONDS, Watch
from .world import furnish

MADV_COLLAPSE = 25
LARGE_PAGE = 2**21


def main(control_fd: int, isolated: bool, folder: str, framework: str, cgroups_fd: int) -> None:
    """Be a template for notebooks in `framework` until the other end of `control_fd` closes.

    `folder` is where a child's private folder is; when not `isolated`, below it there is one for each child. In the
    folder of `cgroups_fd`, if there is one, a cgroup can be made for each.
    """
    # Where grading is started in the background, Ctrl-C is ignored: by it, a cell that hangs is stopped.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    groups = None
    with contextlib.suppress(OSError):  # then limits of resources alone
        groups = Cgroups(cgroups_fd) if cgroups_fd >= 0 else None
    known = load(framework)
    Template(control_fd, Birth(warm_up(known), known, folder, isolated), groups).serve()
    os._exit(0)  # to take everything apart before takes longer than to fork ten children


class Template:
    """Forks a child for every socket and limits that arrive on `control_fd`, and watches over the children.

    The answer is the child's pidfd, and a pipe that will tell which limit ended it. For a socket with the word
    "copy", it forks another template, which serves that one. At the word "many" it gets ready for many children.
    """

    def __init__(self, control_fd: int, birth: Birth, groups: Cgroups | None):
        self.control, self.birth, self.groups = socket.socket(fileno=control_fd), birth, groups
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
        group = self.groups.make(limits) if self.groups else None
        pid = self.birth.fork()
        if pid == 0:
            self.let_go()
            for fd in (reading, writing, self.birth.own_pids):
                os.close(fd)
            self.birth.live(socket.socket(fileno=channel), limits, group)
        watch = Watch(pid, writing, limits, everything=self.birth.filter is not None, group=group)
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
            self.birth.seat = self.copies
            self.control.send(b"ready")

    def let_go(self) -> None:
        """Close, in a process that was just forked, what belongs to the template alone."""
        self.control.close()
        for child in self.children.values():
            os.close(child.pidfd)
            os.close(child.verdict)


def require_one_thread() -> None:
    """Raise RuntimeError if this process has begun threads, none of which a fork has."""
    count = read_status("/proc/self/status")["Threads"]
    if count != 1:
        raise RuntimeError(f"what was imported has begun {count - 1} threads, so that it cannot be forked")


def warm_up(framework: Framework) -> Shell:
    """Return a shell that every child finds ready, with all that a first cell, figure or error would import."""
    matplotlib.use("module://matplotlib_inline.backend_inline")
    show_correlation()
    framework.warm_up()
    text_makers()
    shell: Shell = ZMQInteractiveShell.instance()
    shell.run("import matplotlib.pyplot as plt\nplt.figure(); plt.plot([1, 2]); plt.show()\n!true\n1")
    shell.run("raise ValueError")
    shell.reset(new_session=True)
    sys.last_type = sys.last_value = sys.last_traceback = None
    require_one_thread()
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

    def __init__(self, shell: Shell, framework: Framework, folder: str, isolated: bool):
        self.shell, self.framework, self.folder = shell, framework, folder
        self.filter = Filter() if isolated else None
        self.own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY)
        self.number = self.seat = 0  # how many children there were, and which of several templates this is

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

    def live(self, channel: socket.socket, limits: dict[str, Any], group: Cgroup | None) -> NoReturn:
        """Be the child that was just made: serve on `channel` until it closes."""
        try:
            if group is not None:
                group.enter()
            call(libc.prctl, PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if self.framework.threads_by_processors():
                processors = sorted(os.sched_getaffinity(0))
                os.sched_setaffinity(0, {processors[self.seat % len(processors)]})
            os.setsid()  # signals to a group of processes cross the borders of namespaces
            folder = self.folder
            if self.filter is None:
                folder = tempfile.mkdtemp(dir=folder)
                # Processes are counted by account, and this one is the instructor's.
                limit_resources({**limits, "processes": 2**31})
            else:
                isolate(folder, limits, self.filter, NOBODIES[self.number % len(NOBODIES)])
            silence()
            furnish(limits["processes"])
            serve(channel, self.shell, self.framework, folder, limits["cell_cpu_seconds"])
        except BaseException as error:
            channel.send(repr(error).encode())
        os._exit(1)


def silence() -> None:
    """Point standard input and output at nothing, so that only what a cell shows is kept."""
    nothing = os.open("/dev/null", os.O_RDWR)
    for fd in range(3):
        os.dup2(nothing, fd)
    os.close(nothing)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  lives as long as the process
