"""Interrupted, killed and hindered runs lose nothing."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
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

from ..helpers import BIN, RIGHT, build_toy, environment, grades, new_toy, run, warm_process

pytestmark = pytest.mark.slow
STUDENTS = 6
MOMENTS = 30
ROOM = 150_000  # bytes on the disk that gets full; more than the log, less than the results


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
    """A run that was killed at any of 30 moments, started again, ends as an undisturbed one."""
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
    for moment in range(MOMENTS):
        root = copy(fresh, tmp_path / str(moment))
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


def test_dead_worker_is_one_line_and_loses_nothing(
    graded: tuple[Path, Path], tmp_path: Path, temporary: Path
) -> None:
    """A grading process that is ended from outside ends the run with one line; the next run completes it."""
    fresh, undisturbed = graded
    root = copy(fresh, tmp_path)
    restore = slow_down(root)
    process, log = start(root, temporary)
    lines = until_first_is_graded(log)
    for child in psutil.Process(process.pid).children(recursive=True):
        with suppress(psutil.Error):  # ended meanwhile
            if child.ppid() == process.pid and child.name() != "bwrap":
                child.kill()
    _, complaint = process.communicate(timeout=300)
    lines.close()
    log.unlink()
    restore()
    assert process.returncode == 1
    assert complaint.splitlines() == [
        "Error: a grading process was ended from outside (is memory short?); what was graded until now is kept; "
        "run the same command again to go on"
    ]
    run(root, "coursekit", "grade", "toy")
    assert state(root) == state(undisturbed)


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


def test_full_disk_is_one_line(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """A full disk is one clear line; with room again, the next run completes the work."""
    fresh, undisturbed = graded
    small = tmp_path / "small"
    small.mkdir()
    size = sum(-(-path.stat().st_size // 4096) + 1 for path in fresh.rglob("*")) * 4096 + ROOM
    script = (
        f"mount -t tmpfs -o size={size} none {small} && cp -r {fresh} {small}/course && cd {small}/course || exit 9;"
        "coursekit grade toy > first.txt 2>&1; code=$?;"
        f"mount -o remount,size=100m {small} && coursekit grade toy > second.txt 2>&1; echo $code $? > codes.txt;"
        f"cp -r {small}/course {tmp_path}/after"
    )
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
    subprocess.run(command, env=environment(tmp_path), check=True, timeout=600)
    after = tmp_path / "after"
    said = (after / "first.txt").read_text().splitlines()
    assert (after / "codes.txt").read_text() == "1 0\n"
    assert len(said) <= 1 and all("No space left on device" in line or "full" in line for line in said)
    assert state(after) == state(undisturbed)


def test_second_run_grades_nothing_again(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """Grading again changes no file, keeps a manual score, and drops results that nobody needs any more."""
    root = copy(graded[1], tmp_path)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "convolutions") as gradebook:
        gradebook.find_grade("test_slide", "01_toy", "toy", "s0").manual_score = 42
        gradebook.db.commit()
    written = {path: path.stat().st_mtime_ns for path in (root / "autograded").rglob("*.ipynb")}
    shutil.rmtree(root / "submitted/s5")
    run(root, "coursekit", "grade", "toy")
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert len(list((root / ".coursekit/toy/results").rglob("*.json"))) == STUDENTS - 1
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "convolutions") as gradebook:
        grade = gradebook.find_grade("test_slide", "01_toy", "toy", "s0")
        assert grade.score == 42 and grade.needs_manual_grade
