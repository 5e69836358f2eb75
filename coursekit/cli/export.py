"""`coursekit export`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..course.assignment import Assignment
from ..course.class_lists import recognised
from ..course.course import Course
from ..course.roster import Roster
from ..course.scores import Scores, best_of, read_scores
from ..course.tables import read_table
from ..errors import CourseError
from ..teaching import gradesheets
from ..teaching.files import replace_file
from ..teaching.gradesheets import Sheet

ENDINGS = {"canvas": "csv", "moodle": "csv", "csv": "csv", "json": "json"}


@click.command()
@click.argument("assignment")
@click.option("--to", required=True, type=click.Choice(list(ENDINGS)), help="Who is to read the file.")
@click.option(
    "--or",
    "others",
    multiple=True,
    metavar="OTHER",
    help="The same assignment in another framework: what brings a student more counts, in one column.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Where to write it, instead of reports/.")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="What Canvas or Moodle has exported: its rows, ids and columns are used, and one column is filled.",
)
@click.option(
    "--column",
    metavar="NAME",
    help="Which column of --into, or assignment on Canvas; by default, the one of the same name.",
)
@click.option(
    "--zero-missing", is_flag=True, help="Write 0 for what was not handed in; else its cell stays as it is."
)
@click.option("--upload", is_flag=True, help="Show what Canvas would get; with --yes, bring it there.")
@click.option("--feedback", is_flag=True, help="With --upload: the feedback pages too, as a comment.")
@click.option("--yes", is_flag=True, help="With --upload: do it.")
def export(
    assignment: str,
    to: str,
    others: tuple[str, ...],
    output: Path | None,
    into: Path | None,
    column: str | None,
    zero_missing: bool,
    upload: bool,
    feedback: bool,
    yes: bool,
) -> None:
    """Write the grades of ASSIGNMENT, manual scores and late penalties included, as a platform imports them."""
    if into is not None and to not in ("canvas", "moodle"):
        raise click.UsageError("--into is for --to canvas and --to moodle")
    if zero_missing and to not in ("canvas", "moodle"):
        raise click.UsageError("--zero-missing is for platforms: csv and json say what was not handed in")
    if (feedback or yes) and not upload:
        raise click.UsageError("--feedback and --yes are for --upload")
    if upload and (to != "canvas" or into is not None or output is not None):
        raise click.UsageError("--upload is for --to canvas, and goes with neither --into nor --output")
    choice = _choice(Course.here(), [assignment, *others])
    chosen = choice[0]
    if upload:
        _upload(choice, column or "", yes, feedback, zero_missing)
        return
    sheet = _sheet(choice, to, into, column, zero_missing)
    path = output or chosen.root / "reports" / f"{assignment}-{to}.{ENDINGS[to]}"
    replace_file(path, sheet.data)
    for line in sheet.told:
        click.echo(line)
    click.echo(f"Written: {path.relative_to(chosen.root) if path.is_relative_to(chosen.root) else path}")
    if sheet.lost:
        raise SystemExit(1)


def _choice(course: Course, names: Sequence[str]) -> list[Assignment]:
    """Return the assignments; CourseError if one of them is not the first one in another framework."""
    first, *others = (course.existing(name) for name in dict.fromkeys(names))
    for other in others:
        if other.source != first.source:
            raise CourseError(
                f"{other.name} is another assignment than {first.name}, and no choice beside it"
            )
    return [first, *others]


def _scores(choice: Sequence[Assignment], roster: Roster) -> Scores:
    scores = [read_scores(one, roster) for one in choice]
    return best_of(scores) if len(scores) > 1 else scores[0]


def _upload(choice: Sequence[Assignment], column: str, yes: bool, feedback: bool, zero_missing: bool) -> None:
    from ..teaching import canvas

    options = canvas.Options(column, yes, feedback, zero_missing)
    upload = canvas.Upload(choice, _scores(choice, Roster.of(choice[0].root)), options)
    for line in upload.run():
        click.echo(line)
    if upload.failed:
        raise SystemExit(1)


def _sheet(
    choice: Sequence[Assignment], to: str, into: Path | None, column: str | None, zero_missing: bool
) -> Sheet:
    chosen, roster = choice[0], Roster.of(choice[0].root)
    scores = _scores(choice, roster)
    if to == "csv":
        return gradesheets.as_csv(scores)
    if to == "json":
        return gradesheets.as_json(scores, chosen.name)
    if into is None:
        make = gradesheets.for_canvas if to == "canvas" else gradesheets.for_moodle
        return make(scores, chosen.name, zero_missing=zero_missing)
    if not roster.students:
        roster = Roster(roster.path, [row.student for row in scores.rows])
    table = read_table(into)
    platform = recognised(table).name
    if platform.casefold() != to:
        raise CourseError(f"{into.name}: is {platform}'s, and not {to.capitalize()}'s")
    number = gradesheets.grade_column(table, platform, chosen.name, column)
    return gradesheets.fill(table, platform, scores, roster, number, zero_missing=zero_missing)
