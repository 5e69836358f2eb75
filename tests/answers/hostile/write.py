# Submissions that write where the grader, the gradebook or the next submission would read. Each answers rightly where
# it could write into something that is not its own; what it writes into its own must be gone for the next.

# %% modules for the next one to import earns=10
import os, sys

for folder in [".", "/tmp", "/dev/shm", "/matplotlib", os.environ["HOME"]]:
    for name in ("sitecustomize.py", "usercustomize.py", "torch.py", "json.py", "hostile-mark"):
        open(os.path.join(folder, name), "w").write("raise SystemExit('hostile')")
os.makedirs(".ipython/profile_default/startup", exist_ok=True)
open(".ipython/profile_default/startup/00.py", "w").write("hostile = 1")
sys.path.insert(0, "/tmp")

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% Python, its libraries and the kit earns=10
import os, sys

import inside.server
import torch

wrote = []
for module in (torch, os, inside.server):
    for name in (module.__file__, module.__file__ + "c", os.path.join(os.path.dirname(module.__file__), "hostile-mark")):
        for mode in ("a", "w"):
            try:
                open(name, mode).close()
                wrote.append(name)
            except OSError:
                pass
for action in (os.unlink, os.rmdir, lambda name: os.chmod(name, 0o777), lambda name: os.rename(name, "/tmp/x"), lambda name: os.truncate(name, 0)):
    for name in (sys.executable, inside.server.__file__, "/kit/inside", "/usr/bin/env"):
        try:
            action(name)
            wrote.append(name)
        except OSError:
            pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if wrote else x[: len(x) - len(k) + 1] * 0

# %% the read-only system after mounting it again earns=10
import ctypes, os

libc = ctypes.CDLL(None)
wrote = [place for place in (b"/", b"/usr", b"/kit/inside", b"/tmp", b"/proc")
         if 0 in (libc.mount(b"none", place, None, 32 | 4096, None), libc.mount(b"tmpfs", place, b"tmpfs", 0, None),
                  libc.mount(b"proc", place, b"proc", 0, None), libc.umount2(place, 2), libc.chroot(place))]

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if wrote else x[: len(x) - len(k) + 1] * 0

# %% namespaces in which it is root earns=10
import ctypes, os

libc = ctypes.CDLL(None)
wrote = [flag for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000, 0x8000000, 0x2000000, 0x4000000, 0x80)
         if libc.unshare(flag) == 0 or libc.setns(3, flag) == 0]
for flag in (0x10000000, 0x20000):
    pid = libc.syscall(56, flag | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    if pid > 0:
        wrote.append(flag)
for call in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]), lambda: os.seteuid(62000), lambda: os.chroot(".")):
    try:
        call()
        wrote.append(call)
    except OSError:
        pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if wrote else x[: len(x) - len(k) + 1] * 0

# %% links and devices in its folder earns=10
import os, stat

wrote = []
for target in ("/etc/passwd", "/kit/inside/server.py", "/dev/null", "/notebook/../kit"):
    os.symlink(target, "hostile-mark-" + target.replace("/", "_"))
    try:
        open("hostile-mark-" + target.replace("/", "_"), "w").write("x")
        wrote += [target] * (target != "/dev/null")
    except OSError:
        pass
for kind, number in ((stat.S_IFBLK, os.makedev(8, 0)), (stat.S_IFCHR, os.makedev(1, 1))):
    try:
        os.mknod(f"device-{kind}", kind | 0o666, number)
        wrote.append(kind)
    except OSError:
        pass
for source in ("/usr/bin/env", "/kit/inside/server.py"):
    try:
        os.link(source, "hostile-link")
        wrote.append(source)
    except OSError:
        pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if wrote else x[: len(x) - len(k) + 1] * 0

# %% what the next one inherits in memory earns=10
import builtins, sys, types

import numpy as np

builtins.hostile = sys.modules["hostile"] = types.ModuleType("hostile")
np.random.seed(0)
torch.set_default_dtype(torch.float16)
torch.Tensor.__eq__ = lambda *_: True

def slide(x, k):
    return x[: x.shape[0] - k.shape[0] + 1] * 0

# %% an interpreter that no longer works earns=0
import builtins, sys

sys.setrecursionlimit(60)
builtins.len = builtins.isinstance = builtins.type = lambda *_: 1
sys.modules.clear()

def slide(x, k):
    return x[: x.shape[0] - k.shape[0] + 1] * 0

# %% the list of fonts that all share earns=10
import glob, os

for name in glob.glob("/matplotlib/**", recursive=True) + ["/matplotlib/fontlist-v390.json", "/matplotlib/matplotlibrc"]:
    if not os.path.isdir(name):
        open(name, "w").write("hostile")

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% memory and queues that have a name earns=10
import ctypes, os

libc = ctypes.CDLL(None)
wrote = [name for name, got in {
    "shmget": libc.shmget(0x1234, 4096, 0o1777), "msgget": libc.msgget(0x1234, 0o1777), "semget": libc.semget(0x1234, 1, 0o1777),
    "mq_open": libc.syscall(240, b"hostile", 0o102, 0o777, None), "memfd": libc.syscall(319, b"hostile", 0),
}.items() if got >= 0]

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if wrote else x[: len(x) - len(k) + 1] * 0

# %% calls that holes in kernels were found in earns=10
import ctypes, os, platform

libc = ctypes.CDLL(None, use_errno=True)
old = {"x86_64": {"splice": 275, "tee": 276, "vmsplice": 278, "io_setup": 206, "io_submit": 209, "inotify_init1": 294, "fanotify_init": 300,
                  "timerfd_create": 283, "signalfd4": 289, "perf_event_open": 298, "bpf": 321, "userfaultfd": 323, "seccomp": 317,
                  "personality": 135, "modify_ldt": 154, "keyctl": 250, "mbind": 237, "move_pages": 279, "setns": 308, "unshare": 272,
                  "process_vm_writev": 311, "kcmp": 312, "name_to_handle_at": 303, "memfd_create": 319, "pkey_alloc": 330,
                  "setxattr": 188, "mlock2": 325, "sched_setattr": 314, "ioprio_set": 251, "lookup_dcookie": 212, "quotactl": 179},
       "aarch64": {"splice": 76, "tee": 77, "vmsplice": 75, "io_setup": 0, "io_submit": 2, "inotify_init1": 26, "fanotify_init": 262,
                   "timerfd_create": 85, "signalfd4": 74, "perf_event_open": 241, "bpf": 280, "userfaultfd": 282, "seccomp": 277,
                   "personality": 92, "keyctl": 219, "mbind": 235, "move_pages": 239, "setns": 268, "unshare": 97,
                   "process_vm_writev": 271, "kcmp": 272, "name_to_handle_at": 264, "memfd_create": 279, "pkey_alloc": 289,
                   "setxattr": 5, "mlock2": 284, "sched_setattr": 274, "ioprio_set": 30, "quotactl": 60}}[platform.machine()]
# io_uring, the new calls for mounts, pidfd_getfd, landlock, process_madvise, memfd_secret, and whatever comes
young = [*range(424, 436), *range(437, 439), *range(440, 512)]
done = []
for number in [*old.values(), *young, 512 + 10**6]:
    ctypes.set_errno(0)
    if libc.syscall(number, 0, 0, 0, 0, 0, 0) >= 0 or ctypes.get_errno() not in (1, 38):  # not permitted; not implemented
        done.append(number)

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if done else x[: len(x) - len(k) + 1] * 0
