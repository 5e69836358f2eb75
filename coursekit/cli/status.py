"""`coursekit status`."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..course.course import Course
from ..course.names import Names


@click.command()
@click.argument("assignment")
@click.option("--anonymous", is_flag=True, help="Call students by their pseudonyms.")
def status(assignment: str, anonymous: bool) -> None:
    """Say how far ASSIGNMENT is: who is graded, late, missing, cannot be read, or waits; nothing is graded."""
    from ..teaching.status import Status

    chosen = Course.here().existing(assignment)
    names = Names(chosen.root, anonymous=anonymous or bool(chosen.settings.anonymous))
    found = Status(chosen, names)
    table = Table(show_header=False, box=None)
    table.add_column(no_wrap=True)
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    groups = found.groups()
    for group, entries in groups.items():
        # Where there is a reason to tell, each has a line.
        between = "\n" if any(entry.told for entry in entries) else ", "
        table.add_row(group, str(len(entries)), Text(between.join(map(str, entries))))
    click.echo(found.heading)
    Console().print(table)
    if following := found.next(groups):
        click.echo(f"Next: {following}")
