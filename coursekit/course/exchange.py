"""Feedback through nbgrader's exchange, for a class of which some have handed in another way."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from ..errors import CourseError
from ..templates import HTML
from .course import Course
from .pages import PAGE_STYLE

# By what nbgrader submits with a notebook it names the page in the exchange, so that nobody else finds it.
SECRET = "submission_secret.txt"
NEEDED = ("timestamp.txt", SECRET)
MOST = 100  # notebooks of a hand-in that get a page
UNGRADED = "Nothing in this notebook is graded. What was found in the others is on their pages."


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Leaves out who did not hand in through the exchange, and could not fetch anything: nbgrader would end there.

    JupyterLab's list shows feedback when each notebook of a hand-in has a page: those that ask nothing have one, too.
    """

    def copy_files(self) -> None:
        """Bring pages into the exchange, and say who gets none there."""
        before = self.coursedir.student_id_exclude
        folders = dict(self._folders())
        lacking = [student for student, folder in folders.items() if not _is_complete(folder)]
        for student in lacking:
            self.log.warning("%s did not hand in through the exchange, and gets no feedback there", student)
        excluded = [*filter(None, before.split(",")), *lacking]
        self.coursedir.student_id_exclude = ",".join(excluded)
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = before
        with suppress(CourseError):  # the notebooks are not known, nor which of them ask nothing
            asking = Course.of(self).assignment(self.coursedir.assignment_id).points().keys()
            for student in folders.keys() - set(excluded):
                self._complete(student, folders[student], asking)

    def _folders(self) -> Iterator[tuple[str, Path]]:
        """Give each student for whom there are pages, and the folder with them."""
        pattern = self.coursedir.format_path(
            self.coursedir.feedback_directory,
            "(?P<student>.*)",
            self.coursedir.assignment_id,
            escape=True,
        )
        place = Path(self.src_path)
        for folder in sorted(Path(place.anchor).glob(str(place.relative_to(place.anchor)))):
            if match := re.fullmatch(pattern, str(folder)):
                yield match["student"], folder

    def _complete(self, student: str, folder: Path, asking: Collection[str]) -> None:
        """Bring a page into the exchange for each notebook of a hand-in that asks nothing and has none."""
        course = self.coursedir
        handed_in = Path(course.format_path(course.submitted_directory, student, course.assignment_id))
        secret = (folder / SECRET).read_text()
        for notebook in islice(handed_in.glob("*.ipynb"), MOST):
            has_page = (folder / f"{notebook.stem}.html").exists()
            # nbgrader itself finds no page for a name that is no text.
            if notebook.stem in asking or has_page or not notebook.stem.isprintable():
                continue
            page = HTML.get_template("early.html.j2").render(
                title=notebook.stem, said=UNGRADED, entries=[], voided={}, style=PAGE_STYLE
            )
            name = notebook_hash(secret=secret, notebook_id=notebook.stem)
            new = Path(self.dest_path, f"{name}-tmp.html")
            new.write_text(page, encoding="utf-8")
            os.replace(new, Path(self.dest_path, f"{name}.html"))


def _is_complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in NEEDED)
