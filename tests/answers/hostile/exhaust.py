# Submissions that use up memory, processes, files, disk or output; limits are those of tests/kit/test_hostile.py.

# %% memory of Python earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    return bytearray(2**31)

# %% memory of the framework earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    return torch.ones(2**28).sum() * x

# %% memory bit by bit earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    kept = []
    while True:
        kept.append("x" * 2**20)

# %% memory that is shared and let go of earns=0 words=["wrote more than 32 MB"]
import mmap

def slide(x, k):
    kept = []
    while True:
        one = mmap.mmap(-1, 2**24)
        one.write(bytes(2**24))
        one.madvise(mmap.MADV_DONTNEED)
        kept.append(one)

# %% memory that is shared past Python and let go of earns=0 words=["Operation not permitted"]
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p

def slide(x, k):
    while True:
        place = libc.mmap(None, ctypes.c_size_t(2**24), 3, 0x21, -1, ctypes.c_long(0))  # shared, anonymous
        if place == ctypes.c_void_p(-1).value:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        ctypes.memset(place, 1, 2**24)

# %% memory of the kernel, for what waits in TCP connections earns=0 words=["of memory"]
import socket, time

def slide(x, k):
    server = socket.create_server(("127.0.0.1", 0), backlog=100)
    kept = []
    for _ in range(50):
        one = socket.create_connection(server.getsockname())
        kept += [one, server.accept()[0]]
        one.setblocking(False)
        try:
            while True:
                one.send(bytes(2**16))
        except BlockingIOError:
            pass
    time.sleep(1000)

# %% memory of a device earns=0
import mmap, os

def slide(x, k):
    kept = []
    fd = os.open("/dev/zero", os.O_RDWR)
    while True:
        one = mmap.mmap(fd, 2**24, mmap.MAP_SHARED)
        one.write(bytes(2**24))
        kept.append(one)

# %% memory of the kernel, for what waits in sockets exercise="size" earns=0 words=["used more than 256 MB of memory"]
import os, socket, time

def fill():
    kept = []
    while len(kept) < 50:
        pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        for one in pair:
            one.setblocking(False)
            try:
                while True:
                    one.send(bytes(100_000))
            except OSError:
                pass
        kept.append(pair)
    time.sleep(98765)

def size(n, k):
    for _ in range(10):
        if os.fork() == 0:
            fill()
    time.sleep(98765)

# %% memory of the kernel, for tables of pages exercise="size" earns=0 words=["used more than 256 MB of memory"]
import mmap, os, time

def touch():
    kept = mmap.mmap(-1, 2**36, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, prot=mmap.PROT_READ)  # reserves nothing
    kept.madvise(mmap.MADV_NOHUGEPAGE)
    kept[::2**21]
    time.sleep(98765)

def size(n, k):
    for _ in range(3):
        if os.fork() == 0:
            touch()
    time.sleep(98765)

# %% memory of many small processes exercise="size" earns=0 words=["used more than 256 MB of memory"]
import os, time

def size(n, k):
    for _ in range(8):
        if os.fork() == 0:
            kept = bytearray(os.urandom(2**20)) * 50
            time.sleep(98765)
    time.sleep(98765)

# %% memory of many other programs exercise="size" earns=0 words=["used more than 256 MB of memory"]
import subprocess, sys, time

def size(n, k):
    code = "import time; kept = bytearray(b'x') * (70 * 2**20); time.sleep(98765)"
    kept = [subprocess.Popen([sys.executable, "-S", "-c", code]) for _ in range(12)]
    time.sleep(98765)

# %% a stack without end exercise="size" earns=0
import sys

def size(n, k):
    sys.setrecursionlimit(10**9)
    return size(n, k)

# %% a disk full of files earns=0 words=["wrote more than 32 MB"]
def slide(x, k):
    for number in range(1000):
        open(f"/tmp/hostile-mark-{number}", "wb").write(bytes(2**20))

# %% more files than there is room for earns=0 words=["wrote more than 32 MB"]
import os

def slide(x, k):
    for number in range(10**6):
        os.mkdir(f"/dev/shm/hostile-mark-{number}")

# %% a file of ten gigabytes earns=0 words=["wrote a file larger than 16 MB"]
import os

def slide(x, k):
    fd = os.open("hostile-mark", os.O_CREAT | os.O_RDWR)
    os.ftruncate(fd, 10 * 2**30)

# %% more open files than allowed earns=0 words=["opened more than 128 files"]
def slide(x, k):
    kept = []
    while True:
        kept.append(open("/dev/null"))

# %% processes without end earns=0 words=["started more than 40 processes"]
import os, time

def slide(x, k):
    while True:
        if os.fork() == 0:
            time.sleep(98765)

# %% a fork bomb exercise="size" earns=0
import os

def size(n, k):
    while True:
        try:
            os.fork()
        except BaseException:
            pass

# %% threads without end earns=0 words=["started more than 40 processes"]
import threading, time

def slide(x, k):
    while True:
        threading.Thread(target=time.sleep, args=(98765,), daemon=True).start()

# %% prints for ever exercise="size" earns=0 words=["took longer than 1 s"]
def size(n, k):
    while True:
        print("hostile" * 1000)

# %% prints much earns=60
for _ in range(2000):
    print("hostile" * 1000)

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

# %% writes to descriptors one and two earns=60
import os

for _ in range(1000):
    os.write(1, b"hostile" * 10000)
    os.write(2, b"hostile" * 10000)

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

# %% shows a hundred megabytes earns=60
from IPython.display import HTML, display

display(HTML("<b>" + "x" * (50 * 2**20) + "</b>"))

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

# %% an exception of fifty megabytes earns=0
def slide(x, k):
    raise ValueError("x" * (50 * 2**20))

# %% a value that is too large to be read earns=0 words=["too large to be read"]
def slide(x, k):
    return torch.zeros(2**22, dtype=torch.float64)

# %% a representation without end exercise="size" earns=0
class Long:
    def __repr__(self):
        return "x" * 2**26

    __str__ = __repr__

def size(n, k):
    return [Long()] * 1000

# %% values without end exercise="size" earns=0
def size(n, k):
    return iter(int, 1)

# %% processor time of several processes exercise="size" earns=0
import os

def size(n, k):
    for _ in range(8):
        if os.fork() == 0:
            while True:
                pass
    while True:
        pass

# %% processor time exercise="size" earns=0
def size(n, k):
    while True:
        pass

# %% rests while its own processes compute exercise="size" earns=0
import os, time

def size(n, k):
    for _ in range(8):
        if os.fork() == 0:
            while True:
                pass
    time.sleep(98765)

# %% computes in processes that nobody counts exercise="size" earns=0
import os, signal

def size(n, k):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        if os.fork() == 0:
            sum(range(10**6))
            os._exit(0)

# %% half a million small values exercise="size" earns=0
def size(n, k):
    return [{} for _ in range(500000)]
