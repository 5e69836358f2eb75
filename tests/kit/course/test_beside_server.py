"""The process in which Formgrader's buttons do their work, without a server before it."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from coursekit.course.formgrader import ENDED, Beside

from ..helpers import ROOT, TOY

KILLED = """
import os
if (ROOT / "kill").exists():
    (ROOT / "kill").unlink()
    os.kill(os.getpid(), 9)
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small course, not built yet, and be in its folder."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root / name)
    monkeypatch.chdir(root)
    return root


def run(*commands: str) -> list[dict[str, Any]]:
    """Run nbgrader's commands on the assignment, all asked for at once, and return what they answer."""

    async def ask() -> list[dict[str, Any]]:
        with closing(Beside()) as beside:
            return await asyncio.gather(
                *(beside.run(command, ("toy",), Config(), 20) for command in commands)
            )

    return asyncio.run(ask())


def test_commands_are_run_one_after_the_other(course: Path) -> None:
    """Commands that are asked for at once take their turns, and answer as nbgrader does."""
    made, again, collected = run("generate_assignment", "generate_assignment", "collect")
    assert made["success"] and again["success"], (made, again)
    assert (course / "release/toy/01_toy.ipynb").exists()
    assert not collected["success"] and "Traceback" in collected["error"]  # there is no exchange


def test_process_that_is_ended_is_told_and_replaced(course: Path) -> None:
    """Where the process is killed in the middle of a command, the answer says so, and the next command has a new one."""
    with (course / "course_config.py").open("a") as config:
        config.write(KILLED)
    (course / "kill").touch()
    ended, done = run("generate_assignment", "generate_assignment")
    assert ended == {"success": False, "error": ENDED} and done["success"], done


def test_configuration_that_does_not_load_is_the_answer(course: Path) -> None:
    """A configuration that was spoilt after the server started is named with its line, and mended it counts at once."""
    config = course / "course_config.py"
    usual = config.read_text()
    config.write_text(f"oops\n{usual}")
    (told,) = run("generate_assignment")
    assert not told["success"] and "course_config.py, line 1: NameError" in told["error"], told
    config.write_text(usual)
    assert run("generate_assignment")[0]["success"]
