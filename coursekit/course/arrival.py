"""When something was handed in: a date that collecting has noted, for a student can write one too."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.exchange.default.collect import ExchangeCollect
from nbgrader.utils import parse_utc

from ..errors import Ungradable
from ..notebooks.submission import Submission
from .assignment import Assignment
from .gradebook import opened

FILE = "timestamp.txt"
PROBLEM = f"{FILE}: holds no date that can be right; it was left out"
NOT_COLLECTED = (
    f"{FILE}: neither the exchange nor the download of a platform says the same, so it was left out; when this was "
    "handed in is not known"
)
LONGEST = 100  # characters of a date


def date(text: str) -> datetime | None:
    """Return a date (UTC, without a zone, as nbgrader keeps it); None if the text is none that can be right."""
    try:
        time = parse_utc(text.strip()) if len(text) < LONGEST else None
    except (ValueError, OverflowError, AttributeError, TypeError):
        return None
    return time if isinstance(time, datetime) else None


def written(submission: Submission) -> datetime | None:
    """Return the date that lies in a submission, whoever has written it; None if there is none that can be right."""
    with suppress(Ungradable, ValueError):
        return date(submission.read(FILE).decode())
    return None


class Arrivals:
    """The dates at which an assignment was handed in, as far as they are known."""

    def __init__(self, assignment: Assignment):
        self._assignment, self._directory = assignment, assignment.directory
        self._believes_all = assignment.settings.trust_dates

    def of(self, student: str, submission: Submission) -> datetime | None:
        """Return when a submission was handed in, if that is known."""
        time = written(submission)
        if time is None or self._believes_all or time == self._noted(student):
            return time
        if time in self._received(student) or time in self._downloaded.get(student, ()):
            self.note(student, time)  # for when the exchange and the download are cleared away
            return time
        return None

    def problems(self, student: str, submission: Submission) -> list[str]:
        """Return why the date that lies in a submission is not taken, if it is not."""
        if FILE not in submission.files or self.of(student, submission) is not None:
            return []
        return [PROBLEM if written(submission) is None else NOT_COLLECTED]

    def settle(self, student: str, submission: Submission) -> list[str]:
        """Return `problems`, and take such a date out of the gradebook and the autograded folder if it came there."""
        told = self.problems(student, submission)
        if told == [NOT_COLLECTED]:
            copy = self._assignment.folder("autograded", student) / FILE
            copy.unlink(missing_ok=True)
            with opened(self._directory) as gradebook, suppress(MissingEntry):
                found = gradebook.find_submission(self._assignment.name, student)
                if found.timestamp == written(submission):
                    found.timestamp = None
                    gradebook.db.commit()
        return told

    def extras(self, student: str, submission: Submission) -> list[str]:
        """Return the files besides notebooks that are kept: the date only if it is known to be right."""
        wrong = bool(self.problems(student, submission))
        return [name for name in submission.extras() if not (wrong and name == FILE)]

    def note(self, student: str, time: datetime) -> None:
        """Remember when a student has handed in, as collecting knows it."""
        path = self._note_path(student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(time.isoformat(), encoding="utf-8")

    def _noted(self, student: str) -> datetime | None:
        """Return the date that counted in an earlier run."""
        with suppress(OSError, ValueError):
            return date(self._note_path(student).read_text(encoding="utf-8"))
        return None

    def _note_path(self, student: str) -> Path:
        name = hashlib.sha256(student.encode("utf-8", "surrogateescape")).hexdigest()
        return self._assignment.kept / "arrivals" / name

    @cached_property
    def _inbound(self) -> list[str]:
        """Return the names of the folders that `nbgrader submit` has made in the exchange."""
        root = ExchangeCollect(coursedir=self._directory, config=self._directory.config).root
        with suppress(OSError), os.scandir(Path(root, self._directory.course_id, "inbound")) as entries:
            return [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
        return []

    def _received(self, student: str) -> Iterator[datetime | None]:
        """Yield the dates in the exchange, which are part of the names of folders."""
        start = f"{student}+{self._assignment.name}+"
        for name in self._inbound:
            if name.startswith(start):
                rest = name.removeprefix(start)
                yield date(rest)
                yield date(rest.rpartition("+")[0])

    @cached_property
    def _downloaded(self) -> dict[str, set[datetime]]:
        """Return, by student, the dates that `nbgrader zip_collect` finds in the names of what was downloaded."""
        app = ZipCollectApp(config=self._directory.config, log_level=logging.CRITICAL)
        pattern = Path(self._directory.root, app.collect_directory_structure)
        folder = str(pattern).format(
            downloaded=app.downloaded_directory,
            assignment_id=self._assignment.name,
            collect_step=app.extracted_directory,
        )
        collector = app.collector_plugin(parent=app)
        found: dict[str, set[datetime]] = {}
        for path in sorted(Path(folder).rglob("*")):
            told = collector.collect(str(path)) if path.is_file() else None
            time = date(str(told.get("timestamp") or "")) if told else None
            if told and time:
                found.setdefault(str(told["student_id"]), set()).add(time)
        return found
