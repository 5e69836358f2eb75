"""`coursekit sample`."""

from __future__ import annotations

import click

from ..authoring.sample import forget, hand_in, read_class
from ..course.course import Course
from ..templates import counted


@click.command()
@click.argument("assignment")
@click.option("--remove", is_flag=True, help="Take the sample class out again.")
def sample(assignment: str, remove: bool) -> None:
    """Hand in for a sample class, to try ASSIGNMENT without students."""
    chosen = Course.here().existing(assignment)
    if remove:
        click.echo(f"{assignment}: {counted(len(forget(chosen)), 'sample student')} removed")
        return
    strangers = set(chosen.students()) - set(read_class(chosen))
    if strangers:
        click.echo(f"{assignment}: there are real submissions, so no sample class was handed in")
        return
    click.echo(f"{assignment}: {counted(len(hand_in(chosen)), 'sample student')} handed in")
