"""What a student reads before all of a hand-in is graded, or before everything may be told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from ..helpers import RIGHT, run
from .exchange import FLIPPED, Teaching, teach

pytestmark = pytest.mark.slow
CRASH = "def size(n, k):\n    return -1"
CRASHES = """
import os

def crash(size):
    if size == -1:
        os.kill(os.getpid(), 9)
"""


@pytest.fixture
def course(toy: Path) -> Teaching:
    """Return a course in which a later hand-in of one notebook is shown at once: another lies beside it."""
    course = teach(toy)
    reading = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Read this")])
    nbformat.write(reading, toy / "source/toy/02_read.ipynb")
    run(toy, "coursekit", "build", "toy")
    return course


@contextmanager
def nothing_after_the_first_page(course: Teaching, student: str) -> Iterator[None]:
    """Let grading of a student go no further meanwhile than to the page that is shown first."""
    folder = course.root / "feedback" / student
    kept = folder.rename(folder.with_name("kept"))
    folder.write_text("in the way")
    yield
    folder.unlink()
    kept.rename(folder)


def test_first_page_knows_what_is_voided(course: Teaching) -> None:
    """An exercise that was voided is shown so on the page that comes first, as on the one that stays."""
    course.put("jo", 1, course.answers(FLIPPED))
    course.watch()
    for minute, how, said in (
        (2, "--drop", ("40 of 40 points", "This exercise was taken out of the grade, for everybody.")),
        (3, "--full-marks", ("100 of 100 points", "This exercise was voided: everybody who handed in")),
    ):
        run(course.root, "coursekit", "void", "toy", "slide", how, "--yes")
        page = course.put("jo", minute, course.answers(f"{FLIPPED}\n# {minute}"))
        with nothing_after_the_first_page(course, "jo"):
            assert "jo: was not graded yet" in course.watch(check=False).stdout
            assert all(words in page.read_text() for words in said)
            page.unlink()
        course.watch()
        assert all(words in page.read_text() for words in said)
        run(course.root, "coursekit", "void", "toy", "slide", "--undo", "--yes")


def test_page_of_mistakes_knows_what_is_voided(toy: Path) -> None:
    """Before the due date, where mistakes alone are shown, an exercise that was voided is shown so."""
    course = teach(toy, "c.CourseKit.shown_before_due = 'mistakes'")
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as gradebook:
        gradebook.update_or_create_assignment("toy", duedate="2099-01-01 11:00:00 UTC")
    course.put("jo", 1, course.answers())
    course.watch()
    run(toy, "coursekit", "void", "toy", "slide", "--drop", "--yes")
    page = course.put("jo", 2, course.answers(FLIPPED))
    course.watch()
    text = page.read_text()
    assert "slide was taken out of the grade, for everybody." in text and "The kernel is flipped." in text


def test_second_hand_in_that_ends_its_grader_is_told(course: Teaching) -> None:
    """A later hand-in by which the grading process ends is told, takes no attempt, and what came before it stays."""
    suite = course.root / "tests/hidden/toy/test_01_toy.py"
    title = '"""Every size is right."""\n'
    suite.write_text(
        suite.read_text().replace(title, f"{title}        crash(student.size(3, 2))\n") + CRASHES
    )
    first = course.put("jo", 1, course.answers(FLIPPED))
    course.watch()
    earlier = first.read_text()
    crashing = course.put("jo", 2, course.answers(RIGHT["slide"], CRASH))
    course.put("al", 2, course.answers())
    course.watch()
    said = crashing.read_text()
    assert "takes no attempt away" in said and "it ended the process that graded it" in said
    assert first.read_text() == earlier
    later = course.put("jo", 3, course.answers())
    course.watch()
    assert "100 of 100 points" in later.read_text()
    assert sorted(row[:4] for row in course.record()) == [
        ("al", "graded", 1, 100.0),
        ("jo", "graded", 1, 50.0),
        ("jo", "graded", 2, 100.0),
        ("jo", "not gradable", 0, 0.0),
    ]
