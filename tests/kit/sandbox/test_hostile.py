"""Hostile submissions earn what their honest part does, leave nothing behind, and harm nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from coursekit.grading.grader import Grader
from coursekit.grading.result import NotebookResult
from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook
from coursekit.sandbox.bubblewrap import INSIDE
from coursekit.sandbox.sandbox import Sandbox

from ..conftest import make_grader
from ..helpers import RIGHT, build_toy, hand_in, run
from ..hostile import (
    LIMITS,
    PATIENT,
    WITNESS,
    Hostile,
    answers_to,
    descendants,
    hostile_in,
    shared_files,
    told,
)

HOSTILE = hostile_in("torch")


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
    grader = make_grader(box, tmp_path_factory.mktemp("patient"), PATIENT)
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


@pytest.mark.slow
@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_hostile_submission_alone(
    box: Sandbox, grader: Grader, patient: Grader, quiet: NotebookResult, template: set[int], hostile: Hostile
) -> None:
    """It earns what its honest part does, says which limit it met, leaves no process and no file, and the next is as before."""
    before = shared_files()
    grades = patient if hostile.is_patient else grader
    result = grades.grade(hand_in(grades, **answers_to(hostile)))
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
            (f"{number:03d}-hostile", answers_to(hostile)),
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
