"""The process beside a Jupyter server that runs nbgrader's commands for Formgrader, until the server ends."""

from __future__ import annotations

import sys
import traceback
from multiprocessing.connection import Connection
from typing import Any

from nbgrader.apps.api import NbGraderAPI
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from traitlets.config import Config


def main(descriptor: int) -> None:
    """Answer what comes through a pipe, one after the other."""
    with Connection(descriptor) as pipe:
        while True:
            try:
                asked = pipe.recv()
            except EOFError:
                return
            pipe.send(answer(*asked))


def answer(command: str, names: tuple[str, ...], config: Config, level: int) -> dict[str, Any]:
    """Return what `NbGraderAPI` returns for a command; the course's own configuration is read anew each time."""
    try:
        app = FormgradeExtension(config=config)
        app.initialize([])
        api = NbGraderAPI(app.coursedir, app.authenticator, parent=app)
        api.log_level = level
        found: dict[str, Any] = getattr(api, command)(*names)
    except SystemExit as end:  # a configuration that does not load
        return {"success": False, "error": str(end)}
    except Exception:
        return {"success": False, "error": traceback.format_exc()}
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))
