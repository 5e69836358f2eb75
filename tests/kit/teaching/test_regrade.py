"""A regrade is shown before it is applied, and any grade can be explained later."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from coursekit.notebooks.read import read_notebook
from coursekit.teaching.changes import differing
from coursekit.teaching.regrade_page import summary

from ..helpers import ROOT, build_toy, grades, run

SUITE = Path("tests/hidden/toy/test_01_toy.py")
CHANGED = {
    "pytest.mark.points(20)": "pytest.mark.points(31)",
    "pytest.mark.points(30)": "pytest.mark.points(19)",
    "The kernel is flipped.": "Turned <round>.",
}


@pytest.fixture
def graded(toy: Path) -> Path:
    """Return the small course, graded; of two who made the same mistake, toy-eva has a score that was set by hand."""
    build_toy(toy)
    run(toy, "coursekit", "sample", "toy")
    shutil.copytree(toy / "submitted/toy-ben", toy / "submitted/toy-eva")
    run(toy, "coursekit", "grade", "toy", check=False)
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as gradebook:
        gradebook.find_grade("test_slide", "01_toy", "toy", "toy-eva").manual_score = 12
        gradebook.db.commit()
    return toy


def change_suite(root: Path) -> None:
    """Give more points for a check that was passed, less for one that was not, and other words to a mistake."""
    text = (root / SUITE).read_text()
    for before, now in CHANGED.items():
        text = text.replace(before, now)
    (root / SUITE).write_text(text)


def written(root: Path) -> tuple[object, dict[Path, bytes]]:
    """Return what the gradebook says, and all that was written for people and kept about grades."""
    places = [root / step for step in ("autograded", "feedback", "reports", "submitted")]
    paths = [path for place in places for path in place.rglob("*") if path.is_file()]
    paths.append(root / ".coursekit/toy/audit.jsonl")
    return grades(f"sqlite:///{root / 'gradebook.db'}"), {path: path.read_bytes() for path in paths}


def audit(root: Path) -> list[dict[str, object]]:
    """Return the lines that are kept about grades."""
    return [json.loads(line) for line in (root / ".coursekit/toy/audit.jsonl").read_text().splitlines()]


@pytest.mark.slow
def test_regrade_is_shown_first_and_then_applied(graded: Path) -> None:
    """A changed suite changes nothing until it is confirmed, is shown check by check, and leaves manual scores alone."""
    before, known = written(graded), audit(graded)
    assert {line["student"]: line["new"] for line in known if line["exercise"] == "slide"}["toy-ben"] == 30
    change_suite(graded)
    shown = run(graded, "coursekit", "regrade", "toy")
    page = graded / "reports/toy-regrade.html"
    text = page.read_text()
    page.unlink()
    assert written(graded) == before
    for line in (
        "toy-ben: 70 → 81",
        "  slide in 01_toy: 30 → 41 of 60; changed since: the hidden suite",
        "    Gradients flow back into the numbers. 20 → 31",
        "    Random numbers are slid over rightly. 0 → 0",
        "toy-eva: slide stays at the 12 that were set by hand; the checks give 41 in place of 30",
        "Of 5 students, the points of 1 changes (1 up, 0 down), by +11 to +11.",
        "Nothing was applied; with --yes it is.",
    ):
        assert line in shown.stdout.splitlines()
    assert "before: The kernel is flipped." in shown.stdout and "now:    Turned <round>." in shown.stdout
    assert "would change" in text and "The kernel is flipped." in text and "Turned &lt;round&gt;." in text
    done = run(graded, "coursekit", "regrade", "toy", "--yes", check=False)
    assert done.stderr == "" and "Report:" in done.stdout
    assert "what a regrade has changed" in page.read_text() and "Applied on " in page.read_text()
    rows = dict(row[:1] + row[2:] for row in written(graded)[0] if len(row) == 3)  # type: ignore[attr-defined]
    assert (rows["toy-ben"], rows["toy-eva"]) == (81, 52)
    (new,) = audit(graded)[len(known) :]
    assert (new["student"], new["exercise"], new["old"], new["new"]) == ("toy-ben", "slide", 30, 41)
    assert new["suite"] not in {line["suite"] for line in known} and new["seed"] == 2026 and new["kit"]
    again = run(graded, "coursekit", "regrade", "toy")
    assert "nobody's points change" in again.stdout and audit(graded)[-1] == new


def test_checks_that_differ_are_found() -> None:
    """A check that is new, gone, worth something else or in other words is told; what is the same is not."""

    def told(test: str, earned: float, message: str = "") -> dict[str, object]:
        return {"test": test, "title": f"{test}.", "earned": earned, "message": message, "diagnosis": None}

    before = [told("same", 1), told("gone", 2), told("worth", 1), told("said", 0, "old")]
    now = [told("same", 1), told("worth", 3), told("said", 0, "new"), told("added", 4)]
    found = [
        (check.title, check.before, check.now, check.said, check.says) for check in differing(before, now)
    ]
    assert found == [
        ("worth.", 1, 3, "", ""),
        ("said.", 0, 0, "old", "new"),
        ("added.", None, 4, "", ""),
        ("gone.", 2, None, "", ""),
    ]
    assert summary([]) == "Of 0 students, nobody's points change."


@pytest.mark.slow
def test_grade_is_explained_and_made_again(graded: Path) -> None:
    """What made a grade is told, with digests that anybody can compute; it comes out again, as README's example does."""
    notebook = graded / "submitted/toy-eva/toy/01_toy.ipynb"
    done = run(graded, "coursekit", "explain", "toy-eva", "slide")
    for line in (
        "toy-eva: slide in 01_toy of toy",
        "points:     12 of 60",
        "by hand:    12; the checks gave 30",
        "  ✗ 0 of 30: Random numbers are slid over rightly. The kernel is flipped. Slide it as it is.",
        f"submission: submitted/toy-eva/toy/01_toy.ipynb sha256 {sha256(notebook.read_bytes()).hexdigest()}",
        f"suite:      {SUITE} sha256 {sha256((graded / SUITE).read_bytes()).hexdigest()}",
        "seed:       2026",
        "Made again now, it comes out the same.",
    ):
        assert [found for found in done.stdout.splitlines() if found.startswith(line)], line
    assert "NOT" not in done.stdout and "not graded → 30" in done.stdout

    code = (ROOT / "README.md").read_text().partition("```python\n")[2].partition("```")[0]
    for name, place in {
        "handed_in": "submitted/toy-eva/toy",
        "01_cross_correlation": "01_toy",
        "/convolutions/": "/toy/",
    }.items():
        code = code.replace(name, place)
    example = subprocess.run([sys.executable, "-c", code], cwd=graded, capture_output=True, text=True)
    assert example.stderr == "" and "slide 0.0 30.0" in example.stdout
    cells = read_notebook(graded / "autograded/toy-eva/toy/01_toy.ipynb").cells
    kept = [test for cell in cells for test in cell.metadata.get("coursekit", [])]
    assert [test["earned"] for test in kept] == [
        float(line.split()[1]) for line in example.stdout.splitlines()
    ]
    assert all(test["message"] in example.stdout for test in kept)

    change_suite(graded)
    with (graded / "course_config.py").open("a") as config:
        config.write("c.CourseKit.seed = 7\n")
    before = written(graded)
    done = run(graded, "coursekit", "explain", "toy-eva", "slide", "--assignment", "toy", check=False)
    assert done.returncode == 1 and "seed:       2026" in done.stdout
    assert "; NOT what is there now" in done.stdout and "the checks give 41, and gave 30" in done.stdout
    assert written(graded) == before
    done = run(graded, "coursekit", "explain", "toy-eva", "slid", check=False)
    assert done.stderr == "Error: toy-eva has no grade for slid: nothing of that name was graded\n"
    done = run(graded, "coursekit", "explain", "toy-eva", "slide", "--assignment", "tox", check=False)
    assert done.stderr == "Error: there is no assignment tox in the gradebook, but toy\n"
