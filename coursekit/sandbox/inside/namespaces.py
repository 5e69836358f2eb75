"""Namespaces in which a student's process sees nothing of the machine, and may do nothing to it."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import struct
from pathlib import Path
from typing import Any

from .resources import has_accounts, limit_resources
from .syscalls import Filter

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER = 0x00020000, 0x08000000, 0x10000000
CLONE_NEWPID, CLONE_NEWNET = 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1
CAPABILITY_VERSION_3 = 0x20080522
STUDENT = 1000
# Of /proc, beside the processes of one's own namespace: what notebooks, psutil and joblib read of the machine.
TOLD = {
    *("cpuinfo", "filesystems", "loadavg", "meminfo", "mounts", "net"),
    *("self", "stat", "thread-self", "uptime", "version", "vmstat"),
}
EMPTY = "/proc/sys"  # this comes over all else
libc = ctypes.CDLL(None, use_errno=True)


def isolate(folder: str, limits: dict[str, Any], filter_: Filter, account: int) -> None:
    """Put this process, as `account`, into namespaces where it sees nothing and may do nothing else."""
    call(libc.unshare, CLONE_NEWNS)
    call(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    show_own_processes()  # here: what a lesser namespace takes over, nobody can take away there
    if has_accounts():
        become_nobody(account)
    user, group = os.getuid(), os.getgid()
    call(libc.unshare, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{STUDENT} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{STUDENT} {group} 1")
    start_loopback()
    call(libc.prctl, PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # again: another account has none
    call(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    limit_resources(limits)
    cover(folder, limits["disk_mb"], os.environ["KIT_PYTHON"].split(os.pathsep))
    drop_privileges()
    filter_.load()
    del os.environ["KIT_PYTHON"]


def show_own_processes() -> None:
    """Mount /proc anew, with the processes of this namespace, and an empty place for all that is not TOLD."""
    call(libc.mount, b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None)
    flags = MS_RDONLY | MS_NOSUID | MS_NODEV
    call(libc.mount, b"tmpfs", EMPTY.encode(), b"tmpfs", flags, b"size=4k,mode=0555")
    with os.scandir("/proc") as entries:
        hidden = [entry for entry in entries if not entry.name.isdigit() and entry.name not in TOLD]
    for entry in hidden:
        if entry.path != EMPTY:
            mount(EMPTY if entry.is_dir() else "/dev/null", entry.path)


def start_loopback() -> None:
    """Start the one interface of this process's network namespace, by which it reaches itself."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_:
        fcntl.ioctl(any_, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))


def become_nobody(account: int) -> None:
    """Take on `account`, and no right of root."""
    os.setgroups([])
    os.setresgid(account, account, account)
    os.setresuid(account, account, account)
    call(libc.prctl, PR_SET_DUMPABLE, 1, 0, 0, 0)  # or /proc/self would belong to root


def cover(folder: str, size_mb: int, keep: list[str]) -> None:
    """Put one empty file system of `size_mb` over every place that can be written.

    The folders in `keep` that are below one of these places stay as they are.
    """
    places = {"/tmp": "tmp", "/dev/shm": "shm", "/matplotlib": "matplotlib", folder: "notebook"}
    covered = tuple(f"{place}/" for place in places)
    held = {path: os.open(path, os.O_PATH) for path in keep if path.startswith(covered)}
    options = f"size={size_mb}m,nr_inodes=20000,mode=0700,uid={STUDENT},gid={STUDENT}"
    mount("tmpfs", folder, options.encode())
    for place, name in places.items():
        os.mkdir(f"{folder}/{name}", 0o700)
        mount(f"{folder}/{name}", place)
    for path, fd in held.items():
        Path(path).mkdir(parents=True)
        mount(f"/proc/self/fd/{fd}", path)
        os.close(fd)
    mount("/dev/null", "/dev/zero")  # a shared mapping of it is memory that is counted nowhere


def mount(source: str, target: str, options: bytes | None = None) -> None:
    """Mount a new tmpfs if there are `options`, and the folder `source` otherwise."""
    kind, flags = (None, MS_BIND | MS_REC) if options is None else (b"tmpfs", MS_NOSUID | MS_NODEV)
    call(libc.mount, source.encode(), target.encode(), kind, flags, options)


def drop_privileges() -> None:
    """Give up every capability, now and for whatever is started later."""
    call(libc.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    call(libc.capset, header, (ctypes.c_uint32 * 6)())


def call(function: ctypes._NamedFuncPointer, *arguments: object) -> None:
    """Call a C function; OSError if it fails."""
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function.__name__}: {os.strerror(number)}")
