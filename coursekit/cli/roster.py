"""`coursekit roster`."""

from __future__ import annotations

from pathlib import Path

import click

from ..course.course import Course


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--id", "id_column", metavar="COLUMN", help="The column of FILE whose cells are the ids in the course."
)
@click.option("--withdraw", is_flag=True, help="Mark those who are not in FILE as withdrawn.")
@click.option(
    "--remove-withdrawn",
    is_flag=True,
    help="Take those who have withdrawn out of the gradebook, but for those who have a grade there.",
)
@click.option("--who", metavar="PSEUDONYM", help="Only say who a pseudonym stands for.")
def roster(
    file: Path | None, id_column: str | None, withdraw: bool, remove_withdrawn: bool, who: str | None
) -> None:
    """Bring FILE, a list of the class, into roster.csv and into the gradebook.

    FILE is what Canvas or Moodle exports, or a table with a column id. Without it, roster.csv itself is read again.
    """
    from ..teaching import enrol

    course = Course.here()
    if who is not None:
        click.echo(enrol.behind(course, who))
        return
    if file is None and (withdraw or id_column):
        raise click.UsageError("--withdraw and --id are about FILE, and there is none")
    for line in enrol.enrol(course, file, id_column, withdraw=withdraw):
        click.echo(line)
    if remove_withdrawn:
        for line in enrol.remove_withdrawn(course):
            click.echo(line)
