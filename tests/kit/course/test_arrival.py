"""When something was handed in: a date that can be right, and that collecting has noted; or none."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from coursekit.course.arrival import FILE, NOT_COLLECTED, PROBLEM, Arrivals, date, written
from coursekit.course.assignment import Assignment
from coursekit.course.settings import CourseKit
from coursekit.notebooks.submission import Submission, read_submission


def submission(folder: Path, data: bytes | None) -> Submission:
    """Return a submission with this date."""
    folder.mkdir(parents=True, exist_ok=True)
    if data is not None:
        (folder / FILE).write_bytes(data)
    return read_submission(folder)


def arrivals(root: Path, trust: bool = False, **config: Any) -> Arrivals:
    """Return what is known of arrivals in a course with an exchange beside it."""
    whole = Config(
        CourseDirectory={"root": str(root), "course_id": "course"},
        Exchange={"root": str(root / "exchange")},
        CourseKit={"trust_dates": trust},
        **config,
    )
    return Arrivals(Assignment("toy", CourseDirectory(config=whole), CourseKit(config=whole)))


DATES = {
    b"2026-03-04 05:06:07.890123 UTC\n": datetime(2026, 3, 4, 5, 6, 7, 890123),
    b"2026-03-04 05:06:07 UTC": datetime(2026, 3, 4, 5, 6, 7),
    b"2026-03-04": datetime(2026, 3, 4),
}


@pytest.mark.parametrize(("data", "time"), DATES.items())
def test_dates_are_read(tmp_path: Path, data: bytes, time: datetime) -> None:
    """A date in one of the forms that nbgrader and people write is read, in UTC and without a zone."""
    found = submission(tmp_path, data)
    known = arrivals(tmp_path, True)
    assert known.of("ada", found) == time and known.problems("ada", found) == []
    assert known.extras("ada", found) == [FILE]


WRONG = [
    *(b"", b"soon", b"\xff\xfe", b"2026-13-45", b"9" * 50, b"2026-03-04 UTC " + b" x" * 100, b"{}", b"\0"),
    b"9999-12-31 23:59:59 -1200",
]


@pytest.mark.parametrize("trust", [False, True])
@pytest.mark.parametrize("data", WRONG)
def test_dates_that_cannot_be_right_are_none(tmp_path: Path, data: bytes, trust: bool) -> None:
    """What is no date, or is too long for one, is left out and told."""
    found, known = submission(tmp_path, data), arrivals(tmp_path, trust)
    assert known.of("ada", found) is None and known.problems("ada", found) == [PROBLEM]
    assert known.extras("ada", found) == []


def test_dates_to_come_count() -> None:
    """A date in the future is taken as it stands, as nbgrader does: whoever hands in then is late."""
    assert date("2999-01-01 00:00:00 UTC") == datetime(2999, 1, 1)


def test_without_a_date_nothing_is_wrong(tmp_path: Path) -> None:
    """A submission without a date has none, and that is not told."""
    found, known = submission(tmp_path, None), arrivals(tmp_path)
    assert known.of("ada", found) is None and known.problems("ada", found) == []


def test_links_are_no_dates(tmp_path: Path) -> None:
    """A date behind a link is not read."""
    (tmp_path / "elsewhere").write_text("2026-03-04")
    (tmp_path / "student").mkdir()
    (tmp_path / "student" / FILE).symlink_to(tmp_path / "elsewhere")
    assert written(read_submission(tmp_path / "student")) is None


# --- who has written it -----------------------------------------------------------------------

TIME = datetime(2026, 3, 4, 5, 6, 7, 890123)
STAMP = "2026-03-04 05:06:07.890123 UTC"
INBOUND = {
    f"ada+toy+{STAMP}+c2VjcmV0": True,
    f"ada+toy+{STAMP}": True,
    "ada+toy+2026-03-05 05:06:07.890123 UTC+c2VjcmV0": False,
    f"ada+other+{STAMP}+c2VjcmV0": False,
    f"ben+toy+{STAMP}+c2VjcmV0": False,
    "ada+toy+": False,
}


@pytest.mark.parametrize("name", INBOUND)
def test_the_exchange_is_believed(tmp_path: Path, name: str) -> None:
    """A date counts if the exchange has a folder of this student, this assignment and this date."""
    (tmp_path / "exchange/course/inbound" / name).mkdir(parents=True)
    (tmp_path / f"exchange/course/inbound/ada+toy+{STAMP}+file").touch()
    found, known = submission(tmp_path / "submitted", STAMP.encode()), arrivals(tmp_path)
    assert known.of("ada", found) == (TIME if INBOUND[name] else None)
    assert known.problems("ada", found) == ([] if INBOUND[name] else [NOT_COLLECTED])


def test_what_counted_once_counts_when_the_exchange_is_cleared(tmp_path: Path) -> None:
    """A date that the exchange has confirmed counts in later runs too, for this student and this date."""
    inbound = tmp_path / f"exchange/course/inbound/ada+toy+{STAMP}+file"
    inbound.mkdir(parents=True)
    found = submission(tmp_path / "submitted", STAMP.encode())
    assert arrivals(tmp_path).of("ada", found) == TIME
    inbound.rmdir()
    assert arrivals(tmp_path).of("ada", found) == TIME and arrivals(tmp_path).of("ben", found) is None
    assert arrivals(tmp_path).of("ada", submission(tmp_path / "other", b"2026-03-03")) is None


PATTERN = r".*/(?P<student_id>[a-z]+)_(?P<timestamp>\d+)_(?P<file_id>\w+)\.ipynb"
DOWNLOADED = {
    "ada_20260304050607_01_toy.ipynb": True,
    "more/ada_20260304050607_01_toy.ipynb": True,
    "ada_20260305050607_01_toy.ipynb": False,
    "ben_20260304050607_01_toy.ipynb": False,
    "ada_20260304050607_timestamp.txt": False,
}


@pytest.mark.parametrize("name", DOWNLOADED)
def test_a_download_is_believed(tmp_path: Path, name: str) -> None:
    """A date counts if it stands in the name of what was downloaded from a platform for this student."""
    path = tmp_path / "downloaded/toy/extracted" / name
    path.parent.mkdir(parents=True)
    path.touch()
    known = arrivals(tmp_path, FileNameCollectorPlugin={"named_regexp": PATTERN})
    found = submission(tmp_path / "submitted", b"2026-03-04 05:06:07")
    assert (known.of("ada", found) is not None) == DOWNLOADED[name]


def test_a_student_s_own_date_is_not_believed(tmp_path: Path) -> None:
    """Where nothing was collected, a date that lies in a submission is the student's own; that is told in one line."""
    found, known = submission(tmp_path, STAMP.encode()), arrivals(tmp_path)
    assert known.of("ada", found) is None and known.extras("ada", found) == []
    assert known.problems("ada", found) == [NOT_COLLECTED] and NOT_COLLECTED.startswith("timestamp.txt: ")
