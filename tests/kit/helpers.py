"""What the tests of the kit share: commands as an instructor types them, and hand-ins to the small course."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from nbformat import NotebookNode

from coursekit import notebook as nb
from coursekit.grading import Grader

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"
BIN = Path(sys.executable).parent


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
        timeout=1200,
    )
    if check and done.returncode:
        raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return done


RIGHT = {
    "size": "def size(n, k):\n    return n - k + 1",
    "slide": "def slide(x, k):\n    return x.unfold(0, len(k), 1) @ k",
}


def hand_in(grader: Grader, size: str = RIGHT["size"], slide: str = RIGHT["slide"]) -> NotebookNode:
    """Return a submission to the small course with these solution cells."""
    return nb.fill(grader.release, {"size": size, "slide": slide})
