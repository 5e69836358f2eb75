"""`coursekit void`: an exercise after hand-ins out of the total, or with all points, whoever grades then."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from ..helpers import build_toy, run

AUTOGRADE = ("nbgrader", "autograde", "toy", "--force")
VOIDED = "This exercise was voided: everybody who handed in the notebook has all its points."
GRADE = ("coursekit", "grade", "toy")


def opened(root: Path) -> Gradebook:
    """Return the gradebook of the course in `root`."""
    return Gradebook(f"sqlite:///{root / 'gradebook.db'}", "convolutions")


def totals(root: Path) -> dict[str, tuple[float, float]]:
    """Return points and what there is to earn, of each student."""
    with opened(root) as gradebook:
        return {s.student.id: (s.score, s.max_score) for s in gradebook.assignment_submissions("toy")}


@pytest.mark.slow
def test_an_exercise_is_voided_and_comes_back(toy: Path) -> None:
    """Full marks and out of the total hold for `coursekit grade` and `nbgrader autograde`, and can be undone."""
    build_toy(toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, *GRADE, "--no-feedback")
    with opened(toy) as gradebook:
        grade = gradebook.find_grade("test_slide", "01_toy", "toy", "toy-ada")
        grade.manual_score, grade.extra_credit = 45, 2
        gradebook.db.commit()
    before = totals(toy)
    assert before["toy-ben"] == (70, 100) and before["toy-ada"] == (40 + 45 + 2, 100)

    seen = run(toy, "coursekit", "void", "toy", "slide", "--full-marks").stdout
    assert "toy-ben: 70 → 100" in seen and "Nothing was applied" in seen and totals(toy) == before
    told = run(toy, "coursekit", "void", "toy", "slide", "--full-marks", "--yes", check=False)
    assert "Everybody who handed in 01_toy has all 60 points of slide." in told.stdout, told.stderr
    full = {**before, "toy-ben": (100, 100), "toy-cem": (60, 100), "toy-dee": (60, 100)}
    assert totals(toy) == full  # Ada's by hand stays; Dee's notebook is damaged, and was handed in
    for again in (AUTOGRADE, GRADE):
        run(toy, *again, check=False)
        assert totals(toy) == full
    assert "Everybody who handed in 01_toy" in (toy / "reports/toy.html").read_text()
    for again in (None, ("nbgrader", "generate_feedback", "toy", "--student", "toy-ben", "--force")):
        if again:
            run(toy, *again)
        page = (toy / "feedback/toy-ben/toy/01_toy.html").read_text()
        assert f"The checks gave 30. {VOIDED}" in page and "your instructor set" not in page
        cover = (toy / "feedback/toy-ben/toy/index.htm").read_text()
        assert VOIDED in cover and "your instructor set" not in cover
    page = (toy / "feedback/toy-ada/toy/01_toy.html").read_text()
    assert "your instructor set 47" in page and VOIDED not in page
    explained = run(toy, "coursekit", "explain", "toy-ben", "slide").stdout
    assert "voided:" in explained and "comes out the same" in explained
    assert "voided already" in run(toy, "coursekit", "void", "toy", "slide", "--drop", check=False).stderr
    run(toy, "coursekit", "void", "toy", "slide", "--undo", "--yes", check=False)
    assert totals(toy) == before

    run(toy, "coursekit", "void", "toy", "slide", "--drop", "--yes", check=False)
    dropped = {"toy-ada": (40, 40), "toy-ben": (40, 40), "toy-cem": (0, 40), "toy-dee": (0, 40)}
    assert totals(toy) == dropped
    run(toy, "coursekit", "build", "toy")  # nbgrader brings the points of the source back
    for again in (AUTOGRADE, GRADE):
        run(toy, *again, check=False)
        assert totals(toy) == dropped
    page = (toy / "feedback/toy-ben/toy/01_toy.html").read_text()
    assert "40 of 40 points" in page and "This exercise was taken out of the grade, for everybody." in page
    run(toy, "nbgrader", "generate_feedback", "toy", "--student", "toy-ben", "--force")
    page = (toy / "feedback/toy-ben/toy/01_toy.html").read_text()
    assert "40 of 40 points" in page and "This exercise was taken out of the grade, for everybody." in page
    shutil.rmtree(toy / "submitted/toy-ada")  # whose grade is in the gradebook alone
    run(toy, "coursekit", "void", "toy", "slide", "--undo", "--yes", check=False)
    assert totals(toy)["toy-ben"] == (70, 100) and totals(toy)["toy-ada"] == before["toy-ada"]
    lines = (toy / ".coursekit/toy/audit.jsonl").read_text().splitlines()
    decided = [line["voided"] for line in map(json.loads, lines) if "voided" in line]
    assert decided == ["full-marks", "back", "drop", "back"]


def test_what_cannot_be_voided_is_told_in_a_line(toy: Path) -> None:
    """An exercise that there is not, nothing to undo, and no decision are one line each."""
    build_toy(toy)
    for arguments, line in {
        ("slid", "--drop"): "toy has no exercise slid; is slide meant?",
        ("slide", "--undo"): "toy: slide is not voided, so there is nothing to undo",
        ("slide",): "say --full-marks, --drop or --undo",
    }.items():
        done = run(toy, "coursekit", "void", "toy", *arguments, check=False)
        assert done.returncode and done.stderr.strip().endswith(line)


@pytest.mark.slow
def test_an_exercise_added_after_hand_ins_is_refused_with_the_way_out(toy: Path) -> None:
    """Building with one more exercise names another assignment, `void` and the sample class; the last makes it work."""
    build_toy(toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy", "--no-feedback", check=False)
    path, released = toy / "source/toy/01_toy.ipynb", toy / "release/toy/01_toy.ipynb"
    old, notebook = released.read_bytes(), json.loads(path.read_text())
    noted = {"grade": False, "grade_id": "more", "locked": True, "schema_version": 3, "solution": False}
    text = {"cell_type": "markdown", "id": "more", "metadata": {"nbgrader": noted}, "source": ["More."]}
    path.write_text(json.dumps({**notebook, "cells": [*notebook["cells"], text]}))
    refused = run(toy, "coursekit", "build", "toy", check=False)
    assert refused.returncode and released.read_bytes() == old
    assert len(refused.stderr.splitlines()) == 1 and "coursekit void toy EXERCISE --drop" in refused.stderr
    run(toy, "coursekit", "sample", "toy", "--remove")
    run(toy, "coursekit", "build", "toy")
    assert "More." in released.read_text()
