"""`coursekit build`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ..authoring import release
from ..course.assignment import Assignment
from ..course.course import Course
from ..sandbox.inside.frameworks.dialects import ABILITIES, DIALECTS
from ..teaching.prove import remember


def told_of_shares(assignment: Assignment) -> Iterator[str]:
    """Yield a line for each exercise of which some tests cannot be had in the framework."""
    dialect = DIALECTS[assignment.framework]
    if dialect.abilities >= ABILITIES:
        return
    for path in assignment.sources():
        grader = assignment.grader(path.stem)
        for name, points in grader.left_out.items() if grader else ():
            yield (
                f"{name}: {points:g} points of what {dialect.library} cannot have are shared out among its other "
                "checks"
            )


def told_of_others(assignment: Assignment) -> Iterator[str]:
    """Yield a line if some notebooks of the source are not handed out in the framework."""
    there = {path.stem for path in assignment.folder("source").glob("*.ipynb")}
    others = sorted(there - {path.stem for path in assignment.sources()})
    if others:
        yield f"not handed out in {DIALECTS[assignment.framework].library}: {', '.join(others)}"


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
    for line in (*told_of_others(chosen), *told_of_shares(chosen)):
        click.echo(f"  {line}")
    click.echo(f"{assignment}: {count} {word} ready in {chosen.shown('release')}, {points:g} points")
