"""`python -m coursekit` is the same as `coursekit`."""

import multiprocessing
import sys
from contextlib import suppress
from multiprocessing import forkserver


def main() -> None:
    """Run the command line; what it will need to grade gets ready meanwhile."""
    if sys.argv[1:2] == ["grade"]:
        multiprocessing.set_forkserver_preload(["coursekit.work"])
        with suppress(OSError):  # which is told when they are needed
            forkserver.ensure_running()
    if sys.argv[1:2] in (["grade"], ["build"]):
        from .sandbox import SandboxError, shared_sandbox

        with suppress(SandboxError):
            shared_sandbox(protected=True)
    from .cli import main as commands

    commands()


if __name__ == "__main__":
    main()
