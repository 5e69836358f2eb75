"""One student, and what may be said of one in a list of a class."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ..notebooks.submission import refused_student
from ..notebooks.text import shown
from .extension import NONE, Extension
from .tables import Row, Table

LONGEST = 128  # characters, as nbgrader's tables have it
YES, NO = ("yes", "true", "1", "x"), ("", "no", "false", "0")
# Formgrader writes names into one of its pages as they are.
AS_TEXT = str.maketrans("<>", "‹›")


@dataclass(frozen=True)
class Student:
    """One of the class. `extension` says by how much due dates are later; `withdrawn` whether they have left.

    `lms_user_id` is the number that the learning platform knows them by, where its tables say it.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    section: str = ""
    extension: Extension = NONE
    withdrawn: bool = False
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """Return the name, first names first; "" where it is not known."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def label(self) -> str:
        """Return name and id as they can be printed."""
        return shown(f"{self.name} ({self.id})" if self.name else self.id)

    def cells(self) -> list[str]:
        """Return the cells of roster.csv."""
        cells = []
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool):
                cells.append("yes" if value else "")
            else:
                cells.append(str(value))
        return cells


COLUMNS = tuple(field.name for field in fields(Student))


def checked_id(table: Table, row: Row, text: str) -> str:
    """Return an id that can stand in paths, pages and tables; CourseError, with the line, if it cannot."""
    reason = refused_student(text).partition(";")[0]
    if not text or len(text) > LONGEST:
        reason = "there is no id" if not text else f"the id has more than {LONGEST} characters"
    if reason:
        raise table.wrong(row, reason)
    return text


def checked_text(table: Table, row: Row, what: str, text: str) -> str:
    """Return a text that nbgrader's tables have room for, and that cannot become part of a page."""
    if len(text) > LONGEST:
        raise table.wrong(row, f"the {what} has more than {LONGEST} characters")
    return shown(" ".join(text.split())).translate(AS_TEXT)


def checked_extension(table: Table, row: Row, text: str) -> Extension:
    """Return an extension; CourseError, with the line, if the text is no number of days."""
    try:
        return Extension.read(text)
    except ValueError as error:
        raise table.wrong(
            row,
            f"the extension is {shown(text)!r}, but has to be a number of days, such as 2 or 0.5, "
            "or with an assignment of its own: 2; convolutions: 5",
        ) from error


def checked_sign(table: Table, row: Row, text: str) -> bool:
    """Return whether a sign is set; CourseError, with the line, if the text is neither yes nor no."""
    if text.casefold() not in (*YES, *NO):
        raise table.wrong(row, f"withdrawn is {shown(text)!r}, but has to be yes or empty")
    return text.casefold() in YES
