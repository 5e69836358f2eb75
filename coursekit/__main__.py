"""`python -m coursekit` is the same as `coursekit`."""

import multiprocessing
import sys
from contextlib import suppress
from multiprocessing import forkserver


def main() -> None:
    """Run the command line; where it will grade, let the processes that do so import what they need meanwhile."""
    if sys.argv[1:2] == ["grade"]:
        multiprocessing.set_forkserver_preload(["coursekit.work"])
        with suppress(OSError):  # which is told when they are needed
            forkserver.ensure_running()
    from .cli import main as commands

    commands()


if __name__ == "__main__":
    main()
