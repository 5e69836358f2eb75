# Submissions that leave something running, or end in a way that is meant to.

# %% a daemon that writes later earns=60
import os, time

if os.fork() == 0:
    os.setpgid(0, 0)
    if os.fork() == 0:
        while True:
            open("/tmp/hostile-mark", "a").write("still here")
            time.sleep(0.1)
    os._exit(0)

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

# %% a daemon that no signal reaches earns=60
import signal, subprocess, sys

code = """import signal, time
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
time.sleep(98765.4321)"""
subprocess.Popen([sys.executable, "-c", code], process_group=0)

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

# %% a process that answers in its place earns=60
import os, time

if os.fork() == 0:
    for number in range(1, 60):
        time.sleep(0.01)
    os._exit(0)

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

# %% a process that goes on with the notebook after it earns=0 words=["ended the program"]
import os, time

def slide(x, k):
    if os.fork():
        os._exit(0)
    time.sleep(98765)
    return x.unfold(0, len(k), 1) @ k

# %% threads without end earns=60
import threading, time

for _ in range(10):
    threading.Thread(target=time.sleep, args=(98765,)).start()

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

# %% things to do at the end earns=60
import atexit, os, signal, time, weakref

def late(*_):
    while True:
        open("/tmp/hostile-mark", "a").write("late")

atexit.register(late)
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGXCPU, signal.SIGCHLD):
    signal.signal(number, lambda *_: None)

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

# %% another program in its place earns=0 words=["ended the program"]
import os

def slide(x, k):
    os.execv("/usr/bin/env", ["env", "true"])

# %% another program that never answers exercise="size" earns=0 words=["took longer than 1 s"]
import os

def size(n, k):
    for fd in range(3, 64):
        try:
            os.set_inheritable(fd, True)
        except OSError:
            pass
    os.execv("/usr/bin/env", ["env", "sleep", "98765.4321"])

# %% a segmentation fault earns=0 words=["ended the program"]
import ctypes

def slide(x, k):
    ctypes.string_at(0)

# %% the signals of a crash, caught earns=60
import os, signal

for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)

def slide(x, k):
    os.kill(os.getpid(), signal.SIGSEGV)
    return x.unfold(0, len(k), 1) @ k
