"""`coursekit preview`."""

from __future__ import annotations

import click

from ..authoring.preview import preview as write
from ..course.course import Course
from ..sandbox.inside.frameworks import NAMES


@click.command()
@click.argument("assignment")
@click.option("--framework", type=click.Choice(NAMES), help="Instead of the one that the assignment has.")
def preview(assignment: str, framework: str | None) -> None:
    """Write what a student would get of ASSIGNMENT into preview/, whether or not it is fit to be released."""
    folder, faults = write(Course.here().existing(assignment), framework)
    for fault in faults:
        click.echo(f"  {fault}", err=True)
    click.echo(f"{assignment}: what a student gets is in {folder}; nothing else was changed")
