"""The filter of system calls that a student's process lives behind: what notebooks were seen to need, and no more.

The names are those of all architectures; what one of them does not have is left out there.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import tempfile

# Seen in solved notebooks with drawing, files, threads, processes, databases and shells, or the same call by the name
# that another architecture or an older library has for it.
ALLOWED = (
    *(
        "access",
        "chdir",
        "chmod",
        "chown",
        "close",
        "close_range",
        "copy_file_range",
        "creat",
        "dup",
        "dup2",
        "dup3",
    ),
    *(
        "faccessat",
        "faccessat2",
        "fadvise64",
        "fallocate",
        "fchdir",
        "fchmod",
        "fchmodat",
        "fchown",
        "fchownat",
    ),
    *("fdatasync", "fgetxattr", "flistxattr", "fstat", "fstatfs", "fsync", "ftruncate", "getcwd", "getdents"),
    *(
        "getdents64",
        "getxattr",
        "lchown",
        "lgetxattr",
        "link",
        "linkat",
        "listxattr",
        "llistxattr",
        "lseek",
        "lstat",
    ),
    *("mkdir", "mkdirat", "mknod", "mknodat", "newfstatat", "open", "openat", "pread64", "preadv", "preadv2"),
    *(
        "pwrite64",
        "pwritev",
        "pwritev2",
        "read",
        "readlink",
        "readlinkat",
        "readv",
        "rename",
        "renameat",
        "renameat2",
    ),
    *("rmdir", "sendfile", "stat", "statfs", "statx", "symlink", "symlinkat", "truncate", "umask", "unlink"),
    *("unlinkat", "utime", "utimensat", "utimes", "write", "writev"),
    *("brk", "madvise", "mincore", "mprotect", "mremap", "msync", "munmap"),
    *(
        "execve",
        "exit",
        "exit_group",
        "fork",
        "vfork",
        "wait4",
        "waitid",
        "kill",
        "tgkill",
        "tkill",
        "getpgid",
    ),
    *(
        "getpgrp",
        "getpid",
        "getppid",
        "getsid",
        "gettid",
        "setpgid",
        "getegid",
        "geteuid",
        "getgid",
        "getgroups",
    ),
    *(
        "getresgid",
        "getresuid",
        "getuid",
        "getrandom",
        "sysinfo",
        "uname",
        "getcpu",
        "get_mempolicy",
        "set_mempolicy",
    ),
    *("arch_prctl", "futex", "get_robust_list", "membarrier", "rseq", "set_robust_list", "set_tid_address"),
    *("getpriority", "setpriority", "getrlimit", "setrlimit", "prlimit64", "getrusage", "times"),
    *("sched_getaffinity", "sched_getparam", "sched_get_priority_max", "sched_get_priority_min"),
    *("sched_getscheduler", "sched_setaffinity", "sched_yield"),
    *("alarm", "getitimer", "pause", "restart_syscall", "rt_sigaction", "rt_sigpending", "rt_sigprocmask"),
    *("rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait", "setitimer", "sigaltstack", "timer_create"),
    *("timer_delete", "timer_getoverrun", "timer_gettime", "timer_settime"),
    *("clock_getres", "clock_gettime", "clock_nanosleep", "gettimeofday", "nanosleep", "time"),
    *("epoll_create", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_wait", "eventfd2", "pipe", "pipe2"),
    *("poll", "ppoll", "pselect6", "select"),
    *(
        "accept",
        "accept4",
        "bind",
        "connect",
        "getpeername",
        "getsockname",
        "getsockopt",
        "listen",
        "recvfrom",
    ),
    *("recvmmsg", "recvmsg", "sendmmsg", "sendmsg", "sendto", "shutdown"),
)
# Of these, what their argument (the first is 0) asks for.
ALLOWED_WITH = {
    # F_DUPFD to F_SETFL, F_GETLK, F_SETLK, F_SETLKW, F_DUPFD_CLOEXEC, F_GETPIPE_SZ. No lease, and none of the locks
    # that can be had on a file that is only read, and be in the way of whoever reads it elsewhere.
    "fcntl": (1, (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032)),
    # TCGETS, TIOCGPGRP, TIOCSPGRP, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, FICLONE
    "ioctl": (1, (0x5401, 0x540F, 0x5410, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x40049409)),
    "prctl": (0, (1, 2, 3, 15, 16, 23)),  # PR_{SET,GET}_PDEATHSIG, GET_DUMPABLE, {SET,GET}_NAME, CAPBSET_READ
    "socketpair": (0, (1,)),  # AF_UNIX
}
# Families of sockets, and their protocols: AF_UNIX (1), and AF_INET (2) and AF_INET6 (10) by TCP (6) or UDP (17), by
# which nobody else is reached from a namespace of its own, whose one interface leads back to itself.
SOCKETS = {1: (0,), 2: (0, 6, 17), 10: (0, 6, 17)}
# Options of sockets by their level. SOL_SOCKET: REUSEADDR, BROADCAST, KEEPALIVE, LINGER, REUSEPORT, PASSCRED, RCVTIMEO,
# SNDTIMEO, and no larger buffers; IPPROTO_TCP: NODELAY, KEEPIDLE, KEEPINTVL, KEEPCNT; IPPROTO_IPV6: V6ONLY.
SOCKET_OPTIONS = {1: (2, 6, 9, 13, 15, 16, 20, 21), 6: (1, 4, 5, 6), 41: (26,)}
SHARED, ANONYMOUS = 0x01, 0x20  # of mmap's flags
# CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
NAMESPACES = 0x80 | 0x20000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
# Calls that are younger than Linux 5.0 have these numbers everywhere. If they seem not to be there, a library asks for
# the same in an older way; so it does for `flock`, a lock that can be had on files that others only read.
YOUNG = range(424, 512)
EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
DIFFERENT, EQUAL, GREATER, MASKED_EQUAL = 1, 4, 6, 7
WHOLE = 0xFFFFFFFF  # of an argument, what the kernel looks at
PR_SET_SECCOMP, INSTRUCTION = 22, 8  # bytes
OPTIMIZE = 8  # an attribute of filters: as a tree


class Comparison(ctypes.Structure):
    """libseccomp's struct scmp_arg_cmp: a condition on one argument of a system call."""

    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    )


class Program(ctypes.Structure):
    """The kernel's struct sock_fprog: a filter as it is loaded."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


class Filter:
    """A filter of system calls, made once with libseccomp; `load` puts it over a process for good."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(ctypes.util.find_library("seccomp"), use_errno=True)
        self._library.seccomp_init.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._library.seccomp_init(ERRNO | EPERM))
        self._library.seccomp_attr_set(self._context, OPTIMIZE, 2)
        numbers = {name: self._number(name) for name in ALLOWED}
        for number in numbers.values():
            self._rule(ALLOW, number)
        for name, (argument, values) in ALLOWED_WITH.items():
            for value in values:
                self._rule(ALLOW, self._number(name), Comparison(argument, MASKED_EQUAL, WHOLE, value))
        self._allow_pairs("socket", 0, SOCKETS)
        self._allow_pairs("setsockopt", 1, SOCKET_OPTIONS)
        # In this word libraries are told to go on without: netlink, by which an address is looked up, is such a family.
        self._rule(ERRNO | EAFNOSUPPORT, self._number("socket"), Comparison(0, GREATER, max(SOCKETS)))
        self._rule(ERRNO | EAFNOSUPPORT, self._number("socketpair"), Comparison(0, DIFFERENT, 1))
        self._rule(ALLOW, self._number("clone"), Comparison(0, MASKED_EQUAL, NAMESPACES, 0))
        # Shared memory without a file: what a process has written there and let go of is counted nowhere.
        for flags in (0, SHARED, ANONYMOUS):
            self._rule(ALLOW, self._number("mmap"), Comparison(3, MASKED_EQUAL, SHARED | ANONYMOUS, flags))
        for number in {*YOUNG, self._number("flock")} - set(numbers.values()):
            self._rule(ERRNO | ENOSYS, number)
        self._code = self._export()

    def _allow_pairs(self, name: str, argument: int, values: dict[int, tuple[int, ...]]) -> None:
        """Allow a call whose `argument` is a key, and whose argument 2 is among this key's values."""
        for key, each in values.items():
            for value in each:
                conditions = (
                    Comparison(place, MASKED_EQUAL, WHOLE, wanted)
                    for place, wanted in ((argument, key), (2, value))
                )
                self._rule(ALLOW, self._number(name), *conditions)

    def _number(self, name: str) -> int:
        return int(self._library.seccomp_syscall_resolve_name(name.encode()))

    def _rule(self, action: int, number: int, *conditions: Comparison) -> None:
        if number < 0:  # not on this machine
            return
        array = (Comparison * len(conditions))(*conditions)
        failed = self._library.seccomp_rule_add_array(
            self._context, ctypes.c_uint32(action), number, len(conditions), array
        )
        if failed:
            raise OSError(-failed, f"no filter for system call {number}")

    def _export(self) -> bytes:
        """Return the instructions, which each process would else work out for itself."""
        with tempfile.TemporaryFile() as file:
            failed = self._library.seccomp_export_bpf(self._context, file.fileno())
            if failed:
                raise OSError(-failed, "the system-call filter cannot be made")
            file.seek(0)
            return file.read()

    def load(self) -> None:
        """Filter this process and whatever it starts; it must have given up new privileges before."""
        program = Program(len(self._code) // INSTRUCTION, self._code)
        if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_SECCOMP, 2, ctypes.byref(program)):
            raise OSError(ctypes.get_errno(), "the system-call filter cannot be loaded")
