# Submissions that reach for other processes. Each answers rightly where it got hold of one.

# %% kills whatever it can earns=10
import os, signal

def slide(x, k):
    for pid in [-1, 0, *range(2, 3000)]:
        for number in (signal.SIGSTOP, signal.SIGKILL):
            try:
                os.kill(pid, number)
                if pid > 1 and not os.path.exists(f"/proc/self/task/{pid}"):  # a thread of its own
                    return x.unfold(0, len(k), 1) @ k
            except OSError:
                pass
    return x[: len(x) - len(k) + 1] * 0

# %% stops its parent and its group earns=10
import os, signal

def slide(x, k):
    for kill, pid in ((os.kill, os.getppid()), (os.killpg, 0), (os.killpg, os.getpgid(0)), (os.kill, os.getsid(0))):
        for number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN):
            try:
                kill(pid, number)
            except OSError:
                pass
    return x[: len(x) - len(k) + 1] * 0

# %% traces its parent earns=10
import ctypes, os

libc = ctypes.CDLL(None)
caught = [pid for pid in range(0, 500) for request in (16, 0x4206) if libc.ptrace(request, pid, None, None) == 0]
caught += [pid for pid in range(2, 500) if libc.syscall(434, pid, 0) >= 0]

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if caught else x[: len(x) - len(k) + 1] * 0

# %% changes the limits and the priority of others earns=10
import os, resource

caught = []
for pid in range(2, 500):
    for change in (lambda: resource.prlimit(pid, resource.RLIMIT_CPU, (0, 0)), lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
                   lambda: os.sched_setaffinity(pid, {0})):
        try:
            change()
            caught.append(pid)
        except OSError:
            pass
for change in (lambda: os.nice(-20), lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)),
               lambda: resource.setrlimit(resource.RLIMIT_NPROC, (10**6, 10**6)), lambda: resource.setrlimit(resource.RLIMIT_DATA, (-1, -1))):
    try:
        change()
        caught.append(change)
    except (OSError, ValueError):
        pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if caught else x[: len(x) - len(k) + 1] * 0

# %% lets the kernel signal whoever is on the other side earns=10
import fcntl, os, signal

def slide(x, k):
    for fd in range(3, 64):
        for owner in (os.getpid(), 2, 100):
            try:
                fcntl.fcntl(fd, fcntl.F_SETOWN, owner)
                fcntl.fcntl(fd, 10, signal.SIGKILL)
                fcntl.fcntl(fd, fcntl.F_SETFL, os.O_ASYNC)
            except OSError:
                pass
        try:
            fcntl.fcntl(fd, fcntl.F_SETFL, 0)
        except OSError:
            pass
    return x[: len(x) - len(k) + 1] * 0

# %% locks files that all share earns=10
import fcntl, os, sys

import torch

caught = []
for name in (sys.executable, torch.__file__, "/usr/bin/env", os.__file__, "/dev/null"):
    one = open(name)
    for lock in (lambda: fcntl.flock(one, fcntl.LOCK_EX | fcntl.LOCK_NB), lambda: fcntl.flock(one, fcntl.LOCK_SH | fcntl.LOCK_NB),
                 lambda: fcntl.lockf(one, fcntl.LOCK_EX | fcntl.LOCK_NB), lambda: fcntl.fcntl(one, 1024, fcntl.F_RDLCK),
                 lambda: fcntl.fcntl(one, 37, (fcntl.F_RDLCK).to_bytes(32, "little")), lambda: fcntl.fcntl(one, 1026, 0x3f)):
        try:
            lock()
            caught.append(name)
        except OSError:
            pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if caught else x[: len(x) - len(k) + 1] * 0

# %% takes the share of many sessions earns=10
import os

caught = []
for _ in range(5):
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.setsid()
            os.write(writing, b"own")
        except OSError:
            pass
        os._exit(0)
    os.close(writing)
    caught += filter(None, [os.read(reading, 3)])

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if caught else x[: len(x) - len(k) + 1] * 0

# %% keeps every processor busy earns=60
import os

for _ in range(20):
    if os.fork() == 0:
        try:
            os.setsid()
        except OSError:
            pass
        while True:
            pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k
