"""What lies among the hand-ins where nobody looks for it is told, in one line each."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from coursekit.course.assignment import Assignment
from coursekit.course.settings import CourseKit
from coursekit.teaching.strays import strays

from ..course.gradebooks import new_gradebook

END = "was not graded: hand-ins are looked for in submitted/<student>/toy/"


@pytest.fixture
def toy(tmp_path: Path) -> Assignment:
    """Return an assignment of a course with others: one has a source, one a release, one is in the gradebook alone."""
    with new_gradebook(tmp_path / "gradebook.db") as gradebook:
        gradebook.add_assignment("old")
        url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    for folder in ("source/toy", "source/drawn", "release/given"):
        (tmp_path / folder).mkdir(parents=True)
    whole = {"root": str(tmp_path), "db_url": url, "course_id": "course"}
    return Assignment("toy", CourseDirectory(config=Config(CourseDirectory=whole)), CourseKit())


def put(toy: Assignment, *names: str) -> None:
    """Put files among the hand-ins."""
    for name in names:
        path = toy.root / "submitted" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_what_is_in_its_place_is_not_told(toy: Assignment) -> None:
    """Hand-ins to this assignment and to the others, hidden files, and whatever is in these, are where they belong."""
    put(toy, "ada/toy/01.ipynb", "ada/toy/more/x", "ada/old/x", "ada/drawn/x", "ben/given/x", "toy/toy/x")
    put(toy, ".DS_Store", "README.txt", "ada/.DS_Store", "ada/.ipynb_checkpoints/x", "cem/toy")
    assert strays(toy) == []


def test_without_hand_ins_there_is_nothing(toy: Assignment) -> None:
    """A course without a folder of hand-ins has nothing astray."""
    assert strays(toy) == []


PLACES = {
    "ada/Toy/01.ipynb": "ada/Toy",
    "ada/toy-1/01.ipynb": "ada/toy-1",
    "toy/ada/01.ipynb": "toy/ada",
    "group 1/ada/toy/01.ipynb": "group 1/ada",
    "ada/01.ipynb": "ada/01.ipynb",
    "01.ipynb": "01.ipynb",
    "ada.zip": "ada.zip",
    "a\nb/x\x1b/y": "a\\nb/x\\x1b",
}


@pytest.mark.parametrize(("path", "told"), PLACES.items())
def test_what_is_at_another_place_is_told(toy: Assignment, path: str, told: str) -> None:
    """A folder with a wrong name or at a wrong depth, and a file outside of one, has a line with its name."""
    put(toy, path, "zoe/toy/01.ipynb")
    assert strays(toy) == [f"submitted/{told}: {END}"]


def test_many_files_are_one_line(toy: Assignment) -> None:
    """Files that lie beside one another have one line, and each folder its own."""
    put(toy, "ada/a", "ada/b", "ada/c", "ada/X/y", "ada/Y/y", "ada/toy/x")
    assert [line.removesuffix(f": {END}") for line in strays(toy)] == [
        "submitted/ada/a and 2 more",
        "submitted/ada/X",
        "submitted/ada/Y",
    ]
