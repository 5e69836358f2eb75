"""Interrupted, killed and hindered runs lose nothing."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import nbformat
import psutil
import pytest
from nbgrader.api import Gradebook

from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import parse_notebook, read_notebook

from ..helpers import BIN, RIGHT, build_toy, environment, grades, new_toy, on_full_disk, run, warm_process

pytestmark = pytest.mark.slow
STUDENTS = 3
MOMENTS, IN_A_ROW = 30, 3
PAGE = 4096  # bytes of a page of memory, in which a disk in memory is counted


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a small course with a class that has handed in, and a copy of it that was graded undisturbed."""
    fresh = new_toy(tmp_path_factory.mktemp("fresh") / "course")
    build_toy(fresh)
    release = read_notebook(fresh / "release/toy/01_toy.ipynb")
    for number in range(STUDENTS):
        slide = RIGHT["slide"] if number % 2 else "def slide(x, k):\n    return x"
        filled = fill(release, {"size": RIGHT["size"], "slide": f"{slide}\n# student {number}"})
        folder = fresh / f"submitted/s{number}/toy"
        folder.mkdir(parents=True)
        nbformat.write(filled, folder / "01_toy.ipynb")
    undisturbed = copy(fresh, tmp_path_factory.mktemp("undisturbed"))
    run(undisturbed, "coursekit", "grade", "toy")
    return fresh, undisturbed


def copy(course: Path, folder: Path) -> Path:
    """Return a copy of a course in `folder`."""
    return Path(shutil.copytree(course, folder / "course"))


def state(root: Path) -> tuple[list[tuple[object, ...]], dict[str, bytes]]:
    """Return what is in the gradebook and in the folders that grading writes."""
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for step in ("autograded", "feedback")
        for path in (root / step).rglob("*")
        if path.is_file()
    }
    return grades(f"sqlite:///{root / 'gradebook.db'}"), files


def test_killed_at_any_moment_nothing_is_lost(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """A run that was killed at any of 30 moments, some of them one after another, ends as an undisturbed one."""
    fresh, undisturbed = graded
    wanted, dice = state(undisturbed), random.Random(7)

    def run_until(seconds: float | None, root: Path) -> None:
        with Path(f"{root}.txt").open("w+") as said:
            code = warm_process().run(root, ("coursekit", "grade", "toy"), said, said, seconds)
            said.seek(0)
            assert code == (0 if seconds is None else code), said.read()

    run_until(None, copy(fresh, tmp_path / "first"))
    start = time.monotonic()
    run_until(None, copy(fresh, tmp_path / "second"))
    whole = time.monotonic() - start
    for number in range(MOMENTS // IN_A_ROW):
        root = copy(fresh, tmp_path / str(number))
        for _ in range(IN_A_ROW):  # what a killed run has left is what the next one is killed over
            run_until(dice.uniform(0, whole), root)
        run_until(None, root)
        assert state(root) == wanted
        assert not list(root.rglob("*.part"))
        shutil.rmtree(root)


@pytest.fixture
def temporary() -> Iterator[Path]:
    """Return a folder for temporary files whose name is short enough for the sockets there."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def start(root: Path, temporary: Path) -> tuple[subprocess.Popen[str], Path]:
    """Start grading with a log that can be waited for; return the process and the log."""
    log = root / "reports/toy.log"
    log.parent.mkdir()
    os.mkfifo(log)
    process = subprocess.Popen(
        [BIN / "coursekit", "grade", "toy", "--workers", "2"],
        cwd=root,
        env=environment(root) | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # where tests run in the background
    )
    return process, log


def until_first_is_graded(log: Path) -> TextIO:
    """Read the log up to the line of the first student, and return it still open."""
    lines = log.open()
    next(line for line in lines if " points" in line)
    return lines


def slow_down(root: Path) -> Callable[[], None]:
    """Make the last submission take longer than it takes to stop the run; return what undoes it."""
    path = root / f"submitted/s{STUDENTS - 1}/toy/01_toy.ipynb"
    usual = path.read_bytes()
    slow = fill(parse_notebook(usual), {**RIGHT, "slide": f"import time\ntime.sleep(15)\n{RIGHT['slide']}"})
    nbformat.write(slow, path)
    return lambda: nbformat.write(parse_notebook(usual), path)


def test_interrupted_run_stops_cleanly_and_goes_on(
    graded: tuple[Path, Path], tmp_path: Path, temporary: Path
) -> None:
    """Ctrl-C ends a run with one line, leaves no process and no file, and the next run grades only what is missing."""
    fresh, undisturbed = graded
    root = copy(fresh, tmp_path)
    restore = slow_down(root)
    process, log = start(root, temporary)
    lines = until_first_is_graded(log)
    family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    _, complaint = process.communicate(timeout=300)
    assert process.returncode == 130
    assert complaint.splitlines() == ["Stopped. What was done is kept; run the same command again to go on."]
    assert not psutil.wait_procs(family, timeout=60)[1]
    assert list(temporary.iterdir()) == []
    kept = {path.name for path in (root / ".coursekit/toy/results").rglob("*.json")}
    assert kept
    lines.close()
    log.unlink()
    restore()
    run(root, "coursekit", "grade", "toy")
    assert kept <= {path.name for path in (root / ".coursekit/toy/results").rglob("*.json")}
    assert state(root) == state(undisturbed)


def test_dead_worker_is_replaced(graded: tuple[Path, Path], tmp_path: Path, temporary: Path) -> None:
    """A grading process that is ended from outside is replaced, and what it was grading is graded all the same."""
    fresh, undisturbed = graded
    root = copy(fresh, tmp_path)
    restore = slow_down(root)
    process, log = start(root, temporary)
    lines = until_first_is_graded(log)
    for child in psutil.Process(process.pid).children(recursive=True):
        with suppress(psutil.Error):  # ended meanwhile
            if child.ppid() == process.pid and child.name() != "bwrap":
                child.kill()
    threading.Thread(target=lines.read).start()  # a full pipe would stop the run
    _, complaint = process.communicate(timeout=300)
    assert (process.returncode, complaint) == (0, "")
    lines.close()
    log.unlink()
    restore()
    run(root, "coursekit", "grade", "toy")
    assert state(root) == state(undisturbed)


# What a hidden suite might do with an answer that nobody has thought of.
EXPLODES = """
import os
from pathlib import Path

def explode(size):
    with Path({tries!r}).open("a") as file:
        file.write(f"{{size}} ")
    if size == -1:
        os.kill(os.getpid(), 9)
    while size == -2:
        pass
    if size == -3:
        sum(range(10**15))
"""
SAID = {
    -1: "it ended the process that graded it (is memory short?)",
    -2: "it took more than 2 s of processor time to be graded",
    -3: "it took more than 2 s of processor time to be graded",
}


def test_whatever_one_submission_does_to_its_grader(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """What ends its grading process, or never comes to an end there, is tried twice, named, and costs nobody else."""
    fresh, undisturbed = graded
    root, tries = copy(fresh, tmp_path), tmp_path / "tries.txt"
    with (root / "course_config.py").open("a") as config:
        config.write("c.CourseKit.grading_cpu_seconds = 2\n")
    suite = root / "tests/hidden/toy/test_01_toy.py"
    title = '"""Every size is right."""\n'
    text = suite.read_text().replace(title, f"{title}        explode(student.size(3, 2))\n")
    suite.write_text(text + EXPLODES.format(tries=str(tries)))
    release = read_notebook(root / "release/toy/01_toy.ipynb")
    for size in SAID:
        folder = root / f"submitted/bad{-size}/toy"
        folder.mkdir(parents=True)
        answers = {"size": f"def size(n, k):\n    return {size}", "slide": RIGHT["slide"]}
        nbformat.write(fill(release, answers), folder / "01_toy.ipynb")
    for again in (False, True):
        tries.write_text("")
        done = run(root, "coursekit", "grade", "toy", "--workers", "2", check=False)
        assert (done.returncode, done.stderr) == (1, "")
        said = [line for line in done.stdout.splitlines() if line.startswith("bad")]
        assert said == [f"bad{-size}: 01_toy: {reason}" for size, reason in SAID.items()]
        assert sorted(tries.read_text().split()) == sorted(
            [*map(str, SAID)] * 2 + ["2"] * (1 + STUDENTS) * (not again)  # the solution is graded first
        )
        rows, files = state(root)
        assert [row for row in rows if not str(row[0]).startswith("bad")] == state(undisturbed)[0]
        assert all((f"bad{-size}", "01_toy", 0.0, None) in rows for size in SAID)
        for size, reason in SAID.items():
            assert reason in files[f"feedback/bad{-size}/toy/01_toy.html"].decode()
    assert all(f"bad{-size}" in (root / "reports/toy.log").read_text() for size in SAID)


def test_nbgrader_goes_on_too(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """Where nbgrader's own command grades, what takes more than grading may is named, and everybody else is graded."""
    root = copy(graded[0], tmp_path)
    with (root / "course_config.py").open("a") as config:
        config.write("c.CourseKit.grading_cpu_seconds = 2\n")
    suite = root / "tests/hidden/toy/test_01_toy.py"
    title = '"""Every size is right."""\n'
    text = suite.read_text().replace(title, f"{title}        explode(student.size(3, 2))\n")
    suite.write_text(text + EXPLODES.format(tries=str(tmp_path / "tries.txt")))
    answers = {"size": "def size(n, k):\n    return -2", "slide": RIGHT["slide"]}
    (root / "submitted/bad/toy").mkdir(parents=True)
    release = read_notebook(root / "release/toy/01_toy.ipynb")
    nbformat.write(fill(release, answers), root / "submitted/bad/toy/01_toy.ipynb")
    metadata = {str(number): {} for number in range(350_000)}
    (root / "submitted/large/toy").mkdir(parents=True)
    large = fill(release, RIGHT)
    large.metadata["large"] = metadata
    nbformat.write(large, root / "submitted/large/toy/01_toy.ipynb")
    done = run(root, "nbgrader", "autograde", "toy", check=False)
    assert done.returncode == 1
    said = "01_toy of bad could not be graded: it took more than 2 s of processor time to be graded"
    assert said in done.stdout + done.stderr
    scores = {row[0]: row[2] for row in state(root)[0] if len(row) == 3}
    assert scores.pop("large") == 100 and scores.get("bad", 0) == 0
    assert {student: score for student, score in scores.items() if student != "bad"} == {
        row[0]: row[2] for row in state(graded[1])[0] if len(row) == 3
    }


PAGE_EXPLODES = """
import os
from nbgrader.preprocessors import NbGraderPreprocessor

class Explodes(NbGraderPreprocessor):
    def preprocess(self, notebook, resources):
        if "student 1" in str(notebook):
            os.kill(os.getpid(), 9)
        return notebook, resources

c.GenerateFeedback.preprocessors.append(Explodes)
"""


def test_page_that_ends_its_process_is_left_out(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """Where a page cannot be made, the points stand in the gradebook, no older page stays, and it is said whose it is."""
    root = copy(graded[1], tmp_path)
    with (root / "course_config.py").open("a") as config:
        config.write(PAGE_EXPLODES)
    shutil.rmtree(root / ".coursekit")
    done = run(root, "coursekit", "grade", "toy", check=False)
    said = [line for line in done.stdout.splitlines() if line.startswith("s1:")]
    assert (done.returncode, done.stderr) == (1, "")
    assert said == [
        "s1: 01_toy: its feedback page could not be made: it ended the process that graded it (is memory short?)"
    ]
    assert state(root)[0] == state(graded[1])[0]
    assert not (root / "feedback/s1/toy/01_toy.html").exists()
    assert (root / "feedback/s2/toy/01_toy.html").exists()


def test_what_the_clock_has_decided_is_tried_again(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """What a limit of time has ended while it waited is graded twice in each run, and never taken from the last one."""
    root, tries = copy(graded[0], tmp_path), tmp_path / "tries.txt"
    with (root / "course_config.py").open("a") as config:
        config.write("c.CourseKit.call_seconds = 1\n")
    suite = root / "tests/hidden/toy/test_01_toy.py"
    title = '"""Every size is right."""\n'
    lines = f"        if student.size(9, 1) == 0:\n            open({str(tries)!r}, 'a').write('x')\n"
    suite.write_text(suite.read_text().replace(title, title + lines))
    release = read_notebook(root / "release/toy/01_toy.ipynb")
    folder = root / "submitted/sleeps/toy"
    folder.mkdir(parents=True)
    sleeps = "import time\ndef size(n, k):\n    return 0 if n == 9 else time.sleep(98765)"
    nbformat.write(fill(release, {"size": sleeps, "slide": RIGHT["slide"]}), folder / "01_toy.ipynb")
    for tried in ("xx", "xxxx"):
        run(root, "coursekit", "grade", "toy")
        assert tries.read_text() == tried
        assert ("sleeps", "01_toy", 60.0, None) in state(root)[0]
        assert len(list((root / ".coursekit/toy/results").rglob("*.json"))) == STUDENTS


def test_locked_gradebook_is_one_line(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """A gradebook that another program holds is one clear line; what was graded is kept for the next run."""
    fresh, undisturbed = graded
    root = copy(fresh, tmp_path)
    other = sqlite3.connect(root / "gradebook.db")
    other.execute("BEGIN EXCLUSIVE")
    done = run(root, "coursekit", "grade", "toy", check=False)
    other.close()
    assert done.returncode == 1
    assert done.stderr.startswith("Error: the gradebook cannot be") and "locked" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    run(root, "coursekit", "grade", "toy")
    assert state(root) == state(undisturbed)


def pages(root: Path) -> int:
    """Return how many pages the files in a folder take."""
    files = (path for path in root.rglob("*") if path.is_file())
    return sum(-(-path.stat().st_size // PAGE) for path in files)


def test_full_disk_is_one_line(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """A full disk is one clear line; with room again, the next run completes the work."""
    fresh, undisturbed = graded
    size = (pages(fresh) + pages(undisturbed)) // 2 * PAGE  # there is room for half of the results
    codes, said, after = on_full_disk(fresh, tmp_path, size, "coursekit grade toy")
    assert codes == "1 0"
    wrong = [line for line in said if line.startswith("Error:")]
    assert len(wrong) <= 1 and wrong in ([], said[-1:])  # below the table, if it was pages that had no room
    assert all("No space left on device" in line or "full" in line for line in wrong)
    assert state(after) == state(undisturbed)


def test_second_run_grades_nothing_again(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """Grading again changes no file, keeps a manual score, and drops results that nobody needs any more."""
    root = copy(graded[1], tmp_path)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "convolutions") as gradebook:
        gradebook.find_grade("test_slide", "01_toy", "toy", "s0").manual_score = 42
        gradebook.db.commit()
    written = {path: path.stat().st_mtime_ns for path in (root / "autograded").rglob("*.ipynb")}
    shutil.rmtree(root / "submitted/s2")
    run(root, "coursekit", "grade", "toy")
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert len(list((root / ".coursekit/toy/results").rglob("*.json"))) == STUDENTS - 1
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "convolutions") as gradebook:
        grade = gradebook.find_grade("test_slide", "01_toy", "toy", "s0")
        assert grade.score == 42 and grade.needs_manual_grade
