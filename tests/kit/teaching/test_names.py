"""Names of the roster on everything that grading writes, or pseudonyms in their place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from ..helpers import build_toy, run

pytestmark = pytest.mark.slow

ROSTER = "id,first_name,last_name,email\ntoy-ada,Ada,Lovelace,ada@example.org\ntoy-dee,D,<Dee>,\n"


def test_names_and_pseudonyms(toy: Path) -> None:
    """Table, log, report and feedback call students by their names; with one setting, and no word more, by pseudonyms."""
    build_toy(toy)
    run(toy, "coursekit", "sample", "toy")
    feedback = toy / "feedback/toy-ada/toy/01_toy.html"
    run(toy, "coursekit", "grade", "toy")
    without = feedback.read_text()
    assert "Lovelace" not in without
    (toy / "roster.csv").write_text(ROSTER)
    run(toy, "coursekit", "roster")
    done = run(toy, "coursekit", "grade", "toy")
    report = (toy / "reports/toy.html").read_text()
    assert (
        "│ Ada Lovelace (toy-ada) │    100" in done.stdout
        and "D ‹Dee› (toy-dee): 01_toy: the file" in done.stdout
    )
    assert (
        '<th scope="row" class="who">Ada Lovelace (toy-ada)</th>' in report
        and "Ada Lovelace (toy-ada): 100 points" in log(toy)
    )
    line = '<p class="container coursekit-student">Ada Lovelace (toy-ada)</p>'
    assert feedback.read_text().replace(line, "") == without and line in feedback.read_text()
    run(toy, "nbgrader", "generate_feedback", "toy", "--student", "toy-ada", "--force")
    assert line in feedback.read_text()

    config = toy / "course_config.py"
    config.write_text(config.read_text().replace("anonymous = False", "anonymous = True"))
    (toy / "reports/toy.log").unlink()
    run(toy, "coursekit", "roster")
    done = run(toy, "coursekit", "grade", "toy")
    report = (toy / "reports/toy.html").read_text()
    for said in (done.stdout, report, log(toy), feedback.read_text()):
        assert not re.search("Lovelace|toy-(ada|ben|cem|dee)", said), said
    (ada,) = re.findall(r"(student-\w+) *│    100", done.stdout)
    assert (
        ada in report and run(toy, "coursekit", "roster", "--who", ada).stdout == "Ada Lovelace (toy-ada)\n"
    )
    done = run(toy, "coursekit", "roster", "--who", "student-x", check=False)
    assert done.stderr == "Error: student-x stands for nobody on the roster or in the gradebook\n"
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as book:
        found = book.find_student("toy-ada")
        assert (found.first_name, found.last_name, found.email) == (None, None, None)


def log(root: Path) -> str:
    """Return the log of grading."""
    return (root / "reports/toy.log").read_text()
