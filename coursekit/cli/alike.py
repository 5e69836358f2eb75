"""`coursekit alike`."""

from __future__ import annotations

import click

from ..course.course import Course


@click.command()
@click.argument("assignment")
def alike(assignment: str) -> None:
    """Say whose answers to ASSIGNMENT are more alike than the class explains, and show them side by side.

    Names, comments, texts, format and the order of lines do not count, nor does what was given out or is the course's
    own solution. No code is run, and no grade changes.
    """
    from ..teaching.alike_page import look

    chosen = Course.here().existing(assignment)
    found = look(chosen)
    for line in found.lines or ["No two are more alike than the class explains."]:
        click.echo(line)
    click.echo(f"Page:     {found.page.relative_to(chosen.root)}")
