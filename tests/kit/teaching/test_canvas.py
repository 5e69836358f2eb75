"""Grades are uploaded to a server that speaks as Canvas does: nothing without a confirmation, nothing twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zipfile import ZipFile

import pytest

from ..helpers import Done, run
from .test_gradesheets import graded  # noqa: F401  a fixture

pytestmark = pytest.mark.slow

TOKEN = "7~secret"
COURSE = "/api/v1/courses/7"
SUBMISSIONS = f"{COURSE}/assignments/5501/submissions"


class Canvas:
    """What a pretended Canvas holds: scores by user, files that were attached, and the requests that changed something."""

    def __init__(self) -> None:
        self.scores: dict[int, float | None] = {101: 10.0, 102: None, 103: None, 190: None}
        self.files: dict[int, bytes] = {}
        self.comments: list[tuple[int, str]] = []
        self.changes = 0
        self.late_rule = 0.0
        self.url = ""

    def submission(self, user: int) -> dict[str, Any]:
        """Return what Canvas says of a submission."""
        return {"id": user + 1000, "user_id": user, "assignment_id": 5501, "score": self.scores[user]}

    def put(self, user: int, said: dict[str, str]) -> dict[str, Any]:
        """Change a submission."""
        self.changes += 1
        if grade := said.get("submission[posted_grade]"):
            self.scores[user] = float(grade) - self.late_rule
        if number := said.get("comment[file_ids][]"):
            self.comments.append((user, number))
        return self.submission(user)


class Handler(BaseHTTPRequestHandler):
    """Answers requests as Canvas's documentation has it."""

    canvas: Canvas

    def do_GET(self) -> None:
        """Answer what asks for something."""
        place = urlsplit(self.path)
        if place.path == COURSE:
            self.answer({"id": 7, "name": "Course"})
        elif place.path == f"{COURSE}/assignments":
            others = [{"id": 5502, "name": "Other", "course_id": 7, "points_possible": 10}]
            self.answer([{"id": 5501, "name": "Toy", "course_id": 7, "points_possible": 100}, *others])
        elif place.path.endswith("/submissions"):  # in pages of two
            page = int(dict(parse_qsl(place.query)).get("page", 1))
            users = list(self.canvas.scores)[2 * page - 2 : 2 * page]
            more = 2 * page < len(self.canvas.scores)
            link = f'<{self.canvas.url}{place.path}?page={page + 1}>; rel="next"' if more else ""
            self.answer([self.canvas.submission(user) for user in users], link=link)
        else:
            self.answer({}, 404)

    def do_PUT(self) -> None:
        """Change a submission."""
        user = int(self.path.rpartition("/")[2])
        self.answer(self.canvas.put(user, dict(parse_qsl(self.body().decode()))))

    def do_POST(self) -> None:
        """Take a file, in the two steps that Canvas has for it."""
        data = self.body()
        if self.path.startswith(SUBMISSIONS):
            self.answer({"upload_url": f"{self.canvas.url}/files", "upload_params": {"key": "x"}})
        else:
            number = len(self.canvas.files) + 1
            self.canvas.files[number] = data
            self.answer({"id": number, "url": f"{self.canvas.url}/files/{number}"}, 201, needs_token=False)

    def body(self) -> bytes:
        """Return what was sent."""
        return self.rfile.read(int(self.headers["Content-Length"]))

    def answer(self, value: object, code: int = 200, link: str = "", *, needs_token: bool = True) -> None:
        """Answer with a value as JSON, unless the token is wrong."""
        if needs_token and self.headers["Authorization"] != f"Bearer {TOKEN}":
            value, code = {"errors": [{"message": "Invalid access token."}]}, 401
        data = json.dumps(value).encode()
        self.send_response(code)
        if code == 401:
            self.send_header("WWW-Authenticate", 'Bearer realm="canvas-lms"')
        if link:
            self.send_header("Link", link)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(canvas: Canvas) -> Iterator[None]:
    """Let a pretended Canvas answer on a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"canvas": canvas}))
    canvas.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def upload(root: Path, *options: str) -> Done:
    """Upload the grades of the small course."""
    done = run(root, "coursekit", "export", "toy", "--to", "canvas", "--upload", *options, check=False)
    assert "Traceback" not in done.stderr and TOKEN not in done.stdout + done.stderr
    return done


def configure(root: Path, url: str) -> None:
    """Say in the course's configuration where Canvas is."""
    config = root / "course_config.py"
    text = config.read_text().replace("# c.CourseKit.canvas_course", "c.CourseKit.canvas_course")
    lines = [
        f'c.CourseKit.canvas_url = "{url}"' if "canvas_url" in line else line for line in text.splitlines()
    ]
    config.write_text("\n".join(lines))


def test_grades_and_feedback_are_uploaded(graded: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """A first run tells who would get what; --yes does it; a second one finds nothing to do; what is wrong is one line."""
    monkeypatch.setenv("CANVAS_TOKEN", TOKEN)
    canvas = Canvas()
    page = graded / "feedback/ada/toy/01_toy.html"
    page.parent.mkdir(parents=True)
    page.write_text("<html>well done")
    with serving(canvas):
        configure(graded, canvas.url)
        done = upload(graded, "--feedback")
        assert done.returncode == 1 and done.stdout.splitlines()[2:] == [
            "Canvas: Toy (5501)",
            "Ada Lovelace, the '=1st (ada): 10 → 27.5, with feedback",
            "=Ben Babbage (ben): a person has still to grade a part; it was not uploaded",
            "Eve (eve): has no number in roster.csv (lms_user_id) that Canvas has in this assignment",
            "1 would be uploaded, 2 not; nothing was: say --yes to do it",
        ]
        assert canvas.changes == 0 and not canvas.files
        done = upload(graded, "--feedback", "--yes")
        assert done.stdout.splitlines()[-1] == "1 uploaded, 2 not"
        assert canvas.scores == {101: 27.5, 102: None, 103: None, 190: None} and canvas.comments == [
            (101, "1")
        ]
        data = canvas.files[1]
        with ZipFile(BytesIO(data[data.index(b"PK") :])) as archive:
            assert archive.read("01_toy.html") == b"<html>well done"
        assert "0 uploaded, 2 not" in upload(graded, "--feedback", "--yes").stdout and canvas.changes == 2

        canvas.scores[101], canvas.late_rule = None, 5.0
        done = upload(graded, "--yes", "--column", "5501")
        assert "nothing → 27.5" in done.stdout and "Canvas made 22.5 of it" in done.stdout
        done = upload(graded, "--column", "Homework")
        assert done.stderr == (
            "Error: Canvas has no assignment called Homework; say which with --column: Toy (5501), Other (5502)\n"
        )
        assert "Canvas has 10 points for it, and here are 100" in upload(graded, "--column", "other").stdout
        monkeypatch.setenv("CANVAS_TOKEN", "wrong")
        assert upload(graded).stderr.startswith("Error: Canvas: InvalidAccessToken (")
    monkeypatch.setenv("CANVAS_TOKEN", TOKEN)
    assert upload(graded).stderr.startswith("Error: Canvas: ConnectionError (")
    configure(graded, "http://canvas.example.org")
    assert "has to begin with https://" in upload(graded).stderr
    monkeypatch.delenv("CANVAS_TOKEN")
    assert "CANVAS_TOKEN has to hold your access token" in upload(graded).stderr
    assert (
        "--yes are for --upload"
        in run(graded, "coursekit", "export", "toy", "--to", "csv", "--yes", check=False).stderr
    )
