"""`coursekit void`."""

from __future__ import annotations

import click

from ..course.course import Course
from ..course.voided import BACK, DROP, FULL, sentences
from .regrade import look_and_apply


@click.command()
@click.argument("assignment")
@click.argument("exercise")
@click.option(
    "--full-marks", "how", flag_value=FULL, help="Everybody who handed its notebook in gets all points."
)
@click.option("--drop", "how", flag_value=DROP, help="It is taken out of the total, for everybody.")
@click.option("--undo", "how", flag_value=BACK, help="Take back what was decided with one of these.")
@click.option("--yes", is_flag=True, help="Apply it, without a question.")
@click.pass_context
def void(ctx: click.Context, assignment: str, exercise: str, how: str | None, yes: bool) -> None:
    """Void EXERCISE of ASSIGNMENT after it was handed in: for all points, or out of the total.

    Shows whose total would change, as `coursekit regrade` does, and asks. Without a terminal, only --yes applies it.
    Whoever grades later, `nbgrader autograde` included, goes by it until it is undone.
    """
    from ..teaching.voiding import applying, decide, settle

    if how is None:
        raise click.UsageError("say --full-marks, --drop or --undo")
    chosen = Course.here().existing(assignment)
    chosen.points()
    chosen.voided = decide(chosen, exercise, how)
    name = exercise.removeprefix("test_")
    applied = False
    decided = applying(chosen, name)

    def apply() -> None:
        nonlocal applied
        decided()
        applied = True

    try:
        look_and_apply(ctx, chosen, yes=yes, decided=apply)
    finally:
        if applied:
            settle(chosen)
    if applied:
        told = sentences(chosen.voided)
        click.echo(told.get(name, f"{name} counts again as its checks say."))
