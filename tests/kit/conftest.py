"""Fixtures: a small course of its own in a temporary folder, and one warm sandbox for each test process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"
BIN = Path(sys.executable).parent


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Return a running sandbox, protected as in a real course."""
    with Sandbox() as box:
        yield box


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """Return the folder of a small course with one notebook, two exercises and 100 points."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root / name)
    (root / "exchange").mkdir(mode=0o777)
    return root


def run(root: Path, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run `coursekit` or `nbgrader` in the folder `root` as an instructor would, and return what it said."""
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}
    environment |= {"HOME": str(root), "JUPYTER_CONFIG_DIR": str(root / ".jupyter")}
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    if check and done.returncode:
        raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return done
