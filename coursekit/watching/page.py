"""The page for the instructor while a class hands in: live, and for whoever knows its address alone."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from ..course.pages import PAGE_STYLE
from ..errors import CourseError
from ..templates import HTML

LOOPBACK = "127.0.0.1"
COOKIE = "coursekit-watch"
LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Row:
    """What became of one hand-in, as it is shown: the name of its student, and the time to the minute."""

    student: str
    number: int
    score: float
    state: str
    time: str


@dataclass(frozen=True)
class Now:
    """What is to be seen now: the hand-ins by assignment, the latest first, and where there are `reports`."""

    done: int
    rate: int
    waiting: int
    running: list[str]
    problems: list[str]
    assignments: dict[str, list[Row]]
    reports: dict[str, Path]


Look = Callable[[], Now]


class Handler(RequestHandler):
    """Answers only who has the token, which is in the address that the command has printed."""

    def initialize(self, look: Look, token: str) -> None:
        """Take what the page is made from."""
        self.look, self.token, self.nonce = look, token, secrets.token_urlsafe(16)

    def prepare(self) -> None:
        """Let nobody else in: on the machine of a class, others can come to this address, too."""
        given = self.get_query_argument("token", "") or self.get_cookie(COOKIE, "") or ""
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            raise HTTPError(403, reason="Open the address that coursekit watch has printed")
        self.set_cookie(COOKIE, self.token, httponly=True, samesite="Strict")
        own = f"'nonce-{self.nonce}'"
        policy = f"default-src 'none'; connect-src 'self'; script-src {own}; style-src {own}"
        self.set_header("Content-Security-Policy", policy)
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")


class PageHandler(Handler):
    """Gives the page as it is now."""

    def get(self) -> None:
        """Answer."""
        now = self.look()
        page = HTML.get_template("watch.html.j2")
        self.finish(
            page.render(now=now, title=", ".join(now.assignments), nonce=self.nonce, style=PAGE_STYLE)
        )


class EventsHandler(Handler):
    """Tells as server-sent events what has changed."""

    async def get(self) -> None:
        """Answer until the other side goes away."""
        self.set_header("Content-Type", "text/event-stream")
        shown = ""
        while True:
            text = HTML.get_template("watch_now.html.j2").render(now=self.look())
            try:
                if text != shown:
                    self.write(f"data: {json.dumps(text)}\n\n")
                    await self.flush()
                    shown = text
            except StreamClosedError:
                return
            await asyncio.sleep(LOOK_SECONDS)


class ReportHandler(Handler):
    """Gives the report of a class."""

    def get(self, name: str) -> None:
        """Answer."""
        path = self.look().reports.get(name)
        if path is None or not path.is_file():
            raise HTTPError(404)
        # The report is a page of its own, with its own script and style; nothing of it comes from outside.
        self.set_header(
            "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        )
        self.finish(path.read_text(encoding="utf-8"))


class Page:
    """Serves the page in a thread of its own; `look` tells what is to be seen."""

    def __init__(self, look: Look, port: int, address: str = LOOPBACK):
        try:
            self._sockets = bind_sockets(port, address)
        except OSError as error:
            raise CourseError(
                f"the page cannot be served at {address}, port {port}: {error.strerror}"
            ) from error
        token, self._look = secrets.token_urlsafe(24), look
        number = self._sockets[0].getsockname()[1]
        self.url = f"http://{address}:{number}/?token={token}"
        made_from: dict[str, Any] = {"look": look, "token": token}
        self._application = Application(
            [
                (r"/", PageHandler, made_from),
                (r"/events", EventsHandler, made_from),
                (r"/report/(.+)", ReportHandler, made_from),
            ]
        )
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()

    async def _serve(self) -> None:
        HTTPServer(self._application).add_sockets(self._sockets)
        await asyncio.Event().wait()
