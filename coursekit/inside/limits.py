"""What bounds a student's process: resource limits, a system-call filter, and a watch over all it started."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import resource
import signal
import threading
from collections.abc import Iterator
from typing import Any

POLL_SECONDS = 0.05
MB = 2**20
# Accounts that no system uses, for students' processes where the grader is root.
NOBODIES = range(62000, 64000)
TICKS = os.sysconf("SC_CLK_TCK")
LOWEST_PRIORITY = 19
SHARED_ANONYMOUS = 0x21  # mmap's MAP_SHARED | MAP_ANONYMOUS

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
        # Shared memory without a file: what a process has written there and let go of is counted nowhere.
        self._refuse("mmap", EPERM, Comparison(3, MASKED_EQUAL, SHARED_ANONYMOUS, SHARED_ANONYMOUS))

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


def has_accounts() -> bool:
    """Return whether this process is root, and may take on the accounts of NOBODIES."""
    with open("/proc/self/uid_map") as lines:
        known = [range(int(first), int(first) + int(count)) for first, _, count in map(str.split, lines)]
    return os.getuid() == 0 and any(NOBODIES[0] in one and NOBODIES[-1] in one for one in known)


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


@contextlib.contextmanager
def bounded(seconds: float, memory: int) -> Iterator[None]:
    """Let what is within take `seconds` and `memory` bytes more, then TimeoutError or an error of memory.

    Time is bounded in the main thread alone, where Python takes signals.
    """

    def stop(*_: object) -> None:
        raise TimeoutError("took too long")

    limits = resource.getrlimit(resource.RLIMIT_DATA)
    bound = _status("/proc/self/status")["VmData"] + memory
    bound = bound if limits[0] < 0 else min(bound, limits[0])
    resource.setrlimit(resource.RLIMIT_DATA, (bound, limits[1]))
    timed = threading.current_thread() is threading.main_thread()
    if timed:
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_DATA, limits)


class Watch:
    """Watches over the child `process` of this one, and ends it where it uses more than its `limits`.

    `verdict` is a pipe that is told which limit it was, or nothing. With `everything`, what the child starts counts.
    """

    def __init__(self, process: int, verdict: int, limits: dict[str, Any], *, everything: bool):
        self.process, self.verdict, self.limits = process, verdict, limits
        self.pidfd = os.pidfd_open(process)
        self.reason = ""
        self.family = Family(process) if everything else None

    def look(self) -> None:
        """Look what it uses now."""
        if self.family is None or self.reason:
            return
        self.family.look()
        if self.family.threads > self.limits["processes"]:
            self.reason = "processes"
        elif self.family.uses_memory((self.limits["memory_mb"] + self.limits["disk_mb"]) * MB):
            self.reason = "memory"
        elif self.family.cpu_seconds > self.limits["notebook_cpu_seconds"]:
            self.reason = "processor"
        if self.reason:
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    def finish(self) -> None:
        """Tell which limit ended it, now that it has ended."""
        _, _, usage = os.wait4(self.process, 0)
        if not self.reason and usage.ru_utime + usage.ru_stime > self.limits["notebook_cpu_seconds"]:
            self.reason = "processor"
        with contextlib.suppress(BrokenPipeError):  # nobody wants to know any more
            os.write(self.verdict, self.reason.encode())
        os.close(self.verdict)
        os.close(self.pidfd)


class Family:
    """A process and all that descend from it."""

    def __init__(self, process: int):
        self._first = process
        self._members: dict[int, dict[str, int]] = {}
        self._spent: dict[tuple[int, int], int] = {}  # by process number and start: ticks, also of the dead
        self._inherited = _status(f"/proc/{process}/status").get("RssAnon", 0)

    @property
    def threads(self) -> int:
        """Return how many threads there are now, every process being at least one."""
        return sum(one.get("Threads", 1) for one in self._members.values())

    @property
    def cpu_seconds(self) -> float:
        """Return the processor time of all, as far as they were there at a look."""
        return sum(self._spent.values()) / TICKS

    def look(self) -> None:
        """Find the members anew; all but the first give way to everybody else's processes."""
        found: dict[int, dict[str, int]] = {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):  # ended meanwhile
                found[int(name)] = _status(f"/proc/{name}/status")
        members = {self._first}
        for pid in sorted(found):
            _add_descendant(pid, members, found)
        self._members = {pid: found[pid] for pid in members if pid in found}
        for pid in self._members:
            with contextlib.suppress(OSError, ValueError, IndexError):
                fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
                self._spent[pid, int(fields[19])] = int(fields[11]) + int(fields[12])
                if pid != self._first:
                    os.setpriority(os.PRIO_PROCESS, pid, LOWEST_PRIORITY)

    def uses_memory(self, limit: int) -> bool:
        """Return whether all together use more than `limit` bytes, beside what the first was born with."""
        own = [one.get("RssAnon", 0) + one.get("RssShmem", 0) for one in self._members.values()]
        if sum(own) - self._inherited <= limit:
            return False
        # What processes share was counted for each of them; to count it once takes longer.
        return sum(map(self._proportional, self._members)) - self._inherited > limit

    def _proportional(self, pid: int) -> int:
        whole = self._members[pid].get("RssAnon", 0) + self._members[pid].get("RssShmem", 0)
        try:
            parts = _numbers(_read(f"/proc/{pid}/smaps_rollup"))
            return parts["Pss_Anon"] + parts["Pss_Shmem"]
        except (OSError, KeyError):  # hidden, or an older kernel
            return whole


def _add_descendant(pid: int, members: set[int], found: dict[int, dict[str, int]]) -> None:
    """Add `pid`, and who is between, to `members` where it descends from one of them."""
    line = []
    while pid in found and pid not in members:
        line.append(pid)
        pid = found[pid]["PPid"]
    if pid in members:
        members.update(line)


def _read(path: str) -> str:
    fd = os.open(path, os.O_RDONLY)
    try:
        return os.read(fd, 2**14).decode(errors="replace")
    finally:
        os.close(fd)


def _status(path: str) -> dict[str, int]:
    """Return the numbers in a /proc/…/status, sizes in bytes."""
    return _numbers(_read(path))


def _numbers(text: str) -> dict[str, int]:
    numbers = {}
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        parts = rest.split()
        if parts and parts[0].isdigit():
            numbers[name] = int(parts[0]) * (1024 if parts[-1] == "kB" else 1)
    return numbers
