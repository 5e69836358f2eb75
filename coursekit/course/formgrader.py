"""A Jupyter server extension: what Formgrader's buttons start runs beside the server, which goes on answering.

nbgrader's own handlers do it in the server's one thread. Those here have the same routes and answer the same; as an
extension of this name is loaded before nbgrader's, they are found first. So is the one of the page on which a person
grades, which everybody can read here.
"""

from __future__ import annotations

import asyncio
import atexit
import copy
import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.resources import files
from multiprocessing.connection import Connection, Pipe
from typing import Any

from jupyter_server.utils import url_path_join
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import apihandlers, handlers
from nbgrader.server_extensions.formgrader.base import BaseApiHandler, check_notebook_dir, check_xsrf
from tornado import web
from traitlets.config import Config

# Keys of the server's settings: of nbgrader's own extension, and of this one.
FORMGRADER, BESIDE, EXPORTER = "nbgrader_formgrader", "coursekit_beside", "coursekit_exporter"
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
    pages = [
        (url_path_join(settings["base_url"], route), Submission)
        for route, handler, *_ in handlers.default_handlers
        if handler is handlers.SubmissionHandler
    ]
    server.web_app.add_handlers(".*$", routes + pages)


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


class Submission(handlers.SubmissionHandler):
    """Shows a submission as nbgrader's handler does, where the course is the kit's in a page without barriers."""

    async def prepare(self) -> None:
        """Be nowhere where there is no Formgrader."""
        if FORMGRADER not in self.settings:
            raise web.HTTPError(404)
        await super().prepare()

    @property
    def exporter(self) -> HTMLExporter:
        """Return what makes the page."""
        config = self.settings[FORMGRADER].config
        if not _is_ours(config):
            return super().exporter
        if EXPORTER not in self.settings:
            self.settings[EXPORTER] = _exporter(config)
        return self.settings[EXPORTER]


def _exporter(config: Config) -> HTMLExporter:
    config = copy.deepcopy(config)
    config.HTMLExporter.template_name = "formgrader_page"
    config.HTMLExporter.template_file = "page.html.j2"
    config.HTMLExporter.extra_template_basedirs = [str(files("coursekit.templates")), handlers.template_path]
    config.CSSHTMLHeaderPreprocessor.style = "xcode"  # whose colours stand out from white paper
    return HTMLExporter(config=config)


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
