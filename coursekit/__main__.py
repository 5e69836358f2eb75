"""`python -m coursekit` is the same as `coursekit`."""

import gc
import sys
from contextlib import suppress
from pathlib import Path


def main() -> None:
    """Run the command line; if it will run notebooks, the sandbox gets ready meanwhile."""
    if sys.argv[1:2] in (["grade"], ["build"]):
        _begin_sandbox(sys.argv[2:])
    gc.disable()  # what is imported stays: looking through it, now and at the end, takes a quarter of the time
    from .cli import main as commands

    gc.freeze()
    gc.enable()
    commands()


def _begin_sandbox(words: list[str]) -> None:
    """Start the sandbox that the assignment among the words of a command will need, if that can be told."""
    from .course.foretold import foretold
    from .errors import SandboxError
    from .sandbox.compiled import FRAMEWORKS
    from .sandbox.inside.frameworks import NAMES
    from .sandbox.sandbox import shared_sandbox

    known = foretold(Path.cwd(), words)
    # What was compiled before is found by the assignment itself.
    if known and known["framework"] in set(NAMES) - set(FRAMEWORKS) and isinstance(known["python"], str):
        with suppress(SandboxError):  # which is told when it is needed
            shared_sandbox(known["protected"] is True, known["framework"], known["python"])


if __name__ == "__main__":
    main()
