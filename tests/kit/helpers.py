"""What the tests of the kit share: commands as an instructor types them, and hand-ins to the small course."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

import matplotlib
import psutil
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from coursekit.grading.grader import Grader
from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook
from coursekit.notebooks.variants import kept, kept_data
from coursekit.sandbox.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"
BIN = Path(sys.executable).parent
TIMEOUT = 1200  # seconds


def environment(home: Path) -> dict[str, str]:
    """Return the environment of an instructor whose home is `home`."""
    here = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}
    here.pop("PYTEST_CURRENT_TEST", None)  # by it, Jupyter's kernels know that they are tested
    # A new home has no list of fonts, which takes as long to make as a class to grade.
    fonts = {"MPLCONFIGDIR": matplotlib.get_cachedir()}
    return here | fonts | {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / ".jupyter")}


Done = subprocess.CompletedProcess[str]


def run(root: Path, *command: str, check: bool = True) -> Done:
    """Run `coursekit` or `nbgrader` in the folder `root` as an instructor would, and return what it said.

    It runs in a process of its own that was forked from one with all imports done; else it is as in `run_anew`.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as complaints:
        code = warm_process().run(root, command, out, complaints)
        for stream in (out, complaints):
            stream.seek(0)
        return _checked(Done(command, code, out.read(), complaints.read()), check)


def run_anew(root: Path, *command: str, check: bool = True) -> Done:
    """Run `coursekit` or `nbgrader` in the folder `root` from its very beginning, and return what it said."""
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=root,
        env=environment(root),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
    return _checked(done, check)


def _checked(done: Done, check: bool) -> Done:
    if check and done.returncode:
        raise AssertionError(f"{' '.join(done.args)} failed:\n{done.stdout}\n{done.stderr}")
    return done


@cache
def warm_sandbox() -> Sandbox:
    """Return a running sandbox, protected as in a real course, once for each test process."""
    box = Sandbox()
    atexit.register(box.close)
    box.expect_many()
    return box


class WarmProcess:
    """A process from which commands are forked; see `warm.py`."""

    def __init__(self) -> None:
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._requests.settimeout(TIMEOUT)
        door = warm_sandbox().door
        with theirs:
            sockets = (theirs.fileno(), door.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(Path(__file__).with_name("warm.py")), *map(str, sockets)],
                pass_fds=sockets,
                stdin=subprocess.DEVNULL,
            )
        assert self._requests.recv(5) == b"ready"

    def run(
        self,
        root: Path,
        command: tuple[str, ...],
        out: IO[str],
        complaints: IO[str],
        seconds: float | None = None,
    ) -> int:
        """Run a command in the folder `root`, killed after `seconds`, and return its exit code."""
        request = {
            "command": command,
            "folder": str(root),
            "environment": environment(root),
            "seconds": seconds,
        }
        files = [out.fileno(), complaints.fileno()]
        socket.send_fds(self._requests, [json.dumps(request).encode()], files)
        return int(self._requests.recv(20))

    def close(self) -> None:
        """End the process."""
        self._requests.close()
        self._process.wait(TIMEOUT)


@cache
def warm_process() -> WarmProcess:
    """Return the process from which commands are forked, once for each test process."""
    process = WarmProcess()
    atexit.register(process.close)
    return process


@cache
def _empty_gradebook() -> Path:
    """Return a gradebook with nothing in it, made once for each test process: it takes as long as three builds."""
    folder = Path(tempfile.mkdtemp(prefix="empty-"))
    atexit.register(shutil.rmtree, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", environment(folder)["PATH"])  # nbgrader starts `alembic` by its name
        Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "convolutions").close()
    return folder / "gradebook.db"


def begin_gradebook(root: Path) -> None:
    """Give the course in `root` the gradebook that nbgrader makes where there is none."""
    shutil.copy(_empty_gradebook(), root)


def source_notebook(path: Path, framework: str = "torch") -> NotebookNode:
    """Return one of the instructor's notebooks as it is in a framework."""
    return kept(read_notebook(path), framework)


def source_files(folder: Path, framework: str = "torch") -> dict[str, bytes]:
    """Return the instructor's notebooks in a folder as they are in a framework, by the names of their files."""
    return {path.name: kept_data(path.read_bytes(), framework) for path in sorted(folder.glob("*.ipynb"))}


def new_toy(root: Path) -> Path:
    """Make the small course in the folder `root`, and return it."""
    shutil.copytree(TOY, root)
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root / name)
    return root


@cache
def _built() -> Path:
    """Return the folder of a small course that `coursekit build` was run in, once for each test process."""
    folder = Path(tempfile.mkdtemp(prefix="built-"))
    atexit.register(shutil.rmtree, folder)
    root = new_toy(folder / "course")
    run(root, "coursekit", "build", "toy")
    return root


def new_course(root: Path, config: str = "") -> Path:
    """Make a course that knows nothing of the kit, with one more line of configuration, and return its folder.

    `nbgrader quickstart` would take longer than all that follows: it asks Jupyter five times for its extensions.
    """
    (root / "source").mkdir(parents=True)
    lines = ["c = get_config()", f"c.CourseDirectory.course_id = {root.name!r}", config]
    (root / "nbgrader_config.py").write_text("\n".join(lines))
    return root


def graded_cell(name: str, source: str, points: int = 0) -> NotebookNode:
    """Return a cell for an answer, or a check with points."""
    noted = {"schema_version": 3, "grade_id": name, "solution": not points, "locked": bool(points)}
    noted |= {"grade": True, "points": points} if points else {"grade": False}
    return new_code_cell(source, id=name[:64], metadata={"nbgrader": noted})


def build_toy(root: Path) -> None:
    """Give the small course in `root` what `coursekit build toy` writes: release, proof, and an empty gradebook."""
    for name in ("release", ".coursekit"):
        shutil.copytree(_built() / name, root / name)
    shutil.copy(_built() / "gradebook.db", root)


def on_full_disk(course: Path, folder: Path, size: int, command: str) -> tuple[str, list[str], Path]:
    """Run a command in a copy of a course on a disk of `size` bytes, and again when there is room.

    Return both exit codes, the lines of the first run, and a folder with the copy as it is then. `folder` is for all that.
    """
    small, after = folder / "small", folder / "after"
    small.mkdir()
    script = (
        f"mount -t tmpfs -o size={size} none {small} && cp -r {course} {small}/course && cd {small}/course || exit 9;"
        f"{command} > first.txt 2>&1; code=$?;"
        f"mount -o remount,size=100m {small} && {command} > second.txt 2>&1; echo $code $? > codes.txt;"
        f"cp -r {small}/course {after}"
    )
    unshare = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
    subprocess.run(unshare, env=environment(folder), check=True, timeout=600)
    return (after / "codes.txt").read_text().strip(), (after / "first.txt").read_text().splitlines(), after


def grades(url: str) -> list[tuple[object, ...]]:
    """Return all that the gradebook at `url` says of submissions, without the ids that it gives to rows."""
    rows: list[tuple[object, ...]] = []
    with Gradebook(url, "convolutions") as gradebook:
        for submission in (s for assignment in gradebook.assignments for s in assignment.submissions):
            student = submission.student.id
            rows.append((student, str(submission.timestamp), submission.score))
            for notebook in submission.notebooks:
                rows.append((student, notebook.name, notebook.score, notebook.late_submission_penalty))
                rows += [
                    (student, notebook.name, g.name, g.auto_score, g.manual_score, g.needs_manual_grade)
                    for g in notebook.grades
                ]
                rows += [(student, notebook.name, c.name, c.comment) for c in notebook.comments]
    return sorted(rows, key=str)


@contextmanager
def loaded(times: int = 4, *, apart: bool = True) -> Iterator[None]:
    """Let so many processes compute meanwhile on one processor, to which this process and all below it have to keep.

    Each has a session of its own, as a student's process has: Linux shares a processor among sessions first.
    """
    busy = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    pass"  # and no longer than this process
    command = [sys.executable, "-IS", "-c", busy]
    with ExitStack() as stack:
        stack.enter_context(_on_one_processor())
        for _ in range(times):
            process = stack.enter_context(subprocess.Popen(command, start_new_session=apart))
            stack.callback(process.kill)
        yield


@contextmanager
def _on_one_processor() -> Iterator[None]:
    """Keep this process and all below it to one processor, as on a machine that has no other."""
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    before = {process: process.cpu_affinity() for process in family}
    for process in family:
        process.cpu_affinity([max(os.sched_getaffinity(0))])
    try:
        yield
    finally:
        for process, processors in before.items():
            with suppress(psutil.Error):  # ended meanwhile
                process.cpu_affinity(processors)


RIGHT = {
    "size": "def size(n, k):\n    return n - k + 1",
    "slide": "def slide(x, k):\n    return x.unfold(0, len(k), 1) @ k",
}


def hand_in(grader: Grader, size: str = RIGHT["size"], slide: str = RIGHT["slide"]) -> NotebookNode:
    """Return a submission to the small course with these solution cells."""
    return fill(grader.release, {"size": size, "slide": slide})


def in_words(outputs: list[dict[str, Any]]) -> str:
    """Return what a cell shows to those who have no browser: what it prints, and of what it displays, the plain text."""
    texts = [output.get("text", output.get("data", {}).get("text/plain", "")) for output in outputs]
    return "".join(f"{text}\n" for text in texts)
