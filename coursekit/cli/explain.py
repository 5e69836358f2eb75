"""`coursekit explain`."""

from __future__ import annotations

import click

from ..course.course import Course


@click.command()
@click.argument("student")
@click.argument("exercise")
@click.option("--assignment", metavar="NAME", help="Of which assignment, where that is not clear.")
def explain(student: str, exercise: str, assignment: str | None) -> None:
    """Say what made the grade of STUDENT for EXERCISE, and make it again, under the seed that it was made with.

    Nothing is written. It exits with 1 where it comes out different.
    """
    from ..teaching.explain import find

    explanation = find(Course.here(), student, exercise, assignment)
    for line in explanation.lines():
        click.echo(line)
    if not explanation.same:
        raise SystemExit(1)
