"""`coursekit watch`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import click

from ..errors import CourseError

if TYPE_CHECKING:
    from ..watching.watcher import Watcher

# What a hub tells a service that has a page; people's servers are told an address, too, but no such name.
OF_A_HUB = ("JUPYTERHUB_SERVICE_NAME", "JUPYTERHUB_SERVICE_URL")


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
    from ..watching.page import serve_by_secret
    from ..watching.start import begun

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    begin = partial(begun, assignments, workers or 0, dask, click.echo)
    if all(os.environ.get(name) for name in OF_A_HUB):
        if once or port is not None:
            raise click.UsageError(
                "a service of JupyterHub has its page and its end from the hub: leave --once and --port out"
            )
        _serve_hub(assignments, begin)
    with begin() as watcher:
        watcher.open()
        if port is not None:
            click.echo(f"Page: {serve_by_secret(watcher.look_around, port)}")
        if not once:
            click.echo(f"Watching for {', '.join(dict.fromkeys(assignments))}. Press Ctrl-C to stop.")
        if not watcher.run(once=once):
            raise SystemExit(1)


def _serve_hub(assignments: Sequence[str], begin: Callable[[], AbstractContextManager[Watcher]]) -> NoReturn:
    """Watch as a service of the JupyterHub that has started this; the page comes first, for which the hub waits."""
    from ..watching.start import Service

    try:
        from ..watching.hub import serve_in_hub
    except ImportError as error:
        raise CourseError(
            "JupyterHub started this, and its package is not here: pip install -c constraints.txt -e '.[hub]'"
        ) from error
    service = Service(assignments, begin, click.echo)
    click.echo(f"Page: {serve_in_hub(service.look_around)}")
    service.run()
