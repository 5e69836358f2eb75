"""docs/platforms.md: every command in it does what it says, in a course with the files that it names."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from ..course.test_roster import PLATFORMS
from ..helpers import ROOT, build_toy, run
from ..notebooks.test_archives import zipped
from ..teaching.test_canvas import TOKEN, Canvas, configure, serving

PAGE = ROOT / "docs/platforms.md"


def commands() -> list[str]:
    """Return the commands of the page, in their order."""
    blocks = re.findall(r"^```\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.slow
def test_the_page_works_from_top_to_bottom(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a platform's zip to grades and back: each command of the page runs, and the last has brought the grades."""
    build_toy(toy)
    notebook = (toy / "release/toy/01_toy.ipynb").read_bytes()
    names = {"lovelaceada_101_1_x.ipynb": notebook, "babbageben_102_2_x.ipynb": notebook}
    (toy / "submissions.zip").write_bytes(zipped(names))
    moodle = {"Zoë Grüße_7003_assignsubmission_file/x.ipynb": notebook}
    (toy / "moodle.zip").write_bytes(zipped(moodle))
    shutil.copy(PLATFORMS / "canvas_gradebook.csv", toy / "gradebook.csv")
    shutil.copy(PLATFORMS / "moodle_worksheet.csv", toy / "worksheet.csv")
    monkeypatch.setenv("CANVAS_TOKEN", TOKEN)
    canvas, is_graded = Canvas(), False
    found = commands()
    assert len(found) == 12 and all(command.startswith("coursekit ") for command in found)
    with serving(canvas):
        configure(toy, canvas.url)
        for command in found:
            if " export " in command and not is_graded:
                run(toy, "coursekit", "grade", "toy")
                is_graded = True
                roster = toy / "roster.csv"  # Canvas's list has no addresses, by which Moodle's import goes
                roster.write_text(
                    re.sub(
                        r"^(ada|ben|zoe)(,[^,]*,[^,]*),",
                        r"\1\2,\1@example.org",
                        roster.read_text(),
                        flags=re.MULTILINE,
                    )
                )
                run(toy, "coursekit", "roster")
            run(toy, *shlex.split(command.replace("convolutions", "toy")))
    assert canvas.scores == {101: 0.0, 102: 0.0, 103: 0.0, 190: None} and len(canvas.comments) == 3
    assert {path.name for path in (toy / "submitted").iterdir()} == {"ada", "ben", "zoe"}


def test_the_page_names_what_there_is() -> None:
    """Each option that the page names is one of the four commands, which name no other in their help that is not there."""
    from coursekit.cli import main

    known = {
        option
        for name in ("roster", "collect", "export")
        for param in main.commands[name].params
        for option in param.opts
    }
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE.read_text())) <= known
