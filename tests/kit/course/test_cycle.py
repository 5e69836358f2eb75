"""A whole assignment in JupyterLab and a browser: released, fetched, answered, handed in, graded, read as feedback."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from PIL import Image
from playwright.sync_api import FrameLocator, Locator, Page, expect

from ..helpers import ROOT, begin_gradebook, run, source_notebook
from ..watching.exchange import until, watching
from .lab import (
    CHROMIUM,
    PATIENCE,
    chromium,
    confirm,
    free_port,
    new_page,
    open_formgrader,
    open_lab,
    row,
    serving,
)

NAME, NOTEBOOK = "convolutions", "01_cross_correlation"
PICTURES = os.environ.get("PICTURES")  # the folder to write pictures for the documentation to, if any
TIMES = {"output_shape": 4, "corr2d": 6, "corr2d_vectorized": 7, "corr2d_transposed_kernel": 6}
POINTS = {"ada": 100, "ben": 76}
COMMENT = "Try a kernel that is not its own transpose."
ROOM = """
c = get_config()
c.Exchange.assignment_dir = {folder!r}
"""
# A hidden test asks at this port whether it may begin, as long as somebody listens there.
GATE = free_port()
WAITS = f"""

@pytest.fixture(autouse=True)
def gate():
    import socket
    try:
        with socket.create_connection(("127.0.0.1", {GATE})) as asked:
            asked.recv(1)
    except OSError:
        pass
"""
STUDENT = """
c = get_config()
c.CourseDirectory.course_id = "convolutions"
c.CourseDirectory.student_id = {student!r}
c.Exchange.root = {exchange!r}
c.Exchange.cache = {cache!r}
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed; `make system` does"),
]


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the course with the first of its notebooks, not built yet, and an exchange that is empty."""
    root = tmp_path_factory.mktemp("cycle") / "course"
    shutil.copytree(
        ROOT / "source", root / "source", ignore=shutil.ignore_patterns("0[02-7]_*", "__pycache__")
    )
    suites = shutil.ignore_patterns("test_0[2-7]_*", "__pycache__")
    shutil.copytree(ROOT / "tests/hidden", root / "tests/hidden", ignore=suites)
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root / name)
    (root / ".." / "exchange").mkdir(mode=0o777)
    with (root / "course_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(root.parent / 'exchange')!r}\n")
    begin_gradebook(root)
    make_100_points(root)
    return root


def make_100_points(root: Path) -> None:
    """Give the four exercises of the notebook so many points that they add up to 100 without the others."""
    suite = root / f"tests/hidden/{NAME}/test_{NOTEBOOK}.py"
    parts = re.split(r"^(?=class )", suite.read_text(), flags=re.MULTILINE)
    for number, factor in enumerate(TIMES.values(), -len(TIMES)):
        more = partial(lambda found, times: f"points({float(found[1]) * times:g})", times=factor)
        parts[number] = re.sub(r"points\(([\d.]+)\)", more, parts[number])
    suite.write_text("".join(parts) + WAITS)
    path = root / f"source/{NAME}/{NOTEBOOK}.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        noted = cell["metadata"].get("nbgrader", {})
        if "points" in noted:
            noted["points"] *= TIMES[noted["grade_id"].removeprefix("test_")]
        if name := TIMES.get(cell["id"].removesuffix("-text")):
            more = partial(lambda found, times: f"Exercise ({int(found[1]) * times} points", times=name)
            cell["source"] = [re.sub(r"Exercise \((\d+) points", more, line) for line in cell["source"]]
    path.write_text(json.dumps(notebook))


@dataclass
class Room:
    """The students' JupyterLab, at which one after the other sits down."""

    root: Path
    address: str

    def sit_down(self, student: str) -> Path:
        """Let a student work, in a folder of the same name."""
        folder = self.root / student
        folder.mkdir(exist_ok=True)
        exchange, cache = (str(self.root.parent / name) for name in ("exchange", f"cache-{student}"))
        config = STUDENT.format(student=student, exchange=exchange, cache=cache)
        (folder / "nbgrader_config.py").write_text(config)
        (self.root / "nbgrader_config.py").write_text(ROOM.format(folder=str(folder)))
        return folder


@pytest.fixture(scope="module")
def teacher(classroom: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the instructor's JupyterLab."""
    with serving(classroom, tmp_path_factory.mktemp("teacher")) as address:
        yield address


@pytest.fixture(scope="module")
def room(classroom: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Return the students' JupyterLab."""
    root = classroom.parent / "room"
    root.mkdir()
    with serving(root, tmp_path_factory.mktemp("student")) as address:
        yield Room(root, address)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """Return a page as wide as a notebook computer's screen."""
    with chromium() as browser, new_page(browser, [], 1366, 900) as page:
        yield page


def solutions(course: Path) -> dict[str, str]:
    """Return the instructor's answer to each exercise of the notebook."""
    cells = source_notebook(course / f"source/{NAME}/{NOTEBOOK}.ipynb").cells
    noted = [(cell.metadata.get("nbgrader", {}), cell.source.splitlines(keepends=True)) for cell in cells]
    wanted = {mark["grade_id"]: lines for mark, lines in noted if mark.get("solution")}
    return {name: "".join(line for line in lines if "### " not in line) for name, lines in wanted.items()}


def fetch_and_answer(page: Page, room: Room, answers: dict[str, str]) -> Locator:
    """Fetch the assignment, type the answers into the notebook, run their checks, and return the notebook's panel."""
    open_lab(page, room.address, "open-assignment-list")
    page.locator("#released_assignments_list button", has_text="Fetch").click()
    fetched = page.locator("#fetched_assignments_list")
    fetched.locator("button", has_text="Submit").wait_for()
    fetched.locator(".assignment-notebooks-link").click()
    fetched.locator("a", has_text=NOTEBOOK).click()
    panel = page.locator(".jp-NotebookPanel:visible")
    panel.locator(".jp-KernelName", has_text="Python 3").wait_for()
    panel.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    page.locator('.jp-SideBar .lm-TabBar-tab.lm-mod-current[title^="File Browser"]').click()
    panel.locator(".jp-CodeCell", has_text="import matplotlib").locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    for name, text in answers.items():
        cell = panel.locator(".jp-CodeCell", has_text=f"def {name}(")
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)
        page.keyboard.press("Shift+Enter")
        page.keyboard.press("Shift+Enter")
        box(panel, name).wait_for()
    return panel


def box(panel: Locator, exercise: str) -> Locator:
    """Return what the check of an exercise shows."""
    check = panel.locator(".jp-CodeCell", has_text=f'check("{exercise}")')
    return check.locator(".jp-OutputArea-output").first


def validate(page: Page, panel: Locator) -> str:
    """Press nbgrader's button Validate, and return what it says."""
    panel.locator(".jp-Toolbar .validate-button").click()
    dialog = page.locator(".jp-Dialog-content")
    text = dialog.inner_text()
    dialog.locator("button").last.click()
    return text


def save(page: Page) -> None:
    """Save the notebook, and wait until it is: what is handed in while it is being written may be empty."""
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url
    ):
        page.keyboard.press("Control+s")


def submit(page: Page) -> None:
    """Hand in."""
    page.locator(".lm-TabBar-tabLabel", has_text="Assignments").click()
    page.locator("#fetched_assignments_list button", has_text="Submit").click()
    page.locator("#submitted_assignments_list button", has_text="Fetch Feedback").wait_for()


def collect_and_grade(page: Page, address: str) -> None:
    """Collect in Formgrader, and autograde both; in the middle of the first, the server answers somebody else."""
    frame = open_formgrader(page, address)
    press(frame, "collect")
    row(frame, "td.name", NAME).locator("td.num-submissions a").click()
    with socket.create_server(("127.0.0.1", GATE)) as gate:
        gate.settimeout(PATIENCE / 1000)
        row(frame, "td.student-id", "ada").locator("td.autograde a").click()
        hidden_test, _ = gate.accept()
        with hidden_test:  # which goes on when this is closed
            for path in ("api/status", f"formgrader/api/submissions/{NAME}"):
                json.load(urllib.request.urlopen(f"{address}/{path}", timeout=60))
    confirm(frame)
    press(frame, "autograde", "td.student-id", "ben")
    for student in POINTS:
        expect(row(frame, "td.student-id", student).locator("td.status")).to_have_text("graded")


def override(page: Page, address: str) -> None:
    """Open Ben's notebook in Formgrader, and give him more points than the checks, and a comment."""
    frame = page.frame_locator('iframe[src*="/formgrader"]')
    row(frame, "td.student-id", "ben").locator("td.student-name a").click()
    frame.locator("#main-table a", has_text=NOTEBOOK).click()
    score, comment = frame.locator("input.score#test_corr2d"), frame.locator("#corr2d-comment")
    expect(score).to_have_attribute("placeholder", "12")
    score.fill("18")
    with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.ok):
        score.blur()
    comment.fill(COMMENT)
    with page.expect_response(lambda answer: "/api/comment/" in answer.url and answer.ok):
        comment.blur()
    comment.scroll_into_view_if_needed()
    picture(page, "grading")


def fetch_feedback(page: Page, room: Room) -> FrameLocator:
    """Fetch the feedback in the list of assignments, open it in JupyterLab, and return the frame it is in."""
    open_lab(page, room.address, "open-assignment-list")
    submitted = page.locator("#submitted_assignments_list")
    submitted.locator("button", has_text="Fetch Feedback").click()
    submitted.locator("a", has_text="view feedback").click()
    page.locator(".jp-DirListing-item", has_text=f"{NOTEBOOK}.html").dblclick()
    frame = page.frame_locator(".jp-HTMLViewer iframe")
    frame.locator(".coursekit-summary, h1").first.wait_for()
    return frame


def press(frame: FrameLocator, step: str, cell: str = "td.name", key: str = NAME) -> None:
    """Press a button in the row of the assignment, or another, and close the dialog that tells of its success."""
    row(frame, cell, key).locator(f"td.{step} a").click()
    confirm(frame)


def picture(page: Page, name: str) -> None:
    """Write what is seen as a picture for the documentation, if such are wanted."""
    if PICTURES:
        seen = Image.open(BytesIO(page.screenshot())).convert("RGB")
        seen.quantize(96, dither=Image.Dither.NONE).save(Path(PICTURES, f"{name}.png"), optimize=True)


def test_an_assignment_goes_round(classroom: Path, teacher: str, room: Room, page: Page) -> None:
    """Generated, released, fetched, typed, checked, validated, handed in, collected, graded, overridden, read."""
    frame = open_formgrader(page, teacher)
    press(frame, "assign")
    press(frame, "release")
    row(frame, "td.name", NAME).locator("td.preview a").click()
    page.locator(".jp-DirListing-item", has_text=NOTEBOOK).wait_for()
    picture(page, "formgrader")

    right = solutions(classroom)
    wrong = right | {"corr2d": right["corr2d"].replace("* K)", "* K.T)")}
    for student, answers in {"ada": right, "ben": wrong}.items():
        room.sit_down(student)
        panel = fetch_and_answer(page, room, answers)
        shown = box(panel, "corr2d")
        expect(shown).to_contain_text("correct, as far as" if answers is right else "fails")
        shown.hover()  # which waits until JupyterLab has drawn it where it will stay
        if answers is wrong:
            picture(page, "notebook")
            assert "Success" in validate(page, panel)  # every cell runs; more it does not say
        else:
            save(page)
        submit(page)

    collect_and_grade(page, teacher)
    override(page, teacher)
    frame = open_formgrader(page, teacher)
    press(frame, "generate-feedback")
    press(frame, "release-feedback")
    with Gradebook(f"sqlite:///{classroom / 'gradebook.db'}", NAME) as gradebook:
        found = {student: gradebook.find_submission(NAME, student).score for student in POINTS}
    assert found == POINTS
    for student, points in POINTS.items():
        room.sit_down(student)
        body = fetch_feedback(page, room).locator("body")
        expect(body).to_contain_text(f"{points} of 100 points")
        if student == "ben":
            expect(body).to_contain_text(COMMENT)
            expect(body).to_contain_text("transposed")
            picture(page, "feedback")


def test_feedback_comes_by_itself(classroom: Path, room: Room, page: Page) -> None:
    """While the course is watched, a student hands in, reads, corrects and hands in again, with nobody's hand in between."""
    with (classroom / "course_config.py").open("a") as config:
        config.write("c.ExchangeCollect.check_owner = False\n")
    right = solutions(classroom)
    room.sit_down("cleo")
    with watching(classroom, NAME) as process:
        fetch_and_answer(page, room, right | {"corr2d": right["corr2d"].replace("* K)", "* K.T)")})
        save(page)
        submit(page)
        until(process, "cleo: attempt 1, 70 points")
        body = fetch_feedback(page, room).locator("body")
        expect(body).to_contain_text("70 of 100 points")
        expect(body).to_contain_text("transposed")

        open_lab(page, room.address, "open-assignment-list")
        fetched = page.locator("#fetched_assignments_list")
        fetched.locator(".assignment-notebooks-link").click()
        fetched.locator("a", has_text=NOTEBOOK).click()
        panel = page.locator(".jp-NotebookPanel:visible")
        panel.locator(".jp-CodeCell", has_text="def corr2d(").locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(right["corr2d"])
        save(page)
        submit(page)
        until(process, "cleo: attempt 2, 100 points")
    with Gradebook(f"sqlite:///{classroom / 'gradebook.db'}", NAME) as gradebook:
        assert gradebook.find_submission(NAME, "cleo").score == 100


@pytest.mark.skipif(not PICTURES, reason="for a picture of the documentation only")
def test_report_is_pictured(course: Path, page: Page) -> None:
    """The report on the sample class is seen as it is after `make grade`."""
    run(course, "coursekit", "build", NAME)
    run(course, "coursekit", "sample", NAME)
    run(course, "coursekit", "grade", NAME)
    page.goto((course / f"reports/{NAME}.html").as_uri())
    page.get_by_role("heading", name="Points", exact=True).evaluate("heading => heading.scrollIntoView()")
    picture(page, "report")
