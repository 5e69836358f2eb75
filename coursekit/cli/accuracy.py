"""`coursekit accuracy`."""

from __future__ import annotations

import os
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..course.assignment import Assignment
from ..course.course import Course
from ..sandbox.inside.frameworks import NAMES
from ..templates import counted


@click.command()
@click.argument("assignment")
@click.option(
    "--framework",
    type=click.Choice(NAMES),
    help="Instead of the one that the assignment has. Answers share notebooks then; the page tells seeds and sample.",
)
@click.option(
    "--exercise",
    "only",
    multiple=True,
    help="Only this exercise; may be repeated. Writes nothing without --framework.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Let answers share notebooks; write nothing, and fail if the page is there and not current.",
)
@click.option(
    "--seeds",
    type=click.IntRange(1),
    help="Under how many seeds, instead of the page's; writes nothing without --framework.",
)
@click.option("--processes", type=click.IntRange(1), default=os.cpu_count(), help="How many at a time.")
def accuracy(
    assignment: str,
    framework: str | None,
    only: tuple[str, ...],
    check: bool,
    seeds: int | None,
    processes: int,
) -> None:
    """Measure how often the grading of ASSIGNMENT is wrong, and write its page, such as docs/accuracy.md."""
    from ..authoring import accuracy as measuring  # it needs what only development installs
    from ..authoring.accuracy_page import SEEDS, Extent, accuracy_page, page_of, totals
    from ..authoring.preview import previewed

    own = Course.here().existing(assignment)
    chosen = previewed(own, framework)
    other = framework if chosen.is_previewed else None
    page = page_of(own, other)
    extent = Extent(assignment, other, seeds or SEEDS, only)
    if check and not only:
        extent = extent.as_told(page)
    work = measuring.tasks(chosen, extent.only, seeds or extent.seeds, together=check or chosen.is_previewed)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("measuring", total=len(work))
        rows = measuring.measure(work, processes, lambda: progress.advance(task))
    faults = list(measuring.faults(rows))
    for fault in faults:
        click.echo(f"  {fault}", err=True)
    total = totals(rows)
    click.echo(", ".join(f"{name}: {number}" for name, number in sorted(total.items())))
    if faults:
        raise click.ClickException(f"{counted(len(faults), 'fault')} in the suites or the bank")
    writes = not check and (other or not (only or seeds))
    if writes or (check and not only):
        _tell(own, page, accuracy_page(extent, rows, chosen), extent.command, check)


def _tell(assignment: Assignment, page: Path, text: str, command: str, check: bool) -> None:
    """Write the page, or look whether it is current."""
    name = page.relative_to(assignment.root)
    if not check:
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, encoding="utf-8")
        click.echo(f"Written: {name}")
    elif not page.exists():
        click.echo(f"There is no {name} yet: `{command}` writes it")
    elif page.read_text(encoding="utf-8") != text:
        raise click.ClickException(f"{name} is not current; run `{command}`, and read what changed")
