"""Links in the folder of the sources, by which nbgrader finds the source that an assignment shares with another one."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from ..errors import CourseError
from .settings import CourseKit


def link_sources(config: Config, root: Path) -> None:
    """Make the link to each source that is shared; CourseError where something else is in its place."""
    directory, settings = CourseDirectory(config=config), CourseKit(config=config)
    for assignment in settings.assignments:
        source = settings.source_of(assignment)
        if source == assignment:
            continue
        link, target = (
            Path(os.path.normpath(root / _folder(directory, one))) for one in (assignment, source)
        )
        if not target.is_dir():
            raise CourseError(
                f"c.CourseKit.assignments: {assignment} has the source of {source}, and there is no folder "
                f"{_shown(target, root)}"
            )
        if link.is_dir() and link.resolve() == target.resolve():
            continue
        if os.path.lexists(link):
            raise CourseError(
                f"{_shown(link, root)} is in the way: c.CourseKit.assignments says that {assignment} has the source "
                f"of {source}; move it away, or take that out of course_config.py"
            )
        with suppress(OSError):  # where nothing can be written, nothing is released either
            link.symlink_to(os.path.relpath(target, link.parent), target_is_directory=True)


def _folder(directory: CourseDirectory, assignment: str) -> str:
    return str(directory.format_path(directory.source_directory, ".", assignment))


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root) if path.is_relative_to(root) else path)
