"""`coursekit new`."""

from __future__ import annotations

import click

from ..authoring.new import FIRST, begin, extend
from ..course.course import Course


@click.command()
@click.argument("assignment", metavar="NAME")
@click.option("--exercise", help="Add an exercise of this name to the assignment that there is.")
@click.option(
    "--notebook",
    help="The notebook that it joins or begins, such as 02_more; without it, the last that asks something.",
)
def new(assignment: str, exercise: str | None, notebook: str | None) -> None:
    """Begin the assignment NAME, with an exercise that works: notebook, hidden suite and answers."""
    course = Course.here()
    if exercise is None:
        written = begin(course.assignment(assignment), notebook)
        exercise = FIRST
    else:
        written = extend(course.existing(assignment), exercise, notebook)
    for path in written:
        click.echo(f"Written: {path}")
    click.echo(
        f"The exercise is {exercise}. To rename it, put another name for it in notebook, suite and answers, and in the "
        "name of the answers; to remove it beside others, delete its cells, its part of the suite, and its answers."
    )
    click.echo(f"Next: `coursekit build {assignment}`, then `coursekit accuracy {assignment} --check`")
