"""`coursekit regrade`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from ..course.assignment import Assignment
from ..course.course import Course
from .grade import choose, grade


@click.command()
@click.argument("assignment")
@click.argument("students", nargs=-1)
@click.option("--yes", is_flag=True, help="Apply it, without a question.")
@click.option(
    "--workers", type=click.IntRange(1), help="How many processes grade; by default, as configured."
)
@click.option("--dask", metavar="ADDRESS", help="Grade on the Dask cluster with its scheduler at ADDRESS.")
@click.option("--anyway", is_flag=True, help="As for `coursekit grade`.")
@click.pass_context
def regrade(
    ctx: click.Context,
    assignment: str,
    students: tuple[str, ...],
    yes: bool,
    workers: int | None,
    dask: str | None,
    anyway: bool,
) -> None:
    """Show whose grade for ASSIGNMENT would change, and why, after a check, points or a reference were changed.

    Grades what STUDENTS (by default all) handed in, and writes a page about it, but neither gradebook nor folders.
    Then it asks whether to apply that. Without a terminal, only --yes applies it. Scores set by hand stay.
    """
    chosen = Course.here().assignment(assignment)
    look_and_apply(ctx, chosen, students, yes=yes, workers=workers, dask=dask, anyway=anyway)


def look_and_apply(
    ctx: click.Context,
    chosen: Assignment,
    students: tuple[str, ...] = (),
    *,
    yes: bool,
    workers: int | None = None,
    dask: str | None = None,
    anyway: bool = False,
    decided: Callable[[], None] | None = None,
) -> bool:
    """Show what grading again would change, ask, apply it, and return whether that was done.

    `decided` is called before it is applied, and makes it worth applying though nobody's points change.
    """
    from ..teaching.grade_class import Options
    from ..teaching.regrade_page import lines, write_page
    from ..teaching.rehearsal import regrading

    notebooks = chosen.points()
    wanted = choose(chosen, students)
    console, problems = Console(), []
    columns = (MofNCompleteColumn(), BarColumn(), TimeRemainingColumn())
    with (
        regrading(chosen, notebooks, wanted, Options(workers or 0, dask, False, anyway, click.echo)) as seen,
        Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress,
    ):
        task = progress.add_task("", total=len(wanted))
        for outcome in seen.rehearse(lambda names: None):
            progress.advance(task)
            if outcome.failed or outcome.given_up:
                problems += [f"{outcome.name}: {problem}" for problem in outcome.problems]
    page = write_page(chosen, seen.changes, problems)
    for line in [*problems, *lines(seen.changes)]:
        click.echo(line)
    click.echo(f"Page:     {page.relative_to(chosen.root)}")
    if not yes and not _confirmed(bool(decided) or any(change.counts for change in seen.changes)):
        return False
    seen.require_same(notebooks)
    if decided:
        decided()
    end = None
    try:
        options = {"workers": workers, "dask": dask, "feedback": True, "anyway": anyway}
        ctx.invoke(grade, assignment=chosen.name, students=students, **options)
    except SystemExit as told:  # something could not be graded; all else is applied
        end = told
    write_page(chosen, seen.changes, problems, f"{datetime.now():%Y-%m-%d at %H:%M}")
    if end is not None:
        raise end
    return True


def _confirmed(changes: bool) -> bool:
    if not changes:
        click.echo("There is nothing to apply but what checks say; `coursekit grade` does that.")
        return False
    if sys.stdin.isatty():
        return click.confirm("Apply this?")
    click.echo("Nothing was applied; with --yes it is.")
    return False
