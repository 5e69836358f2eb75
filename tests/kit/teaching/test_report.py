"""What became of a class: points and problems of each student, and what was lost how often."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from coursekit.course.assignment import Assignment
from coursekit.course.settings import CourseKit
from coursekit.grading.result import Diagnosis, TestResult
from coursekit.teaching.outcome import Outcome
from coursekit.teaching.report import COMMONEST, NOT_YET, Tally, write_report

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
    assert tally.said == {("slide", "Flipped."): 2}
    assert [(outcome.student, outcome.tests) for outcome in tally.outcomes] == [
        ("ada", []),
        ("ben", []),
        ("cem", []),
    ]


def assignment(root: Path, **settings: bool) -> Assignment:
    """Return the assignment of a course in `root`."""
    directory = CourseDirectory(config=Config(CourseDirectory={"root": str(root)}))
    return Assignment("toy", directory, CourseKit(**settings))


def report(root: Path, tally: Tally, **settings: bool) -> str:
    """Return the page about a class."""
    return write_report(assignment(root, **settings), tally, {"two": 5, "one": 10}).read_text()


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
        Outcome("ben", {"one": 2}, ["one: late"], failed=True, kept=True),
        Outcome("cem", problems=[NOT_YET], failed=True),
        Outcome("dee", problems=[NOT_YET], failed=True),
    ]
    assert second.lost == {("slide", "values"): 1} and second.said == {("slide", "Flipped."): 1}
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
    path = write_report(assignment(tmp_path), Tally(), {"one": 10}, ["submitted/<x>: astray"], ["ada", "<b>"])
    page = path.read_text()
    assert "submitted/&lt;x&gt;: astray" in page and "Graded in the last run: ada, &lt;b&gt;." in page
    assert (
        "Graded in the last run" not in write_report(assignment(tmp_path), Tally(), {"one": 10}).read_text()
    )


@pytest.mark.slow
def test_grading_one_student_keeps_the_report_of_the_class(toy: Path) -> None:
    """After `coursekit grade toy toy-ada` the report has the whole class; the terminal has the one student."""
    build_toy(toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy")
    whole = (toy / "reports/toy.html").read_text()
    done = run(toy, "coursekit", "grade", "toy", "toy-ada")
    assert "toy-ben" not in done.stdout
    said = "<p>Graded in the last run: toy-ada. All others are as earlier runs left them.</p>\n"
    assert (toy / "reports/toy.html").read_text().replace(said, "") == whole
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
            "ada", {"one": 8.25, "two": 5}, tests=[lost("<values>", "Flipped & <b>.")] * 2 + [lost("shape")]
        )
    )
    tally.add(Outcome("<ben>", {"one": 0}, ["one: <script>"], failed=True))
    page = report(tmp_path, tally)
    assert (tmp_path / "reports/toy.html").read_text() == page
    for text in ("ada", "8.25", "13.25", "&lt;ben&gt;", "one: &lt;script&gt;", "Flipped &amp; &lt;b&gt;."):
        assert text in page, text
    assert "<script>" not in page and "<values>" not in page
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
    assert ("protect" in report(tmp_path, Tally(), protected=protected)) != protected
