"""How long feedback takes when a class hands in: `python -m benchmarks.watching`.

First one student of this course changes one notebook again and again, and fetches its page. Then a class of
`--burst` hands in at once, with the small notebook of the other measurements.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
from nbgrader.utils import notebook_hash

from . import ASSIGNMENT, WHOLE
from . import contenders as them
from .classes import hand_in, prepare, renew
from .measure import peak_memory, seconds

COMMAND = [str(them.BIN / "coursekit"), "watch", ASSIGNMENT]
CONFIG = "\nc.Exchange.root = {exchange!r}\nc.ExchangeCollect.check_owner = False\n"
COURSE = "bench"


class Exchange:
    """An exchange beside a course in `folder`, into which hand-ins come whole, as they do by `nbgrader submit`."""

    def __init__(self, folder: Path, environment: dict[str, str]):
        self.folder, self.environment = folder, environment
        self.root = folder / "exchange" / COURSE
        (self.root / "inbound").mkdir(parents=True)
        (self.root / "feedback").mkdir()
        with (folder / "course_config.py").open("a") as config:
            config.write(CONFIG.format(exchange=str(folder / "exchange")))

    def put(self, student: str, number: int, source: Path) -> str:
        """Let a student hand in what is in `source`; return the secret that names its pages."""
        stamp = f"2026-11-26 {number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000000 UTC"
        secret = f"{student}{number}".ljust(128, "x")
        written = Path(shutil.copytree(source, self.root / f"{student}-{number}"))
        (written / "timestamp.txt").write_text(stamp)
        (written / "submission_secret.txt").write_text(secret)
        written.rename(self.root / "inbound" / f"{student}+{ASSIGNMENT}+{stamp}")
        return secret

    def page(self, secret: str, notebook: str) -> Path:
        """Return where a student looks for the page of a notebook."""
        return self.root / "feedback" / f"{notebook_hash(secret=secret, notebook_id=notebook)}.html"


def until_there(path: Path, process: subprocess.Popen[bytes], lines: int = 0) -> None:
    """Wait for a file, and for so many lines in it."""
    while not path.exists() or path.read_bytes().count(b"\n") < lines:
        if process.poll() is not None:
            raise click.ClickException("the watcher has ended")
        time.sleep(0.005)


def latency(exchange: Exchange, repeats: int) -> list[float]:
    """Return how long it takes from the arrival of one changed notebook to its feedback, in seconds."""
    source = exchange.folder.parent / "own"  # the student's folder: what is in submitted/ is the course's
    shutil.move(exchange.folder / "submitted/student-0001" / ASSIGNMENT, source)
    notebooks = sorted(source.glob("*.ipynb"))
    taken, record = [], exchange.folder / f".coursekit/{ASSIGNMENT}/attempts.jsonl"
    with subprocess.Popen(COMMAND, cwd=exchange.folder, env=exchange.environment) as process:
        for number in range(repeats + 1):
            changed = notebooks[number % len(notebooks)]
            renew(changed)
            start = time.perf_counter()
            secret = exchange.put("student-0001", number, source)
            until_there(exchange.page(secret, changed.stem), process)
            taken.append(time.perf_counter() - start)
            until_there(record, process, lines=number + 1)  # the other notebooks, too
        process.terminate()
    return taken[1:]  # before the first one, everything was new


def burst(folder: Path, exchange: Exchange, students: list[str]) -> tuple[float, float]:
    """Return how long a class that hands in at once takes, and how much memory, as a share of `coursekit grade`."""
    batch = Path(shutil.copytree(folder, folder.parent / "batch"))
    grade = [str(them.BIN / "coursekit"), "grade", ASSIGNMENT]
    whole, held = seconds([grade], batch, exchange.environment), 0.0
    again = Path(shutil.copytree(folder, folder.parent / "again"))
    held = peak_memory([grade], again, exchange.environment)
    for number, student in enumerate(students):
        exchange.put(student, number, folder / "submitted" / student / ASSIGNMENT)
        shutil.rmtree(folder / "submitted" / student)
    start = time.perf_counter()
    peak = peak_memory([[*COMMAND, "--once"]], folder, exchange.environment)
    taken = time.perf_counter() - start
    return taken / whole, peak / held


@click.command()
@click.option("--repeats", default=12, type=click.IntRange(1), help="How often one notebook is changed.")
@click.option("--burst", "size", default=300, type=click.IntRange(1), help="How many hand in at once.")
def main(repeats: int, size: int) -> None:
    """Measure how long feedback takes when a class hands in, and print it."""
    with tempfile.TemporaryDirectory(prefix="watching-") as place:
        home = Path(place, "home")
        home.mkdir()
        environment = them.environment(home) | {"PYTHONUNBUFFERED": "1"}
        course = Path(place, "course/course")
        course.parent.mkdir()
        prepare("kit", WHOLE, course, environment)
        hand_in(course, 1, WHOLE)
        taken = latency(Exchange(course, environment), repeats)
        click.echo(
            f"one changed notebook of this course, to its feedback: {statistics.median(taken):.1f} s "
            f"({min(taken):.1f}–{max(taken):.1f}), load {os.getloadavg()[0]:.1f}"
        )
        small = Path(place, "small/course")
        small.parent.mkdir()
        prepare("kit", 1, small, environment)
        expected = hand_in(small, size, 1)
        share, memory = burst(small, Exchange(small, environment), list(expected))
        scores = them.from_gradebook(small)
        wrong = [student for student, points in expected.items() if scores.get(student) != points]
        if wrong:
            raise click.ClickException(f"{len(wrong)} of {size} have wrong scores or none")
        click.echo(
            f"{size} hand-ins at once: {share:.2f} of the time of `coursekit grade`, {memory:.2f} of its memory"
        )


if __name__ == "__main__":
    sys.exit(main())
