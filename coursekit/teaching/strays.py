"""What lies among the hand-ins where nobody looks for it: at another depth, or under a name that is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..course.assignment import Assignment
from ..course.gradebook import opened
from ..notebooks.text import shown

HAND_INS = (".ipynb", ".zip", ".tar", ".gz", ".tgz", ".7z", ".rar")


def strays(assignment: Assignment) -> list[str]:
    """Return a line for everything in the folder of hand-ins that belongs to no student or to no assignment."""
    submitted, before, after = assignment.hand_ins()
    wanted = f"{assignment.shown('submitted', '<student>')}/"
    # Where a student has a folder with one for each assignment, as nbgrader has it unless it is told otherwise.
    has_folders = (
        not before and not after and assignment.folder("submitted", "x") == submitted / "x" / assignment.name
    )
    known = _assignments(assignment) if has_folders else set()
    end = f"was not graded: hand-ins are looked for in {wanted}"
    found = []
    for folder in _visible(submitted):
        name = f"{submitted.name}/{shown(folder.name)}"
        if not folder.is_dir():
            if folder.suffix.lower() in HAND_INS:  # and not a note of the instructor's own
                found.append(f"{name}: {end}")
            continue
        if not has_folders:
            continue
        within = [path for path in _visible(folder) if path.name not in known]
        files = [shown(path.name) for path in within if not path.is_dir()]
        if files:
            more = f" and {len(files) - 1} more" if len(files) > 1 else ""
            found.append(f"{name}/{files[0]}{more}: {end}")
        found += [f"{name}/{shown(path.name)}: {end}" for path in within if path.is_dir()]
    return found


def _assignments(assignment: Assignment) -> set[str]:
    """Return the names of all assignments of the course: what lies in their folders is theirs."""
    names = {assignment.name}
    for step in ("source", "release"):
        names |= {path.name for path in _visible(assignment.folder(step).parent)}
    with opened(assignment.directory) as gradebook:
        return names | {other.name for other in gradebook.assignments}


def _visible(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder, sorted, without what is hidden; nothing if it cannot be opened."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    yield from (path for path in paths if not path.name.startswith("."))
