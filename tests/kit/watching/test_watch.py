"""Hand-ins are graded as they arrive, as often as the course allows, and shown as it says."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from ..helpers import RIGHT, ROOT, run, run_anew
from ..teaching.test_only_read import write
from .exchange import FLIPPED, Teaching, teach

pytestmark = pytest.mark.slow
LOOK = """
import sys
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
sys.path.insert(0, {source!r})
from classroom import feedback
InteractiveShell.instance()
with capture_output() as shown:
    feedback(1)
print([output.data.get("text/html") for output in shown.outputs])
"""
NOTHING = "def slide(x, k):\n    raise NotImplementedError"


def total(course: Teaching, student: str) -> object:
    """Return a student's points, as the gradebook has them."""
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "convolutions") as gradebook:
        return gradebook.find_submission("toy", student).score


def test_what_is_submitted_comes_back_as_feedback(toy: Path) -> None:
    """What a student submits is graded, and its feedback can be fetched, each time."""
    course = teach(toy)
    jo = course.enrol("jo")
    jo.submit(course.answers(FLIPPED))
    assert "jo: attempt 1, 50 points" in course.watch().stdout
    [page] = jo.feedback()
    assert "50 of 100 points" in page and "The kernel is flipped." in page
    jo.submit(course.answers())
    done = course.watch()
    assert done.stdout.count("jo:") == 1 and "jo: attempt 2, 100 points" in done.stdout
    for points, page in zip((50, 100), jo.feedback(), strict=True):
        assert f"{points} of 100 points" in page
    assert total(course, "jo") == 100
    seen = run_anew(
        jo.folder / "toy", sys.executable, "-c", LOOK.format(source=str(ROOT / "source/convolutions"))
    )
    assert "<strong>01_toy</strong>: 100 of 100 points" in seen.stdout
    assert next((jo.folder / "toy/feedback").rglob("01_toy.html")).exists()


def test_list_offers_feedback_where_notebooks_ask_nothing(toy: Path) -> None:
    """nbgrader's list offers the feedback of a hand-in in which some notebooks ask nothing, or are the student's own."""
    course = teach(toy)
    write(toy / "source/toy/00_read.ipynb", "print('hello')")
    run(toy, "coursekit", "build", "toy")
    run(toy, "nbgrader", "release_assignment", "toy", "--force")
    jo = course.enrol("jo")
    for attempt, answer in enumerate((FLIPPED, RIGHT["slide"]), 1):
        jo.submit(course.answers(answer), "01_toy-Copy1.ipynb")
        assert "no feedback available" in jo.submitted()
        assert f"jo: attempt {attempt}" in course.watch().stdout
        assert "feedback ready to be fetched" in jo.submitted()
        jo.feedback()
        assert jo.submitted().count("feedback already fetched") == attempt
    fetched = {path.name: path.read_text() for path in sorted((jo.folder / "toy/feedback").rglob("*.html"))}
    assert "100 of 100 points" in fetched.pop("01_toy.html")
    assert fetched.keys() == {"00_read.html", "01_toy-Copy1.html"}
    for text in fetched.values():
        assert "Nothing in this notebook is graded." in text


def test_best_of_so_many_attempts_counts(toy: Path) -> None:
    """The best of the attempts that are allowed counts; what cannot be read takes none, and one too many is told."""
    course = teach(toy, "c.CourseKit.attempts = 2\nc.CourseKit.attempt_that_counts = 'best'")
    pages = [
        course.put("jo", minute, text)
        for minute, text in enumerate(
            ["no notebook", course.answers(FLIPPED), course.answers(NOTHING), course.answers()]
        )
    ]
    course.watch()
    assert course.record() == [
        ("jo", "not gradable", 0, 0.0, ""),
        ("jo", "graded", 1, 50.0, "all"),
        ("jo", "graded", 2, 40.0, "all"),
        ("jo", "one too many", 0, 0.0, "that it is one too many"),
    ]
    [told] = json.loads((toy / "reports/toy.json").read_text())["attempts"]
    assert (told["name"], told["attempts"], told["shown"]) == ("jo", 2, "all")
    texts = [page.read_text() for page in pages]
    assert "not a notebook" in texts[0]
    assert "50 of 100 points" in texts[1] and "40 of 100 points" in texts[2]
    assert "This was not graded: 2 attempts count, and the grade is that of attempt 1." in texts[3]
    assert total(course, "jo") == 50
    [first] = course.exchange.glob("convolutions/inbound/jo+toy+*12:01*")
    first.rename(
        str(first).replace("12:01", "11:00")
    )  # what was counted stays so, under whatever name it comes again
    assert "jo: one too many" in course.watch().stdout
    assert FLIPPED.splitlines()[1].strip() in (toy / "submitted/jo/toy/01_toy.ipynb").read_text()


def test_before_the_deadline_only_mistakes_are_shown(toy: Path) -> None:
    """Before the deadline students see what the course lets them see, and after it everything."""
    course = teach(toy, "c.CourseKit.shown_before_due = 'mistakes'\nc.CourseKit.timezone = 'Europe/Berlin'")
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as gradebook:
        gradebook.update_or_create_assignment("toy", duedate="2099-01-01 11:00:00 UTC")
    page = course.put("jo", 1, course.answers(FLIPPED))
    course.watch()
    text = page.read_text()
    assert "The kernel is flipped." in text and "2099-01-01 at 12:00 (Europe/Berlin)" in text
    assert "points</strong>" not in text and "For example" not in text
    assert '"DejaVu Sans"' in text  # the style as it is, and not its signs escaped
    assert course.record() == [("jo", "graded", 1, 50.0, "mistakes")]
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as gradebook:
        gradebook.update_or_create_assignment("toy", duedate="2026-11-26 13:00:00 UTC")
    course.watch()
    assert "50 of 100 points" in page.read_text()
    assert course.record()[1:] == [("jo", "graded", 1, 50.0, "all")]


def test_several_at_once_and_what_is_not_theirs(toy: Path, tmp_path: Path) -> None:
    """Of several that wait the last is graded; links are not followed, and a strange name opens no other folder."""
    course = teach(toy)
    for minute in (1, 2, 3):
        course.put("jo", minute, course.answers(NOTHING if minute < 3 else RIGHT["slide"]))
    course.put("jo", 4, "no notebook")  # which does not take the place of one that can be graded
    course.put("..", 1, course.answers())
    inbound = course.exchange / "convolutions/inbound"
    (tmp_path / "secret.ipynb").write_text(course.answers())
    eve = course.put("eve", 1, "")
    linked = next(inbound.glob("eve+*")) / "01_toy.ipynb"
    linked.unlink()
    linked.symlink_to(tmp_path / "secret.ipynb")
    mallory = inbound / "mallory+toy+2026-11-26 12:00:00.000000 UTC"
    mallory.symlink_to(next(inbound.glob("jo+*+*12:03*")))
    before = set(toy.iterdir())
    done = course.watch(check=False)
    assert done.returncode == 1 and done.stdout.count("begins with a dot") == 1
    assert set(toy.iterdir()) - before <= {
        toy / name for name in ("autograded", "feedback", "submitted", "reports")
    }
    assert "jo: attempt 1, 100 points" in done.stdout
    assert "jo: says it was handed in on 2026-11-26 at 12:03, and came on" in done.stdout
    states = sorted((student, state, score) for student, state, _, score, _ in course.record())
    assert states == [
        ("eve", "not gradable", 0.0),
        ("jo", "followed by another before its turn", 0.0),
        ("jo", "followed by another before its turn", 0.0),
        ("jo", "graded", 100.0),
        ("jo", "not gradable", 0.0),
        ("mallory", "not gradable", 0.0),
    ]
    assert "links are not followed" in eve.read_text()


def test_later_hand_in_without_a_notebook_is_told(toy: Path) -> None:
    """Where a notebook to read lies beside, a later hand-in with nothing to grade is told, and the one before stays."""
    course = teach(toy)
    reading = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Read this")])
    nbformat.write(reading, toy / "source/toy/02_read.ipynb")
    run(toy, "coursekit", "build", "toy")
    course.put("jo", 1, course.answers(FLIPPED))
    course.watch()
    page = course.put("jo", 2, "")
    next(course.exchange.glob("convolutions/inbound/jo+*12:02*/01_toy.ipynb")).unlink()
    course.watch()
    assert "takes no attempt away" in page.read_text()
    page = course.put("jo", 3, course.answers())
    course.watch()
    assert "100 of 100 points" in page.read_text()
    assert [row[1:4] for row in course.record()] == [
        ("graded", 1, 50.0),
        ("not gradable", 0, 0.0),
        ("graded", 2, 100.0),
    ]
