"""docs/next-year.md: every command in it does what it says; and what `coursekit archive` says of damaged archives."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from ..course.test_roster import PLATFORMS
from ..helpers import ROOT, build_toy, environment, run

PAGE = ROOT / "docs/next-year.md"


def commands() -> list[str]:
    """Return the commands of the page, in their order, for the small course and today."""
    blocks = re.findall(r"^```\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    today = f"archive-convolutions-{datetime.now():%Y-%m-%d}.zip"
    named = [re.sub(r"archive-convolutions-[\d-]+\.zip", "ARCHIVE", line) for line in lines]
    return [line.replace("convolutions", "toy").replace("ARCHIVE", today) for line in named]


@pytest.mark.slow
def test_the_page_works_from_top_to_bottom(toy: Path) -> None:
    """A graded class is archived, checked and cleared, the next one comes, and the old one can be looked at."""
    build_toy(toy)
    shutil.copy(ROOT / "constraints.txt", toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy", check=False)
    (toy / "submitted/toy-ada/toy/leads.txt").symlink_to("/etc/hostname")
    (toy / "roster.csv").write_text("id\ntoy-ada\n")
    shutil.copy(PLATFORMS / "canvas_gradebook.csv", toy / "gradebook.csv")
    said = {}
    for command in commands():
        if command.startswith("coursekit "):
            said[command] = run(toy, *shlex.split(command)).stdout
            continue
        done = subprocess.run(
            command, shell=True, cwd=toy, env=environment(toy), capture_output=True, text=True, check=True
        )
        said[command] = done.stdout
    first, check, *_, last = said.values()
    assert "submitted/toy-ada/toy/leads.txt: it is a link" in first
    assert "files are as they were" in check
    assert "1 student, 4 hand-ins" in last and "toy-ada, toy-ben, toy-cem, toy-dee" in last
    assert "seed = 2027" in (toy / "course_config.py").read_text()
    assert not (toy / "submitted").exists()
    old = toy / "last-year"
    for name in (
        "gradebook.db",
        "roster.csv",
        "constraints.txt",
        "MANIFEST.json",
        ".coursekit/toy/audit.jsonl",
    ):
        assert (old / name).exists(), name
    for name in ("submitted/toy-ben/toy", "autograded/toy-ben/toy", "source/toy", "release/toy"):
        assert (old / name / "01_toy.ipynb").exists(), name
    for name in ("feedback/toy-ben/toy/01_toy.html", "reports/toy.html", "tests/hidden/toy/test_01_toy.py"):
        assert (old / name).exists(), name
    assert not (old / ".coursekit/toy/results").exists()
    assert "comes out the same" in run(old, "coursekit", "explain", "toy-ben", "slide").stdout


def test_an_archive_is_never_overwritten_and_damage_is_told(toy: Path) -> None:
    """There is one archive a day; a file that changed, one that is more, and what is no archive are told."""
    build_toy(toy)
    run(toy, "coursekit", "archive", "toy")
    [path] = toy.glob("archive-toy-*.zip")
    assert path.stat().st_mode & 0o777 == 0o600
    again = run(toy, "coursekit", "archive", "toy", check=False)
    assert (
        again.returncode == 1
        and again.stderr == f"Error: {path.name} is there already; move it away to make another\n"
    )
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content |= {"gradebook.db": b"other", "more.txt": b""}
    with zipfile.ZipFile(toy / "bad.zip", "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    bad = run(toy, "coursekit", "archive", "--check", "bad.zip", check=False)
    assert bad.returncode == 1 and bad.stderr.splitlines()[:2] == [
        "more.txt: is not in the manifest",
        "gradebook.db: is not what it was",
    ]
    (toy / "none.zip").write_bytes(b"PK")
    for name, line in (
        ("none.zip", "none.zip is no archive of a course"),
        ("gone.zip", "there is no file gone.zip"),
    ):
        told = run(toy, "coursekit", "archive", "--check", name, check=False)
        assert told.returncode == 1 and line in told.stderr and len(told.stderr.splitlines()) == 1
    assert "no assignment tay" in run(toy, "coursekit", "archive", "tay", check=False).stderr
