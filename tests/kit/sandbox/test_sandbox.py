"""What student code can see and reach from inside the sandbox."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.errors import LimitExceeded, SandboxError, StudentError
from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.sandbox import bubblewrap
from coursekit.sandbox.child import Child
from coursekit.sandbox.inside.namespaces import TOLD
from coursekit.sandbox.inside.resources import NOBODIES
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.python import find_python
from coursekit.sandbox.sandbox import Sandbox

from ..helpers import ROOT, TOY

READ = """
def read(path):
    try:
        return os.listdir(path) if os.path.isdir(path) else open(path).read()
    except OSError:
        return ""
"""
FILES = {"classroom.py": b"GREETING = 'hello'\n"}


@pytest.fixture
def student(sandbox: Sandbox) -> Iterator[Student]:
    """Return a student whose notebook defines `look`, which evaluates an expression."""
    cells = [Cell("look", f"import os\n\ndef look(expression):\n    return eval(expression)\n{READ}")]
    handle = Student(sandbox, cells, FILES, limits=Limits(call_seconds=60))
    yield handle
    handle.close()


def test_files_beside_the_notebook_are_there(student: Student) -> None:
    """The notebook finds its public files, and nothing else, in its folder."""
    assert student.look("sorted(os.listdir('.'))") == ["classroom.py"]
    assert student.look("__import__('classroom').GREETING") == "hello"


def test_no_file_of_the_course_is_there(student: Student) -> None:
    """No path leads from the student's process to sources, suites, answers, the gradebook or the kit's trusted part."""
    for name in ("source", "tests", "release", "submitted", "coursekit", "course_config.py", ".git"):
        assert student.look(f"os.path.exists({str(ROOT / name)!r})") is False
    python = {Path(prefix) for prefix in (sys.prefix, sys.base_prefix)}
    for folder in (ROOT, Path.home()):
        there = student.look(f"os.path.exists({str(folder)!r}) and os.listdir({str(folder)!r}) or []")
        assert all(any(path.is_relative_to(folder / name) for path in python) for name in there), folder
    system = ("/usr", "/kit", "/matplotlib", "/dev", "/proc", sys.prefix, sys.base_prefix)
    found = student.look(
        f"[os.path.join(d, f) for d, _, fs in os.walk('/') if not d.startswith({system!r}) for f in fs]"
    )
    assert [path for path in found if not path.startswith(("/etc/", "/notebook/"))] == []


def test_no_test_or_reference_is_in_memory(student: Student) -> None:
    """Neither pytest, nbgrader, the suites nor the trusted modules of the kit are loaded beside student code."""
    modules = set(student.look("sorted(__import__('sys').modules)"))
    assert not {
        name for name in modules if name.split(".")[0] in {"pytest", "_pytest", "nbgrader", "coursekit"}
    }
    secret = (TOY / "tests/hidden/toy/test_01_toy.py").read_text().splitlines()[2:]
    strings = "[s for s in __import__('gc').get_objects() if isinstance(s, dict)]"
    assert not any(
        "kernel_flipped" in key
        for key in student.look(f"[k for d in {strings} for k in d if type(k) is str]")
    )
    assert secret


def test_nothing_else_is_open(sandbox: Sandbox) -> None:
    """A student's process holds its own channel and nothing of the template's or of another student's."""
    open_now = "def open_now():\n    return [fd for fd in range(256) if is_open(fd)]"
    is_open = "import os\n\ndef is_open(fd):\n    try:\n        return bool(os.fstat(fd))\n    except OSError:\n        return False"
    with Sandbox(door=sandbox.door) as copy:
        handles = [
            Student(box, [Cell("a", is_open), Cell("b", open_now)], {})
            for box in (sandbox, copy)
            for _ in "ab"
        ]
        for handle in handles:
            handle.start()
        assert [len(handle.open_now()) for handle in handles] == [4, 4, 4, 4]
        for handle in handles:
            handle.close()


def test_environment_is_empty(student: Student) -> None:
    """The environment of the grading process does not reach student code."""
    assert set(student.look("dict(os.environ)")) <= {
        *("PATH", "HOME", "LANG", "LC_CTYPE", "OMP_NUM_THREADS", "MPLCONFIGDIR", "PWD", "MPLBACKEND"),
        *("USER", "LOGNAME"),
        "TORCHINDUCTOR_CACHE_DIR",  # torch sets it
    }


def test_system_is_read_only(student: Student) -> None:
    """Student code cannot change the system, the Python installation or the kit."""
    for path in ("/usr/x", "/etc/x", "/kit/inside/x", "/x", "/home"):
        with pytest.raises(OSError):
            student.look(f"open({path!r}, 'w')")
    with pytest.raises(StudentError):
        student.look("open(__import__('torch').__file__, 'a')")


def test_nothing_written_reaches_the_next(sandbox: Sandbox) -> None:
    """What one submission writes or imports is not there for the next."""
    cell = Cell(
        "a",
        "open('/tmp/note', 'w').write('x'); open('torch.py', 'w').write('')\nimport builtins\nbuiltins.note = 1",
    )
    ask = Cell(
        "b",
        "import os\ndef seen():\n    return os.path.exists('/tmp/note'), os.listdir('.'), hasattr(__builtins__, 'note')",
    )
    first = Student(sandbox, [cell], {})
    first.start()
    first.close()
    second = Student(sandbox, [ask], {})
    assert second.seen() == (False, [], False)
    second.close()


@pytest.mark.slow
def test_python_below_tmp_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that is installed below /tmp is there for student code, but neither what lies beside it nor the rest of /tmp."""
    for name in ("lib/library.py", "share/nbgrader/exchange/answer.ipynb", "share/fonts/one.ttf", "data"):
        (tmp_path / "python" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "python" / name).write_text("")
    prefixes = bubblewrap.prefixes_of_python(find_python(sys.executable)) | {str(tmp_path / "python")}
    monkeypatch.setattr(bubblewrap, "prefixes_of_python", lambda _: prefixes)
    with Sandbox() as box:
        student = Student(
            box, [Cell("a", "import os\n\ndef f(path):\n    return sorted(os.listdir(path))")], {}
        )
        assert student.f(str(tmp_path / "python/lib")) == ["library.py"]
        assert student.f(str(tmp_path / "python")) == ["lib", "share"]
        assert student.f(str(tmp_path / "python/share")) == ["fonts"]
        assert student.f(str(tmp_path)) == ["python"]
        assert tmp_path.relative_to("/tmp").parts[0] in student.f("/tmp")
        with pytest.raises(OSError):
            student.f(str(ROOT / "tests"))
        student.close()


def test_another_python_is_asked_where_it_is(tmp_path: Path) -> None:
    """Another Python says itself where it is installed; a program that is none is told in a line."""
    venv.create(tmp_path / "other")
    found = find_python(str(tmp_path / "other/bin/python"))
    assert found.prefixes == (sys.base_prefix, str(tmp_path / "other"))
    assert bubblewrap.python_folders(found)[-1].startswith((sys.base_prefix, str(tmp_path)))
    (tmp_path / "none").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "none").chmod(0o755)
    with pytest.raises(SandboxError, match="does not run as a Python"):
        Sandbox(python=str(tmp_path / "none"))


def test_of_the_system_only_what_programs_need_is_there(student: Student) -> None:
    """Of /usr and /usr/local no folder is there in which nbgrader or others keep what people hand in."""
    shared = {Path(part).name for part in bubblewrap.PARTS if part.startswith("share/")}
    parts = {Path(part).parts[0] for part in bubblewrap.PARTS}
    for folder in ("/usr/share", "/usr/local/share", f"{sys.base_prefix}/share", f"{sys.prefix}/share"):
        assert set(student.look(f"os.path.exists({folder!r}) and os.listdir({folder!r}) or []")) <= shared
    for folder in ("/usr", "/usr/local", sys.base_prefix, sys.prefix):
        assert set(student.look(f"os.listdir({folder!r})")) <= {*parts, "local"}
    for folder in ("/srv", "/var", "/opt"):
        assert not student.look(f"os.path.exists({folder!r})") or folder in sys.base_prefix + sys.prefix


def test_no_network(student: Student) -> None:
    """No connection leaves the sandbox, not even to this machine: the only interface leads back to the notebook itself."""
    interfaces = student.look("read('/proc/net/dev')").splitlines()[2:]
    assert [line.partition(":")[0].strip() for line in interfaces] == ["lo"]
    with socket.create_server(("127.0.0.1", 0)) as here:
        for host, port in (here.getsockname(), ("8.8.8.8", 53)):
            with pytest.raises(OSError):
                student.look(f"__import__('socket').create_connection(({host!r}, {port}), timeout=1)")
    for family in ("AF_NETLINK", "AF_PACKET", "AF_VSOCK"):
        with pytest.raises(OSError):
            student.look(f"__import__('socket').socket(__import__('socket').{family}, 2)")


def test_no_privileges(student: Student) -> None:
    """Student code runs without root rights and cannot see or signal processes outside."""
    assert student.look("os.getuid()") != 0
    assert student.look("os.getpid()") == 1
    assert student.look("[name for name in os.listdir('/proc') if name.isdigit()]") == ["1"]
    with pytest.raises(OSError):
        student.look("os.kill(2, 9)")
    with pytest.raises(OSError):
        student.look("os.setuid(0)")


def test_little_is_told_of_the_machine(student: Student) -> None:
    """Of /proc there are a notebook's own processes and what psutil reads; all else is an empty file or folder there."""
    told = student.look("{name: read(f'/proc/{name}') for name in os.listdir('/proc') if not name.isdigit()}")
    assert {name for name, text in told.items() if text} == TOLD
    assert student.look("'MemTotal' in read('/proc/meminfo')")
    for path in ("/proc/sys/x", "/proc/cpuinfo", "/proc/uptime"):
        with pytest.raises(OSError):
            student.look(f"open({path!r}, 'w')")


def test_rights_are_gone_as_seen_from_outside(sandbox: Sandbox) -> None:
    """The system itself says of a student's process that it has no right, can gain none, is filtered, and owns nothing."""
    child = Child(sandbox, Limits())
    told = Path(f"/proc/self/fdinfo/{child._pidfd}").read_text()
    number = next(line.split()[1] for line in told.splitlines() if line.startswith("Pid:"))
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    status = dict(line.split(":\t", 1) for line in lines)
    child.kill()
    for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(status[kind], 16) == 0
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    accounts = {int(account) for account in status["Uid"].split() + status["Gid"].split()}
    if os.getuid() == 0:
        assert len(accounts) == 1 and accounts <= set(NOBODIES) and not status["Groups"].strip()
    else:
        assert 0 not in accounts


def test_started_processes_die_with_the_notebook(sandbox: Sandbox) -> None:
    """A process that a student starts in the background ends when grading of the notebook ends."""
    cell = Cell("a", "import subprocess\np = subprocess.Popen(['sleep', '12345.678'], process_group=0)")
    student = Student(sandbox, [cell], {})
    student.start()
    assert _running("12345.678")
    student.close()
    assert not _running("12345.678")


def _running(mark: str) -> bool:
    return subprocess.run(["pgrep", "-f", f"sleep {mark}"], capture_output=True).returncode == 0


def test_handle_takes_no_pickles(student: Student) -> None:
    """Values come back as plain data; other objects only as handles."""
    assert student.look("(1, [2.5, 'x'], {'a': None}, slice(1, 2))") == (
        1,
        [2.5, "x"],
        {"a": None},
        slice(1, 2),
    )
    handle = student.look("complex")
    assert tuple(handle) == ("builtins", "complex")
    assert "object" in repr(student.look("object()"))


def test_errors_keep_their_class(student: Student) -> None:
    """A builtin exception of the student's is raised here as the same class, and as a StudentError."""
    with pytest.raises(ZeroDivisionError) as caught:
        student.look("1 / 0")
    assert isinstance(caught.value, StudentError)
    with pytest.raises(StudentError):
        student.look("exec('raise SystemExit')")


@pytest.mark.slow
def test_hanging_cell_keeps_what_it_defined_in_the_background_too() -> None:
    """Where grading was started with Ctrl-C ignored, a cell that hangs is stopped all the same, and what it defined stays."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        box = Sandbox()
    finally:
        signal.signal(signal.SIGINT, before)
    with box:
        cells = [Cell("hangs", "def six():\n    return 6\nwhile True:\n    pass")]
        student = Student(box, cells, {}, limits=Limits(cell_seconds=2))
        assert student.six() == 6
        assert student.runs["hangs"].error == "it took longer than 2 s"
        student.close()


@pytest.mark.slow
def test_calls_that_do_not_stop_are_waited_for_once(sandbox: Sandbox) -> None:
    """Once something did not stop when it was interrupted, calls that take too long are ended at once, and cells are not."""
    source = "def hang():\n    while True:\n        try:\n            while True:\n                pass\n        except BaseException:\n            pass"
    student = Student(sandbox, [Cell("hang", source)], {}, limits=Limits(call_seconds=1, stop_seconds=2))
    assert student._session._stop_seconds("call") == 2
    with pytest.raises(LimitExceeded, match="took longer than 1 s"):
        student.hang()
    assert (student._session._stop_seconds("call"), student._session._stop_seconds("cell")) == (0, 2)
    with pytest.raises(LimitExceeded, match="took longer than 1 s"):
        student.hang()
    student.close()


@pytest.mark.slow
def test_ended_sandbox_says_so() -> None:
    """Where the process that notebooks are forked from has ended, that is the reason that is given, and no grade."""
    with Sandbox() as box:
        box._template.process.kill()
        assert box.door.recv(1) == b""  # now it has ended
        student = Student(box, [], {})
        with pytest.raises(SandboxError, match="starts no notebook"):
            student.start()


def test_without_bubblewrap_grading_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the sandbox cannot be had, grading stops with a line that says what to do."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert shutil.which("bwrap") is None
    with pytest.raises(SandboxError, match="install it"):
        Sandbox()


@pytest.mark.slow
def test_unprotected_is_possible_when_asked_for() -> None:
    """With protection turned off, notebooks are graded all the same."""
    with Sandbox(protected=False) as box:
        student = Student(box, [Cell("a", "def f():\n    return 1")], {})
        assert student.f() == 1
        student.close()


def test_documented_limits_are_those_of_the_course() -> None:
    """The limits in docs/security.md are the defaults, course_config.py sets the same, and the words are those students read."""
    limits = Limits()
    lines = (ROOT / "docs/security.md").read_text().splitlines()
    rows = [[part.strip(" `") for part in line.split("|")[1:-1]] for line in lines if line.startswith("| `")]
    assert {name: float(default) for name, _, default, _ in rows} == vars(limits)
    config = (ROOT / "course_config.py").read_text()
    assert [
        name for name, value in vars(limits).items() if f"c.CourseKit.{name} = {value:g}\n" not in config
    ] == []
    kinds: tuple[str, ...] = (
        "processor",
        "cell processor",
        "memory",
        "processes",
        "open files",
        "file",
        "disk",
    )
    kinds += ("grading processor", "grading memory")
    assert {limits.words(kind) for kind in kinds} <= {words for *_, words in rows}


def test_documented_promises_are_asserted() -> None:
    """Each promise in docs/security.md has a row that names its tests, every one of them is there, and no row is without promise."""
    text = (ROOT / "docs/security.md").read_text()
    promises = {found[1] for found in re.finditer(r"^\* \*\*(.+?):\*\*", text, re.MULTILINE)}
    table = text.partition("## Which test says so")[2]
    rows = [line.split("|")[1:3] for line in table.splitlines() if "test_" in line and line.startswith("|")]
    assert {name.strip() for name, _ in rows} == promises | {"hostile submissions", "values made anew"}
    for name, tests in rows:
        for part in tests.split(";"):
            path, *names = re.findall(r"`(.+?)`", part)
            source = (ROOT / "tests/kit" / path).read_text()
            assert names and [one for one in names if f"def {one}(" not in source] == [], name
