"""What became of a class: points and problems of each student, and what was lost how often."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from coursekit.course.assignment import Assignment
from coursekit.course.settings import CourseKit
from coursekit.grading.result import Diagnosis, TestResult
from coursekit.teaching.items import items
from coursekit.teaching.outcome import Outcome
from coursekit.teaching.report import COMMONEST, Report
from coursekit.teaching.tally import NOT_YET, Tally

from ..helpers import build_toy, run


def lost(title: str, says: str = "") -> TestResult:
    """Return a test that was lost, with what was recognised."""
    return TestResult("slide", title, title, 2.0, diagnosis=Diagnosis("k", says) if says else None)


PASSED = TestResult("size", "passed", "passed", 2.0, 2.0)


def test_outcomes_add_up() -> None:
    """An outcome has the points of all notebooks, and tells why something could not be graded."""
    outcome = Outcome("ada", {"one": 1.5, "two": 2})
    assert (outcome.total, outcome.failed, outcome.problems) == (3.5, False, [])
    outcome.fail("one: the file is empty")
    assert outcome.failed and outcome.problems == ["one: the file is empty"]
    assert Outcome("ben").total == 0 and Outcome("ben").problems == []


def test_names_can_be_printed() -> None:
    """A student's id is printed without what a terminal would act on."""
    assert Outcome("a\x1b[31mb").name == "a\\x1b[31mb" and Outcome("Zoë").name == "Zoë"


def test_what_was_lost_is_counted() -> None:
    """Lost tests and recognised mistakes are counted over the class, and an outcome's tests are let go."""
    tally = Tally()
    tally.add(Outcome("ada", tests=[PASSED, lost("values", "Flipped."), lost("shape")]))
    tally.add(Outcome("ben", tests=[PASSED, lost("values", "Flipped.")]))
    tally.add(Outcome("cem"))
    assert tally.lost == {("slide", "values"): 2, ("slide", "shape"): 1}
    assert [outcome.said for outcome in tally.outcomes] == [[("slide", "Flipped.")]] * 2 + [[]]
    assert [(outcome.student, outcome.tests) for outcome in tally.outcomes] == [
        ("ada", []),
        ("ben", []),
        ("cem", []),
    ]


def page_of(course: Path) -> str:
    """Return the report without what it says of the run."""
    return re.sub(r"<dl>.*?</dl>", "", (course / "reports/toy.html").read_text())


def assignment(root: Path, **settings: bool) -> Assignment:
    """Return the assignment of a course in `root`."""
    directory = CourseDirectory(config=Config(CourseDirectory={"root": str(root)}))
    return Assignment("toy", directory, CourseKit(**settings))


def report(root: Path, tally: Tally, **settings: bool) -> str:
    """Return the page about a class."""
    return Report(assignment(root, **settings), tally, {"two": 5, "one": 10}).write().read_text()


def hand_in(root: Path, *students: str) -> Path:
    """Make the folders of students, and return the course."""
    for student in students:
        (root / "submitted" / student / "toy").mkdir(parents=True)
    return root


def test_a_part_of_a_class_is_added_to_the_whole(tmp_path: Path) -> None:
    """Who was not graded this time stays as the last run left them, mistakes included; who never was is told of."""
    toy = assignment(hand_in(tmp_path, "ada", "ben", "cem", "dee"))
    first, second = Tally(), Tally()
    first.add(Outcome("ada", {"one": 1}, tests=[lost("shape")]))
    first.add(Outcome("ben", {"one": 2}, ["one: late"], [lost("values", "Flipped.")], failed=True, kept=True))
    first.add(Outcome("gone", {"one": 3}, tests=[lost("shape")]))
    first.complete(toy)
    second.add(Outcome("ada", {"one": 5}, tests=[PASSED]))
    second.complete(toy)
    assert second.outcomes == [
        Outcome("ada", {"one": 5}),
        Outcome(
            *("ben", {"one": 2}, ["one: late"]),
            failed=True,
            kept=True,
            lost=[("slide", "values")],
            said=[("slide", "Flipped.")],
        ),
        Outcome("cem", problems=[NOT_YET], failed=True),
        Outcome("dee", problems=[NOT_YET], failed=True),
    ]
    assert second.lost == {("slide", "values"): 1}
    third = Tally()
    third.complete(toy)
    assert third.outcomes == second.outcomes and third.lost == second.lost


@pytest.mark.parametrize("kept", ["", "{", "[]", "5", '{"ada": 5}', '{"ada": {"scores": {}, "lost": [1]}}'])
def test_damaged_records_are_none(tmp_path: Path, kept: str) -> None:
    """What was kept of earlier runs and cannot be read is as if there were nothing."""
    toy = assignment(hand_in(tmp_path, "ada"))
    toy.kept.mkdir(parents=True)
    (toy.kept / "outcomes.json").write_text(kept)
    tally = Tally()
    tally.complete(toy)
    assert tally.outcomes == [Outcome("ada", problems=[NOT_YET], failed=True)]


def test_reports_say_what_was_not_looked_at(tmp_path: Path) -> None:
    """The page has a line for what lies astray, and says whom the last run has graded."""
    said = ["submitted/<x>: astray"], ["ada", "<b>"]
    page = Report(assignment(tmp_path), Tally(), {"one": 10}, *said).write().read_text()
    assert "submitted/&lt;x&gt;: astray" in page and "Graded in the last run: ada, &lt;b&gt;." in page
    assert "Graded in the last run" not in report(tmp_path, Tally())


@pytest.mark.slow
def test_grading_one_student_keeps_the_report_of_the_class(toy: Path) -> None:
    """After `coursekit grade toy toy-ada` the report has the whole class; the terminal has the one student."""
    build_toy(toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy")
    whole = page_of(toy)
    done = run(toy, "coursekit", "grade", "toy", "toy-ada")
    assert "toy-ben" not in done.stdout
    said = "<p>Graded in the last run: toy-ada. All others are as earlier runs left them.</p>\n"
    assert page_of(toy).replace(said, "") == whole
    (toy / "submitted/eva").mkdir()
    (toy / "submitted/toy-ben/toy").rename(toy / "submitted/eva/Toy")
    done = run(toy, "coursekit", "grade", "toy", check=False)
    (line,) = [
        line for line in done.stdout.splitlines() if line.startswith("submitted/eva/Toy: was not graded")
    ]
    assert (
        done.returncode == 1
        and line.replace("<", "&lt;").replace(">", "&gt;") in (toy / "reports/toy.html").read_text()
    )


def test_reports_say_who_got_what(tmp_path: Path) -> None:
    """The page has everybody's points, problems, and the commonest mistakes first; nothing in it is markup."""
    tally = Tally()
    tally.add(
        Outcome(
            "ada",
            {"one": 8.25, "two": 5},
            tests=[lost("<values>", "Flipped & <b>.")] * 2 + [lost("shape")],
            cells={"test_slide": (5.0, 10.0)},
        )
    )
    tally.add(Outcome("<ben>", {"one": 0}, ["one: <script>"], failed=True))
    page = report(tmp_path, tally)
    assert (tmp_path / "reports/toy.html").read_text() == page
    for text in ("ada", "8.25", "13.25", "&lt;ben&gt;", "one: &lt;script&gt;", "Flipped &amp; &lt;b&gt;."):
        assert text in page, text
    assert "one: <script>" not in page and "<values>" not in page
    assert page.index("&lt;values&gt;") < page.index("shape")
    assert page.index("one") < page.index("two")


def test_long_tables_are_cut(tmp_path: Path) -> None:
    """Of what was lost the commonest rows are shown."""
    tally = Tally()
    for number in range(COMMONEST + 5):
        tally.add(Outcome(f"s{number}", tests=[lost(f"title {n:02}.") for n in range(number, COMMONEST + 5)]))
    page = report(tmp_path, tally)
    assert page.count("title ") == COMMONEST and "title 24." in page and "title 04." not in page


@pytest.mark.parametrize("protected", [True, False])
def test_reports_say_where_there_was_no_protection(tmp_path: Path, protected: bool) -> None:
    """The page warns if student code ran without protection."""
    assert ("without protection" in report(tmp_path, Tally(), protected=protected)) != protected


def tried(name: str, *scores: float) -> list[Outcome]:
    """Return outcomes with these points of four for the exercise `name`, and half as many for another."""
    cells = [{f"test_{name}": (score, 4.0), "test_other": (score / 2, 2.0)} for score in scores]
    return [
        Outcome(f"s{number}", {"one": 1.5 * score}, cells=own)
        for number, (score, own) in enumerate(zip(scores, cells, strict=True))
    ]


def test_items_are_analysed() -> None:
    """An exercise has the mean share of those who began it, its correlation with the rest, and who made which mistake."""
    class_ = tried("slide", 0, 1, 2, 3, 4, 4)
    class_[0].unfinished = ["slide"]
    class_[1].said = [("slide", "Flipped.")] * 2
    class_[2].said = [("slide", "Flipped."), ("slide", "Cut."), ("other", "Else.")]
    other, slide = items(class_, ["test_other", "test_slide"])
    assert (slide.name, slide.points, slide.tried, other.tried) == ("slide", 4.0, 5, 6)
    assert slide.success == pytest.approx(0.7) and slide.discrimination == pytest.approx(1)
    assert slide.mistakes == [("Flipped.", ["s1", "s2"]), ("Cut.", ["s2"])]
    assert other.mistakes == [("Else.", ["s2"])]


def test_of_few_or_of_equals_nothing_is_said() -> None:
    """A correlation needs some students, and points that differ; an exercise that nobody began has no success."""
    assert items(tried("slide", 1, 4), [])[0].discrimination is None
    assert items(tried("slide", *[4.0] * 9), [])[0].discrimination is None
    (alone,) = tried("slide", 0)
    alone.unfinished = ["slide"]
    assert items([alone], [])[0].success is None and items([], ["x"]) == []


def test_a_penalty_counts() -> None:
    """The total is what is left after the penalty for being late, and never below zero."""
    assert (
        Outcome("ada", {"one": 7}, penalty=2).total == 5 and Outcome("ada", {"one": 1}, penalty=2).total == 0
    )


def test_report_as_data(tmp_path: Path) -> None:
    """What the page shows stands beside it as JSON: totals, exercises, and the run."""
    tally = Tally()
    for outcome in tried("slide", 1, 4):
        tally.add(outcome)
    tally.add(Outcome("eve", problems=["damaged"], failed=True))
    page = report(tmp_path, tally)
    data = json.loads((tmp_path / "reports/toy.json").read_text())
    assert [student["total"] for student in data["students"]] == [1.5, 6, None]
    assert data["students"][1]["cells"] == {"test_slide": 4, "test_other": 2}
    assert [exercise["success"] for exercise in data["exercises"]] == [0.625, 0.625]
    assert data["schema"] == 1 and set(data["run"]) == {"when", "seed", "versions", "protected"}
    assert 'href="toy.json"' in page and "2 students with points, of 15: mean 3.75" in page


def test_report_links_to_what_it_speaks_of(tmp_path: Path) -> None:
    """Who needs a person is there with links to feedback and autograded notebook, unless grading is anonymous."""
    for step, name in (("feedback", "one.html"), ("autograded", "one.ipynb")):
        (tmp_path / step / "a b/toy").mkdir(parents=True)
        (tmp_path / step / "a b/toy" / name).touch()
    tally = Tally()
    tally.add(Outcome("a b", {"one": 3}, ["one: remarkable"]))
    page = report(tmp_path, tally)
    assert (
        'href="../feedback/a%20b/toy/one.html"' in page and 'href="../autograded/a%20b/toy/one.ipynb"' in page
    )
    assert "a%20b" not in report(tmp_path, tally, anonymous=True)
