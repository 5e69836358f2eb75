"""What a student would get of an assignment, in a folder of its own, for whoever writes it to look at."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..course.assignment import Assignment
from ..errors import CourseError
from .release import strip


def preview(assignment: Assignment, framework: str | None = None) -> tuple[Path, list[str]]:
    """Write the release that an assignment has in a framework, by default its own, to `preview/`.

    Returns its folder, from the course's on, and why some of it could not be made. Nobody is asked whether it is fit.
    """
    if framework:
        assignment = assignment.in_framework(framework)
    folder = assignment.preview
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    faults = strip(assignment, assignment.source_notebooks(), assignment.directory.parent, folder)
    return folder.relative_to(assignment.root), list(faults)


def previewed(assignment: Assignment, framework: str | None) -> Assignment:
    """Return an assignment as it is in another framework, with its preview for a release; as it is without one."""
    if framework in (None, assignment.framework):
        return assignment
    _, faults = preview(assignment, framework)
    if faults:
        raise CourseError(f"{assignment.name} cannot be handed out in {framework}: {faults[0]}")
    return assignment.in_framework(framework)
