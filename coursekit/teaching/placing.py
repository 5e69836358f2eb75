"""Puts hand-ins of a download where grading looks for them, and loses none: what is replaced is kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.api import MissingEntry

from ..course.arrival import FILE, Arrivals
from ..course.assignment import Assignment
from ..course.gradebook import opened
from ..errors import Ungradable
from ..notebooks.archives import Item, is_hidden, is_other_archive
from ..notebooks.folders import read_all_files
from ..notebooks.submission import DEEPEST, EXTRAS, MOST, read_submission
from ..notebooks.text import shown
from ..notebooks.which import cell_names, which
from .downloads import HandIn
from .files import replace_file

OWN_DATE = "says nothing about when it was handed in, for anybody could have written it"
ALREADY = "something else is there already, and nothing says which is the later; --replace takes this one"
OLDER = "is older than what is there already, which stays"


@dataclass
class Sorted:
    """The files of one hand-in as they are to lie in its folder, and lines about what became of them."""

    files: dict[str, bytes] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


class Placing:
    """Places hand-ins to one assignment; `released` are its notebooks, with the names of their cells."""

    def __init__(self, assignment: Assignment, *, replace: bool = False, is_dry: bool = False):
        self._assignment, self._replace, self._dry = assignment, replace, is_dry
        self._arrivals = Arrivals(assignment)
        self._record = assignment.kept / "collected.json"
        self._orders = _read_orders(self._record)
        paths = {name: assignment.released(name) for name in assignment.points()}
        self.released = {name: cell_names(path.read_bytes()) for name, path in paths.items()}
        self._given = {name: path.read_bytes() for name, path in assignment.shared_files().items()}

    def sort(self, hand_in: HandIn) -> Sorted:
        """Return the files of a hand-in under the names that the assignment has for them."""
        found = Sorted()
        copies: dict[str, list[tuple[int, Item, bytes]]] = {}
        others: list[tuple[Item, bytes]] = []
        named = [(order, Item(_without_zips(item), item.read)) for order, item in hand_in.files]
        for order, item in sorted(named, key=lambda pair: pair[1].name):
            if any(map(is_hidden, item.parts)):
                continue
            try:
                data = item.read()
            except Ungradable as error:
                found.told.append(f"{shown(item.name)}: {error}; it was left out")
                continue
            notebook = which(item.name, data, self.released)
            if notebook is None:
                others.append((item, data))
            else:
                copies.setdefault(notebook, []).append((order, item, data))
        for notebook, several in sorted(copies.items()):
            others += self._take(notebook, several, found)
        self._beside(others, found)
        return found

    def _take(
        self, notebook: str, several: list[tuple[int, Item, bytes]], found: Sorted
    ) -> list[tuple[Item, bytes]]:
        """Take the latest of several files that are one notebook, and return the others."""
        name = f"{notebook}.ipynb"
        several.sort(key=lambda one: (one[0], one[1].name == name, one[1].name))
        *earlier, (order, item, data) = several
        rivals = [one for one in earlier if one[0] == order and one[2] != data]
        if rivals and item.name != name:
            names = ", ".join(shown(one[1].name) for one in [*rivals, several[-1]])
            found.told.append(f"{name} is in several files ({names}), and nothing says which is the latest")
            return [(item, data) for _, item, data in several]
        found.files[name] = data
        if item.name != name:
            found.told.append(f"{shown(item.name)} is {name} by its cells, and was named so")
        for one in earlier:
            if one[2] != data:
                found.told.append(f"{shown(one[1].name)} is {name} too; {shown(item.name)} was taken")
        return [(one[1], one[2]) for one in earlier if one[2] != data and f"{notebook}.ipynb" != one[1].name]

    def _beside(self, others: list[tuple[Item, bytes]], found: Sorted) -> None:
        """Take what is no notebook of the assignment, within the bounds of what grading looks at."""
        size = 0
        for item, data in others:
            parts = PurePosixPath(item.name).parts
            if self._assignment.name == parts[0] and len(parts) > 1:
                parts = parts[1:]
            name = "/".join(parts)
            size += len(data)
            if self._given.get(name) == data:
                continue  # as it was handed out
            reason = ""
            if name == FILE and not self._assignment.settings.trust_dates:
                reason = OWN_DATE
            elif name in found.files or any(
                str(folder) in found.files for folder in PurePosixPath(name).parents
            ):
                reason = "there is another file of this name"
            elif size > EXTRAS or len(found.files) >= MOST or len(parts) > DEEPEST:
                reason = "there are too many, too large or too deeply nested files"
            elif is_other_archive(name):
                found.told.append(
                    f"{shown(name)}: is an archive that is not opened here; ask for a zip or the files"
                )
            if reason:
                found.told.append(f"{shown(name)}: {reason}; it was left out")
            else:
                found.files[name] = data

    def place(self, student: str, hand_in: HandIn, files: Mapping[str, bytes]) -> str:
        """Put the files of a hand-in into the student's folder; return why not, or ""."""
        folder = self._assignment.folder("submitted", student)
        there = self._own_files(folder) if folder.is_dir() else None
        time = self._time_there(student, folder) if there is not None else None
        if there is not None and there == dict(files):
            if hand_in.time is not None and hand_in.time != time:
                self._write_time(student, folder, hand_in.time)
                return "unchanged, but for its date"
            return "unchanged"
        if there is not None and not self._replace:
            is_later = self._is_later(student, hand_in, time)
            if not is_later:
                return ALREADY if is_later is None else OLDER
        if not self._dry:
            self._write(student, folder, hand_in, files)
        return ""

    def _own_files(self, folder: Path) -> dict[str, bytes]:
        """Return what lies in a student's folder, without what was handed out and the date that collecting writes."""
        found = read_all_files(folder)
        if not self._assignment.settings.trust_dates:
            found.pop(FILE, None)
        return {name: data for name, data in found.items() if self._given.get(name) != data}

    def _time_there(self, student: str, folder: Path) -> datetime | None:
        with suppress(Ungradable):
            return self._arrivals.of(student, read_submission(folder))
        return None

    def _is_later(self, student: str, hand_in: HandIn, time: datetime | None) -> bool | None:
        """Return whether a hand-in is later than what is there; None if nothing says so."""
        if hand_in.time and time and hand_in.time != time:
            return hand_in.time > time
        order = self._orders.get(student, 0)
        return hand_in.order > order if order and hand_in.order and hand_in.order != order else None

    def _write(self, student: str, folder: Path, hand_in: HandIn, files: Mapping[str, bytes]) -> None:
        new = self._assignment.kept / "incoming"
        shutil.rmtree(new, ignore_errors=True)
        for name, data in files.items():
            replace_file(new / name, data)
        new.mkdir(parents=True, exist_ok=True)
        put_aside(self._assignment, student)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(new, folder)
        self._orders[student] = hand_in.order
        replace_file(self._record, json.dumps(self._orders).encode())
        if hand_in.time is not None:
            self._write_time(student, folder, hand_in.time)
        elif not self._assignment.settings.trust_dates:
            self._forget_time(student)

    def _write_time(self, student: str, folder: Path, time: datetime) -> None:
        """Write a date as nbgrader does, and remember that collecting has written it."""
        if not self._dry:
            replace_file(folder / FILE, f"{time:%Y-%m-%d %H:%M:%S.%f} UTC".encode())
            self._arrivals.note(student, time)

    def _forget_time(self, student: str) -> None:
        """Take the date of what was replaced out of the gradebook, for it says nothing of what is there now."""
        with opened(self._assignment.directory) as gradebook, suppress(MissingEntry):
            found = gradebook.find_submission(self._assignment.name, student)
            if found.timestamp is not None:
                found.timestamp = None
                gradebook.db.commit()


def _read_orders(path: Path) -> dict[str, int]:
    with suppress(OSError, ValueError):
        kept: Any = json.loads(path.read_bytes())
        if isinstance(kept, dict):
            return {str(student): order for student, order in kept.items() if isinstance(order, int)}
    return {}


def _without_zips(item: Item) -> str:
    """Return the name of a file from within the zips that it came in."""
    return "/".join(
        [part for part in item.parts[:-1] if not part.lower().endswith(".zip")] + [item.parts[-1]]
    )


def put_aside(assignment: Assignment, student: str) -> None:
    """Keep what a student has handed in, if there is anything, where the next one does not take its place."""
    folder = assignment.folder("submitted", student)
    if folder.is_dir():
        shutil.move(folder, _next(assignment.kept / "replaced" / student))


def _next(folder: Path) -> Path:
    """Return the path of the next of the folders 1, 2, … in a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
    return folder / str(max(numbers, default=0) + 1)
