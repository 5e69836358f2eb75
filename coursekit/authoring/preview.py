"""What a student would get of an assignment, in a folder of its own, for whoever writes it to look at."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..course.assignment import Assignment
from .release import strip

FOLDER = "preview"


def preview(assignment: Assignment, framework: str | None = None) -> tuple[Path, list[str]]:
    """Write the release that an assignment has in a framework, by default its own, to `preview/`.

    Returns its folder, from the course's on, and why some of it could not be made. Nobody is asked whether it is fit.
    """
    if framework:
        assignment = assignment.in_framework(framework)
    short = Path(FOLDER, f"{assignment.source}-{assignment.framework}")
    folder = assignment.root / short
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return short, list(strip(assignment, assignment.source_notebooks(), assignment.directory.parent, folder))
