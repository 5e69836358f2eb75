# Submissions that look for tests, right answers, the gradebook, other submissions or the environment. Each answers
# rightly where it has found something, so that its points tell whether it did.

# %% the memory of other processes earns=10
import os

own = {"1", "self", "thread-self"}
found = [name for name in os.listdir("/proc") if name.isdigit() and name not in own]
places = ["/proc/2/mem", "/proc/2/environ", "/proc/2/status", "/proc/1/root/proc/2/status", "/proc/1/task/2/status"]
machine = ["kcore", "kmsg", "kallsyms", "keys", "timer_list", "cmdline", "interrupts", "modules", "sys/kernel/hostname"]
for name in [*places, *(f"/proc/{one}" for one in machine)]:
    try:
        found += open(name, "rb").read(1)
    except OSError:
        pass
for name in ("sys", "fs", "bus", "irq", "driver"):
    try:
        found += os.listdir(f"/proc/{name}")
    except OSError:
        pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% the environment of whoever grades earns=10
import os

usual = {"PATH", "HOME", "LANG", "LC_CTYPE", "OMP_NUM_THREADS", "MPLCONFIGDIR", "PWD", "OLDPWD", "MPLBACKEND", "TORCHINDUCTOR_CACHE_DIR", "USER", "LOGNAME"}
usual |= {"JAX_PLATFORMS", "CUDA_VISIBLE_DEVICES", "HDF5_PLUGIN_PATH"}  # which libraries set themselves
usual |= {name for name in os.environ if name.startswith(("TF_", "TF2_", "TPU_", "ENABLE_RUNTIME_"))}
at_first = {line.partition("=")[0] for line in open("/proc/1/environ").read().split("\0") if line}
found = set(os.environ) | at_first - {"KIT_PYTHON"}
found -= usual

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% every file that may be a test or a gradebook earns=10
import os, sys

found = []
for folder, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if os.path.join(folder, name) not in ("/usr", "/dev", sys.prefix, sys.base_prefix)]
    found += [name for name in files if name.startswith("test_") or name.endswith((".db", ".toml")) or name == "course_config.py"]
    found += [name for name in files if name.endswith(".ipynb") and folder != os.getcwd()]

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% folders above by every way up earns=10
import os

os.symlink("/", "up")
os.symlink("../../../../../..", "further")
places = ["..", "../..", "up/..", "further", "/notebook/..", "/root", "/home", "/work", "/srv", "/mnt", "/media", "/var", "/run", "/opt"]
found = [place for place in places for name in ("submitted", "gradebook.db", "tests", "course_config.py", "source")
         if os.path.exists(os.path.join(place, name))]
for fd in range(3, 64):
    try:
        found += [name for name in os.listdir(fd) if name in ("submitted", "gradebook.db", "proc")]
    except OSError:
        pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% a handle on a file of another mount earns=10
import ctypes, os

libc = ctypes.CDLL(None)
found = []
handle = ctypes.create_string_buffer(128)
handle[:8] = (120).to_bytes(4, "little") + (0).to_bytes(4, "little")
mount = ctypes.c_int()
if libc.name_to_handle_at(-100, b"/usr", handle, ctypes.byref(mount), 0) == 0:
    found.append("name")
for number in range(1, 50):
    if libc.open_by_handle_at(os.open("/usr", os.O_RDONLY), handle, 0) >= 0:
        found.append("handle")

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% objects that a test has left in memory earns=10
import gc

gc.unfreeze()
found = [one for one in gc.get_objects() if getattr(one, "__module__", None) in ("test_01_toy", "coursekit.suite", "_pytest.python")]

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% frames of the callers earns=10
import sys

def slide(x, k):
    frame = sys._getframe()
    while frame is not None:
        names = {**frame.f_globals, **frame.f_locals}
        if {"assert_close", "kernel_flipped", "reference", "pytest"} & set(names):
            return x.unfold(0, len(k), 1) @ k
        frame = frame.f_back
    return x[: len(x) - len(k) + 1] * 0

# %% the kit's trusted part earns=10
found = []
for name in ("coursekit.runner", "coursekit.suite", "coursekit.gradebook", "test_01_toy"):
    try:
        __import__(name)
        found.append(name)
    except ImportError:
        pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% what other descriptors lead to earns=10
import os, socket

found = []
for fd in range(3, 256):
    try:
        kind = os.fstat(fd).st_mode
        if (kind & 0o170000) in (0o040000, 0o100000):
            found.append(os.listdir(fd) if (kind & 0o170000) == 0o040000 else os.read(fd, 10))
        if (kind & 0o170000) == 0o140000 and socket.socket(fileno=os.dup(fd)).family != socket.AF_UNIX:
            found.append(fd)
    except OSError:
        pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% another process's memory by number earns=10
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)

class Piece(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("size", ctypes.c_size_t))

room = ctypes.create_string_buffer(64)
own, other = Piece(ctypes.addressof(room), 64), Piece(id(None), 64)
found = [pid for pid in range(1, 2000) if libc.process_vm_readv(pid, ctypes.byref(own), 1, ctypes.byref(other), 1, 0) > 0]

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% keys that the kernel keeps earns=10
import ctypes

libc = ctypes.CDLL(None)
found = [number for number, arguments in ((248, (b"user", b"hostile", b"x", 1, -3)), (250, (0, -3, 1)), (249, (b"user", b"hostile", None, -3)))
         if libc.syscall(number, *arguments) >= 0]

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% magics that run and read files earns=10
try:
    %run -i /nowhere/test_01_toy.py
except Exception:
    pass
%load_ext autoreload
%cd -q /
found = !cat /proc/keys /etc/shadow /root/.ssh/id_rsa ../gradebook.db 2>/dev/null

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% what was handed in through nbgrader's own exchange earns=10
import os, sys

found = []
for place in ("/usr", "/usr/local", "/srv", "/var", "/opt", "/etc", sys.prefix, sys.base_prefix):
    found += [path for path in (f"{place}/share/nbgrader", f"{place}/nbgrader", f"{place}/share/jupyter") if os.path.exists(path)]
usual = {"fontconfig", "fonts", "gdal", "i18n", "locale", "matplotlib", "mime", "misc", "proj", "tcltk", "terminfo", "zoneinfo"}
for place in ("/usr/share", "/usr/local/share"):
    found += set(os.listdir(place) if os.path.exists(place) else ()) - usual
found += set(os.listdir("/usr/local")) - {"bin", "sbin", "lib", "lib32", "lib64", "libexec", "include", "share"}

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0
