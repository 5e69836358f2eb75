"""A configuration that does not load, or makes no sense, stops every command in one line that says where."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from traitlets.config import Config

from coursekit.course.configuration import checked, read
from coursekit.course.course import Course
from coursekit.errors import CourseError

from ..helpers import ROOT, build_toy, grades, run

SEED = "c.CourseKit.seed = 2026"
LINE = (ROOT / "course_config.py").read_text().splitlines().index(SEED) + 1
WRONG = {
    "stray bracket": (SEED, f"{SEED})", f"course_config.py, line {LINE}: not Python (unmatched ')')"),
    "failing import": (SEED, "import plugnis", f"line {LINE}: ModuleNotFoundError: No module named 'plugnis'"),
    "failing name": (SEED, f"{SEED} + year", f"course_config.py, line {LINE}: NameError: name 'year'"),
    "end of the program": (SEED, "raise SystemExit(3)", "nbgrader_config.py ends the program (3)"),
    "text for a number": (SEED, 'c.CourseKit.seed = "2027"', f"line {LINE}: c.CourseKit.seed is '2027', but has to be a whole"),
    "text for a choice": (
        "protected = True",
        'protected = "no"',
        "c.CourseKit.protected is 'no', but has to be True or False",
    ),
    "no time zone": ("workers = 0", "timezone = 'Berlin'", "c.CourseKit.timezone is 'Berlin', but has to be the name of a time zone, such as Europe/Berlin"),
    "a cut-off before the due date": ("workers = 0", "late_cut_off_days = -1", "c.CourseKit.late_cut_off_days is -1, but has to be a whole number from 0 to 1,000,000, or None"),
    "no upper end": ("workers = 0", "canvas_course = -1", "c.CourseKit.canvas_course is -1, but has to be a whole number from 0 on"),
    "fewer than none": ("workers = 0", "workers = -1", "c.CourseKit.workers is -1, but has to be a whole number from 0 to"),
    "no time": ("call_seconds = 10", "call_seconds = 0", "c.CourseKit.call_seconds is 0, but has to be a number from 0.1"),
    "no number": ("call_seconds = 10", "call_seconds = float('nan')", "c.CourseKit.call_seconds is nan, but"),
    "for ever": ("cell_seconds = 20", "cell_seconds = float('inf')", "c.CourseKit.cell_seconds is inf, but"),
    "no memory": ("memory_mb = 1024", "memory_mb = 0", "c.CourseKit.memory_mb is 0, but has to be a whole number from 1"),
    "no such setting": ("open_files = 256", "open_file = 256", "no setting c.CourseKit.open_file; is open_files meant?"),
    "no such class": (SEED, "c.Coursekit.seed = 1", "there is no c.Coursekit; it is called c.CourseKit"),
    "no such folder": (SEED, "c.CourseKit.suites = 'tests/hiden'", "there is no such folder in the course"),
    "nbgrader's own": ("course_id = ", "course_id = 5  # ", "'course_id' trait of a CourseDirectory instance"),
    "cells alone": (
        '"coursekit.nbgrader.Grade"',
        '"nbgrader.preprocessors.Execute"',
        "c.Autograde.autograde_preprocessors does not name coursekit.nbgrader.Grade",
    ),
}  # fmt: skip


@pytest.fixture
def toy(toy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the small course, in which its instructor is."""
    monkeypatch.chdir(toy)
    return toy


def change(root: Path, old: str, new: str) -> None:
    """Replace text in the course's decisions."""
    path = root / "course_config.py"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(("old", "new", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_one_line_with_its_place(toy: Path, old: str, new: str, told: str) -> None:
    """Whatever is wrong in course_config.py is refused in one line that says where and what."""
    read(toy)
    change(toy, old, new)
    with pytest.raises(CourseError) as caught:
        read(toy)
    assert told in caught.value.line and "\n" not in str(caught.value)
    assert str(toy) not in str(caught.value)


def test_missing_decisions_are_missed(toy: Path) -> None:
    """Without course_config.py, which traitlets passes over in silence, nothing is read."""
    (toy / "course_config.py").unlink()
    with pytest.raises(CourseError, match=r"course_config\.py is not there"):
        read(toy)
    (toy / "nbgrader_config.py").write_text(
        'c = get_config()\nc.A.b = 1\nload_subconfig("course_config.py")\n'
    )
    with pytest.raises(CourseError, match=r"reads course_config\.py, which is not there"):
        read(toy)


def test_mistake_in_a_module_of_the_course_is_found(toy: Path) -> None:
    """A mistake in a module that the configuration imports is told with the file and line of that module."""
    (toy / "penalties.py").write_text("x = 1\ny = 1 / 0\n")
    change(toy, SEED, "import penalties")
    with pytest.raises(CourseError, match=r"^penalties\.py, line 2: ZeroDivisionError"):
        read(toy)


def test_every_wrong_setting_is_told(toy: Path) -> None:
    """Two wrong settings are told at once."""
    change(toy, SEED, "c.CourseKit.seed = 0.5")
    change(toy, 'framework = "torch"', 'framework = "keras"')
    with pytest.raises(
        CourseError, match=r"seed is 0\.5.*; .*framework is 'keras', but has to be one of 'torch'"
    ):
        read(toy)


def test_configuration_that_breaks_while_a_program_runs_is_refused(toy: Path) -> None:
    """What was begun with a configuration that loads, such as Formgrader, grades nobody when it does not load any more."""
    course = Course.here()
    Course.of(course.directory)
    change(toy, SEED, f"{SEED})")
    with pytest.raises(CourseError, match=rf"course_config\.py, line {LINE}"):
        Course.of(course.directory)


def test_mistake_ends_a_program_but_no_server() -> None:
    """A mistake ends a program, past nbgrader's `except Exception`; a JupyterLab in which work is open goes on."""

    def fail() -> None:
        with checked(Config()):
            raise KeyError("x")

    async def serve() -> None:
        fail()

    with pytest.raises(SystemExit, match="KeyError"):
        fail()
    with pytest.raises(CourseError, match="KeyError"):
        asyncio.run(serve())


@pytest.mark.slow
def test_no_command_grades_with_another_configuration(toy: Path) -> None:
    """After a typo in course_config.py every command ends with one line and code 1, and no grade changes."""
    build_toy(toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy")
    before = grades(f"sqlite:///{toy / 'gradebook.db'}")
    pages = {path: path.read_bytes() for path in toy.rglob("feedback/**/*.html")}
    assert before and pages
    change(toy, SEED, f"{SEED})")
    for command in (
        ("coursekit", "grade", "toy"),
        ("coursekit", "build", "toy"),
        ("coursekit", "doctor"),
        ("nbgrader", "autograde", "toy", "--force"),
        ("nbgrader", "generate_assignment", "toy", "--force"),
        ("nbgrader", "generate_feedback", "toy", "--force"),
        ("nbgrader", "list"),
    ):
        done = run(toy, *command, check=False)
        assert done.returncode == 1, command
        assert done.stderr.startswith(f"Error: course_config.py, line {LINE}: not Python"), done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert grades(f"sqlite:///{toy / 'gradebook.db'}") == before
    assert {path: path.read_bytes() for path in toy.rglob("feedback/**/*.html")} == pages


@pytest.mark.slow
def test_hidden_suites_are_never_left_out(toy: Path) -> None:
    """Where a suite is gone that an assignment was graded by, nobody is graded by the cells alone, by no command."""
    build_toy(toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy")
    before = grades(f"sqlite:///{toy / 'gradebook.db'}")
    (toy / "tests/hidden/toy/test_01_toy.py").unlink()
    done = run(toy, "coursekit", "grade", "toy", check=False)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
    assert (
        "test_01_toy.py is not in tests/hidden/toy, so that 01_toy would be graded by its cells"
        in done.stderr
    )
    done = run(toy, "nbgrader", "autograde", "toy", "--force", check=False)
    assert done.returncode == 1 and "would be graded by its cells" in done.stderr
    assert grades(f"sqlite:///{toy / 'gradebook.db'}") == before
