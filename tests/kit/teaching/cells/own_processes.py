# %% process number
import os

assert os.getpid() > 0

# %% parent
import os

assert os.getppid() >= 0

# %% own status
assert "VmRSS" in open("/proc/self/status").read()

# %% own command line
assert open("/proc/self/cmdline", "rb").read()

# %% own files
import os

assert len(os.listdir("/proc/self/fd")) > 2

# %% own threads
import os

assert len(os.listdir("/proc/self/task")) >= 1

# %% memory of the machine
assert "MemTotal" in open("/proc/meminfo").read()

# %% processors of the machine
assert "processor" in open("/proc/cpuinfo").read()

# %% load
import os

assert len(os.getloadavg()) == 3

# %% processors
import os

assert os.cpu_count() >= 1

# %% processors that may be used
import os

assert len(os.sched_getaffinity(0)) >= 1

# %% memory by psutil
import psutil

assert psutil.virtual_memory().total > 0

# %% own memory by psutil
import psutil

assert psutil.Process().memory_info().rss > 0

# %% own name by psutil
import psutil

assert psutil.Process().name()

# %% processors by psutil
import psutil

assert psutil.cpu_count() >= 1

# %% own processor time by psutil
import psutil

assert psutil.Process().cpu_times().user >= 0

# %% own children by psutil
import psutil, subprocess

child = subprocess.Popen(["sleep", "30"])
found = child.pid in [one.pid for one in psutil.Process().children()]
child.kill()
child.wait()
assert found

# %% own threads by psutil
import psutil

assert psutil.Process().num_threads() >= 1

# %% numbers of processes
import psutil, os

assert os.getpid() in psutil.pids()

# %% memory by resource
import resource

assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0

# %% fork
import os

child = os.fork()
if child == 0:
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7

# %% pool of processes
from multiprocessing import get_context

with get_context("fork").Pool(2) as pool:
    assert pool.map(abs, [-1, 2, -3]) == [1, 2, 3]

# %% process and queue
from multiprocessing import get_context

context = get_context("fork")
queue = context.Queue()
process = context.Process(target=queue.put, args=(42,))
process.start()
assert queue.get(timeout=10) == 42
process.join()

# %% process and pipe
from multiprocessing import get_context

context = get_context("fork")
ours, theirs = context.Pipe()
process = context.Process(target=theirs.send, args=("hello",))
process.start()
assert ours.recv() == "hello"
process.join()

# %% shared value
from multiprocessing import get_context

context = get_context("fork")
value = context.Value("i", 0)


def add():
    with value.get_lock():
        value.value += 1


processes = [context.Process(target=add) for _ in range(3)]
[process.start() for process in processes]
[process.join() for process in processes]
assert value.value == 3

# %% shared array
from multiprocessing import get_context

context = get_context("fork")
array = context.Array("d", 3)


def fill():
    array[1] = 2.5


process = context.Process(target=fill)
process.start()
process.join()
assert list(array) == [0.0, 2.5, 0.0]

# %% lock between processes
from multiprocessing import Lock

with Lock():
    pass

# %% executor of processes
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
    assert list(pool.map(abs, [-1, -2])) == [1, 2]

# %% shared memory by name
from multiprocessing.shared_memory import SharedMemory

memory = SharedMemory(create=True, size=100)
memory.buf[0] = 7
again = SharedMemory(memory.name)
assert again.buf[0] == 7
again.close()
memory.close()
memory.unlink()

# %% anonymous memory
import mmap

memory = mmap.mmap(-1, 4096)
memory[:2] = b"ab"
assert memory[:2] == b"ab"

# %% manager
from multiprocessing import get_context

context = get_context("fork")
with context.Manager() as manager:
    shared = manager.dict(a=1)
    shared["b"] = 2
    assert dict(shared) == {"a": 1, "b": 2}

# %% thread
import threading

found = []
thread = threading.Thread(target=found.append, args=(1,))
thread.start()
thread.join()
assert found == [1]

# %% pool of threads
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(8) as pool:
    assert sum(pool.map(abs, range(-10, 0))) == 55

# %% thirty threads
import threading

barrier = threading.Barrier(31, timeout=20)
threads = [threading.Thread(target=barrier.wait) for _ in range(30)]
[thread.start() for thread in threads]
barrier.wait()
[thread.join() for thread in threads]

# %% two hundred threads
import threading

event = threading.Event()
threads = [threading.Thread(target=event.wait) for _ in range(200)]
[thread.start() for thread in threads]
event.set()
[thread.join() for thread in threads]
assert not any(thread.is_alive() for thread in threads)

# %% command and its output
import subprocess

assert subprocess.run("echo one; echo two", shell=True, capture_output=True, text=True).stdout == "one\ntwo\n"

# %% command and its input
import subprocess

assert subprocess.run(["sort"], input="b\na\n", capture_output=True, text=True).stdout == "a\nb\n"

# %% command that fails
import subprocess

assert subprocess.run(["false"]).returncode == 1

# %% command that takes too long
import subprocess

try:
    subprocess.run(["sleep", "30"], timeout=0.2)
except subprocess.TimeoutExpired:
    late = True
assert late

# %% pipeline
import subprocess

first = subprocess.Popen(["printf", "b\\na\\n"], stdout=subprocess.PIPE)
second = subprocess.run(["sort"], stdin=first.stdout, capture_output=True, text=True)
first.wait()
assert second.stdout == "a\nb\n"

# %% signal to oneself
import os, signal

seen = []
before = signal.signal(signal.SIGUSR1, lambda *_: seen.append(1))
os.kill(os.getpid(), signal.SIGUSR1)
signal.signal(signal.SIGUSR1, before)
assert seen == [1]

# %% alarm
import signal, time


def late(*_):
    raise TimeoutError


before = signal.signal(signal.SIGALRM, late)
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    time.sleep(20)
except TimeoutError:
    rang = True
finally:
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
assert rang

# %% exit handler
import atexit

assert atexit.register(print) is print

# %% coroutine of a command
import asyncio

process = await asyncio.create_subprocess_exec("echo", "hello", stdout=asyncio.subprocess.PIPE)
out, _ = await process.communicate()
assert out == b"hello\n"

# %% joblib, if it is there
try:
    from joblib import Parallel, delayed
except ImportError:
    result = [1, 2]
else:
    result = Parallel(n_jobs=2)(delayed(abs)(-i) for i in (1, 2))
assert result == [1, 2]
