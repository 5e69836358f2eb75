"""The command `coursekit`: one module for each verb."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SAWarning

from ..errors import KitError, Stopped
from .accuracy import accuracy
from .alike import alike
from .answers import answers
from .archive import archive
from .build import build
from .collect import collect
from .doctor import doctor
from .explain import explain
from .export import export
from .extend import extend
from .grade import grade
from .new import new
from .preview import preview
from .regrade import regrade
from .roster import roster
from .sample import sample
from .status import status
from .void import void
from .watch import watch


class Commands(click.Group):
    """Puts what a user can mend into one line instead of a traceback, and ends with the exit code of the error."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            try:
                return super().invoke(ctx)
            except KeyboardInterrupt:
                raise Stopped(
                    "Stopped. What was done is kept; run the same command again to go on."
                ) from None
        except Stopped as stopped:
            click.echo(stopped.line, err=True)
            raise SystemExit(stopped.exit_code) from None
        except KitError as error:
            for detail in error.details:
                click.echo(f"  {detail}", err=True)
            click.echo(f"Error: {error.line}", err=True)
            raise SystemExit(error.exit_code) from error


@click.group(cls=Commands)
@click.version_option(package_name="nbcoursekit")
def main() -> None:
    """Build, grade and check notebook assignments. Run it in the course's folder."""
    # nbgrader starts `alembic` by its name, and it is wherever this command is.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    # nbgrader's own queries make SQLAlchemy warn at every submission; nothing there is for the instructor to act on.
    warnings.filterwarnings("ignore", category=SAWarning)


VERBS = (
    *(new, preview, build, sample, roster, collect, watch, extend, grade, regrade, void, explain, export),
    *(status, alike, archive, answers, doctor, accuracy),
)
for command in VERBS:
    main.add_command(command)
