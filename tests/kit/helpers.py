"""What the tests of the kit share: commands as an instructor types them, and hand-ins to the small course."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook

from coursekit.grading.grader import Grader
from coursekit.notebooks.marks import fill

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"
BIN = Path(sys.executable).parent


def environment(home: Path) -> dict[str, str]:
    """Return the environment of an instructor whose home is `home`."""
    here = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}
    here.pop("PYTEST_CURRENT_TEST", None)  # by it, Jupyter's kernels know that they are tested
    return here | {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / ".jupyter")}


def run(root: Path, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run `coursekit` or `nbgrader` in the folder `root` as an instructor would, and return what it said."""
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=root,
        env=environment(root),
        capture_output=True,
        text=True,
        timeout=1200,
    )
    if check and done.returncode:
        raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return done


def new_toy(root: Path) -> Path:
    """Make the small course in the folder `root`, and return it."""
    shutil.copytree(TOY, root)
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root / name)
    (root / "exchange").mkdir(mode=0o777)
    return root


@cache
def _built() -> Path:
    """Return the folder of a small course that `coursekit build` was run in, once for each test process."""
    folder = Path(tempfile.mkdtemp(prefix="built-"))
    atexit.register(shutil.rmtree, folder)
    root = new_toy(folder / "course")
    run(root, "coursekit", "build", "toy")
    return root


def build_toy(root: Path) -> None:
    """Give the small course in `root` what `coursekit build toy` writes: its release, and an empty gradebook."""
    shutil.copytree(_built() / "release", root / "release")
    shutil.copy(_built() / "gradebook.db", root)


def grades(url: str) -> list[tuple[object, ...]]:
    """Return all that the gradebook at `url` says of submissions, without the ids that it gives to rows."""
    rows: list[tuple[object, ...]] = []
    with Gradebook(url, "convolutions") as gradebook:
        for submission in (s for assignment in gradebook.assignments for s in assignment.submissions):
            student = submission.student.id
            rows.append((student, str(submission.timestamp), submission.score))
            for notebook in submission.notebooks:
                rows.append((student, notebook.name, notebook.score, notebook.late_submission_penalty))
                rows += [
                    (student, notebook.name, g.name, g.auto_score, g.manual_score, g.needs_manual_grade)
                    for g in notebook.grades
                ]
                rows += [(student, notebook.name, c.name, c.comment) for c in notebook.comments]
    return sorted(rows, key=str)


RIGHT = {
    "size": "def size(n, k):\n    return n - k + 1",
    "slide": "def slide(x, k):\n    return x.unfold(0, len(k), 1) @ k",
}


def hand_in(grader: Grader, size: str = RIGHT["size"], slide: str = RIGHT["slide"]) -> NotebookNode:
    """Return a submission to the small course with these solution cells."""
    return fill(grader.release, {"size": size, "slide": slide})
