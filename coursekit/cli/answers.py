"""`coursekit answers`."""

from __future__ import annotations

import click

from ..authoring.bank import bank_faults, read_answers
from ..authoring.preview import previewed
from ..course.course import Course
from ..notebooks.marks import exercises
from ..sandbox.inside.frameworks import NAMES
from ..templates import counted


@click.command()
@click.argument("assignment")
@click.option("--exercise", "only", multiple=True, help="Only this exercise; may be repeated.")
@click.option("--framework", type=click.Choice(NAMES), help="Instead of the one that the assignment has.")
def answers(assignment: str, only: tuple[str, ...], framework: str | None) -> None:
    """Grade the answer bank of ASSIGNMENT, and show every answer that does not get its verdict."""
    chosen = previewed(Course.here().existing(assignment), framework)
    count = 0
    for path in chosen.sources():
        source = chosen.source_notebook(path.stem)
        names = [exercise.name for exercise in exercises(source) if not only or exercise.name in only]
        grader = chosen.grader(path.stem) if names else None
        if grader is None:
            continue
        for name in names:
            found = read_answers(chosen.bank(name))
            wrong = list(bank_faults(name, found, grader, source))
            count += len(wrong)
            for fault in wrong:
                click.echo(f"  {fault}", err=True)
            right = sum(answer.right for answer in found)
            click.echo(f"{name}: {right} right, {len(found) - right} wrong, {counted(len(wrong), 'fault')}")
    if count:
        raise click.ClickException(f"{counted(count, 'fault')} in the suites or the bank")
