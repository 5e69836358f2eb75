"""A Jupyter server extension: what Formgrader's buttons start runs beside the server, which goes on answering.

nbgrader's own handlers do it in the server's one thread. Those here have the same routes and answer the same; as an
extension of this name is loaded before nbgrader's, they are found first.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from typing import Any

from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader import apihandlers
from nbgrader.server_extensions.formgrader.base import BaseApiHandler, check_notebook_dir, check_xsrf
from tornado import web
from traitlets.config import Config

# Keys of the server's settings: of nbgrader's own extension, and of this one.
FORMGRADER, BESIDE = "nbgrader_formgrader", "coursekit_beside"
# Which command of `NbGraderAPI` each of nbgrader's handlers runs, if that may take long.
COMMANDS = {
    apihandlers.AssignHandler: "generate_assignment",  # which grades the instructor's own solution
    apihandlers.CollectHandler: "collect",
    apihandlers.AutogradeHandler: "autograde",
    apihandlers.GenerateAllFeedbackHandler: "generate_feedback",
    apihandlers.GenerateFeedbackHandler: "generate_feedback",
    apihandlers.ReleaseAllFeedbackHandler: "release_feedback",
    apihandlers.ReleaseFeedbackHandler: "release_feedback",
}
ENDED = "the process that did this was ended from outside, perhaps for want of memory; press the button again"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    settings = server.web_app.settings
    settings[BESIDE] = Beside()
    atexit.register(settings[BESIDE].close)
    routes = [
        (url_path_join(settings["base_url"], route), Command, {"command": COMMANDS[handler]})
        for route, handler in apihandlers.default_handlers
        if handler in COMMANDS
    ]
    server.web_app.add_handlers(".*$", routes)


class Beside:
    """Runs nbgrader's commands one after the other in a process of their own, which starts with the first.

    It is no thread: while a command runs, the server's own objects would name its student to every other request, and
    the bounds of grading would be the server's.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1)  # waits; a server that ends waits with it for what has begun
        self._running: tuple[subprocess.Popen[bytes], Connection] | None = None

    async def run(self, command: str, names: tuple[str, ...], config: Config, level: int) -> dict[str, Any]:
        """Return what `NbGraderAPI` returns for a command in a course of this configuration."""
        async with self._turn:
            asked = (command, names, config, level)
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, asked)

    def _ask(self, asked: tuple[Any, ...]) -> dict[str, Any]:
        if self._running is None or self._running[0].poll() is not None:
            self._running = self._begin()
        process, pipe = self._running
        try:
            pipe.send(asked)
            answer: dict[str, Any] = pipe.recv()
        except (EOFError, ConnectionError):
            process.wait()
            return {"success": False, "error": ENDED}
        return answer

    def _begin(self) -> tuple[subprocess.Popen[bytes], Connection]:
        ours, theirs = Pipe()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "coursekit.course.formgrader_commands", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the server, which asks first
            )
        return process, ours

    def close(self) -> None:
        """Let the process end, and wait until it has."""
        self._thread.shutdown()
        if self._running is not None:
            process, pipe = self._running
            pipe.close()
            process.wait()


class Command(BaseApiHandler):
    """Does what one of nbgrader's handlers does, beside the server where the course is the kit's."""

    def initialize(self, command: str) -> None:
        """Take the name of the command."""
        self._command = command

    async def prepare(self) -> None:
        """Be nowhere where there is no Formgrader."""
        if FORMGRADER not in self.settings:
            raise web.HTTPError(404)
        await super().prepare()

    async def _run(self, *names: str) -> None:
        app = self.settings[FORMGRADER]
        if _is_ours(app.config):
            beside: Beside = self.settings[BESIDE]
            found = await beside.run(self._command, names, _that_travels(app.parent.config), self.log.level)
        else:
            found = getattr(self.api, self._command)(*names)
        self.write(json.dumps(found))

    post = web.authenticated(check_xsrf(check_notebook_dir(_run)))


def _is_ours(config: Config) -> bool:
    """Return whether a course's configuration names the kit."""
    return bool(config.CourseKit) or "coursekit." in str(config.Autograde)


def _that_travels(config: Config) -> Config:
    """Return the sections of a server's configuration that can be sent: functions are for the server alone."""
    sections = Config()
    for name, section in config.items():
        with suppress(pickle.PicklingError, AttributeError, TypeError):
            sections[name] = pickle.loads(pickle.dumps(section))
    return sections
