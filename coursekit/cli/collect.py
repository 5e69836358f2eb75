"""`coursekit collect`."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ..course.course import Course

PLATFORMS = ("canvas", "moodle", "gradescope", "plain")


@click.command()
@click.argument("assignment")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--from", "platform", type=click.Choice(PLATFORMS), help="Whose download it is; else its names tell."
)
@click.option(
    "--times",
    type=click.Path(path_type=Path),
    help="A table of who handed in when: Moodle's grading worksheet, or columns id and time.",
)
@click.option("--timezone", metavar="ZONE", help="The zone of times that name none, such as Europe/Berlin.")
@click.option("--replace", is_flag=True, help="Take also what is not known to be later than what is there.")
@click.option("--dry-run", is_flag=True, help="Only say what would be collected.")
def collect(
    assignment: str,
    files: tuple[Path, ...],
    platform: str | None,
    times: Path | None,
    timezone: str | None,
    replace: bool,
    dry_run: bool,
) -> None:
    """Collect FILES, the download of a platform, for ASSIGNMENT: a zip, or the folder that it was unpacked to.

    Each hand-in comes into the folder of its student, under the names that the assignment's notebooks have. A later one
    takes the place of an earlier one, which is kept.
    """
    from ..teaching.collect import Choice, Collector
    from ..teaching.whose import Times, read_times

    chosen = Course.here().existing(assignment)
    known = read_times(times, _zone(timezone)) if times else Times()
    collector = Collector(chosen, Choice(platform, known, replace, dry_run))
    for file in files:
        for line in collector.collect(file):
            click.echo(line)
    for line in collector.summary():
        click.echo(line)
    if collector.refused:
        raise SystemExit(1)


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError) as error:
        raise click.BadParameter(
            f"{name} is no time zone; one is called Europe/Berlin", param_hint="--timezone"
        ) from error
