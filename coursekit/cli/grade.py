"""`coursekit grade`."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..course.assignment import Assignment
from ..course.course import Course
from ..errors import CourseError
from ..teaching.alike_page import Found, look
from ..teaching.grade_class import Options, grading
from ..teaching.outcome import Outcome
from ..teaching.report import Report
from ..teaching.strays import strays
from ..teaching.tally import Tally
from .progress import Display, Pages

LONGEST_NAME = 40  # characters of a student's name in the table


@click.command()
@click.argument("assignment")
@click.argument("students", nargs=-1)
@click.option(
    "--workers", type=click.IntRange(1), help="How many processes grade; by default, as configured."
)
@click.option("--dask", metavar="ADDRESS", help="Grade on the Dask cluster with its scheduler at ADDRESS.")
@click.option("--feedback/--no-feedback", default=True, help="Whether to write feedback pages.")
@click.option(
    "--anyway",
    is_flag=True,
    help="Grade by checks in cells even if the solution in source/ does not get full marks from them.",
)
def grade(
    assignment: str,
    students: tuple[str, ...],
    workers: int | None,
    dask: str | None,
    feedback: bool,
    anyway: bool,
) -> None:
    """Grade what STUDENTS (by default all) handed in for ASSIGNMENT, and write feedback and a report.

    When the table is there, so are all grades: pages of feedback are made after that, and may be made another time.
    What was graded before and has not changed since is not graded again. If anything but the submissions has
    changed, the solution in source/ is graded first, and without full marks for it nothing is written.
    """
    chosen = Course.here().existing(assignment)
    notebooks = chosen.points()
    wanted = choose(chosen, students)
    console, tally, started = Console(), Tally(), datetime.now()
    with (
        grading(chosen, notebooks, wanted, Options(workers or 0, dask, feedback, anyway, click.echo)) as run,
    ):
        log = chosen.root / "reports" / f"{assignment}.log"
        with Display(log, len(wanted), console) as display:
            for outcome in run.grade(display.running):
                tally.add(outcome)
                display.done(outcome)
        graded = sorted(tally.outcomes, key=lambda outcome: outcome.name)
        astray = [] if students else strays(chosen)
        tally.complete(chosen)
        only = [outcome.name for outcome in graded] if len(graded) < len(tally.outcomes) else []
        alike = look(chosen) if chosen.settings.alike else None
        same = alike.lines if alike else []
        report = Report(chosen, tally, notebooks, astray, only, started, same)
        page = report.write()
        console.print(closing_table(graded, notebooks))
        told = {outcome.student: len(outcome.problems) for outcome in graded}
        for outcome in graded:
            _tell(outcome)
        for line in [*astray, *same]:
            click.echo(line)
        _say_where(chosen, page, alike)
        has_pages = bool(run.unpaged)
        if has_pages:
            with Pages(log, run.unpaged, console) as pages:
                for outcome in run.make_pages(pages.running):
                    pages.done(outcome)
    if feedback:
        for outcome in graded:
            _tell(outcome, told[outcome.student])
        if has_pages:  # the report links to them, and tells of those that could not be made
            tally.keep(chosen)
            report.write()
        click.echo(f"Feedback: {chosen.shown('feedback', '<student>')}/")
    if astray or any(outcome.failed or outcome.given_up for outcome in graded):
        raise SystemExit(1)


def choose(assignment: Assignment, students: tuple[str, ...]) -> list[str]:
    """Return whom to grade: these students, or all; CourseError if there is nothing of one of them, or of anybody."""
    known = assignment.students()
    unknown = sorted(set(students) - set(known))
    if unknown:
        raise CourseError(f"{assignment.name}: nothing was handed in by {', '.join(unknown)}")
    chosen = [student for student in known if not students or student in students]
    if not chosen:
        lines = [
            f"nobody has handed in anything in {assignment.shown('submitted', '<student>')}; `coursekit collect` "
            "brings a download there, and `coursekit sample` a class to try it with",
            *strays(assignment)[:1],
        ]
        raise CourseError(f"{assignment.name}: {'; '.join(lines)}")
    return chosen


def _tell(outcome: Outcome, start: int = 0) -> None:
    for problem in outcome.problems[start:]:
        click.echo(f"{outcome.name}: {problem}")


def _say_where(assignment: Assignment, page: Path, found: Found | None) -> None:
    if not assignment.settings.protected:
        click.echo("Graded WITHOUT protection against harmful code (c.CourseKit.protected = False).")
    if found and found.lines:
        click.echo(f"Alike:    {found.page.relative_to(assignment.root)}")
    click.echo(f"Report:   {page.relative_to(assignment.root)}")


def closing_table(outcomes: list[Outcome], notebooks: dict[str, float]) -> Table:
    """Return who got what, as a table for the terminal."""
    table = Table(header_style="bold")
    table.add_column("student", no_wrap=True, max_width=LONGEST_NAME)
    for name, points in sorted(notebooks.items()):
        number = re.match(r"\d+", name)
        table.add_column(f"{number[0] if number else name}\nof {points:g}", justify="right")
    table.add_column(f"all\nof {sum(notebooks.values()):g}", justify="right")
    for outcome in outcomes:
        scores = [f"{outcome.scores.get(name, 0):g}" for name in sorted(notebooks)]
        if outcome.ungraded:
            scores = ["–"] * len(notebooks)
        total = "ungraded" if outcome.ungraded else f"{outcome.total:g}"
        table.add_row(Text(outcome.name), *scores, total)
    return table
