"""Commands in forks of one process that has done all imports; each with a copy of a template that is ready.

Started with the numbers of two sockets: over one it takes requests, the other is the `door` of a sandbox. A request is
a command, the folder and the environment for it, the seconds after which it is killed, if it is, and what it writes to.
The answer is the exit code, or the number of a signal below zero.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy.orm import configure_mappers

from coursekit.nbgrader import FeedbackPage
from coursekit.notebooks.read import read_notebook
from coursekit.sandbox import sandbox as sandboxes
from coursekit.teaching import process

NAMES = ("coursekit", "nbgrader")
# What commands import only when they need it.
ALSO = (
    *("coursekit.cli", "coursekit.authoring.accuracy", "coursekit.authoring.release"),
    *("matplotlib.figure", "matplotlib.backends.backend_svg"),
)
NOTEBOOK = Path(__file__).parent / "toy/source/toy/01_toy.ipynb"


def next_command(requests: socket.socket, door: socket.socket) -> str:
    """Serve requests until there are no more; return, in the fork that is to run one, the name of its command."""
    while True:
        data, streams, _, _ = socket.recv_fds(requests, 2**20, 2)
        if not data:
            sys.exit()
        request = json.loads(data)
        child = os.fork()
        if child == 0:
            become(request, streams, door)
            return Path(sys.argv[0]).name
        for stream in streams:
            os.close(stream)
        requests.send(str(exit_code(child, request["seconds"])).encode())


def exit_code(child: int, seconds: float | None) -> int:
    """Return what a process has come to, which is killed after so many seconds."""
    ended = os.pidfd_open(child)
    if not select.select([ended], [], [], seconds)[0]:
        os.kill(child, signal.SIGKILL)
    os.close(ended)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def become(request: dict[str, Any], streams: list[int], door: socket.socket) -> None:
    """Make of this process what a shell would have started."""
    for number, stream in enumerate(streams, 1):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = request["command"]
    # A copy of the template, as every grading process has one: no command meets what another has left.
    sandboxes._shared[True, "torch", ""] = sandboxes.Sandbox(wait=False, door=door)


def run_to_the_end(command: Callable[[], object]) -> NoReturn:
    """Run a command, and leave as Python does; but with a usual exit code, without taking everything apart before."""
    try:
        command()
        code = 0
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        code = end.code
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    entries = [entry for entry in entry_points(group="console_scripts") if entry.name in NAMES]
    commands = {entry.name: entry.load() for entry in entries}
    for module in ALSO:
        import_module(module)
    process.warm_up()
    configure_mappers()
    FeedbackPage().from_notebook_node(read_notebook(NOTEBOOK))  # patterns are compiled at the first page
    with socket.socket(fileno=int(sys.argv[1])) as requests, socket.socket(fileno=int(sys.argv[2])) as door:
        requests.send(b"ready")
        name = next_command(requests, door)
    run_to_the_end(commands[name])
