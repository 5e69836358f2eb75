"""`coursekit build`."""

from __future__ import annotations

import click

from ..authoring import release
from ..course.course import Course
from ..teaching.prove import remember


@click.command()
@click.argument("assignment")
def build(assignment: str) -> None:
    """Make the release of ASSIGNMENT, unless something in it is not fit for students."""
    course = Course.here()
    chosen = course.existing(assignment)
    reasons = release.build(chosen, course.api)
    for reason in reasons:
        click.echo(f"  {reason}", err=True)
    if reasons:
        raise click.ClickException(f"{assignment} was not released; see the reasons above")
    remember(chosen)
    count, points = len(list(chosen.folder("release").glob("*.ipynb"))), sum(chosen.points().values())
    word = "notebook is" if count == 1 else "notebooks are"
    click.echo(f"{assignment}: {count} {word} ready in {chosen.shown('release')}, {points:g} points")
