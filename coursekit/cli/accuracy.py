"""`coursekit accuracy`."""

from __future__ import annotations

import os
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..course.assignment import Assignment
from ..course.course import Course
from ..templates import counted


@click.command()
@click.argument("assignment")
@click.option(
    "--exercise", "only", multiple=True, help="Only this exercise; may be repeated. Writes nothing."
)
@click.option(
    "--check",
    is_flag=True,
    help="Let answers share notebooks; write nothing, and fail if the page is there and not current.",
)
@click.option(
    "--seeds", type=click.IntRange(1), help="Under how many seeds, instead of the page's; writes nothing."
)
@click.option("--processes", type=click.IntRange(1), default=os.cpu_count(), help="How many at a time.")
def accuracy(assignment: str, only: tuple[str, ...], check: bool, seeds: int | None, processes: int) -> None:
    """Measure how often the grading of ASSIGNMENT is wrong, and write its page, such as docs/accuracy.md."""
    from ..authoring import accuracy as measuring  # it needs what only development installs

    chosen = Course.here().existing(assignment)
    work = measuring.tasks(chosen, only, seeds or measuring.SEEDS, together=check)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("measuring", total=len(work))
        rows = measuring.measure(work, processes, lambda: progress.advance(task))
    faults = list(measuring.faults(rows))
    for fault in faults:
        click.echo(f"  {fault}", err=True)
    total = measuring.totals(rows)
    click.echo(", ".join(f"{name}: {number}" for name, number in sorted(total.items())))
    if faults:
        raise click.ClickException(f"{counted(len(faults), 'fault')} in the suites or the bank")
    if not only and (check or not seeds):
        _write_page(chosen, measuring.page_of(chosen), measuring.accuracy_page(assignment, rows), check)


def _write_page(assignment: Assignment, page: Path, text: str, check: bool) -> None:
    name = page.relative_to(assignment.root)
    if not check:
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, encoding="utf-8")
        click.echo(f"Written: {name}")
    elif not page.exists():
        click.echo(f"There is no {name} yet: `coursekit accuracy {assignment.name}` writes it")
    elif page.read_text(encoding="utf-8") != text:
        raise click.ClickException(
            f"{name} is not current; run `coursekit accuracy {assignment.name}`, and read what changed"
        )
