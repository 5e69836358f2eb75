"""What bounds a student's process: resource limits, a system-call filter, and a watch over all it started."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import resource
import select
import signal
from typing import Any

POLL_SECONDS = 0.05
MB = 2**20

# What no exercise needs, and what holes in kernels were found in; namespaces leave these to everybody.
DENIED = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd"),
    *("unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "mount_setattr", "move_mount"),
    *("open_tree", "fsopen", "fsconfig", "fsmount", "fspick", "open_by_handle_at", "name_to_handle_at"),
    *("bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register"),
    *("add_key", "request_key", "keyctl", "fanotify_init", "quotactl", "acct", "syslog", "reboot"),
    *("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "swapon", "swapoff"),
    *("clock_settime", "settimeofday", "adjtimex", "sethostname", "setdomainname", "iopl", "ioperm"),
    # Memory that no limit of a process counts.
    *("memfd_create", "memfd_secret", "shmget", "semget", "msgget", "mq_open"),
)
NAMESPACE_FLAGS = (
    0x00000080,
    0x00020000,
    0x02000000,
    0x04000000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
UNIX, INET, INET6 = 1, 2, 10
EPERM, ENOSYS = 1, 38
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
EQUAL, GREATER, MASKED_EQUAL = 4, 6, 7


class Comparison(ctypes.Structure):
    """libseccomp's struct scmp_arg_cmp: a condition on one argument of a system call."""

    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    )


class Filter:
    """A filter of system calls, made with libseccomp; `load` puts it over this process for good."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(ctypes.util.find_library("seccomp"), use_errno=True)
        self._library.seccomp_init.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._library.seccomp_init(ALLOW))
        for name in DENIED:
            self._refuse(name, EPERM)
        self._refuse("clone3", ENOSYS)  # its flags are out of a filter's sight; libraries fall back on clone
        for flag in NAMESPACE_FLAGS:
            self._refuse("clone", EPERM, Comparison(0, MASKED_EQUAL, flag, flag))
        for family in range(INET6):
            if family not in (UNIX, INET):
                self._refuse("socket", EPERM, Comparison(0, EQUAL, family))
        self._refuse("socket", EPERM, Comparison(0, GREATER, INET6))

    def _refuse(self, name: str, errno: int, *conditions: Comparison) -> None:
        number = self._library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:  # not on this machine
            return
        array = (Comparison * len(conditions))(*conditions)
        failed = self._library.seccomp_rule_add_array(
            self._context, ctypes.c_uint32(ERRNO | errno), number, len(conditions), array
        )
        if failed:
            raise OSError(-failed, f"no filter for {name}")

    def load(self) -> None:
        """Filter this process and whatever it starts; it must have given up new privileges before."""
        failed = self._library.seccomp_load(self._context)
        if failed:
            raise OSError(-failed, "the system-call filter cannot be loaded")


def limit_resources(limits: dict[str, Any]) -> None:
    """Limit what this process and each that it starts may use; `limits` are those of `sandbox.Limits`."""
    memory = _status("/proc/self/status")["VmData"] + limits["memory_mb"] * MB
    for kind, value in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_FSIZE, limits["file_mb"] * MB),
        (resource.RLIMIT_CPU, int(limits["notebook_cpu_seconds"]) + 1),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        bound = value if hard < 0 else min(value, hard)
        resource.setrlimit(kind, (bound, bound))
    signal.signal(signal.SIGXCPU, _out_of_time)


def allow_cpu(seconds: float) -> None:
    """Let this process use `seconds` of processor time from now on, within its limit for the whole notebook."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))


def _out_of_time(*_: object) -> None:
    raise TimeoutError("out of processor time")


def watch(process: int, proc: int, limits: dict[str, Any]) -> str:
    """Wait for `process` to end, and end it where it and all that it started use more than `limits`.

    `proc` is a descriptor of a /proc in which they can be seen. Returns which limit ended it, or nothing.
    """
    pidfd = os.pidfd_open(process)
    shared, reason = 0, ""
    while not reason and not select.select([pidfd], [], [], POLL_SECONDS)[0]:
        family = _family(process, proc)
        shared = shared or family[0]["RssAnon"]  # the template's pages, which every fork counts as its own
        memory = sum(max(0, one["RssAnon"] - shared) + one["RssShmem"] for one in family)
        if sum(one["Threads"] for one in family) > limits["processes"]:
            reason = "processes"
        elif memory > (limits["memory_mb"] + limits["disk_mb"]) * MB:
            reason = "memory"
        if reason:
            os.kill(process, signal.SIGKILL)
    os.close(pidfd)
    _, _, usage = os.wait4(process, 0)
    if not reason and usage.ru_utime + usage.ru_stime > limits["notebook_cpu_seconds"]:
        reason = "processor"
    return reason


def _family(process: int, proc: int) -> list[dict[str, int]]:
    """Return what /proc says of a process, and then of all that descend from it."""
    found: dict[int, dict[str, int]] = {}
    for name in filter(str.isdigit, os.listdir(proc)):
        with contextlib.suppress(OSError):  # ended meanwhile
            found[int(name)] = _status(f"{name}/status", proc)
    nothing = {"RssAnon": 0, "RssShmem": 0, "Threads": 1}
    family, members = [{**nothing, **found.get(process, {})}], {process}
    for pid in sorted(found):
        if _descends(pid, members, found):
            family.append({**nothing, **found[pid]})
    return family


def _descends(pid: int, members: set[int], found: dict[int, dict[str, int]]) -> bool:
    line = []
    while pid in found and pid not in members:
        line.append(pid)
        pid = found[pid]["PPid"]
    if pid in members:
        members.update(line)
    return bool(line) and pid in members


def _status(path: str, folder: int | None = None) -> dict[str, int]:
    """Return the numbers in a /proc/…/status, sizes in bytes."""
    fd = os.open(path, os.O_RDONLY, dir_fd=folder)
    try:
        text = os.read(fd, 2**14).decode(errors="replace")
    finally:
        os.close(fd)
    numbers = {}
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        parts = rest.split()
        if parts and parts[0].isdigit():
            numbers[name] = int(parts[0]) * (1024 if parts[-1] == "kB" else 1)
    return numbers
