"""What students are shown of a hand-in, and when: before the deadline as the course says, after it everything."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory

from ..course.arrival import FILE
from ..course.assignment import Assignment
from ..course.feedback import Entry, entries, title
from ..course.gradebook import opened
from ..course.late import Lateness
from ..course.pages import PAGE_STYLE
from ..course.roster import Roster
from ..course.voided import sentences
from ..errors import CourseError, Ungradable
from ..notebooks.read import read_notebook
from ..teaching.files import replace_folder
from ..templates import HTML
from .inbox import SECRET

ALL, MISTAKES, NOTHING = "all", "mistakes", "nothing"  # what may be shown before the deadline
LATER = {
    MISTAKES: "This was handed in and graded. Points and examples are shown {when}.",
    NOTHING: "This was handed in, and could be read. What the hidden checks find is shown {when}.",
}
# nbgrader looks whether a folder is there and then makes it, which two cannot do at once.
RELEASING = threading.Lock()


class Showing:
    """Releases pages about hand-ins to one assignment through nbgrader's exchange, each to its author alone."""

    def __init__(self, assignment: Assignment):
        self._assignment = assignment
        self._wanted: str = assignment.settings.shown_before_due

    def now(self, student: str) -> str:
        """Return what a student may be shown now."""
        if self._wanted == ALL:
            return ALL
        due = self._due(student)
        is_over = due is not None and due <= datetime.now(UTC).replace(tzinfo=None)
        return ALL if is_over else self._wanted

    def _due(self, student: str) -> datetime | None:
        """Return when the assignment is due for a student (UTC), with every extension."""
        with opened(self._assignment.directory) as gradebook:
            due = gradebook.find_assignment(self._assignment.name).duedate
            with suppress(MissingEntry):
                due = gradebook.find_submission(self._assignment.name, student).duedate
        if due is None:
            return None
        lateness = Lateness(self._assignment.settings, Roster.of(self._assignment.root))
        return lateness.due(student, self._assignment.name, due)

    def show(self, student: str, kept: Path) -> str:
        """Release the pages about a graded hand-in, which is in the folder `kept`; return what they show."""
        what = self.now(student)
        if what == ALL:
            self._release(self._assignment.folder("feedback", student), student)
            return ALL
        said = LATER[what].format(when=self._when(student))
        pages = {}
        for path in sorted(self._assignment.folder("autograded", student).glob("*.ipynb")):
            with suppress(Ungradable):
                notebook = read_notebook(path)
                found = [entry for entry in entries(notebook) if entry.by_checks] if what == MISTAKES else []
                heading = title(notebook) or path.stem
                pages[path.stem] = self._early_page(heading, said, found)
        self._release_instead(student, kept, pages)
        return what

    def show_first(self, student: str, kept: Path, pages: dict[str, str]) -> None:
        """Release pages of some notebooks before the others are graded, where everything may be shown."""
        if pages and self.now(student) == ALL:
            self._release_instead(student, kept, pages)

    def say(self, student: str, kept: Path, notebooks: Iterable[str], said: str) -> None:
        """Release a page for each of `notebooks` that says one sentence about the hand-in in the folder `kept`."""
        pages = {name: self._early_page(name, said, []) for name in notebooks}
        self._release_instead(student, kept, pages)

    def _early_page(self, heading: str, said: str, found: list[Entry]) -> str:
        return HTML.get_template("early.html.j2").render(
            title=heading,
            said=said,
            entries=found,
            voided=sentences(self._assignment.voided),
            style=PAGE_STYLE,
        )

    def _when(self, student: str) -> str:
        due = self._due(student)
        if due is None:
            return "later"
        zone = Lateness(self._assignment.settings, Roster(Path())).zone
        here = due.replace(tzinfo=UTC).astimezone(zone)
        return f"when it is due, on {here:%Y-%m-%d at %H:%M} ({zone.key})"

    def _release_instead(self, student: str, kept: Path, pages: dict[str, str]) -> None:
        """Release these pages instead of those in the feedback folder."""
        own = {name: (kept / name).read_bytes() for name in (FILE, SECRET) if (kept / name).is_file()}
        folder = self._early / student / self._assignment.name
        replace_folder(folder, own | {f"{name}.html": page.encode() for name, page in pages.items()})
        try:
            self._release(folder, student, self._early)
        finally:
            shutil.rmtree(self._early / student, ignore_errors=True)

    @property
    def _early(self) -> Path:
        return self._assignment.kept / "early"

    def _release(self, folder: Path, student: str, step: Path | None = None) -> None:
        """Release the pages in a folder as `nbgrader release_feedback` does, which finds it below `step`.

        CourseError if the exchange is not to be used.
        """
        if not (folder / SECRET).is_file():  # not by `nbgrader submit`, and nobody could fetch it
            return
        course = self._assignment.directory
        directory = CourseDirectory(config=course.config, root=course.root, course_id=course.course_id)
        directory.assignment_id, directory.student_id = self._assignment.name, student
        if step is not None:
            directory.feedback_directory = str(step)
            directory.directory_structure = "{nbgrader_step}/{student_id}/{assignment_id}"
        made_from = {"coursedir": directory, "config": course.config}
        release = ExchangeFactory(config=course.config).ReleaseFeedback(
            authenticator=Authenticator(config=course.config), **made_from
        )
        try:
            with RELEASING:
                release.start()
        except ExchangeError as error:
            raise CourseError(f"the exchange cannot be used ({error})") from error
