# Submissions that never come back.

# %% stops itself exercise="size" earns=0
import os, signal, time

def size(n, k):
    os.kill(os.getpid(), signal.SIGSTOP)
    signal.raise_signal(signal.SIGTSTP)
    time.sleep(98765)

# %% hangs before anything is defined earns=0 words=["took longer than 2 s"]
import time

time.sleep(98765)

# %% swallows every interruption exercise="size" earns=0 words=["took longer than 1 s"]
import time

def size(n, k):
    while True:
        try:
            time.sleep(98765)
        except BaseException:
            pass

# %% blocks every signal exercise="size" earns=0 words=["took longer than 1 s"]
import signal, time

def size(n, k):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    time.sleep(98765)

# %% sleeps in C exercise="size" earns=0 words=["took longer than 1 s"]
import ctypes

def size(n, k):
    while True:
        ctypes.CDLL(None).sleep(98765)

# %% a storm of alarms exercise="size" earns=0 words=["took longer than 1 s"]
import signal, time

def size(n, k):
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)
    while True:
        try:
            time.sleep(98765)
        except BaseException:
            pass

# %% waits for a child that waits exercise="size" earns=0 words=["took longer than 1 s"]
import os, signal

def size(n, k):
    pid = os.fork()
    if pid == 0:
        signal.pause()
    os.kill(pid, signal.SIGSTOP)
    os.waitpid(pid, 0)

# %% waits for a child that shares its memory exercise="size" earns=0 words=["took longer than 1 s"]
import subprocess, sys

def size(n, k):
    while True:
        try:
            subprocess.run([sys.executable, "-c", "import time; time.sleep(98765)"])
        except BaseException:
            pass

# %% gives way to everybody for ever exercise="size" earns=0
import os

def size(n, k):
    os.nice(19)
    while True:
        os.sched_yield()

# %% naps without end exercise="size" earns=0 words=["took longer than 1 s"]
import time

def size(n, k):
    while True:
        time.sleep(0.001)

# %% waits for itself exercise="size" earns=0 words=["took longer than 1 s"]
import threading

lock = threading.Lock()

def size(n, k):
    with lock:
        lock.acquire()

# %% asks a person exercise="size" earns=0
def size(n, k):
    input("How large? ")

# %% starts a debugger earns=60
def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

try:
    breakpoint()
except BaseException:
    pass

# %% tries to match for ever exercise="size" earns=0
import re

def size(n, k):
    re.match("(a+)+$", "a" * 60 + "b")

# %% makes a list without end exercise="size" earns=0
import itertools

def size(n, k):
    return sum(1 for _ in itertools.count())

# %% hangs when it is looked at earns=10
class Slow:
    def __repr__(self):
        while True:
            pass

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

Slow()

# %% hangs in the interruption exercise="size" earns=0 words=["took longer than 1 s"]
import os, signal, time

def forever(*_):
    while True:
        try:
            if os.fork() == 0:
                time.sleep(98765)
        except BaseException:
            pass

def size(n, k):
    signal.signal(signal.SIGINT, forever)
    time.sleep(98765)
