"""`coursekit archive`."""

from __future__ import annotations

from pathlib import Path

import click

from ..course.course import Course
from ..errors import CourseError


@click.command()
@click.argument("assignment", required=False)
@click.option(
    "--check", "file", type=click.Path(path_type=Path), metavar="FILE", help="Verify this archive instead."
)
def archive(assignment: str | None, file: Path | None) -> None:
    """Write all there is of ASSIGNMENT, or of the course, into one zip with a date in its name and digests in it.

    It has what was handed in, autograded, told and reported, gradebook, roster, audit, configuration, release, source,
    suites and answers; laid out as a course, so that every command that reads works in it when it is unpacked.
    """
    from ..teaching import archive as archiving

    if file is not None:
        manifest, wrong = archiving.check(file)
        for line in wrong:
            click.echo(line, err=True)
        if wrong:
            raise CourseError(
                f"{file.name}: of {len(manifest['files'])} files, {len(wrong)} are not as they were"
            )
        click.echo(
            f"{file.name}: all {len(manifest['files'])} files are as they were on {manifest['made'][:10]}"
        )
        return
    course = Course.here()
    chosen = [course.existing(assignment)] if assignment else course.assignments()
    path, count, left_out = archiving.make(
        course, chosen, assignment or course.directory.course_id or "course"
    )
    for line in left_out:
        click.echo(line)
    click.echo(f"{path.name}: {count} files, {path.stat().st_size / 1e6:.1f} MB; `--check` reads it again")
