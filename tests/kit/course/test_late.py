"""Late work: days on the clocks of the course, what they cost, and what nbgrader's gradebook says then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, LoggingConfigurable

from coursekit.course.extension import Extension
from coursekit.course.gradebook import Marks, Writer
from coursekit.course.late import Lateness, days_late, later
from coursekit.course.roster import Roster
from coursekit.course.settings import CourseKit
from coursekit.course.students import Student

from .gradebooks import new_gradebook

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def utc(text: str, zone: ZoneInfo) -> datetime:
    """Return what the clocks of a zone show as nbgrader keeps it; the first of two readings, if there are two."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


ENDS = [
    (BERLIN, "2026-03-28 23:59", 1, "2026-03-29 23:59", 23),  # clocks go forward in the night of the 29th
    (BERLIN, "2026-10-24 23:59", 1, "2026-10-25 23:59", 25),  # and back in that of the 25th
    (NEW_YORK, "2026-03-07 23:59", 2, "2026-03-09 23:59", 47),
    (NEW_YORK, "2026-10-31 12:00", 1, "2026-11-01 12:00", 25),
    (BERLIN, "2026-05-01 18:00", 2.5, "2026-05-04 06:00", 60),
    (BERLIN, "2026-10-23 23:59", 0, "2026-10-23 23:59", 0),
    (BERLIN, "2026-03-28 02:30", 1, "2026-03-29 03:30", 24),  # half past two there is not
    (ZoneInfo("UTC"), "2026-03-28 23:59", 1, "2026-03-29 23:59", 24),
]


@pytest.mark.parametrize(("zone", "due", "days", "end", "hours"), ENDS)
def test_days_end_when_the_clock_shows_the_same_time(
    zone: ZoneInfo, due: str, days: float, end: str, hours: float
) -> None:
    """A day of an extension ends at the same time of the day, though it has 23 or 25 hours where clocks are set."""
    found = later(utc(due, zone), days, zone)
    assert found == utc(end, zone) and found - utc(due, zone) == timedelta(hours=hours)


def test_time_that_comes_twice_is_the_second_one() -> None:
    """Where the clock shows the due date's time twice, there is time until the second."""
    due = utc("2026-10-24 02:30", BERLIN)
    assert later(due, 1, BERLIN) - due == timedelta(hours=25)


@pytest.mark.parametrize(
    ("zone", "due", "at", "days"),
    [
        (BERLIN, "2026-03-27 23:59", "2026-03-27 23:59", 0),
        (BERLIN, "2026-03-27 23:59", "2026-03-28 00:00", 1),
        (BERLIN, "2026-03-27 23:59", "2026-03-29 23:59", 2),  # after 47 hours
        (BERLIN, "2026-03-27 23:59", "2026-03-30 00:00", 3),
        (BERLIN, "2026-10-23 23:59", "2026-10-25 23:59", 2),  # after 49 hours
        (NEW_YORK, "2026-10-31 23:59", "2026-11-01 23:59", 1),
        (NEW_YORK, "2026-03-07 23:59", "2026-03-09 00:00", 2),  # after 23 hours and a minute
        (NEW_YORK, "2026-01-01 00:00", "2027-01-01 00:01", 366),
        (ZoneInfo("UTC"), "2026-01-01 00:00", "9999-12-31 23:59", 36500),
        (ZoneInfo("UTC"), "2026-01-01 00:00", "0001-01-01 00:00", 0),
    ],
)
def test_days_that_have_begun_count(zone: ZoneInfo, due: str, at: str, days: int) -> None:
    """Late by a minute is late by a day, and by so many as have begun on the clock."""
    assert days_late(utc(due, zone), utc(at, zone), zone) == days


def test_settings_say_what_days_cost() -> None:
    """Days of grace are free, each other one costs the same, never more than everything, and after the cut-off it is that."""
    settings = CourseKit(late_percent_a_day=30, late_grace_days=1, late_cut_off_days=6)
    lateness = Lateness(settings, Roster(Path("roster.csv")))
    shares = [lateness.share(days) for days in range(8)]
    assert shares == pytest.approx([0, 0, 0.3, 0.6, 0.9, 1, 1, 1])
    assert Lateness(CourseKit(), Roster(Path("roster.csv"))).share(1000) == 0
    settings = CourseKit(late_cut_off_days=0)
    assert [Lateness(settings, Roster(Path("roster.csv"))).share(days) for days in (0, 1)] == [0, 1]


def test_tolerance_and_extensions_move_the_end_of_a_day() -> None:
    """Minutes of tolerance hold at the end of each day; an extension is that of the assignment, else the general one."""
    roster = Roster(Path("roster.csv"), [Student("ada", extension=Extension.read("1; essay: 3; quiz: 0"))])
    lateness = Lateness(CourseKit(timezone="Europe/Berlin", late_tolerance_minutes=5), roster)
    due = utc("2026-10-24 23:59", BERLIN)
    found = {
        (who, which, minutes): lateness.days(who, which, due, due + timedelta(hours=25, minutes=minutes))
        for who, which in (("ada", "toy"), ("ada", "essay"), ("ada", "quiz"), ("ben", "toy"))
        for minutes in (5, 6)
    }
    assert found == {
        **{("ada", "toy", 5): 0, ("ada", "toy", 6): 1, ("ada", "essay", 5): 0, ("ada", "essay", 6): 0},
        **{("ada", "quiz", 5): 1, ("ada", "quiz", 6): 2, ("ben", "toy", 5): 1, ("ben", "toy", 6): 2},
    }


@pytest.mark.parametrize("text", ["2", "0.5", "2; toy: 5", "toy: 0", "", "a: b: 1; hw 1: 2.5"])
def test_extensions_come_back_as_they_were_written(text: str) -> None:
    """What stands in a cell is what is written there again."""
    assert str(Extension.read(text)) == text


@pytest.mark.parametrize("text", ["-1", "x", "toy: ", "toy 5", "1e9", "nan", "toy: inf", "1, 5"])
def test_what_is_no_extension_is_refused(text: str) -> None:
    """A text without days in it is refused."""
    with pytest.raises(ValueError):
        Extension.read(text)


def test_gradebook_follows_settings_and_extensions(tmp_path: Path) -> None:
    """Written again with another setting or extension, what was handed in gets another penalty, or none any more."""
    due = utc("2026-10-24 23:59", BERLIN)
    with new_gradebook(tmp_path / "gradebook.db") as gradebook:
        gradebook.add_assignment("toy", duedate=due)
        gradebook.add_notebook("one", "toy")
        gradebook.add_grade_cell("test", "one", "toy", max_score=60, cell_type="code")
        url = f"sqlite:///{tmp_path / 'gradebook.db'}"

        def penalty(extension: str = "", granted: int = 0, **settings: object) -> float:
            if granted:
                gradebook.grant_extension("toy", "ada", days=granted)
                gradebook.db.commit()
            (tmp_path / "roster.csv").write_text(f"id,extension\nada,{extension}\n")
            config = Config(
                CourseKit={"timezone": "Europe/Berlin", **settings},
                CourseDirectory={"root": str(tmp_path), "db_url": url, "course_id": "course"},
                AssignLatePenalties={"plugin_class": "coursekit.nbgrader.LateWork"},
            )
            writer = Writer(CourseDirectory(config=config), "toy", LoggingConfigurable(config=config))
            sheet = writer.write("ada", due + timedelta(hours=49), {"one": Marks({"test": 50.0}, [])})["one"]
            writer.close()
            return sheet.late_penalty

        assert penalty() == 0
        assert penalty(late_percent_a_day=10) == pytest.approx(10)
        assert penalty("1", late_percent_a_day=10) == pytest.approx(5)
        assert penalty("1; toy: 2", late_percent_a_day=10) == 0
        assert penalty(late_percent_a_day=10, late_cut_off_days=1) == 50
        assert penalty(granted=2, late_percent_a_day=10) == pytest.approx(5)
