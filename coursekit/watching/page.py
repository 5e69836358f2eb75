"""The page for the instructor while a class hands in: live, and for whoever an entrance lets in."""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RedirectHandler, RequestHandler

from ..course.pages import PAGE_STYLE
from ..errors import CourseError
from ..templates import HTML

LOOPBACK = "127.0.0.1"
COOKIE = "coursekit-watch"
LOOK_SECONDS = 0.5
ALIVE_SECONDS = 5.0  # after which silence is broken; the page takes three times as long for a lost connection


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
    """Answers only who is let in; who that is, an entrance says, which is mixed into each handler of a page."""

    def initialize(self, look: Look) -> None:
        """Take what the page is made from."""
        self.look, self.nonce = look, secrets.token_urlsafe(16)

    async def prepare(self) -> None:
        """Let nobody else in: on the machine of a class, others can come to this address, too."""
        await self.let_in()
        own = f"'nonce-{self.nonce}'"
        self.allow(f"connect-src 'self'; script-src {own}; style-src {own}")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")

    async def let_in(self) -> None:
        """Answer by itself, or raise HTTPError, where somebody must not see this."""
        raise HTTPError(403)

    @property
    def events(self) -> str:
        """Return the address of the events, as seen from the page."""
        return "events"

    async def is_still_in(self) -> bool:
        """Return whether who was let in would be again."""
        return True

    def allow(self, more: str) -> None:
        """Say what the browser may do with the answer: this, and nothing that another page could use it for."""
        self.set_header(
            "Content-Security-Policy",
            f"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; {more}",
        )


class BySecret(Handler):
    """Lets in who has the token that is in the address that the command has printed."""

    token: str

    async def let_in(self) -> None:
        """Ask for the token, and keep it for what the page asks for."""
        given = self.get_query_argument("token", "") or self.get_cookie(COOKIE, "") or ""
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            raise HTTPError(403, reason="Open the address that coursekit watch has printed")
        self.set_cookie(COOKIE, self.token, httponly=True, samesite="Strict")


class PageHandler(Handler):
    """Gives the page as it is now."""

    def get(self) -> None:
        """Answer."""
        now = self.look()
        page = HTML.get_template("watch.html.j2")
        title = ", ".join(now.assignments)
        self.finish(page.render(now=now, title=title, events=self.events, nonce=self.nonce, style=PAGE_STYLE))


class EventsHandler(Handler):
    """Tells as server-sent events what has changed, and now and then that it is still there."""

    async def get(self) -> None:
        """Answer until the other side goes away."""
        self.set_header("Content-Type", "text/event-stream")
        shown, silent_since = "", time.monotonic()
        while await self.is_still_in():
            text = HTML.get_template("watch_now.html.j2").render(now=self.look())
            try:
                if text != shown:
                    await self._tell(f"data: {json.dumps(text)}")
                elif time.monotonic() - silent_since > ALIVE_SECONDS:
                    await self._tell("event: alive\ndata:")
                else:
                    await asyncio.sleep(LOOK_SECONDS)
                    continue
            except StreamClosedError:
                return
            shown, silent_since = text, time.monotonic()

    async def _tell(self, event: str) -> None:
        self.write(f"{event}\n\n")
        await self.flush()


class ReportHandler(Handler):
    """Gives the report of a class."""

    def get(self, name: str) -> None:
        """Answer."""
        path = self.look().reports.get(name)
        if path is None or not path.is_file():
            raise HTTPError(404)
        # The report is a page of its own, with its own style; nothing of it comes from outside.
        self.allow("style-src 'unsafe-inline'; img-src data:")
        self.finish(path.read_text(encoding="utf-8"))


class Page:
    """Serves the page in a thread of its own, below the path `prefix`; `look` tells what is to be seen.

    `entrance` lets people in; `routes` are what it needs besides, and `settings` those of the application.
    """

    def __init__(
        self,
        look: Look,
        place: tuple[str, int],
        entrance: type[Handler],
        prefix: str = "/",
        routes: Sequence[tuple[str, type[RequestHandler]]] = (),
        **settings: Any,
    ):
        address, port = place
        try:
            self._sockets = bind_sockets(port, address)
        except OSError as error:
            raise CourseError(
                f"the page cannot be served at {address}, port {port}: {error.strerror}"
            ) from error
        for one in self._sockets:  # or a grading process would hold the port after this one was killed
            os.register_at_fork(after_in_child=one.close)
        self.port: int = self._sockets[0].getsockname()[1]
        below = re.escape(prefix)
        handlers = {"": PageHandler, "events": EventsHandler, "report/(.+)": ReportHandler}
        rules: list[Any] = [(below + path, handler) for path, handler in routes]
        for path, handler in handlers.items():
            rules.append((below + path, type(handler.__name__, (entrance, handler), {}), {"look": look}))
        if prefix != "/":  # by links that end without the last stroke
            rules.append((re.escape(prefix.rstrip("/")), RedirectHandler, {"url": prefix}))
        self._application = Application(rules, **settings)
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()

    async def _serve(self) -> None:
        HTTPServer(self._application).add_sockets(self._sockets)
        await asyncio.Event().wait()


def serve_by_secret(look: Look, port: int) -> str:
    """Serve the page on this machine alone, and return its address, which holds the secret that opens it."""
    token = secrets.token_urlsafe(24)
    page = Page(look, (LOOPBACK, port), type("Entrance", (BySecret,), {"token": token}))
    return f"http://{LOOPBACK}:{page.port}/?token={token}"
