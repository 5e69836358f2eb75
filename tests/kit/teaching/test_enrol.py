"""`coursekit roster`: a class comes into roster.csv and the gradebook, and nobody is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from coursekit.course.roster import Roster

from ..course.test_roster import PLATFORMS
from ..helpers import begin_gradebook, run

pytestmark = pytest.mark.slow


def gradebook(root: Path) -> Gradebook:
    """Return the gradebook of the course."""
    return Gradebook(f"sqlite:///{root / 'gradebook.db'}", "convolutions")


def people(root: Path) -> dict[str, tuple[str | None, ...]]:
    """Return what nbgrader's tables have of everybody."""
    with gradebook(root) as book:
        return {s.id: (s.first_name, s.last_name, s.email, s.lms_user_id) for s in book.students}


def test_a_class_comes_into_the_course(toy: Path, tmp_path: Path) -> None:
    """What is new, changed and gone is told; marks of the instructor's own and the gradebook's names stay."""
    begin_gradebook(toy)
    done = run(toy, "coursekit", "roster", check=False)
    assert done.stderr == "Error: there is no roster.csv in the course yet; name the list of your class\n"
    done = run(toy, "coursekit", "roster", str(PLATFORMS / "canvas_gradebook.csv"))
    assert done.stdout.splitlines() == [
        "canvas_gradebook.csv: Canvas, 3 students, ids from “SIS Login ID”",
        "canvas_gradebook.csv, line 7: Canvas's test student was left out",
        "canvas_gradebook.csv: nothing was read from the columns Toy (5501), Toy Current Score, Current Score",
        "new: Ada Lovelace (ada)",
        "new: Ben Babbage (ben)",
        "new: Zoë Grüße (zoe)",
        "roster.csv: 3 students",
    ]
    assert people(toy)["zoe"] == ("Zoë", "Grüße", None, "103")
    with gradebook(toy) as book:
        book.add_student("stranger")
        book.add_assignment("toy")
        book.add_submission("toy", "ben")
    roster = toy / "roster.csv"
    roster.write_text(roster.read_text().replace("Section 02,,", "Section 02,2.5,"))
    (tmp_path / "list.csv").write_text("Student,ID,SIS User ID,SIS Login ID,Section\n"
                                       '"King, Ada",101,S-1,aking,Section 01\n"New, Eve",104,S-4,eve,Section 01\n')  # fmt: skip
    done = run(toy, "coursekit", "roster", str(tmp_path / "list.csv"), "--withdraw", "--remove-withdrawn")
    assert done.stdout.splitlines() == [
        "list.csv: Canvas, 2 students, ids from “SIS Login ID”",
        "changed: Ada King (ada): last name",
        "gone: Ben Babbage (ben) is not in the list; marked as withdrawn",
        "gone: Zoë Grüße (zoe) is not in the list; marked as withdrawn",
        "new: Eve New (eve)",
        "not on the roster: stranger is in the gradebook, and stays there",
        "roster.csv: 2 students, 2 withdrawn",
        "Ben Babbage (ben): has 1 graded assignment, and stays in the gradebook",
        "Zoë Grüße (zoe): had no grade, and was taken out of the gradebook",
    ]
    assert people(toy).keys() == {"ada", "ben", "eve", "stranger"} and people(toy)["ada"][1] == "King"
    zoe = Roster.of(toy).students["zoe"]
    assert zoe.withdrawn and zoe.extension.days == 2.5
    done = run(toy, "coursekit", "roster")
    assert done.stdout.splitlines()[1:] == ["roster.csv: 2 students, 2 withdrawn"] and "zoe" not in people(
        toy
    )


def test_columns_that_are_not_read_are_told_in_a_line(toy: Path, tmp_path: Path) -> None:
    """Of a list with columns that say nothing here, the first are named and the others counted; the rest is read."""
    begin_gradebook(toy)
    columns = [f"column {number}" for number in range(9)]
    (tmp_path / "list.csv").write_text(f"id,pronouns,name,{','.join(columns)}\nada,she,Ada{',x' * 9}\n")
    told = run(toy, "coursekit", "roster", str(tmp_path / "list.csv")).stdout.splitlines()
    named = "pronouns, column 0, column 1, column 2, column 3, column 4"
    assert told[1] == f"list.csv: nothing was read from the columns {named} and 4 more"
    assert Roster.of(toy).students["ada"].last_name == "Ada"


def test_a_wrong_list_changes_nothing(toy: Path, tmp_path: Path) -> None:
    """Where a list makes no sense, one line says so, and neither roster.csv nor gradebook are touched."""
    begin_gradebook(toy)
    before = (toy / "gradebook.db").read_bytes()
    (tmp_path / "list.csv").write_text("id\nada\nada\n")
    done = run(toy, "coursekit", "roster", str(tmp_path / "list.csv"), check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: list.csv, line 3: ada is there already, in line 2\n"
    done = run(toy, "coursekit", "roster", "nothing.csv", check=False)
    assert done.stderr == "Error: nothing.csv: cannot be opened (No such file or directory)\n"
    assert not (toy / "roster.csv").exists() and (toy / "gradebook.db").read_bytes() == before
