"""The real course, through the real commands: releases, full marks, zeros, follow-through, feedback."""

from __future__ import annotations

import html
import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Page

from coursekit.authoring.faults import _region_lines
from coursekit.errors import Ungradable
from coursekit.notebooks.cells import code_cells
from coursekit.notebooks.folders import read_all_files
from coursekit.notebooks.marks import exercises
from coursekit.notebooks.read import read_notebook
from coursekit.sandbox.sandbox import Sandbox

from .axe import barriers
from .course import test_formgrader as formgrader
from .helpers import ROOT, run, run_anew, source_files, source_notebook

browser, outside, page = formgrader.browser, formgrader.outside, formgrader.page

SOURCE = ROOT / "source/convolutions"
RELEASE = ROOT / "release/convolutions"
HIDDEN = ROOT / "tests/hidden/convolutions"
ANSWERS = ROOT / "tests/answers/convolutions"
NOTEBOOKS = sorted(path.stem.removeprefix("test_") for path in HIDDEN.glob("test_*.py"))
EXERCISES = {e.name: stem for stem in NOTEBOOKS for e in exercises(source_notebook(SOURCE / f"{stem}.ipynb"))}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def taught(course: Path) -> Path:
    """Return the course, built and graded once with the solved notebooks, the untouched ones, and the sample class."""
    run_anew(course, "coursekit", "build", "convolutions")
    run(course, "coursekit", "sample", "convolutions")
    for student in (
        "ben",
        "cleo",
        "dev",
        "fatou",
        "gil",
        "lea",
    ):  # much like others; `make grade` grades them all
        shutil.rmtree(course / f"submitted/sample-{student}")
    for student, folder in (("solved", "source"), ("untouched", "release")):
        shutil.copytree(course / folder / "convolutions", course / "submitted" / student / "convolutions")
    for name, data in source_files(SOURCE).items():  # without the cells of other frameworks
        (course / "submitted/solved/convolutions" / name).write_bytes(data)
    run_anew(course, "coursekit", "grade", "convolutions")
    return course


def scores(course: Path, student: str) -> dict[str, float]:
    """Return a student's points by exercise, from the gradebook."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "convolutions") as gradebook:
        submission = gradebook.find_submission("convolutions", student)
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        return {grade.name.removeprefix("test_"): float(grade.score) for grade in grades}


# --- the release ------------------------------------------------------------------------------


def test_build_reproduces_the_release(taught: Path) -> None:
    """The committed release is what `coursekit build` makes, byte for byte."""
    committed = {name: data for name, data in read_all_files(RELEASE).items() if "__pycache__" not in name}
    assert read_all_files(taught / "release/convolutions") == committed


def test_course_has_28_exercises_and_100_points() -> None:
    """The course has all its exercises, worth 100 points in all."""
    found = [e for stem in NOTEBOOKS for e in exercises(source_notebook(SOURCE / f"{stem}.ipynb"))]
    assert len(found) == 28
    assert sum(exercise.points for exercise in found) == 100


def test_public_checks_know_their_states(sandbox: Sandbox) -> None:
    """In the solved notebooks every public check says correct, or that the form is; in the released ones not started."""
    from coursekit.grading.student import Student
    from coursekit.notebooks.folders import read_folder

    for folder, word in ((SOURCE, "correct"), (RELEASE, "not started")):
        for stem in NOTEBOOKS:
            notebook = source_notebook(folder / f"{stem}.ipynb")
            cells = code_cells(notebook, set(), notebook)
            student = Student(sandbox, cells, {**read_folder(RELEASE), **source_files(folder)})
            student.start()
            student.close()
            text = json.dumps([run.outputs for run in student.runs.values()])
            for name in (name for name, home in EXERCISES.items() if home == stem):
                form = word == "correct" and f"{name}: the form is right" in text
                assert form or f"{name}: {word}" in text, (folder.parent.name, stem, name)
            assert not [run.error for run in student.runs.values() if run.error]


# --- grades -----------------------------------------------------------------------------------


def test_solved_and_untouched_through_coursekit(taught: Path) -> None:
    """The solved notebooks get 100 points and the untouched ones 0."""
    assert sum(scores(taught, "solved").values()) == 100
    assert set(scores(taught, "untouched").values()) == {0}


@pytest.mark.parametrize("student", ["solved", "untouched", "sample-jun", "sample-mats"])
def test_nbgrader_gives_the_same_grades(taught: Path, student: str) -> None:
    """`nbgrader autograde` gives a student the same points for every exercise as `coursekit grade`."""
    before = scores(taught, student)
    with Gradebook(f"sqlite:///{taught / 'gradebook.db'}", "convolutions") as gradebook:
        gradebook.remove_submission("convolutions", student)
    run(taught, "nbgrader", "autograde", "convolutions", "--student", student, "--force")
    assert scores(taught, student) == before


def test_sample_class_is_a_class(taught: Path) -> None:
    """The sample class has at least 12 students, those that were graded from full marks to none."""
    totals = [sum(scores(taught, path.name).values()) for path in (taught / "submitted").glob("sample-*")]
    assert len(tomllib.loads((ANSWERS / "sample_class.toml").read_text())) >= 12
    assert max(totals) == 100 and min(totals) == 0
    assert len(set(totals)) >= 5


# --- feedback ---------------------------------------------------------------------------------


def test_hidden_tests_are_in_no_file_for_students(taught: Path) -> None:
    """No line of a hidden suite, of an answer's header or of a solution stands in release, autograded or feedback files."""
    secret = {
        line.strip()
        for path in HIDDEN.glob("*.py")
        for line in path.read_text().splitlines()
        if len(line.strip()) > 25
        and not line.strip().startswith(('"""', "#", "import", "from", "@misconception"))
    }
    secret -= {line for line in secret if line.startswith(("says=", '"', 'f"'))}
    public = {
        line for path in RELEASE.rglob("*.*") if path.suffix in (".ipynb", ".py") for line in _lines(path)
    }
    for student in ("release", *(path.name for path in (taught / "submitted").iterdir())):
        if student == "solved":
            continue
        own = {line for path in (taught / "submitted" / student).rglob("*.ipynb") for line in _lines(path)}
        for step in ("release", "autograded", "feedback"):
            for path in (taught / step).glob("convolutions/**/*" if step == student else f"{student}/*/**/*"):
                if path.suffix in (".ipynb", ".html", ".py"):
                    assert not (secret - public - own) & _lines(path), path


def _lines(path: Path) -> set[str]:
    """Return the lines of text of a file: of a notebook its cells, of a page what is read on it."""
    if path.suffix == ".ipynb":
        try:
            text = "\n".join(cell.source for cell in read_notebook(path).cells)
        except Ungradable:
            text = ""
    else:
        text = path.read_text()
    if path.suffix == ".html":
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return {line.strip() for line in text.splitlines()}


def test_feedback_needs_no_network_and_names_no_machine(taught: Path) -> None:
    """Feedback loads nothing from outside, and shows no path of the machine it was made on."""
    pages = list((taught / "feedback").rglob("*.html"))
    assert len(pages) >= 6 * 8
    for page in pages:
        # Jupyter's own name for a cell, on any machine, where Python prints a traceback itself.
        text = page.read_text().replace("/tmp/ipykernel_1/", "")
        assert not re.search(r"<(?:script|img|link)[^>]*(?:src|href)=\"(?:https?:)?//", text), page
        for path in (str(ROOT), str(taught), "/site-packages/", "/tmp/"):
            assert path not in text, (page, path)


@pytest.mark.skipif(formgrader.CHROMIUM is None, reason="`make setup-dev` installs chromium")
def test_pages_have_no_barriers(taught: Path, page: Page) -> None:
    """An accessibility checker finds nothing serious in the pages of all notebooks, solved and not, nor in the report."""
    page.set_viewport_size({"width": 1366, "height": 768})
    pages = [(path, "light") for path in sorted((taught / "feedback/solved/convolutions").glob("*.html"))]
    wrong = taught / "feedback/sample-ivo/convolutions/03_edge_detection.html"
    pages += [(wrong, "light"), (wrong, "dark"), (taught / "reports/convolutions.html", "light")]
    for path, scheme in pages:
        page.goto(path.as_uri())
        assert barriers(page, scheme) == [], path.name


def test_pages_are_small(taught: Path) -> None:
    """No feedback page takes 300 KB or more, photographs left out."""
    for path in (taught / "feedback").glob("*/convolutions/*.html"):
        page = re.sub(r'<img [^>]*alt="[^"]*a picture of [^>]*>', "", path.read_text())
        assert len(page.encode()) < 300_000, path


def test_report_fits_screens_and_paper(taught: Path, page: Page) -> None:
    """Names of students stand in one line on a wide screen, nothing sticks out, and on paper headings are repeated."""
    page.goto((taught / "reports/convolutions.html").as_uri())
    for width in (390, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    names = page.locator("#totals + * + * + .wide tbody th, .heat tbody th")
    assert max(names.evaluate_all("every => every.map(one => one.getClientRects()[0].height)")) < 40
    page.set_viewport_size(
        {"width": 1047, "height": 702}
    )  # what a landscape A4 sheet has between its margins
    page.emulate_media(media="print")
    # Chromium repeats no heading that takes more than a quarter of the page.
    assert page.locator(".heat thead").evaluate("one => one.getBoundingClientRect().height") < 702 / 4
    sign = "one => getComputedStyle(one, '::after').content"
    assert page.locator("thead button").first.evaluate(sign) == "none"
    page.emulate_media(media="screen")


def test_report_names_the_class(taught: Path) -> None:
    """The report lists every student, what could not be graded and why, and the commonest mistakes."""
    text = (taught / "reports/convolutions.html").read_text()
    for path in (taught / "submitted").iterdir():
        assert path.name in text
    assert "not a notebook" in text
    assert "commonest mistakes" in text


def test_solution_lines_are_found() -> None:
    """The gate's idea of a solution finds lines in every notebook, so that it can find a leak."""
    for stem in NOTEBOOKS:
        assert [
            line
            for cell in source_notebook(SOURCE / f"{stem}.ipynb").cells
            for line in _region_lines(cell.source)
        ]
