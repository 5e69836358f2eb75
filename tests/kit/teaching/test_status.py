"""`coursekit status`: who is where, without grading anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from ..helpers import build_toy, run

pytestmark = pytest.mark.slow

SETTINGS = '\nc.CourseKit.trust_dates = True\nc.CourseKit.timezone = "Europe/Berlin"\n'
ROSTER = (
    "id,first_name,last_name,extension,withdrawn\n"
    "ada,Ada,Lovelace,,\nben,Ben,Babbage,toy: 2,\ncem,,,,\ndee,,,,\neve,,,,\nfay,,,,\ngone,,,,yes\n"
)
LATE = "2026-10-26 10:00:00 UTC"  # two days


def groups(root: Path, *options: str) -> tuple[str, dict[str, tuple[int, list[str]]]]:
    """Return what `coursekit status` says: its first line, and of each group how many and who."""
    heading, *lines, following = run(root, "coursekit", "status", "toy", *options).stdout.splitlines()
    assert following == "Next: `coursekit grade toy`"
    found: dict[str, tuple[int, list[str]]] = {}
    for line in lines:
        name, count, who = line[:30].strip(), "", line.strip()
        if name and not line.startswith(" " * 20):
            name, count, who = (part.strip() for part in _parts(line))
            found[name] = (int(count), [])
            last = name
        found[last][1].extend([who] if who else [])
    return heading, found


def _parts(line: str) -> tuple[str, str, str]:
    words = line.split()
    place = next(place for place, word in enumerate(words) if word.isdigit())
    return " ".join(words[:place]), words[place], " ".join(words[place + 1 :])


def hand_in(root: Path, student: str, text: str | None, date: str = "") -> None:
    """Hand in the solution, or a file with this text."""
    folder = root / "submitted" / student / "toy"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / "source/toy/01_toy.ipynb", folder)
    if text is not None:
        (folder / "01_toy.ipynb").write_text(text)
    if date:
        (folder / "timestamp.txt").write_text(date)


def test_everybody_is_where_they_belong(toy: Path) -> None:
    """Before and after grading each student stands in their groups, by name or by pseudonym, and nothing is graded for it."""
    build_toy(toy)
    with (toy / "course_config.py").open("a") as config:
        config.write(SETTINGS)
    (toy / "roster.csv").write_text(ROSTER)
    run(toy, "nbgrader", "db", "assignment", "add", "toy", "--duedate", "2026-10-24 23:59 Europe/Berlin")
    for student, text, date in [
        *(("ada", None, LATE), ("ben", None, LATE), ("cem", "no notebook", ""), ("dee", None, "")),
        *(("stranger", None, ""),),
    ]:
        hand_in(toy, student, text, date)
    (toy / "submitted/eve/toy").mkdir(parents=True)
    heading, before = groups(toy)
    assert heading == "toy: 6 students, 6 hand-ins, due on 2026-10-24 at 23:59 (Europe/Berlin)"
    ada, ben = "Ada Lovelace (ada)", "Ben Babbage (ben)"
    empty = "eve: nothing was handed in: the folder is empty"
    assert before == {
        "graded": (0, []),
        "waiting for a person": (0, []),
        "handed in and not graded yet": (5, [f"{ada}, {ben}, cem, dee, stranger"]),
        "late": (1, [f"{ada}: 2 days"]),
        "missing": (1, ["fay"]),
        "cannot be read": (1, [empty]),
        "not on the roster": (1, ["stranger: not graded"]),
    }
    run(toy, "coursekit", "grade", "toy", "--no-feedback", check=False)
    hand_in(toy, "dee", None, "2026-10-27 22:00:00 UTC")
    hand_in(toy, "ada", None, "2026-10-26 11:00:00 UTC")
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as book:
        book.find_submission("toy", "ben").notebooks[0].grades[0].needs_manual_grade = True
        book.db.commit()
    shutil.rmtree(toy / "submitted/eve")
    _, after = groups(toy)
    assert after == {
        "graded": (4, [f"{ada}, cem, dee, stranger"]),
        "waiting for a person": (1, [ben]),
        "handed in and not graded yet": (2, [f"{ada}: again", "dee: again"]),
        "late": (2, [f"{ada}: 2 days", "dee: 3 days"]),
        "missing": (2, ["eve, fay"]),
        "cannot be read": (1, ["cem: 01_toy"]),
        "not on the roster": (1, ["stranger: graded"]),
    }
    _, hidden = groups(toy, "--anonymous")
    assert {name: count for name, (count, _) in hidden.items()} == {name: n for name, (n, _) in after.items()}
    assert not any("Ada" in line or "stranger:" in line for _, lines in hidden.values() for line in lines)
