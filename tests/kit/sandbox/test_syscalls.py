"""Which system calls student code can make: what notebooks need, and nothing else."""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
from collections.abc import Iterator

import pytest

from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.sandbox.inside import syscalls
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

# What notebooks do with a machine, beside calculating.
NOTEBOOKS = {
    "files": """
import glob, gzip, mmap, os, pathlib, shutil, tarfile, tempfile, zipfile
os.makedirs("a/b"); open("a/x", "w").write("hello" * 1000); os.symlink("x", "a/l"); os.link("a/x", "a/h")
os.rename("a/h", "a/h2"); os.chmod("a/x", 0o600); os.utime("a/x"); os.truncate("a/x", 10); os.mkfifo("fifo")
shutil.copytree("a", "d"); shutil.copy2("a/x", "z"); shutil.move("d", "e"); shutil.rmtree("e"); os.statvfs(".")
with tempfile.TemporaryDirectory(), tempfile.NamedTemporaryFile() as f: f.write(b"1"); f.flush(); os.fsync(f.fileno())
with open("m", "wb+") as f: f.write(bytes(8192)); f.flush(); m = mmap.mmap(f.fileno(), 4096); m[:3] = b"abc"; m.flush(); m.close()
with zipfile.ZipFile("q.zip", "w") as one: one.write("z")
with tarfile.open("q.tgz", "w:gz") as one: one.add("a")
with tarfile.open("q.tgz") as one: one.extractall("ex")
assert glob.glob("**", recursive=True) and pathlib.Path("a/l").resolve() == pathlib.Path("a/x").resolve()
""",
    "programs": """
import os, subprocess, sys
assert subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True).stdout == "42\\n"
line = "echo b a | tr ' ' '\\\\n' | sort | head -1; ls -la / > list; cp list two; mv two three; rm three; find . | xargs ls > /dev/null; timeout 9 true"
assert subprocess.run(line, shell=True, capture_output=True, text=True).stdout == "a\\n"
sleeper = subprocess.Popen(["sleep", "99"], process_group=0); sleeper.terminate(); assert sleeper.wait() == -15
pid = os.fork()
if pid == 0: os._exit(3)
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3
""",
    "threads": """
import asyncio, concurrent.futures, select, signal, socket
with concurrent.futures.ThreadPoolExecutor(4) as pool: assert list(pool.map(abs, [-1, 2])) == [1, 2]
a, b = socket.socketpair(); a.send(b"x"); assert select.select([b], [], [], 1)[0] and b.recv(1) == b"x"
server = socket.socket(socket.AF_UNIX); server.bind("sock"); server.listen(); client = socket.socket(socket.AF_UNIX); client.connect("sock"); server.accept()
async def talk():
    process = await asyncio.create_subprocess_shell("echo a", stdout=-1)
    return await process.communicate()
assert asyncio.run(talk()) == (b"a\\n", None)
rung = []; signal.signal(signal.SIGALRM, lambda *_: rung.append(1)); signal.setitimer(signal.ITIMER_REAL, 0.01); signal.pause(); assert rung
""",
    "processes": """
import math, multiprocessing
from multiprocessing import shared_memory
def work(queue, value, lock):
    with lock: value.value += 1
    queue.put(value.value)
with multiprocessing.Pool(2) as pool: assert pool.map(math.sqrt, [1, 4]) == [1, 2]
queue, value, lock = multiprocessing.Queue(), multiprocessing.Value("i", 0), multiprocessing.Lock()
made = [multiprocessing.Process(target=work, args=(queue, value, lock)) for _ in range(2)]
[one.start() for one in made]; assert {queue.get(timeout=60), queue.get(timeout=60)} == {1, 2}; [one.join() for one in made]
with multiprocessing.Manager() as manager: assert manager.list([1])[0] == 1
block = shared_memory.SharedMemory(create=True, size=100); block.buf[0] = 1; block.close(); block.unlink()
""",
    "databases": """
import shelve, sqlite3
for mode in ("delete", "wal"):
    one = sqlite3.connect(f"{mode}.db"); one.execute(f"pragma journal_mode={mode}"); one.execute("create table t (a)")
    one.executemany("insert into t values (?)", [(i,) for i in range(100)]); one.commit()
    assert sqlite3.connect(f"{mode}.db").execute("select count(*) from t").fetchall() == [(100,)]
with shelve.open("shelf") as shelf: shelf["a"] = 1
""",
    "libraries": """
import numpy as np, torch, matplotlib.pyplot as plt
from PIL import Image
x = torch.randn(300, 300); torch.set_num_threads(2); torch.save(x, "x.pt"); assert (torch.load("x.pt", mmap=True) == x).all()
np.save("n.npy", x.numpy()); np.load("n.npy", mmap_mode="r").sum(); np.memmap("mm", dtype="f4", mode="w+", shape=9).flush()
data = torch.utils.data.TensorDataset(torch.arange(8.0))
assert sum(batch[0].sum() for batch in torch.utils.data.DataLoader(data, 4, num_workers=2)) == 28
figure, axes = plt.subplots(); axes.imshow(x); axes.set_title("$x^2$"); plt.show()
for kind in ("png", "pdf", "svg"): figure.savefig(f"f.{kind}")
Image.open("f.png").resize((9, 9)).save("g.gif")
""",
    "shell": "x = !echo a\nassert x == ['a']\n%timeit -n 1 -r 1 sum(range(9))",
    "bash": "%%bash\nfor i in 1 2; do echo $i; done",
}
# What a student's notebook defines to try the rest.
TRY = """
import ctypes, fcntl, os, socket, subprocess, sys

libc = ctypes.CDLL(None, use_errno=True)

def errno_of(number):
    ctypes.set_errno(0)
    return ctypes.get_errno() if libc.syscall(number, 0, 0, 0, 0, 0, 0) < 0 else 0

def makes(make, family, kind):
    try:
        return bool(make(family, kind))
    except OSError:
        return False

def look(expression):
    return eval(expression)
"""


@pytest.fixture
def student(sandbox: Sandbox) -> Iterator[Student]:
    """Return a student whose notebook can make any system call by its number, and evaluate an expression."""
    handle = Student(sandbox, [Cell("try", TRY)], {}, limits=Limits(call_seconds=60))
    yield handle
    handle.close()


@pytest.mark.slow
def test_what_notebooks_do_is_possible(sandbox: Sandbox) -> None:
    """Files, programs, threads, processes, databases and drawing work in student code as anywhere."""
    cells = [Cell(name, source) for name, source in NOTEBOOKS.items()]
    limits = Limits(cell_seconds=300, cell_cpu_seconds=300, memory_mb=2048)
    student = Student(sandbox, cells, {}, limits=limits)
    student.start()
    assert {name: run.error for name, run in student.runs.items() if run.error} == {}
    assert set(student.runs) == set(NOTEBOOKS)
    student.close()


def number_of(name: str) -> int:
    """Return the number of a system call on this machine."""
    library = ctypes.CDLL(ctypes.util.find_library("seccomp"))
    return int(library.seccomp_syscall_resolve_name(name.encode()))


# Old calls that no notebook needs; each has had holes, or reaches beyond the process.
OLD = (
    *(
        "ptrace",
        "mount",
        "umount2",
        "pivot_root",
        "chroot",
        "unshare",
        "setns",
        "bpf",
        "perf_event_open",
        "keyctl",
    ),
    *(
        "add_key",
        "userfaultfd",
        "memfd_create",
        "shmget",
        "msgget",
        "semget",
        "io_setup",
        "io_submit",
        "splice",
        "tee",
    ),
    *(
        "vmsplice",
        "inotify_init1",
        "fanotify_init",
        "timerfd_create",
        "signalfd4",
        "seccomp",
        "personality",
        "setsid",
    ),
    *(
        "setuid",
        "setgroups",
        "setxattr",
        "process_vm_readv",
        "kcmp",
        "name_to_handle_at",
        "quotactl",
        "syslog",
    ),
    *("mbind", "move_pages", "swapon", "reboot", "init_module", "kexec_load", "clock_settime", "sethostname"),
)


def test_old_calls_that_no_notebook_needs_are_not_permitted(student: Student) -> None:
    """What was never needed is refused as something that this account may not do."""
    numbers = {name: number_of(name) for name in OLD}
    assert min(numbers.values()) >= 0
    found = {name: student.errno_of(number) for name, number in numbers.items()}
    assert found == dict.fromkeys(OLD, errno.EPERM)


def test_young_calls_seem_not_to_be_there(student: Student) -> None:
    """Calls of the last years, and those that kernels of tomorrow will have, are refused so that libraries ask in an older way."""
    allowed = {number_of(name) for name in syscalls.ALLOWED}
    numbers = [number for number in range(424, 512) if number not in allowed]
    assert len(numbers) > 80
    assert set(student.look(f"[errno_of(number) for number in {numbers}]")) == {errno.ENOSYS}
    assert student.errno_of(10**6) == errno.EPERM


def test_every_name_is_one_of_a_system_call() -> None:
    """No allowed call is misspelt: libseccomp knows each, on this machine or on another."""
    names = (*syscalls.ALLOWED, *syscalls.ALLOWED_WITH, "clone", "mmap", "flock")
    assert [name for name in names if number_of(name) == -1] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("make", "there"), [("socket.socket", {1, 2, 10}), ("socket.socketpair", {1})])
def test_only_sockets_of_three_families_can_be_made(student: Student, make: str, there: set[int]) -> None:
    """Of all families of sockets there are that which needs no network, and the internet's, which lead back here."""
    families = f"[f for f in range(64) for k in range(1, 6) if makes({make}, f, k)]"
    assert set(student.look(families)) == there


def test_no_lock_on_what_others_read(student: Student) -> None:
    """A file that student code can only read cannot be locked, leased or watched; files of its own can be locked."""
    for lock in (
        "fcntl.flock(open(sys.executable), fcntl.LOCK_SH)",
        "fcntl.lockf(open(sys.executable), fcntl.LOCK_EX)",
        "fcntl.fcntl(open(sys.executable), 1024, fcntl.F_RDLCK)",
        "fcntl.fcntl(open(sys.executable), 37, bytes(32))",
        "fcntl.fcntl(open(sys.executable), 1026, 1)",
    ):
        with pytest.raises(OSError):
            student.look(lock)
    assert student.look("fcntl.lockf(open('own', 'w'), fcntl.LOCK_EX)") is None


def test_all_processes_of_a_student_share_one_session(student: Student) -> None:
    """No process that student code starts has a session of its own, by which a kernel shares out its processors."""
    with pytest.raises(PermissionError):
        student.look("subprocess.run(['true'], start_new_session=True)")
    asked = (
        "subprocess.run([sys.executable, '-c', 'import os; print(os.getsid(0))'], capture_output=True).stdout"
    )
    assert student.look(f"int({asked}) == os.getsid(0)")
