"""When something was handed in, as nbgrader keeps it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from nbgrader.utils import parse_utc

from ..errors import Ungradable
from ..notebooks.submission import Submission

FILE = "timestamp.txt"
PROBLEM = f"{FILE}: holds no date that can be right; it was left out"
LONGEST = 100  # characters of a date


def arrival(submission: Submission) -> datetime | None:
    """Return when a submission was handed in (UTC, without a zone, as nbgrader keeps it), if that is known."""
    try:
        text = submission.read(FILE).decode().strip()
        time = parse_utc(text) if len(text) < LONGEST else None
    except (Ungradable, ValueError, OverflowError, AttributeError, TypeError):
        return None
    tomorrow = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    return time if isinstance(time, datetime) and time < tomorrow else None


def has_wrong_arrival(submission: Submission) -> bool:
    """Return whether there is a date that cannot be right."""
    return FILE in submission.files and arrival(submission) is None
