"""Whatever happens to who watches: nothing is lost, nothing counts twice, and nobody gets another's feedback."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from coursekit.course.course import Course
from coursekit.watching.desk import Desk
from coursekit.watching.inbox import Inbox
from coursekit.watching.queue import Queue
from coursekit.watching.showing import Showing

from ..helpers import BIN, RIGHT, environment, grades, new_toy, on_full_disk, warm_process
from .exchange import FLIPPED, Teaching, teach, until, watching

pytestmark = pytest.mark.slow
MOMENTS = 30
SLOW = "import time\ntime.sleep(4)\n"


def left(course: Teaching) -> tuple[object, ...]:
    """Return all that watching leaves: grades, what is on record, and what students can fetch."""
    pages = {path.name: path.read_bytes() for path in (course.exchange / "convolutions/feedback").iterdir()}
    return grades(f"sqlite:///{course.root / 'gradebook.db'}"), sorted(map(str, course.record())), pages


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """Killed at 30 moments while hand-ins arrive, it comes to the end that it comes to undisturbed."""
    disturbed, calm = (teach(new_toy(tmp_path / name / "course")) for name in ("disturbed", "calm"))
    dice = random.Random(7)

    def run_until(seconds: float) -> None:
        with (tmp_path / "said.txt").open("w+") as said:
            command = ("coursekit", "watch", "toy", "--once")
            code = warm_process().run(disturbed.root, command, said, said, seconds)
            said.seek(0)
            assert code in (0, -signal.SIGKILL), said.read()

    for number in range(MOMENTS):
        if number % 3 == 0:
            slide = f"{RIGHT['slide'] if number % 2 else FLIPPED}\n# {number}"
            for course in (disturbed, calm):
                course.put(f"s{number}", number, course.answers(slide))
        run_until(dice.uniform(0, 2))
    for course in (disturbed, calm):
        course.watch()
    assert left(disturbed) == left(calm)


@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)  # nbgrader's
def test_first_pages_of_many_at_once(toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many are shown their first page at the same moment, and the exchange has no folder for it yet, all are."""
    course = teach(toy)
    monkeypatch.chdir(toy)
    switches = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    names = [f"s{number}" for number in range(4)]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "submission_secret.txt").write_text(name)
        (tmp_path / name / "timestamp.txt").write_text("2026-11-26 12:00:00.000000 UTC")
    try:
        with ThreadPoolExecutor(len(names)) as pool:
            for _ in range(30):
                shutil.rmtree(course.exchange / "convolutions/feedback", ignore_errors=True)
                showing = Showing(Course.here().existing("toy"))
                said = [
                    pool.submit(showing.say, name, tmp_path / name, ["01_toy"], "Read.") for name in names
                ]
                for one in said:
                    one.result()
                assert len([*(course.exchange / "convolutions/feedback").iterdir()]) == len(names)
    finally:
        sys.setswitchinterval(switches)


@pytest.fixture
def watched(toy: Path) -> Iterator[tuple[Teaching, subprocess.Popen[str]]]:
    """Give a small course, and a command that watches for it in the background."""
    course = teach(toy, "c.CourseKit.attempt_minutes = 0.0001")
    with watching(toy, "toy") as process:
        yield course, process


def test_goes_on_whatever_is_in_its_way(watched: tuple[Teaching, subprocess.Popen[str]]) -> None:
    """It goes on after a locked gradebook, an exchange that was away, a changed suite and a full place; and ends when asked."""
    course, process = watched
    until(process, "Watching for toy")
    pages = [course.put("jo", 1, course.answers())]
    until(process, "jo: attempt 1, 100 points")

    other = sqlite3.connect(course.root / "gradebook.db")
    other.execute("BEGIN EXCLUSIVE")
    pages.append(course.put("jo", 2, course.answers(FLIPPED)))
    assert "locked" in until(process, "tried again")
    other.close()
    until(process, "jo: attempt 2, 50 points")

    for child in psutil.Process(process.pid).children():
        if child.name() != "bwrap":
            child.kill()
    pages.append(course.put("jo", 20, course.answers(f"{FLIPPED}\n# again")))
    until(process, "jo: attempt 3, 50 points")

    inbound = course.exchange / "convolutions/inbound"
    inbound.rename(inbound.with_name("away"))
    assert "`nbgrader release_assignment` makes it" in until(process, "the exchange cannot be read")
    inbound.with_name("away").rename(inbound)
    pages.append(course.put("jo", 3, course.answers()))
    until(process, "jo: attempt 4, 100 points")

    suite = course.root / "tests/hidden/toy/test_01_toy.py"
    suite.write_text(suite.read_text().replace("student.size(", "student.sise(", 1))
    pages.append(course.put("jo", 4, course.answers(f"{RIGHT['slide']}\n# again")))
    until(process, "nobody can be graded now")
    suite.write_text(suite.read_text().replace("student.sise(", "student.size(", 1))
    until(process, "jo: attempt 5, 100 points")

    family = psutil.Process(process.pid).children(recursive=True)
    second = subprocess.run(
        [BIN / "coursekit", "watch", "toy"],
        cwd=course.root,
        env=environment(course.root),
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1 and second.stderr.startswith("Error: somebody else watches")
    process.terminate()
    assert process.wait(timeout=60) == 0
    assert not psutil.wait_procs(family, timeout=60)[1]
    assert all(page.exists() for page in pages)


def test_full_disk_is_told_and_then_goes_on(toy: Path, tmp_path: Path) -> None:
    """A full disk is told, and nothing is noted; with room again, what waits is graded."""
    course = teach(toy)
    course.put("jo", 1, course.answers(FLIPPED))
    size = sum(path.stat().st_size // 4096 + 1 for path in toy.rglob("*") if path.is_file()) * 4096 + 60_000
    codes, said, after = on_full_disk(toy, tmp_path, size, "coursekit watch toy --once")
    assert codes == "1 0" and any("No space left on device" in line for line in said)
    assert "jo: attempt 1, 50 points" in (after / "second.txt").read_text()


def test_no_clock_holds_anybody_up(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is done to the clock, nobody waits for longer than the time between attempts."""
    course = teach(toy, "c.CourseKit.attempt_minutes = 5")
    monkeypatch.chdir(toy)
    record = toy / ".coursekit/toy/attempts.jsonl"
    record.parent.mkdir(parents=True, exist_ok=True)
    for time, waits in (("2099-01-01T00:00:00+00:00", True), ("2020-01-01T00:00:00+00:00", False)):
        line = {"name": "a", "student": "jo", "state": "graded", "number": 1, "time": time}
        record.write_text(json.dumps(line))
        queue = Queue({"toy": Desk("toy")})
        course.put("jo", len(time) + waits, course.answers())
        [*_, hand_in], _ = Inbox(Desk("toy").assignment.directory, ["toy"]).look(())
        queue.add(hand_in)
        assert (queue.next([]) is None) == waits
        assert 0 < (queue.seconds() or 1) <= 300


def test_who_takes_long_holds_nobody_up(toy: Path) -> None:
    """Beside a notebook that takes long others are graded, and nobody's second hand-in comes before another's first."""
    course = teach(toy, "c.CourseKit.attempt_that_counts = 'best'")
    course.put("slow", 1, course.answers(f"{SLOW}{RIGHT['slide']}"))
    for minute in (2, 3, 4):
        course.put("eager", minute, course.answers(f"{RIGHT['slide']}\n# {minute}"))
    for name in ("a", "b"):
        course.put(name, 5, course.answers(f"{FLIPPED}\n# {name}"))
    course.watch("--workers", "2")
    order = [str(row[0]) for row in course.record()]
    assert sorted(order[:3]) == ["a", "b", "eager"] and order[-1] == "slow"


@pytest.fixture
def shared() -> Iterator[Path]:
    """Return a folder for temporary files that every account can enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be two others")
def test_feedback_is_its_author_s_alone(shared: Path) -> None:
    """Another account can list neither feedback nor hand-ins, and read only a page whose secret name it knows."""
    course = teach(new_toy(shared / "course"))
    page = course.put("jo", 1, course.answers())
    course.watch()
    script = 'ls "$1" || ls "$2" || cat "$3"'
    folders = [str(page.parent), str(page.parent.with_name("inbound"))]
    for account in (12001, 12002):
        done = subprocess.run(
            ["/bin/sh", "-c", script, "sh", *folders, str(page)],
            user=account,
            group=account,
            extra_groups=[],
            capture_output=True,
            text=True,
        )
        assert done.stdout == page.read_text()
        assert done.stderr.count("Permission denied") == 2
