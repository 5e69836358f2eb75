"""A page is what the kit wrote: nothing that a student hands in takes its place, or lies beside it and acts."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook

from ..helpers import RIGHT, build_toy, run

pytestmark = pytest.mark.slow
FORGED = "<!doctype html><script>document.title = 'forged'</script><h4>01_toy (Score: 100.0 / 100.0)</h4>"
FORGED_FILES = {
    "01_toy.html": FORGED,
    "evil.html": FORGED,
    "page.htm": FORGED,
    "index.htm": FORGED,
    "drawing.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "style.css": "body { display: none }",
    "code.js": "alert(1)",
    "feed.xml": "<a/>",
    "paper.pdf": "%PDF-1.7",
    "dot.png": FORGED,
    "page.txt": FORGED,
    "more/02.html": FORGED,
}
PASSIVE = {"notes.txt": "mine", "more/data.csv": "a,b\n"}


@pytest.fixture
def ada(toy: Path) -> Path:
    """Return the folder in which ada has handed in half of the small course."""
    build_toy(toy)
    (toy / "source/toy/own.svg").write_text("<svg/>")
    folder = toy / "submitted/ada/toy"
    folder.mkdir(parents=True)
    release = read_notebook(toy / "release/toy/01_toy.ipynb")
    nbformat.write(fill(release, {"size": RIGHT["size"]}), folder / "01_toy.ipynb")
    return folder


def course(ada: Path) -> Path:
    """Return the course in which `ada` is a submission."""
    return ada.parents[2]


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files into a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def feedback(ada: Path) -> dict[str, str]:
    """Return the files in ada's feedback folder."""
    folder = course(ada) / "feedback/ada/toy"
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


COMMANDS = {
    "coursekit": (("coursekit", "grade", "toy"),),
    "nbgrader": (
        ("nbgrader", "autograde", "toy", "--force"),
        ("nbgrader", "generate_feedback", "toy", "--force"),
    ),
}


@pytest.mark.parametrize("commands", COMMANDS.values(), ids=COMMANDS)
def test_handed_in_pages_come_to_nothing(ada: Path, commands: tuple[tuple[str, ...], ...]) -> None:
    """The page is the kit's own, whatever lies beside the notebook, and only what does nothing lies beside the page."""
    write(ada, FORGED_FILES | PASSIVE)
    for command in commands:
        run(course(ada), *command)
    found = feedback(ada)
    assert found.keys() == {"01_toy.html", "index.htm", "own.svg", *PASSIVE}
    assert (
        "forged" not in found["01_toy.html"] + found["index.htm"]
        and "40 of 100 points" in found["01_toy.html"]
    )


def test_replaced_pages_are_written_anew(ada: Path) -> None:
    """A page that somebody has changed or replaced is not current; what was handed in and withdrawn leaves nothing."""
    root = course(ada)
    run(root, "coursekit", "grade", "toy")
    wanted = feedback(ada)
    write(root / "feedback/ada/toy", FORGED_FILES)
    write(ada, FORGED_FILES)
    run(root, "coursekit", "grade", "toy")
    for name in FORGED_FILES:
        (ada / name).unlink()
    run(root, "coursekit", "grade", "toy")
    assert feedback(ada) == wanted


def test_notes_of_earlier_versions_are_not_believed(ada: Path) -> None:
    """A page of which it is only noted from what it was made, and not what it was, is written anew."""
    root = course(ada)
    run(root, "coursekit", "grade", "toy")
    wanted = feedback(ada)
    (note,) = (root / ".coursekit/toy/feedback").iterdir()
    made = json.loads(note.read_text())
    note.write_text(json.dumps({name: key for name, (key, _) in made.items()}))
    write(root / "feedback/ada/toy", FORGED_FILES)
    run(root, "coursekit", "grade", "toy")
    assert feedback(ada) == wanted


def test_folders_in_the_places_of_files_stop_nobody(ada: Path) -> None:
    """A folder with the name of a page, or of a file of the instructor's, is left out, and grading goes on."""
    write(course(ada) / "source/toy", {"data.txt": "the instructor's"})
    write(ada, {"01_toy.html/notes.txt": "mine", "data.txt/notes.txt": "mine"})
    run(course(ada), "coursekit", "grade", "toy")
    assert feedback(ada).keys() == {"01_toy.html", "index.htm", "own.svg", "data.txt"}
