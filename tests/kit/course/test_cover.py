"""The cover of a student's feedback: all notebooks on one page, as true as the pages that it leads to."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Page, sync_playwright

from coursekit.course.course import Course
from coursekit.course.cover import CARRIED, Cover

from ..axe import barriers
from ..helpers import build_toy, new_toy, run

pytestmark = pytest.mark.slow
CHROMIUM = "/usr/bin/chromium"
COMMENT = "Nearly: <b>turn</b> it."


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small course with its sample class graded, one of them by name, and with a score set by hand."""
    root = new_toy(tmp_path_factory.mktemp("cover") / "course")
    build_toy(root)
    (root / "roster.csv").write_text("id,name\ntoy-ben,Ben Müller\n")
    run(root, "coursekit", "sample", "toy")
    run(root, "coursekit", "grade", "toy")
    return root


def cover(course: Path, student: str) -> Path:
    """Return where a student's cover lies."""
    return course / f"feedback/{student}/toy/index.htm"


def judge(course: Path, points: float) -> None:
    """Give toy-ben points by hand and a comment, as Formgrader does."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "convolutions") as gradebook:
        gradebook.find_grade("test_slide", "01_toy", "toy", "toy-ben").manual_score = points
        gradebook.find_comment("slide", "01_toy", "toy", "toy-ben").manual_comment = COMMENT
        gradebook.db.commit()


def test_the_cover_says_what_the_gradebook_says(course: Path) -> None:
    """Points, what was lost, scores by hand and comments are on it, whoever makes the pages, and are made anew with them."""
    before = cover(course, "toy-ben").read_text()
    assert "70 of 100 points" in before and "Ben Müller" in before
    assert "Ben Müller" not in cover(course, "toy-ada").read_text()
    judge(course, 45)
    run(course, "nbgrader", "generate_feedback", "toy", "--student", "toy-ben", "--force")
    by_nbgrader = cover(course, "toy-ben").read_text()
    assert "85 of 100 points" in by_nbgrader and "The checks gave 30; your instructor set 45." in by_nbgrader
    assert "Nearly: &lt;b&gt;turn&lt;/b&gt; it." in by_nbgrader
    judge(course, 35)
    run(course, "coursekit", "grade", "toy")
    again = cover(course, "toy-ben").read_text()
    assert again == by_nbgrader.replace("85 of", "75 of").replace("45 of", "35 of").replace(
        "set 45", "set 35"
    )
    cover(course, "toy-ben").write_text("forged")
    run(course, "coursekit", "grade", "toy")
    assert cover(course, "toy-ben").read_text() == again


def test_what_could_not_be_read_is_told(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook that could not be graded is named with the reason above all, and one that is missing in its row."""
    (course / "submitted/toy-eva/toy").mkdir(parents=True)
    (course / "submitted/toy-eva/toy/01_toy.ipynb").write_text("no notebook")
    run(course, "coursekit", "grade", "toy", "toy-eva")
    text = cover(course, "toy-eva").read_text()
    assert "could not be graded: the file is not a notebook (not JSON)" in text and "0 of 100 points" in text
    monkeypatch.chdir(course)
    missing = Cover(Course.here().assignment("toy")).page("toy-eva", {})
    assert "01_toy: was not handed in" in missing and "✗ 0 of 100" in missing


def test_the_cover_leads_to_the_pages_and_back(course: Path) -> None:
    """Links go to notebooks and exercises; only who came by them sees the way back, for elsewhere there is no cover."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        start = cover(course, "toy-ben").as_uri()
        page.goto(start)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert barriers(page, "light") == barriers(page, "dark") == []
        for link in ("slide", page.locator("tbody a").first.inner_text()):
            follow_and_return(page, start, link)
        page.goto(start.replace("index.htm", "01_toy.html#result-slide"))
        assert not page.get_by_role("link", name="All notebooks").is_visible()
        browser.close()


def follow_and_return(page: Page, start: str, link: str) -> None:
    """Follow a link of the cover by keyboard, and the way back."""
    page.get_by_role("link", name=link, exact=True).press("Enter")
    page.wait_for_url("**/01_toy.html#*")
    page.get_by_role("link", name="All notebooks").click()
    page.wait_for_url(start)


@pytest.mark.parametrize(
    "page",
    [
        '<html><head></head><body><meta name="coursekit-cover" content="{}">',
        '<!doctype html><html lang="en"><head><title></title><meta name="coursekit-cover" content="{}">',
    ],
)
def test_only_the_head_of_the_kits_own_page_is_believed(page: str) -> None:
    """What stands further below, where a student's text may be, tells the cover nothing."""
    assert CARRIED.match(page) is None
