"""nbgrader's Formgrader in a real JupyterLab and a real browser, on the sample class of the small course."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from ..axe import barriers
from ..helpers import ROOT, TOY, build_toy, run
from .lab import CHROMIUM, chromium, confirm, new_page, open_formgrader, row, serving

MATHJAX = "cdnjs.cloudflare.com"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed; `make system` does"),
]


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small course, its sample class handed in and not yet graded."""
    root = tmp_path_factory.mktemp("formgrader") / "course"
    shutil.copytree(TOY, root)
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root / name)
    (root / "exchange").mkdir()
    build_toy(root)
    run(root, "coursekit", "sample", "toy")
    shutil.copytree(root / "submitted/toy-ben", root / "submitted/toy-eva")
    return root


@pytest.fixture(scope="module")
def address(classroom: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a JupyterLab that runs in the course's folder."""
    with serving(classroom, tmp_path_factory.mktemp("home")) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture
def outside() -> list[str]:
    """Return the hosts other than 127.0.0.1 that the page asked for something, in order."""
    return []


@pytest.fixture
def page(browser: Browser, outside: list[str]) -> Iterator[Page]:
    """Return an empty page that reaches this machine only."""
    with new_page(browser, outside) as page:
        yield page


def open_submissions(page: Page, address: str) -> FrameLocator:
    """Open the list of submissions in Formgrader, and return the frame it is in."""
    frame = open_formgrader(page, address)
    row(frame, "td.name", "toy").locator("td.num-submissions a").click()
    return frame


def student_row(frame: FrameLocator, student: str) -> Locator:
    """Return a student's row in the list of submissions."""
    return row(frame, "td.student-id", student)


def press(frame: FrameLocator, student: str, button: str) -> None:
    """Press a button in the row of a student, and close the dialog that tells of its success."""
    student_row(frame, student).locator(f"td.{button} a").click()
    confirm(frame)


def open_manual_grading(frame: FrameLocator, student: str) -> None:
    """Follow the links from the list of submissions to the manual grading of the student's notebook."""
    student_row(frame, student).locator("td.student-name a").click()
    frame.locator("#main-table a", has_text="01_toy").click()
    frame.locator("input.score#test_slide").wait_for()


def found(classroom: Path, student: str) -> dict[str, Any]:
    """Return what the gradebook has of a student's submission."""
    with Gradebook(f"sqlite:///{classroom / 'gradebook.db'}", "convolutions") as gradebook:
        submission = gradebook.find_submission("toy", student)
        grade = gradebook.find_grade("test_slide", "01_toy", "toy", student)
        return {"score": submission.score, "auto": grade.auto_score, "manual": grade.manual_score}


def test_autograde_button_gives_partial_credit(
    classroom: Path, address: str, page: Page, outside: list[str]
) -> None:
    """The Autograde button grades a submission with partial credit, and shows what the gradebook has."""
    frame = open_submissions(page, address)
    expect(student_row(frame, "toy-ada").locator("td.status")).to_have_text("needs autograding")
    press(frame, "toy-ben", "autograde")
    expect(student_row(frame, "toy-ben").locator("td.status")).to_have_text("graded")
    assert found(classroom, "toy-ben") == {"score": 70, "auto": 30, "manual": None}
    expect(student_row(frame, "toy-ben").locator("td.score")).to_have_text("70 / 100")
    assert outside == []


def test_manual_score_is_saved_beside_the_table_of_checks(
    classroom: Path, address: str, page: Page, outside: list[str]
) -> None:
    """The manual-grading page shows the kit's table of checks, and a score typed there goes into the total."""
    frame = open_submissions(page, address)
    press(frame, "toy-eva", "autograde")
    open_manual_grading(frame, "toy-eva")
    table = frame.locator("table", has_text="what was expected").filter(has_text="Random numbers")
    expect(table).to_contain_text("The kernel is flipped. Slide it as it is.")
    expect(table).to_contain_text("0 / 30")
    score = frame.locator("input.score#test_slide")
    expect(score).to_have_attribute("placeholder", "30")
    score.fill("45")
    with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.ok):
        score.blur()
    assert found(classroom, "toy-eva") == {"score": 85, "auto": 30, "manual": 45}
    frame = open_submissions(page, address)
    expect(student_row(frame, "toy-eva").locator("td.score")).to_have_text("85 / 100")
    assert set(outside) <= {MATHJAX}


def test_checks_are_read_by_everybody(classroom: Path, address: str, page: Page) -> None:
    """The page on which a person grades is no barrier to anybody, nbgrader's own part of it neither, and fits the screen."""
    press(open_submissions(page, address), "toy-eva", "autograde")
    with Gradebook(f"sqlite:///{classroom / 'gradebook.db'}", "convolutions") as gradebook:
        submission = gradebook.find_submission_notebook("01_toy", "toy", "toy-eva").id
    page.goto(f"{address}/formgrader/submissions/{submission}/")
    checks = page.locator(".output_execute_result", has_text="what was expected")
    expect(checks.first).to_be_visible()
    for scheme in ("light", "dark"):
        assert barriers(page, scheme) == []
    for width in (1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_damaged_notebook_is_graded_with_the_reason(
    classroom: Path, address: str, page: Page, outside: list[str]
) -> None:
    """A file that is no notebook gets 0 points through the Autograde button, and manual grading says why."""
    frame = open_submissions(page, address)
    press(frame, "toy-dee", "autograde")
    expect(student_row(frame, "toy-dee").locator("td.score")).to_have_text("0 / 100")
    open_manual_grading(frame, "toy-dee")
    reason = frame.locator(".text_cell", has_text="could not be graded: the file is not a notebook")
    expect(reason).to_be_visible()
    assert set(outside) <= {MATHJAX}


def test_feedback_from_the_button_asks_for_nothing_outside(
    classroom: Path, address: str, page: Page, outside: list[str]
) -> None:
    """The Generate Feedback button writes a page with rendered formulas that asks nobody for anything."""
    frame = open_submissions(page, address)
    press(frame, "toy-ada", "autograde")
    press(frame, "toy-ada", "generate-feedback")
    feedback = classroom / "feedback/toy-ada/toy/01_toy.html"
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(feedback.as_uri())
    assert page.locator("math").all_text_contents() == ["k", "n", "n−k+1"]
    expect(page.locator("body")).to_contain_text("100 of 100 points")
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert outside == []
