"""When something was handed in: a date that can be right, or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coursekit.course.arrival import FILE, arrival, has_wrong_arrival
from coursekit.notebooks.submission import Submission, read_submission


def submission(folder: Path, data: bytes | None) -> Submission:
    """Return a submission with this date."""
    if data is not None:
        (folder / FILE).write_bytes(data)
    return read_submission(folder)


DATES = {
    b"2026-03-04 05:06:07.890123 UTC\n": datetime(2026, 3, 4, 5, 6, 7, 890123),
    b"2026-03-04 05:06:07 UTC": datetime(2026, 3, 4, 5, 6, 7),
    b"2026-03-04": datetime(2026, 3, 4),
}


@pytest.mark.parametrize(("data", "time"), DATES.items())
def test_dates_are_read(tmp_path: Path, data: bytes, time: datetime) -> None:
    """A date in one of the forms that nbgrader and people write is read, in UTC and without a zone."""
    found = submission(tmp_path, data)
    assert arrival(found) == time and not has_wrong_arrival(found)


WRONG = [
    *(b"", b"soon", b"\xff\xfe", b"2026-13-45", b"9" * 50, b"2026-03-04 UTC " + b" x" * 100, b"{}", b"\0"),
    b"9999-12-31 23:59:59 -1200",
]


@pytest.mark.parametrize("data", WRONG)
def test_dates_that_cannot_be_right_are_none(tmp_path: Path, data: bytes) -> None:
    """What is no date, is too long for one, or lies in the future, is left out and told."""
    found = submission(tmp_path, data)
    assert arrival(found) is None and has_wrong_arrival(found)


def test_dates_to_come_are_none(tmp_path: Path) -> None:
    """A date of the day after tomorrow is left out and told."""
    time = datetime.now(UTC) + timedelta(days=2)
    found = submission(tmp_path, time.isoformat().encode())
    assert arrival(found) is None and has_wrong_arrival(found)


def test_without_a_date_nothing_is_wrong(tmp_path: Path) -> None:
    """A submission without a date has none, and that is not told."""
    found = submission(tmp_path, None)
    assert arrival(found) is None and not has_wrong_arrival(found)


def test_links_are_no_dates(tmp_path: Path) -> None:
    """A date behind a link is not read."""
    (tmp_path / "elsewhere").write_text("2026-03-04")
    (tmp_path / "student").mkdir()
    (tmp_path / "student" / FILE).symlink_to(tmp_path / "elsewhere")
    assert arrival(read_submission(tmp_path / "student")) is None


def test_clocks_may_be_a_little_ahead(tmp_path: Path) -> None:
    """A date of a few hours from now, as a clock in another zone may write it, is taken."""
    soon = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(hours=6)
    assert arrival(submission(tmp_path, soon.isoformat().encode())) == soon
