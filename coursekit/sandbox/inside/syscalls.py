"""The filter of system calls that a student's process lives behind."""

from __future__ import annotations

import ctypes
import ctypes.util

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
