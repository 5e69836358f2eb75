"""A busy machine changes no grade: what computes is given its processor time, and what waits is not given more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coursekit.authoring.bank import read_answers, submission
from coursekit.course.course import Course
from coursekit.grading.grader import Grader
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

from ..conftest import make_grader
from ..helpers import RIGHT, hand_in, loaded

pytestmark = pytest.mark.slow
LIMITS = Limits(cell_seconds=3, call_seconds=0.5, stop_seconds=3)
COMPUTES = """
import time
def {name}(*arguments):
    begun = time.process_time()
    while time.process_time() < begun + {seconds}:
        pass
    return right_{name}(*arguments)
"""
SLEEPS = """
import time
def size(n, k):
    time.sleep({seconds})
    return n - k + 1
"""


def computing(name: str, seconds: float) -> str:
    """Return the right answer to an exercise of the small course that computes for so long first."""
    right = RIGHT[name].replace(f"def {name}", f"def right_{name}")
    return right + COMPUTES.format(name=name, seconds=seconds)


@pytest.fixture
def grader(sandbox: Sandbox, tmp_path: Path) -> Iterator[Grader]:
    """Return a grader of the small course with half a second for each call."""
    grader = make_grader(sandbox, tmp_path, LIMITS)
    yield grader
    grader.close()


def test_what_computes_has_its_points(grader: Grader) -> None:
    """A right answer that computes for most of what it may is right on a machine that is loaded fourfold, too."""
    notebook = hand_in(grader, computing("size", 0.3))
    quiet = grader.grade(notebook)
    with loaded():
        busy = grader.grade(notebook)
    assert busy == quiet and quiet.points == 100 and not quiet.by_the_clock


def test_what_computes_too_long_has_no_more(grader: Grader) -> None:
    """What computes for longer than it may is told so in the same words, busy or not, and no clock has decided it."""
    notebook = hand_in(grader, size=computing("size", 60))
    quiet = grader.grade(notebook)
    with loaded():
        busy = grader.grade(notebook)
    assert busy == quiet and quiet.points == 60 and not quiet.by_the_clock
    assert quiet.exercise("size")[0].message == "Your code took longer than 0.5 s."


def test_what_sleeps_is_ended_by_the_clock(grader: Grader) -> None:
    """What sleeps for less than it may is right on a busy machine; what sleeps longer is lost, and it is noted why."""
    with loaded():
        short = grader.grade(hand_in(grader, size=SLEEPS.format(seconds=0.3)))
        long = grader.grade(hand_in(grader, size=SLEEPS.format(seconds=60)))
    assert (short.points, short.by_the_clock) == (100, False)
    assert (long.points, long.by_the_clock) == (60, True)
    assert long.exercise("size")[0].message == "Your code took longer than 0.5 s."


SLOW = ("recursive and noisy", "with torch, returns torch.Size, an error of its own")


@pytest.mark.parametrize("title", SLOW)
def test_slow_right_answers_of_the_bank(course: Path, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    """The slowest right answers of the bank get the same points and the same words on a machine loaded fourfold."""
    monkeypatch.chdir(course)
    assignment = Course.here().assignment("convolutions")
    assignment.settings.call_seconds = 1  # more than twice what they compute
    [answer] = [one for one in read_answers(assignment.bank("output_shape")) if one.title == title]
    path = next(path for path in assignment.sources() if path.stem.startswith("01"))
    grader = assignment.grader(path.stem)
    assert grader is not None and answer.right
    notebook = submission(grader.release, assignment.source_notebook(path.stem), answer)
    quiet = grader.grade(notebook)
    with loaded():
        busy = grader.grade(notebook)
    assert replace(busy, runs={}) == replace(quiet, runs={})
    assert quiet.points == quiet.max_points
