"""Hostile submissions earn what their honest part does, leave nothing behind, and harm nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path

import jupytext
import nbformat
import pytest
import torch
from nbgrader.api import Gradebook

import coursekit
from coursekit.grading.grader import Grader
from coursekit.grading.result import NotebookResult
from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook
from coursekit.sandbox.bubblewrap import INSIDE
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

from ..conftest import make_grader
from ..helpers import RIGHT, ROOT, build_toy, hand_in, run

LIMITS = Limits(
    cell_seconds=2,
    call_seconds=1,
    notebook_seconds=60,
    stop_seconds=2,
    cell_cpu_seconds=2,
    notebook_cpu_seconds=20,
    memory_mb=256,
    processes=40,
    open_files=128,
    file_mb=16,
    disk_mb=32,
    output_mb=1,
)
POINTS = {"size": 40, "slide": 60}
MARK = "hostile-mark"

# What an honest submission sees of the machine; whatever another one has left shows here.
WITNESS = """
import builtins, os, sys
def slide(x, k):
    return x.unfold(0, len(k), 1) @ k
for place in (".", "/tmp", "/dev/shm", "/matplotlib", os.environ["HOME"]):
    print(place, sorted(os.listdir(place)))
print(sys.path, sorted(os.environ), os.getpid(), os.getuid(), "hostile" in sys.modules, hasattr(builtins, "hostile"))
print(torch.get_default_dtype(), len([1, 2]), sys.getrecursionlimit(), os.listdir("/proc"))
"""


@dataclass(frozen=True)
class Hostile:
    """One hostile submission: a solution cell, what it earns for its exercise, and what its feedback must say."""

    aim: str
    title: str
    exercise: str
    source: str
    earns: float
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.aim}: {self.title}"

    @property
    def points(self) -> float:
        """Return the points of the whole notebook, whose other exercise is right."""
        return self.earns + sum(points for name, points in POINTS.items() if name != self.exercise)


def read_hostile() -> Iterator[Hostile]:
    """Yield the submissions in tests/answers/hostile."""
    for path in sorted((ROOT / "tests/answers/hostile").glob("*.py")):
        for cell in jupytext.read(path, fmt="py:percent").cells:
            if cell.cell_type == "code" and "title" in cell.metadata:
                found = cell.metadata
                words = tuple(found.get("words", ()))
                name = found.get("exercise", "slide")
                yield Hostile(path.stem, found["title"], name, cell.source, found["earns"], words)


HOSTILE = list(read_hostile())


def descendants(process: int) -> set[int]:
    """Return the numbers of all processes below `process`; the first one of a sandbox inherits every orphan there."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in path.read_text().splitlines())
        except OSError:  # ended meanwhile
            continue
        if lines["State"].split()[0] not in "ZX":  # ended, and not yet forgotten
            parents[int(path.parent.name)] = int(lines["PPid"])
    below = {process}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return below


def shared_files() -> dict[str, tuple[int, int]]:
    """Return size and time of change of what student code must not change, and of whatever bears a hostile mark."""
    kit = Path(coursekit.__file__).parent
    paths = [path for path in kit.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for folder in (Path(torch.__file__).parent, Path(torch.__file__).parents[1]):
        paths += [path for path in folder.iterdir() if path.name != "__pycache__"]
    for folder in ("/tmp", "/dev/shm", "/var/tmp", str(Path.home())):
        paths += Path(folder).glob(f"*{MARK}*")
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in paths}


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """Return a sandbox that only this module uses."""
    with Sandbox() as box:
        yield box


@pytest.fixture(scope="module")
def grader(box: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """Return a grader of the small course whose limits are soon met."""
    grader = make_grader(box, tmp_path_factory.mktemp("toy"), LIMITS)
    yield grader
    grader.close()


@pytest.fixture(scope="module")
def patient(box: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """Return a grader whose limits of memory are met before those of time, however busy the machine is."""
    limits = replace(LIMITS, cell_seconds=60, call_seconds=60, cell_cpu_seconds=20)
    grader = make_grader(box, tmp_path_factory.mktemp("patient"), limits)
    yield grader
    grader.close()


@pytest.fixture(scope="module")
def quiet(grader: Grader) -> NotebookResult:
    """Return what an honest submission gets when nobody else is there."""
    return grader.grade(hand_in(grader, slide=WITNESS))


@pytest.fixture(scope="module")
def template(box: Sandbox, quiet: NotebookResult) -> set[int]:
    """Return the processes of the sandbox when no submission is graded."""
    return descendants(box._template.process.pid)


def told(result: NotebookResult) -> str:
    """Return all that a student reads of a result."""
    runs = " ".join(f"{run.error} {run.outputs}" for run in result.runs.values())
    return " ".join(test.message for test in result.tests) + runs


@pytest.mark.slow
@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_hostile_submission_alone(
    box: Sandbox, grader: Grader, patient: Grader, quiet: NotebookResult, template: set[int], hostile: Hostile
) -> None:
    """It earns what its honest part does, says which limit it met, leaves no process and no file, and the next is as before."""
    before = shared_files()
    grades = patient if "memory" in " ".join(hostile.words) else grader
    result = grades.grade(hand_in(grades, **{**RIGHT, hostile.exercise: hostile.source}))
    left = descendants(box._template.process.pid) - template
    following = grader.grade(hand_in(grader, slide=WITNESS))
    assert result.points == hostile.points, [(test.test, test.message) for test in result.tests]
    assert [words for words in hostile.words if words not in told(result)] == [], told(result)[:2000]
    assert left == set()
    assert shared_files() == before
    assert (following.tests, following.runs) == (quiet.tests, quiet.runs)


@pytest.mark.slow
def test_hostile_class_in_one_run(toy: Path) -> None:
    """A class of hostile submissions of every aim and honest ones is graded in one run, each with its points."""
    build_toy(toy)
    with (toy / "course_config.py").open("a") as config:
        config.writelines(f"c.CourseKit.{name} = {value}\n" for name, value in vars(LIMITS).items())
    release = read_notebook(toy / "release/toy/01_toy.ipynb")
    expected: dict[str, float] = {}
    by_aim = groupby(HOSTILE, key=lambda one: one.aim)
    for number, hostile in enumerate(one for _, group in by_aim for one in islice(group, 3)):
        for student, answers in (
            (f"{number:03d}-hostile", {**RIGHT, hostile.exercise: hostile.source}),
            (f"{number:03d}-honest", {**RIGHT, "slide": WITNESS.replace("[1, 2]", f"[1, {number}]")}),
        ):
            if student.endswith("honest") and number % 2:
                continue
            folder = toy / "submitted" / student / "toy"
            folder.mkdir(parents=True)
            nbformat.write(fill(release, answers), folder / "01_toy.ipynb")
            expected[student] = hostile.points if student.endswith("hostile") else 100
    before = shared_files()
    done = run(toy, "coursekit", "grade", "toy", "--workers", "4", check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout[-3000:] + done.stderr[-3000:]
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as gradebook:
        found = {one.student.id: one.score for one in gradebook.assignment_submissions("toy")}
    assert found == expected
    assert all((toy / "feedback" / student / "toy/01_toy.html").exists() for student in expected)
    assert shared_files() == before


def test_there_are_enough_hostile_submissions() -> None:
    """The bank holds more than a hundred submissions, no two of the same name, for every aim."""
    assert len(HOSTILE) > 100 and len({str(one) for one in HOSTILE}) == len(HOSTILE)
    aims = {"forge", "read", "write", "network", "neighbours", "outlive", "exhaust", "hang", "protocol"}
    assert {one.aim for one in HOSTILE} == aims


def test_hostile_submissions_name_what_is_there() -> None:
    """Every module and file of the kit that a submission attacks is there: none fails for the wrong reason."""
    for hostile in HOSTILE:
        for name in re.findall(r"\binside\.(\w+)|/kit/inside/(\w+)\.py", hostile.source):
            assert (INSIDE / f"{name[0] or name[1]}.py").exists(), hostile
