"""What arrives in nbgrader's exchange: the folders that `nbgrader submit` makes there.

Students own these folders. So nothing in one is believed but what it holds, no link is followed, and what has
been taken is a copy that nobody can change any more.
"""

from __future__ import annotations

import pwd
import re
import time
from collections.abc import Container, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default.collect import ExchangeCollect

from ..course.arrival import FILE, date
from ..course.gradebook import opened
from ..errors import Ungradable
from ..notebooks.submission import FORBIDDEN, read_submission, refused_student
from ..notebooks.text import shown
from ..teaching.files import Content, replace_folder

SECRET = "submission_secret.txt"
SECRET_LENGTH = 128  # which `nbgrader submit` writes last
ONE_ACCOUNT = "where all have one account, set c.ExchangeCollect.check_owner = False"
DELAY = timedelta(minutes=10)  # that clocks and a slow machine explain
SETTLED = 10.0  # seconds after which what has no secret will not get one any more


@dataclass(frozen=True)
class HandIn:
    """A folder in the exchange: whose it says it is, when it says it was handed in (UTC), and when it came.

    `refused` is why it is not taken.
    """

    name: str
    student: str
    assignment: str
    claimed: datetime
    arrived: float
    refused: str = ""

    @property
    def doubt(self) -> str:
        """Return why a person should look when it was handed in: the file system's own note says something else."""
        came = datetime.fromtimestamp(self.arrived, UTC).replace(tzinfo=None)
        if came - self.claimed <= DELAY:
            return ""
        return f"says it was handed in on {self.claimed:%Y-%m-%d at %H:%M}, and came on {came:%Y-%m-%d at %H:%M} (UTC)"


class Inbox:
    """The folder of the exchange where `assignments` of a course are handed in."""

    def __init__(self, directory: CourseDirectory, assignments: Iterable[str]):
        self._directory = directory
        collect = ExchangeCollect(coursedir=directory, config=directory.config)
        self.folder = Path(collect.root, directory.course_id, "inbound")
        self._checks_owner: bool = collect.check_owner
        names = "|".join(map(re.escape, assignments))
        self._pattern = re.compile(rf"(?P<student>.+)\+(?P<assignment>{names})\+(?P<time>[^+]+)(\+[^+]*)?")

    def look(self, known: Container[str]) -> tuple[list[HandIn], bool]:
        """Return what is there and not `known`, in the order of arrival, and whether more is just being written.

        OSError if the exchange cannot be read.
        """
        found, is_writing = [], False
        for path in self.folder.iterdir():
            match = None if path.name in known else self._pattern.fullmatch(path.name)
            claimed = date(match["time"]) if match else None
            if match is None or claimed is None:
                continue
            with suppress(OSError):  # gone meanwhile
                arrived = path.lstat().st_ctime
                if self._is_whole(path, arrived):
                    refused = self._refused(path, match["student"])
                    found.append(
                        HandIn(path.name, match["student"], match["assignment"], claimed, arrived, refused)
                    )
                else:
                    is_writing = True
        return sorted(found, key=lambda one: (one.arrived, one.name)), is_writing

    def _is_whole(self, path: Path, arrived: float) -> bool:
        """Return whether a folder is not just being written; a clock that was set back does not hold anything up."""
        if not 0 <= time.time() - arrived < SETTLED:
            return True
        try:
            submission = read_submission(path)
            return (
                len(submission.read(SECRET)) >= SECRET_LENGTH and FORBIDDEN not in submission.refused.values()
            )
        except Ungradable:
            return path.is_symlink() or not path.is_dir()

    def _refused(self, path: Path, student: str) -> str:
        if wrong := refused_student(
            student, self._is_known
        ):  # or it could name another folder than a student's
            return wrong
        if not self._checks_owner:
            return ""
        number = path.lstat().st_uid
        try:
            owner = pwd.getpwuid(number).pw_name
        except KeyError:
            owner = f"the account {number}, which has no name here"
        return "" if owner == student else f"says it is by {student}, and belongs to {owner} ({ONE_ACCOUNT})"

    def _is_known(self, student: str) -> bool:
        with opened(self._directory) as gradebook:
            return any(one.id == student for one in gradebook.students)

    def copy(self, hand_in: HandIn, folder: Path) -> list[str]:
        """Copy what can be read of a hand-in to `folder`, dated as nbgrader does; return why the rest was left out.

        Ungradable if nothing can be read. In the place of a notebook that cannot be read stands why, so that it is
        known to have been handed in.
        """
        submission = read_submission(self.folder / hand_in.name)
        files: dict[str, Content] = {}
        for name in submission.files:
            files[name] = partial(submission.read, name)
        for name, reason in submission.refused.items():
            if name.endswith(".ipynb"):
                files[name] = f"This could not be read: {reason}.".encode()
        files[FILE] = f"{hand_in.claimed:%Y-%m-%d %H:%M:%S.%f} UTC".encode()
        replace_folder(folder, files)
        return [f"{shown(name)}: {reason}" for name, reason in submission.refused.items()]
