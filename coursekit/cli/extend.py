"""`coursekit extend`."""

from __future__ import annotations

import click

from ..course.course import Course
from ..course.names import Names
from ..templates import counted


@click.command()
@click.argument("student")
@click.argument("days", type=float)
@click.option("--assignment", metavar="NAME", help="For this assignment, instead of all.")
def extend(student: str, days: float, assignment: str | None) -> None:
    """Write into roster.csv that STUDENT has DAYS more than the others; 0 takes an extension back."""
    from ..teaching import extend as extending

    course = Course.here()
    if assignment is not None:
        course.existing(assignment)
    extending.extend(course, student, days, assignment)
    called = Names(course.root, anonymous=bool(course.settings.anonymous)).shown(student)
    what = assignment or "every assignment without an extension of its own"
    click.echo(f"{called}: {counted(days, 'day')} more for {what}")
    click.echo(f"What late work costs is counted anew by `coursekit grade {assignment or 'ASSIGNMENT'}`.")
