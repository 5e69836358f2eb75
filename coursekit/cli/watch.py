"""`coursekit watch`."""

from __future__ import annotations

import signal
import sys

import click

from ..course.course import Course


@click.command()
@click.argument("assignments", nargs=-1, required=True)
@click.option(
    "--workers", type=click.IntRange(1), help="How many processes grade; by default, as configured."
)
@click.option("--dask", metavar="ADDRESS", help="Grade on the Dask cluster with its scheduler at ADDRESS.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Where a page shows what comes in; 0: any free port."
)
@click.option("--once", is_flag=True, help="Grade what is there now, and end.")
def watch(
    assignments: tuple[str, ...], workers: int | None, dask: str | None, port: int | None, once: bool
) -> None:
    """Grade what students submit for ASSIGNMENTS as it arrives in the exchange, and release the feedback.

    It goes on until it is stopped. What a student submits is graded within seconds: *Fetch Feedback* in JupyterLab
    brings the pages. Which attempts count is set in course_config.py.
    """
    from ..watching.desk import Desk
    from ..watching.inbox import Inbox
    from ..watching.page import Page
    from ..watching.watcher import Watcher, alone

    course = Course.here()
    with alone(course.root):
        desks = {name: Desk(name, workers or 0, dask) for name in dict.fromkeys(assignments)}
        for desk in desks.values():
            desk.open()
        inbox = Inbox(course.directory, desks)
        watcher = Watcher(desks, inbox, (workers or course.settings.grading_processes) + 1, click.echo)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        if port is not None:
            click.echo(f"Page: {Page(watcher.look_around, port).url}")
        if not once:
            click.echo(f"Watching for {', '.join(desks)}. Press Ctrl-C to stop.")
        if not watcher.run(once=once):
            raise SystemExit(1)
