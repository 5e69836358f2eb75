"""A student's process finds what a notebook expects of its kernel and its machine, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coursekit.errors import StudentError
from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

DEFINITIONS = """
import getpass, mmap, os, pwd, socket, sys, threading

def account():
    return pwd.getpwuid(os.getuid()).pw_name, getpass.getuser(), os.path.expanduser("~") == os.environ["HOME"]

def ask():
    return input("Your name? ")

def shared(size):
    memory = mmap.mmap(-1, size)
    if os.fork() == 0:
        memory[:5] = b"hello"
        os._exit(0)
    os.wait()
    return memory[:5].decode(), len(memory)

def echo(host):
    with socket.create_server((host, 0)) as server:
        threading.Thread(target=lambda: server.accept()[0].sendall(b"hello"), daemon=True).start()
        with socket.create_connection((host, server.getsockname()[1])) as client:
            return client.recv(5).decode()

def threads(number):
    done = threading.Event()
    all_ = [threading.Thread(target=done.wait) for _ in range(number)]
    try:
        for one in all_:
            one.start()
    except RuntimeError as error:
        return str(error)
    finally:
        done.set()
    return number

def command():
    return os.popen("python -c 'print(6 * 7)'").read()

def processes():
    import psutil
    return psutil.pids(), psutil.virtual_memory().total > 0, psutil.Process().memory_info().rss > 0
"""


@pytest.fixture
def student(sandbox: Sandbox) -> Iterator[Student]:
    """Return a student whose notebook has the functions above, and may have 64 processes and threads."""
    handle = Student(sandbox, [Cell("a", DEFINITIONS)], {}, limits=Limits(processes=64, call_seconds=60))
    yield handle
    handle.close()


def test_student_has_an_account(student: Student) -> None:
    """The student's process has a name and a home."""
    assert student.account() == ("student", "student", True)


def test_nobody_answers(student: Student) -> None:
    """`input` says that nobody is there."""
    with pytest.raises(StudentError, match="Nobody answers while a notebook is graded"):
        student.ask()


def test_memory_is_shared_and_counted(student: Student) -> None:
    """Memory without a name is shared with processes that were started later; more than may be written is refused."""
    assert student.shared(10_000) == ("hello", 10_000)
    with pytest.raises(StudentError, match="wrote a file larger than 64 MB"):
        student.shared(2**30)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_server_and_client_meet(student: Student, host: str) -> None:
    """A server and a client in one notebook reach each other, by number and by name."""
    assert student.echo(host) == "hello"


def test_too_many_threads_are_told(student: Student) -> None:
    """A thread too many is refused with the number that there may be."""
    assert student.threads(40) == 40
    assert "a notebook may have 64 processes and threads" in str(student.threads(100))


def test_python_is_a_command(student: Student) -> None:
    """Cells and programs start Python by its name."""
    assert student.command() == "42\n"


def test_own_processes_are_seen(student: Student) -> None:
    """Libraries that look for processes find this one, and no other."""
    assert student.processes() == ([1], True, True)
