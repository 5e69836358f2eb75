"""Uploads grades and feedback to Canvas: first who would get what, and only then, when it is confirmed, for good."""

from __future__ import annotations

import io
import json
import os
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..course.assignment import Assignment
from ..course.digests import digest
from ..course.scores import GRADED, MISSING, WAITING, Score, Scores
from ..errors import CourseError
from ..notebooks.folders import read_all_files
from .files import replace_file
from .gradesheets import points

TOKEN = "CANVAS_TOKEN"  # of the environment: no file of the course holds it
HERE = ("127.0.0.1", "localhost", "::1")
NO_CLIENT = "canvasapi is not installed; run .venv/bin/pip install -c constraints.txt -e '.[canvas]'"


@dataclass(frozen=True)
class Options:
    """What to upload: to which assignment of Canvas's (by name or number; "": the one of the same name).

    `for_good`: and not only tell. `feedback`: the pages too. `zero_missing`: 0 for what was not handed in.
    """

    assignment: str = ""
    for_good: bool = False
    feedback: bool = False
    zero_missing: bool = False


class Upload:
    """Uploads scores to the assignment of Canvas's for the first of `choice`; `failed` counts what could not be.

    The others are what students could hand in instead.
    """

    def __init__(self, choice: Sequence[Assignment], scores: Scores, options: Options):
        self._assignment, self._scores, self._options = choice[0], scores, options
        self._named = {one.name: one for one in choice}
        self._record = choice[0].kept / "uploaded.json"
        self._sent = _read_record(self._record)
        self.done = self.failed = 0

    def run(self) -> Iterator[str]:
        """Upload, and yield a line for everybody whose grade changes or cannot be uploaded."""
        yield from self._scores.told
        with _in_one_line():
            target = _find_assignment(self._assignment, self._options.assignment)
            there = {str(one.user_id): one for one in target.get_submissions()}
            yield f"Canvas: {target.name} ({target.id})"
            most = getattr(target, "points_possible", None)
            if most is not None and float(most) != self._scores.max_score:
                here = points(self._scores.max_score)
                yield f"Canvas has {most:g} points for it, and here are {here}; change that there"
            for row in self._scores.rows:
                yield from self._take(row, there.get(row.student.lms_user_id))
        if self._options.for_good:
            yield f"{self.done} uploaded, {self.failed} not"
        else:
            yield f"{self.done} would be uploaded, {self.failed} not; nothing was: say --yes to do it"

    def _take(self, row: Score, there: Any) -> Iterator[str]:
        score = 0.0 if row.status == MISSING and self._options.zero_missing else row.score
        if score is None:
            return
        if there is None or not row.student.lms_user_id:
            self.failed += 1
            yield f"{row.student.label}: has no number in roster.csv (lms_user_id) that Canvas has in this assignment"
        elif row.status == WAITING:
            self.failed += 1
            yield f"{row.student.label}: a person has still to grade a part; it was not uploaded"
        else:
            yield from self._send(row, there, round(score, 2))

    def _send(self, row: Score, there: Any, score: float) -> Iterator[str]:
        old, label = getattr(there, "score", None), row.student.label
        pages = self._pages(row) if self._options.feedback and row.status == GRADED else b""
        new_pages = bool(pages) and self._sent.get(row.student.id) != digest(pages)
        if old == score and not new_pages:
            return
        self.done += 1
        said = "the same points" if old == score else f"{points(old) or 'nothing'} → {points(score)}"
        yield f"{label}: {said}{', with feedback' if new_pages else ''}"
        if not self._options.for_good:
            return
        if old != score:
            there.edit(submission={"posted_grade": points(score)})
            kept = getattr(there, "score", None)
            if kept is not None and abs(kept - score) > 0.005:
                yield f"{label}: Canvas made {points(kept)} of it; it may have a rule of its own for late work"
        if new_pages:
            _attach(there, f"{self._assignment.name}-feedback.zip", pages)
            self._sent[row.student.id] = digest(pages)
            replace_file(self._record, json.dumps(self._sent).encode())

    def _pages(self, row: Score) -> bytes:
        """Return the feedback pages of a student as a zip that is the same as long as they are."""
        folder = self._named[row.assignment].folder("feedback", row.student.id)
        files = read_all_files(folder) if folder.is_dir() else {}
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in sorted(files.items()):
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return whole.getvalue() if files else b""


def _find_assignment(assignment: Assignment, wanted: str) -> Any:
    """Return Canvas's assignment of this name or number; CourseError, with those there are, if there is not one."""
    found = list(_connect(assignment).get_assignments())
    name = (wanted or assignment.name).strip().casefold()
    named = [one for one in found if name in (str(one.id), str(one.name).strip().casefold())]
    if len(named) == 1:
        return named[0]
    names = ", ".join(f"{one.name} ({one.id})" for one in found) or "(none)"
    what = "several assignments" if named else "no assignment"
    raise CourseError(
        f"Canvas has {what} called {wanted or assignment.name}; say which with --column: {names}"
    )


def _connect(assignment: Assignment) -> Any:
    url, course, token = (
        assignment.settings.canvas_url,
        assignment.settings.canvas_course,
        os.environ.get(TOKEN),
    )
    if not (url and course and token):
        raise CourseError(
            "c.CourseKit.canvas_url and c.CourseKit.canvas_course have to say which course on Canvas, and the "
            f"environment variable {TOKEN} has to hold your access token"
        )
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in HERE:
        raise CourseError("c.CourseKit.canvas_url has to begin with https://, for the token goes there")
    try:
        from canvasapi import Canvas
    except ImportError as error:
        raise CourseError(NO_CLIENT) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about http, which is for this machine alone
        return Canvas(url.rstrip("/"), token).get_course(course)


def _attach(there: Any, name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        there.upload_comment(path)


@contextmanager
def _in_one_line() -> Iterator[None]:
    """Turn whatever the network or Canvas complains about into a CourseError."""
    try:
        from canvasapi.exceptions import CanvasException
        from requests.exceptions import RequestException
    except ImportError as error:
        raise CourseError(NO_CLIENT) from error
    try:
        yield
    except (CanvasException, RequestException, ValueError, KeyError, AttributeError) as error:
        said = " ".join(str(error).split())[:200]
        then = "what was uploaded until now is there, and the same command goes on"
        raise CourseError(f"Canvas: {type(error).__name__} ({said}); {then}") from error


def _read_record(path: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        kept = json.loads(path.read_bytes())
        if isinstance(kept, dict):
            return {str(student): str(sent) for student, sent in kept.items()}
    return {}
