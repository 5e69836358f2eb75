"""`coursekit collect`: downloads of platforms come into `submitted/`, and nothing is lost or guessed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from ..course.test_roster import PLATFORMS
from ..helpers import Done, build_toy, run
from ..notebooks.test_archives import zipped

pytestmark = pytest.mark.slow

ROSTER = (
    "id,first_name,last_name,email,lms_user_id\n"
    "ada,Ada,Lovelace,ada@example.org,101\nben,Ben,Babbage,ben@example.org,102\nzoe,Zoë,Grüße,zoe@example.org,103\n"
)


@pytest.fixture
def released(toy: Path) -> Path:
    """Return the small course, released, with a class of three."""
    build_toy(toy)
    (toy / "roster.csv").write_text(ROSTER)
    return toy


def notebook(root: Path, mark: str = "") -> bytes:
    """Return the released notebook of the small course, with a mark by which it is known."""
    data = (root / "release/toy/01_toy.ipynb").read_bytes()
    return data.replace(b'"cells": [', f'"cells": [ {" " * len(mark)}'.encode(), 1) if mark else data


def collect(root: Path, entries: dict[str, bytes] | None, *options: str) -> Done:
    """Collect a zip with these entries."""
    if entries is not None:
        (root / "all.zip").write_bytes(zipped(entries))
    return run(root, "coursekit", "collect", "toy", "all.zip", *options, check=False)


def handed_in(root: Path) -> dict[str, bytes]:
    """Return all files in the folder of hand-ins, by relative name."""
    folder = root / "submitted"
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_canvas(released: Path) -> None:
    """Canvas's names say who, and which file is the later; what pretends to be somebody else's is not collected."""
    first, second = notebook(released), notebook(released, "x")
    done = collect(
        released,
        {
            "lovelaceada_101_5001_01_toy-1.ipynb": first,
            "lovelaceada_101_5003_Untitled_3_4_.ipynb": second,
            "babbageben_LATE_102_5002_hw.zip": zipped({"hw/solution.ipynb": first, "hw/data.csv": b"1"}),
            "eve_102_101_5009_01_toy.ipynb": first,
            "grüßezoë_103_5004_notes.txt": b"I could not do it",
            "newnora_104_5005_01_toy.ipynb": first,
            "anon_Xy12z_5006_01_toy.ipynb": first,
        },
    )
    assert done.returncode == 1 and done.stderr == ""
    assert done.stdout.splitlines() == [
        "all.zip: canvas, 6 hand-ins",
        "anon_Xy12z_5006_01_toy.ipynb: the name of the file does not say whose it is; it was not collected",
        "Ben Babbage (ben): hw/solution.ipynb is 01_toy.ipynb by its cells, and was named so",
        "eve_102: the roster has Ben Babbage (ben) for the Canvas id 102; read Canvas's list again; it was not collected",
        "Zoë Grüße (zoe): there is no notebook in it; it was not collected",
        "Ada Lovelace (ada): Untitled_3_4_.ipynb is 01_toy.ipynb by its cells, and was named so",
        "Ada Lovelace (ada): 01_toy-1.ipynb is 01_toy.ipynb too; Untitled_3_4_.ipynb was taken",
        "newnora_104: nobody on the roster has the Canvas id 104; it was not collected",
        "late, as Canvas says: Ben Babbage (ben)",
        "when it was handed in is not known of 2: the download does not say it, --times may",
        "nothing from: Zoë Grüße (zoe)",
        "toy: 2 collected, 0 unchanged, 4 not collected",
    ]
    assert handed_in(released) == {
        "ada/toy/01_toy-1.ipynb": first,
        "ada/toy/01_toy.ipynb": second,
        "ben/toy/01_toy.ipynb": first,
        "ben/toy/hw/data.csv": b"1",
    }
    assert "2 unchanged" in collect(released, None).stdout
    older = {"lovelaceada_101_4000_01_toy.ipynb": notebook(released, "yy")}
    assert (
        "Ada Lovelace (ada): is older than what is there already, which stays"
        in collect(released, older).stdout
    )
    newer = {"lovelaceada_101_6000_01_toy.ipynb": notebook(released, "yy")}
    assert "toy: 1 collected" in collect(released, newer).stdout
    assert handed_in(released)["ada/toy/01_toy.ipynb"] == notebook(released, "yy")
    kept = released / ".coursekit/toy/replaced/ada/1"
    assert {path.name for path in kept.iterdir()} == {"01_toy.ipynb", "01_toy-1.ipynb"}


def test_moodle(released: Path) -> None:
    """Moodle's names say who where the roster has one of the name; its grading worksheet says it for certain, and when."""
    good = notebook(released)
    entries = {
        "Ada Lovelace_7001_assignsubmission_file/01_toy.ipynb": good,
        "Ada Lovelace_7001_assignsubmission_onlinetext/onlinetext.html": b"<p>hello",
        "Ben Babbage_7002_assignsubmission_file_/deep/Untitled.ipynb": good,
        "Zoe_7003_assignsubmission_file/01_toy.ipynb": good,
    }
    renamed = entries | {"Ada Lovelace_7009_assignsubmission_file/01_toy.ipynb": good}
    done = collect(released, renamed, "--dry-run")
    assert (
        done.stdout.count("several hand-ins would be those of Ada Lovelace (ada); it was not collected") == 2
    )
    done = collect(released, entries, "--dry-run")
    assert (
        "Zoe (participant 7003): nobody on the roster has this name; name Moodle's grading worksheet"
        in done.stdout
    )
    assert "onlinetext.html: does not say whose it is" in done.stdout
    assert (
        "toy: 2 would be collected, 0 unchanged, 2 not collected" in done.stdout and handed_in(released) == {}
    )
    sheet = ("--times", str(PLATFORMS / "moodle_worksheet.csv"))
    done = collect(released, None, *sheet)
    assert done.stderr == (
        "Error: moodle_worksheet.csv, line 2: 'Wednesday, 4 March 2026, 5:06 PM' does not say of which time zone it is; say "
        "--timezone Europe/Berlin\n"
    )
    assert "is no time zone" in collect(released, None, *sheet, "--timezone", "Mars").stderr
    done = collect(released, None, *sheet, "--timezone", "Europe/Berlin")
    assert "toy: 3 collected, 0 unchanged, 1 not collected" in done.stdout
    found = handed_in(released)
    assert found["ada/toy/timestamp.txt"] == b"2026-03-04 16:06:00.000000 UTC"
    assert "zoe/toy/01_toy.ipynb" in found and "zoe/toy/timestamp.txt" not in found
    done = run(released, "coursekit", "grade", "toy", check=False)
    assert "timestamp.txt" not in done.stdout  # it is believed
    with Gradebook(f"sqlite:///{released / 'gradebook.db'}", "convolutions") as book:
        assert str(book.find_submission("toy", "ada").timestamp) == "2026-03-04 16:06:00"
    again = {"Ada Lovelace_7001_assignsubmission_file/01_toy.ipynb": notebook(released, "x")}
    done = collect(released, again)
    assert (
        "Ada Lovelace (ada): something else is there already, and nothing says which is the later"
        in done.stdout
    )
    assert "toy: 1 collected" in collect(released, None, "--replace").stdout
    assert "ada/toy/timestamp.txt" not in handed_in(released)
    with Gradebook(f"sqlite:///{released / 'gradebook.db'}", "convolutions") as book:
        assert book.find_submission("toy", "ada").timestamp is None


def test_gradescope(released: Path) -> None:
    """Gradescope's metadata say who, also of groups, and when; a later attempt takes the place of an earlier one."""
    metadata = (PLATFORMS / "submission_metadata.yml").read_bytes()
    good = notebook(released)
    entries = {
        "assignment_1_export/submission_metadata.yml": metadata,
        "assignment_1_export/submission_9001/01_toy.ipynb": good,
        "assignment_1_export/submission_9001/timestamp.txt": b"1999-01-01",
        "assignment_1_export/submission_9001/submission_metadata.yml": b"{}",
        "assignment_1_export/submission_9002/01_toy.ipynb": good,
    }
    done = collect(released, entries)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "all.zip: gradescope, 2 hand-ins",
        "Ada Lovelace (ada): timestamp.txt: says nothing about when it was handed in, for anybody could have written "
        "it; it was left out",
        "toy: 3 collected, 0 unchanged, 0 not collected",
    ]
    found = handed_in(released)
    assert (
        found["ada/toy/timestamp.txt"] == b"2026-03-05 01:06:07.890123 UTC"
        and found["zoe/toy/01_toy.ipynb"] == good
    )
    first = metadata.replace(b"2026-03-04 17:06", b"2026-03-03 17:06")
    earlier = entries | {
        "assignment_1_export/submission_9001/01_toy.ipynb": notebook(released, "x"),
        "assignment_1_export/submission_metadata.yml": first,
    }
    assert "Ada Lovelace (ada): is older than what is there already" in collect(released, earlier).stdout
    wrong = entries | {
        "assignment_1_export/submission_metadata.yml": first.replace(b":sid: ada", b":sid: ben")
    }
    assert "its id and its address are of different students (ada, ben)" in collect(released, wrong).stdout
    for broken in (b"a: [", b"- 1", b"\xff", b"[" * 5000):
        done = collect(released, entries | {"assignment_1_export/submission_metadata.yml": broken})
        assert "Traceback" not in done.stderr and done.returncode == 1, done.stdout


def test_plain_zips_and_folders(released: Path) -> None:
    """A folder or zip is named after the id; with a roster, whoever is not on it is told; what was handed out is left out."""
    good = notebook(released)
    (released / "roster.csv").unlink()
    entries = {
        "class/x y/toy/Any.ipynb": good,
        "class/<script>/01_toy.ipynb": good,
        "class/loose.ipynb": good,
    }
    done = collect(released, {name.removeprefix("class/"): data for name, data in entries.items()})
    assert "<script>: the student id has characters that could become part of a page: < >" in done.stdout
    assert "all.zip: loose.ipynb: does not say whose it is, and was not collected" in done.stdout
    assert handed_in(released) == {"x y/toy/01_toy.ipynb": good}
    (released / "roster.csv").write_text("id,withdrawn\nada,\nben,\nzoe,yes\n")
    shutil.rmtree(released / "submitted")
    folder = released / "all.zip"
    folder.unlink()
    for name, data in {"ada/01_toy.ipynb": good, "eve/01_toy.ipynb": good}.items():
        (folder / "class" / name).parent.mkdir(parents=True)
        (folder / "class" / name).write_bytes(data)
    (folder / "class/ben.zip").write_bytes(zipped({"a.ipynb": good, "b.ipynb": notebook(released, "x")}))
    done = collect(released, None)
    assert done.stdout.splitlines() == [
        "all.zip: plain, 3 hand-ins",
        "ben: 01_toy.ipynb is in several files (a.ipynb, b.ipynb), and nothing says which is the latest",
        "eve: is not on the roster; it was not collected",
        "when it was handed in is not known of 2: the download does not say it, --times may",
        "toy: 2 collected, 0 unchanged, 1 not collected",
    ]
    assert handed_in(released).keys() == {"ada/toy/01_toy.ipynb", "ben/toy/a.ipynb", "ben/toy/b.ipynb"}


def test_what_cannot_be_collected_at_all_is_one_line(released: Path) -> None:
    """Without a roster, download or assignment, or with another one's download, one line says what to do."""
    done = run(released, "coursekit", "collect", "toy", "none.zip", check=False)
    assert (done.returncode, done.stderr) == (1, "Error: none.zip: there is no such file or folder\n")
    done = collect(released, {"lovelaceada_101_5001_02_more.ipynb": b"{}", "babbageben_102_5002_a.pdf": b""})
    assert (done.returncode, done.stderr) == (
        1,
        "Error: all.zip: no notebook in it is one of toy, by its cells or its name; is it the download of another "
        "assignment? Nothing of it was collected\n",
    )
    assert not handed_in(released)
    (released / "roster.csv").unlink()
    done = collect(released, {"lovelaceada_101_5001_01_toy.ipynb": b""})
    assert done.stderr.startswith(
        "Error: there is no roster.csv, without which nobody knows whose id in the course"
    )
    done = run(released, "coursekit", "collect", "nothing", "all.zip", check=False)
    assert done.stderr == "Error: there is no assignment nothing; there is toy\n"
