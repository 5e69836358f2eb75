"""Late work: how many days late something is on the clocks of the course, and what that costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import BasePlugin

from .roster import Roster
from .settings import CourseKit

DAY = timedelta(days=1)
MOST = 100 * 365 * DAY  # that are counted: a date may lie at the end of all years


def later(due: datetime, days: float, zone: ZoneInfo) -> datetime:
    """Return the same time on the wall clock after so many days; all dates are UTC, without a zone.

    A part of a day counts in hours. Where the clock shows that time twice or never, it is the later of both readings.
    """
    wall = due.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) + timedelta(days=int(days))
    readings = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    end = max(readings).replace(tzinfo=None) if int(days) else due
    return end + timedelta(days=days - int(days))


def days_late(due: datetime, at: datetime, zone: ZoneInfo, tolerance: timedelta = 0 * DAY) -> int:
    """Return how many days after `due` have begun before something came in `at` that time.

    What came in within the `tolerance` after the end of a day still belongs to it.
    """
    late = min(at - due, MOST) - tolerance
    days = max(0, late // DAY - 1)
    while later(due, days, zone) - due < late:
        days += 1
    return days


class Lateness:
    """What the settings of a course and the extensions on its roster make of a date."""

    def __init__(self, settings: CourseKit, roster: Roster):
        self._settings, self._roster = settings, roster
        self.zone = ZoneInfo(settings.timezone)

    def due(self, student: str, assignment: str, due: datetime) -> datetime:
        """Return when an assignment that is `due` for the others is due for this student."""
        known = self._roster.students.get(student)
        return later(due, known.extension.of(assignment), self.zone) if known else due

    def days(self, student: str, assignment: str, due: datetime, at: datetime) -> int:
        """Return how many days late a student has handed in."""
        tolerance = timedelta(minutes=self._settings.late_tolerance_minutes)
        return days_late(self.due(student, assignment, due), at, self.zone, tolerance)

    def share(self, days: int) -> float:
        """Return which share of the points that were earned so many days cost."""
        cut_off = self._settings.late_cut_off_days
        if cut_off is not None and days > cut_off:
            return 1.0
        charged = max(0, days - self._settings.late_grace_days)
        share: float = min(1.0, charged * self._settings.late_percent_a_day / 100)
        return share


class LateWork(BasePlugin):
    """Takes points off for each day that something is late, as c.CourseKit.late_… and extensions in roster.csv say."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points that are taken off for a notebook, None if there are none."""
        place = self.parent  # nbgrader's preprocessor: it knows what is graded, and the gradebook
        submission = place.gradebook.find_submission(place.assignment_id, student_id)
        if submission.duedate is None:
            return None
        at = submission.duedate + timedelta(seconds=total_seconds_late)
        days = self._lateness.days(student_id, place.assignment_id, submission.duedate, at)
        share = self._lateness.share(days)
        return score * share if share else None

    @cached_property
    def _lateness(self) -> Lateness:
        root = Path(CourseDirectory(parent=self).root)
        return Lateness(CourseKit(parent=self), Roster.of(root))
