"""Hand-ins that are more alike than the class explains: copies are told, and who worked alone is not."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from playwright.sync_api import sync_playwright

from coursekit.authoring.bank import read_answers
from coursekit.course.course import Course
from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook
from coursekit.teaching.alike import pairs
from coursekit.teaching.own_code import FEWEST, Given, Key, Own

from ..axe import barriers
from ..helpers import RIGHT, ROOT, build_toy, grades, run

CHROMIUM = "/usr/bin/chromium"
METHODS = (
    "sum",
    "mean",
    "max",
    "min",
    "exp",
    "sqrt",
    "flip",
    "roll",
    "view",
    "clone",
    "sort",
    "sin",
    "abs",
    "cos",
)
Answers = dict[str, str]


@cache
def bank(right: bool) -> dict[str, list[str]]:
    """Return the answers of the bank to each exercise, or the right ones."""
    files = sorted((ROOT / "tests/answers/convolutions").glob("*.py"))
    return {
        path.stem: [answer.source for answer in read_answers(path) if answer.right or not right]
        for path in files
    }


def alone(rng: random.Random, *, right: bool = True) -> Answers:
    """Return the answers of a student who worked alone."""
    return {exercise: rng.choice(answers) for exercise, answers in bank(right).items()}


def disguised(source: str) -> str:
    """Return an answer with other names, comments and a text that says what it is about."""
    renamed = re.sub(r"(?<![.\w])(h|w|i|j|n|m|X|K|Y|v|D|a|b)(?=\W)(?!=\w)", r"my_\1", source)
    return "# my own idea\n\n" + renamed.replace("\n    ", "\n    # then\n    ")


def copied(answers: Answers) -> Answers:
    """Return answers that were taken over and dressed up."""
    return {exercise: disguised(source) for exercise, source in answers.items()}


@cache
def given() -> Given:
    """Return what the course gives out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return Given(Course.here().assignment("convolutions"))


def called(class_: Mapping[str, Answers]) -> list[set[str]]:
    """Return who is told to be alike."""
    notebooks = {exercise: notebook for notebook, exercise in given().solved}
    owns: dict[str, dict[Key, Own]] = {}
    for student, answers in class_.items():
        made = {(notebooks[name], name): given().own(source) for name, source in answers.items()}
        owns[student] = {key: own for key, own in made.items() if own.size >= FEWEST}
    return [{pair.one, pair.other} for pair in pairs(owns, given().solved)]


@pytest.mark.parametrize("size", [2, 5, 13, 30, 100, 300])
@pytest.mark.parametrize("right", [True, False])
def test_copies_are_told_and_nobody_else(size: int, right: bool) -> None:
    """In a class of any size, who worked alone is not told, however common an answer; who took over all is."""
    rng = random.Random(size)
    class_ = {f"s{number}": alone(rng, right=right) for number in range(size)}
    assert called(class_) == []
    if right:
        assert called(class_ | {"copy": copied(class_["s0"])}) == [{"s0", "copy"}]
    elif size >= 30:  # wrong answers are often short, and now and then somebody has hardly any others
        names = ("s0", "s1", "s2")
        told = [called(class_ | {"copy": copied(class_[name])}) == [{name, "copy"}] for name in names]
        assert sum(told) >= 2


def invented(rng: random.Random, name: str, size: int = 12) -> str:
    """Return code that nobody else would write."""
    lines = []
    for _ in range(size):
        calls = [f"{rng.choice(METHODS)}({rng.randrange(9)})" for _ in range(rng.randrange(1, 4))]
        lines.append(f"    x{rng.choice(['', '[0]', '.T'])} {rng.choice('+-*/')}= y.{'.'.join(calls)}")
    return "\n".join([f"def {name}(x, y):", *lines])


def test_parts_that_nobody_else_has_are_enough() -> None:
    """Of answers that are each a student's own, a quarter that was taken over is told."""
    rng = random.Random(1)
    class_ = {f"s{n}": {name: invented(rng, name) for name in bank(True)} for n in range(60)}
    assert called(class_) == []
    some = sorted(class_["s0"])[:7]
    class_["s1"] |= copied({name: class_["s0"][name] for name in some})
    assert called(class_) == [{"s0", "s1"}]


def test_groups_are_told_and_ways_are_not() -> None:
    """Several who shared all are told, each with each; many who write in the same few ways are not."""
    rng = random.Random(2)
    class_ = {f"s{number}": alone(rng) for number in range(40)}
    class_ |= {name: copied(class_["s0"]) for name in ("one", "two")}
    assert sorted(map(sorted, called(class_))) == [["one", "s0"], ["one", "two"], ["s0", "two"]]
    few = {exercise: answers[:2] for exercise, answers in bank(True).items()}
    ways = {f"w{n}": {exercise: rng.choice(two) for exercise, two in few.items()} for n in range(12)}
    assert called({f"s{number}": alone(rng) for number in range(40)} | ways) == []


def test_what_the_course_gave_or_solved_is_nobodys_own() -> None:
    """Released stubs and the instructor's own solutions in all hand-ins are told of nobody."""
    rng = random.Random(3)
    solved = {exercise: own.source for (_, exercise), own in given().solved.items()}
    class_ = {f"s{number}": alone(rng) for number in range(20)}
    assert called(class_ | {"one": solved, "two": copied(solved)}) == []


@pytest.mark.slow
def test_a_course_is_looked_at_from_the_terminal(course: Path, tmp_path: Path) -> None:
    """`coursekit alike` names the pair, by pseudonyms where names are hidden; the page shows both to everybody."""
    rng = random.Random(4)
    class_ = {name: alone(rng) for name in ("ada", "ben", "cem", "dee", "eve")}
    class_["fay"] = copied(class_["ada"])
    for student, answers in class_.items():
        folder = course / "submitted" / student / "convolutions"
        folder.mkdir(parents=True)
        for path in (course / "release/convolutions").glob("*.ipynb"):
            nbformat.write(fill(read_notebook(path), answers), folder / path.name)
    (course / "submitted/ben/convolutions/02_conv_layer.ipynb").write_text("{")
    (course / "submitted/gil").mkdir()
    (course / "submitted/gil/convolutions").write_text("no folder")
    done = run(course, "coursekit", "alike", "convolutions").stdout.splitlines()
    assert (
        len(done) == 2 and done[0].startswith("ada and fay: ") and done[1].endswith("convolutions-alike.html")
    )
    page = course / "reports/convolutions-alike.html"
    assert "talk to them" in page.read_text() and "my_X" in page.read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        open_page = browser.new_page(viewport={"width": 390, "height": 800})
        open_page.goto(page.as_uri())
        assert open_page.evaluate("document.documentElement.scrollWidth") <= 390
        assert barriers(open_page, "light") == barriers(open_page, "dark") == []
        browser.close()
    with (course / "course_config.py").open("a") as config:
        config.write("\nc.CourseKit.anonymous = True\n")
    done = run(course, "coursekit", "alike", "convolutions").stdout.splitlines()
    assert re.match(r"student-\w{6} and student-\w{6}: ", done[0])


@pytest.mark.slow
def test_grading_remarks_it_and_no_grade_changes(toy: Path) -> None:
    """`coursekit grade` tells it on the terminal and in the report, unless that is switched off; points stay."""
    build_toy(toy)
    release, rng = read_notebook(toy / "release/toy/01_toy.ipynb"), random.Random(5)
    work = [[invented(rng, "more", 50) for _ in range(3)] for _ in range(3)]
    for student, (size, slide, beside) in zip(("ada", "cem", "dee", "ben"), [*work, work[0]], strict=True):
        answers = {"size": f"{RIGHT['size']}\n{size}", "slide": f"{RIGHT['slide']}\n{slide}"}
        notebook = fill(release, copied(answers) if student == "ben" else answers)
        notebook.cells.append(new_code_cell(beside))
        (toy / "submitted" / student / "toy").mkdir(parents=True)
        nbformat.write(notebook, toy / "submitted" / student / "toy/01_toy.ipynb")
    done = run(toy, "coursekit", "grade", "toy", "--no-feedback").stdout
    assert "ada and ben: 3 of 3 answers are built alike" in done and "cem and" not in done
    report = (toy / "reports/toy.html").read_text()
    assert "ada and ben: 3 of 3 answers" in report and 'href="toy-alike.html"' in report
    before = grades(f"sqlite:///{toy / 'gradebook.db'}")
    with (toy / "course_config.py").open("a") as config:
        config.write("\nc.CourseKit.alike = False\n")
    done = run(toy, "coursekit", "grade", "toy", "--no-feedback").stdout
    assert "alike" not in done and "alike" not in (toy / "reports/toy.html").read_text()
    assert grades(f"sqlite:///{toy / 'gradebook.db'}") == before
