"""The command `coursekit`: build, sample, grade, answers, accuracy, doctor."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from . import answers as bank
from . import batch, doctor, report, sample
from . import build as building
from . import notebook as nb
from .course import Course, CourseError
from .display import Display
from .runner import SuiteError
from .sandbox import SandboxError

console = Console()
# nbgrader's own queries make SQLAlchemy warn at every submission; nothing there is for the instructor to act on.
warnings.filterwarnings("ignore", category=SAWarning)


class Commands(click.Group):
    """Puts what the instructor can mend into one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (CourseError, SandboxError, SuiteError, nb.Ungradable, bank.AnswerError) as error:
            raise click.ClickException(str(error)) from error
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise click.ClickException(
                f"the gradebook cannot be used ({reason}); what was graded until now is kept; see to that, and "
                "run the same command again to go on"
            ) from error
        except KeyboardInterrupt:
            click.echo("Stopped. What was done is kept; run the same command again to go on.", err=True)
            raise SystemExit(130) from None


@click.group(cls=Commands)
@click.version_option(package_name="coursekit")
def main() -> None:
    """Build, grade and check notebook assignments. Run it in the course's folder."""


@main.command()
@click.argument("assignment")
def build(assignment: str) -> None:
    """Make the release of ASSIGNMENT, unless something in it is not fit for students."""
    course, api = Course.open(Path.cwd())
    reasons = building.build(course, api, assignment)
    for reason in reasons:
        click.echo(f"  {reason}", err=True)
    if reasons:
        raise click.ClickException(f"{assignment} was not released; see the reasons above")
    count = len(list(course.folder("release", assignment).glob("*.ipynb")))
    click.echo(f"{assignment}: {count} notebooks are ready in {_shown(course, 'release')}/{assignment}")


@main.command("sample")
@click.argument("assignment")
@click.option("--remove", is_flag=True, help="Take the sample class out again.")
def sample_class(assignment: str, remove: bool) -> None:
    """Hand in for a sample class, to try ASSIGNMENT without students."""
    course, _ = Course.open(Path.cwd())
    if remove:
        click.echo(f"{assignment}: {len(sample.forget(course, assignment))} sample students removed")
        return
    strangers = set(course.students(assignment)) - set(sample.read_class(course, assignment))
    if strangers:
        click.echo(f"{assignment}: there are real submissions, so no sample class was handed in")
        return
    click.echo(f"{assignment}: {len(sample.hand_in(course, assignment))} sample students handed in")


@main.command()
@click.argument("assignment")
@click.argument("students", nargs=-1)
@click.option(
    "--workers", type=click.IntRange(1), help="How many processes grade; by default, as configured."
)
@click.option("--dask", metavar="ADDRESS", help="Grade on the Dask cluster with its scheduler at ADDRESS.")
@click.option("--feedback/--no-feedback", default=True, help="Whether to write feedback pages.")
def grade(assignment: str, students: tuple[str, ...], workers: int, dask: str | None, feedback: bool) -> None:
    """Grade what STUDENTS (by default all) handed in for ASSIGNMENT, and write feedback and a report.

    What was graded before and has not changed since is not graded again.
    """
    course, api = Course.open(Path.cwd())
    notebooks = report.require_assignment(course, assignment)
    chosen = _choose(course, assignment, students)
    tally = report.Tally()
    options = batch.Options(workers, dask, feedback)
    with (
        batch.opened(course, api, assignment, notebooks, chosen, options) as grade_class,
        Display(course.root / "reports" / f"{assignment}.log", len(chosen), console) as display,
    ):
        for outcome in grade_class(display.running):
            tally.add(outcome)
            display.done(outcome)
    tally.outcomes.sort(key=lambda outcome: outcome.student)
    page = report.write_report(course, assignment, tally, notebooks)
    console.print(report.closing_table(tally.outcomes, notebooks))
    for outcome in tally.outcomes:
        for problem in outcome.problems:
            click.echo(f"{outcome.name}: {problem}")
    if not course.settings.protected:
        click.echo("Graded WITHOUT protection against harmful code (c.CourseKit.protected = False).")
    if feedback:
        click.echo(f"Feedback: {_shown(course, 'feedback')}/<student>/{assignment}/")
    click.echo(f"Report:   {page.relative_to(course.root)}")
    if any(outcome.failed for outcome in tally.outcomes):
        raise SystemExit(1)


def _choose(course: Course, assignment: str, students: tuple[str, ...]) -> list[str]:
    known = course.students(assignment)
    unknown = sorted(set(students) - set(known))
    if unknown:
        raise CourseError(f"{assignment}: nothing was handed in by {', '.join(unknown)}")
    chosen = [student for student in known if not students or student in students]
    if not chosen:
        raise CourseError(f"{assignment}: nobody has handed in anything in {_shown(course, 'submitted')}")
    return chosen


@main.command()
@click.argument("assignment")
@click.option("--exercise", "only", multiple=True, help="Only this exercise; may be repeated.")
def answers(assignment: str, only: tuple[str, ...]) -> None:
    """Grade the answer bank of ASSIGNMENT, and show every answer that does not get its verdict."""
    course, _ = Course.open(Path.cwd())
    count = 0
    for path in course.sources(assignment):
        source = nb.read(path)
        names = [exercise.name for exercise in nb.exercises(source) if not only or exercise.name in only]
        if not names:
            continue
        grader = course.grader(assignment, path.stem)
        for name in names:
            found = bank.read_answers(course.root / course.settings.answers / assignment / f"{name}.py")
            faults = list(bank.faults(name, found, grader, source))
            count += len(faults)
            for fault in faults:
                click.echo(f"  {fault}", err=True)
            right = sum(answer.right for answer in found)
            click.echo(
                f"{name}: {right} right answers, {len(found) - right} wrong ones, {len(faults)} faults"
            )
    if count:
        raise click.ClickException(f"{count} faults in the suites or the bank")


@main.command("doctor")
def doctor_command() -> None:
    """Say what this machine offers for grading, what is missing, and how to mend it."""
    course, _ = Course.open(Path.cwd())
    findings = list(doctor.examine(course))
    table = Table(show_header=False, box=None)
    for finding in findings:
        table.add_row(finding.sign, finding.name, Text(finding.seen))
        if not finding.good:
            table.add_row("", "", Text(f"→ {finding.fix}"))
    console.print(table)
    if not all(finding.possible for finding in findings if not finding.good):
        raise click.ClickException(
            "grading is not possible on this machine before the lines with ✗ are mended"
        )


@main.command()
@click.argument("assignment")
@click.option(
    "--exercise", "only", multiple=True, help="Only this exercise; may be repeated. Writes nothing."
)
@click.option("--check", is_flag=True, help="Write nothing; fail where docs/accuracy.md is not current.")
@click.option(
    "--seeds", type=click.IntRange(1), help="Under how many seeds; with fewer than usual, writes nothing."
)
@click.option("--processes", type=click.IntRange(1), default=os.cpu_count(), help="How many at a time.")
def accuracy(assignment: str, only: tuple[str, ...], check: bool, seeds: int | None, processes: int) -> None:
    """Measure how often the grading of ASSIGNMENT is wrong, and write docs/accuracy.md."""
    from . import accuracy as measuring  # it needs what only development installs

    course, _ = Course.open(Path.cwd())
    work = measuring.tasks(course, assignment, only, seeds or measuring.SEEDS)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("measuring", total=len(work))
        rows = measuring.measure(work, processes, lambda: progress.advance(task))
    found = list(measuring.faults(rows))
    for fault in found:
        click.echo(f"  {fault}", err=True)
    total = measuring.totals(rows)
    click.echo(", ".join(f"{name}: {number}" for name, number in sorted(total.items())))
    if found:
        raise click.ClickException(f"{len(found)} faults in the suites or the bank")
    if only or seeds:
        return
    page, text = course.root / "docs" / "accuracy.md", measuring.render(assignment, rows)
    if check and (not page.exists() or page.read_text(encoding="utf-8") != text):
        raise click.ClickException(
            "docs/accuracy.md is not current; run `make accuracy`, and read what changed"
        )
    if not check:
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, encoding="utf-8")
        click.echo(f"Written: {page.relative_to(course.root)}")


def _shown(course: Course, step: str) -> str:
    return str(getattr(course.directory, f"{step}_directory"))
