"""The page as a service of a real JupyterHub, for its instructors and nobody else."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ..course.lab import CHROMIUM, chromium, free_port, new_page, open_lab
from ..helpers import new_toy
from .exchange import FLIPPED, Teaching, teach, until, watching
from .hub import MISSING, Hub, hub

FETCHED = "address => fetch(address).then(answer => answer.status)"
FRAMED = """address => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.onload = () => done(frame.contentDocument && frame.contentDocument.body.innerText);
    frame.src = address;
    document.body.append(frame);
})"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"`make setup-dev` installs {' and '.join(MISSING)}"),
    pytest.mark.skipif(CHROMIUM is None, reason="`make setup-dev` installs chromium"),
]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Teaching:
    """Return a small course that is taught through an exchange."""
    return teach(new_toy(tmp_path_factory.mktemp("hub") / "course"))


@pytest.fixture(scope="module")
def school(course: Teaching, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Return a hub in which the course is watched; its student has a home with nbgrader's configuration."""
    folder = tmp_path_factory.mktemp("school")
    (folder / "homes").mkdir()
    course.enrol("student").folder.rename(folder / "homes/student")
    config = folder / "homes/student/nbgrader_config.py"
    config.write_text(config.read_text().replace(str(course.root.parent / "student"), str(config.parent)))
    with hub(course.root, folder) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium."""
    with chromium() as found:
        yield found


def log_in(page: Page, school: Hub, name: str) -> None:
    """Fill in the hub's form, which is shown."""
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill(school.password)
    page.locator("#login_submit").click()


def status(url: str, **headers: str) -> int:
    """Return what a request that is no browser's is answered with."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_instructor_sees_what_a_student_hands_in(course: Teaching, school: Hub, browser: Browser) -> None:
    """Who is an instructor to the hub sees a student's hand-in arrive; the student and strangers see nothing of it."""
    watch = f"{school.url}/services/watch"
    paths = ("", "events", "report/toy")
    with new_page(browser, []) as instructor, new_page(browser, []) as student:
        instructor.goto(watch)
        log_in(instructor, school, "instructor")
        expect(instructor.get_by_text("Nobody has handed in yet.")).to_be_visible()
        assert instructor.url == f"{watch}/"

        student.goto(f"{school.url}/hub/spawn")
        log_in(student, school, "student")
        hand_in(student, school, course.answers(FLIPPED))
        row = instructor.get_by_role("row", name="student", exact=False)
        expect(row.filter(has_text="50")).to_be_visible()
        instructor.get_by_role("link", name="The report of the class").click()
        expect(instructor.get_by_role("heading", name="toy").first).to_be_visible()
        assert instructor.url == f"{watch}/report/toy"

        for path in paths:
            answer = student.goto(f"{watch}/{path}")
            assert answer is not None and answer.status == 403, path
            assert "attempt" not in student.content() and "of the class" not in student.content()
        fetch_feedback(student, school)


def hand_in(page: Page, school: Hub, text: str) -> None:
    """Fetch the assignment in the student's JupyterLab, let this be the notebook, and press *Submit*."""
    page.locator(".jp-Launcher").wait_for()
    open_lab(page, f"{school.url}/user/student", "open-assignment-list")
    page.locator("#released_assignments_list button", has_text="Fetch").click()
    submit = page.locator("#fetched_assignments_list button", has_text="Submit")
    submit.wait_for()
    (school.homes / "student/toy/01_toy.ipynb").write_text(text)
    submit.click()
    page.locator("#submitted_assignments_list button", has_text="Fetch Feedback").wait_for()


def fetch_feedback(page: Page, school: Hub) -> None:
    """Fetch the feedback in the student's JupyterLab, and find in it what was wrong."""
    open_lab(page, f"{school.url}/user/student", "open-assignment-list")
    submitted = page.locator("#submitted_assignments_list")
    submitted.locator("button", has_text="Fetch Feedback").click()
    submitted.locator("a", has_text="view feedback").click()
    page.locator(".jp-DirListing-item", has_text="01_toy.html").dblclick()
    expect(page.frame_locator(".jp-HTMLViewer iframe").locator("body")).to_contain_text(
        "The kernel is flipped."
    )


def test_strangers_are_sent_to_the_login(school: Hub, browser: Browser) -> None:
    """Who is not logged in gets the hub's login, and no program without a right to the service gets an answer."""
    watch = f"{school.url}/services/watch/"
    with new_page(browser, []) as nobody:
        nobody.goto(f"{watch}report/toy")
        expect(nobody.locator("#username_input")).to_be_visible()
    tokens = {
        name: school.ask("POST", f"users/{name}/tokens", {})["token"] for name in ("student", "instructor")
    }
    for path in ("", "events", "report/toy"):
        assert status(watch + path, **{"Sec-Fetch-Mode": "cors"}) == 403
        assert status(watch + path, Authorization=f"token {tokens['student']}") == 403
    assert status(watch, Authorization=f"token {tokens['instructor']}") == 200
    assert status(f"{watch}?token={tokens['instructor']}", **{"Sec-Fetch-Mode": "cors"}) == 403


def test_page_stays_for_instructors_and_nobody_else(school: Hub, browser: Browser) -> None:
    """No other page of the hub can have it; killed, it comes back; and who is an instructor no more sees no more."""
    watch = f"{school.url}/services/watch/"
    with new_page(browser, []) as page:
        page.goto(watch)
        log_in(page, school, "instructor")
        expect(page.locator("#state")).to_contain_text("in the last ten minutes")
        with page.context.new_page() as other:
            other.goto(f"{school.url}/hub/home")
            assert other.evaluate(FETCHED, f"{watch}events") == 403
            assert other.evaluate(FRAMED, watch) is None
        school.service().kill()
        expect(page.locator("#state")).to_contain_text("The connection is lost")
        expect(page.locator("#state")).to_contain_text("in the last ten minutes")
        school.ask("DELETE", "groups/instructors/users", {"users": ["instructor"]})
        expect(page.locator("#state")).to_contain_text("The connection is lost")
        answer = page.goto(watch)
        assert answer is not None and answer.status == 403


def test_what_is_wrong_at_the_beginning_ends_no_hub(toy: Path) -> None:
    """As a service it stays, with its page, where nobody can be graded yet, and grades when that is mended."""
    teach(toy)
    port = free_port()
    told = {
        "JUPYTERHUB_SERVICE_NAME": "watch",
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}/services/watch/",
        "JUPYTERHUB_SERVICE_PREFIX": "/services/watch/",
        "JUPYTERHUB_API_TOKEN": "secret",
        "JUPYTERHUB_CLIENT_ID": "service-watch",
    }
    suite = toy / "tests/hidden/toy/test_01_toy.py"
    right = suite.read_text()
    suite.write_text(right.replace("student.size(", "student.sise(", 1))
    with watching(toy, "toy", **told) as process:
        until(process, "Page: /services/watch/")
        assert status(f"http://127.0.0.1:{port}/services/watch/events", **{"Sec-Fetch-Mode": "cors"}) == 403
        assert "it is tried again" in until(process, "Cannot watch now: ")
        suite.write_text(right)
        until(process, "Watching for toy")


def test_a_terminal_in_a_hub_is_no_service(toy: Path) -> None:
    """In a terminal of JupyterLab in a hub, which has an address too, it watches as anywhere else."""
    teach(toy)
    told = {"JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:1/user/jo/", "JUPYTERHUB_API_TOKEN": "secret"}
    with watching(toy, "toy", "--once", **told) as process:
        assert process.wait(180) == 0 and process.stdout and "Page" not in process.stdout.read()
