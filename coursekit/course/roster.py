"""Who is in the class: the course's roster.csv, which holds what nbgrader's tables have no place for, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path

from ..notebooks.text import shown
from .class_lists import read_class
from .students import COLUMNS, Student
from .tables import written_table

FILE = "roster.csv"


class Roster:
    """The students of a course, in the order of their file; `path` is that file, whether or not it is there."""

    def __init__(self, path: Path, students: Iterable[Student] = ()):
        self.path = path
        self.students = {student.id: student for student in students}

    @classmethod
    def of(cls, root: Path) -> Roster:
        """Return the roster of the course in the folder `root`; without a roster.csv there is nobody in it."""
        path = root / FILE
        return cls(path, read_class(path).students if path.exists() else ())

    def label(self, student: str) -> str:
        """Return name and id of a student as they can be printed; the id alone where there is no name."""
        found = self.students.get(student)
        return found.label if found else shown(student)

    def by_platform(self, number: str) -> list[Student]:
        """Return who has this number on the platform."""
        return self._numbers.get(number, [])

    def by_email(self, email: str) -> list[Student]:
        """Return who has this address."""
        return self._emails.get(email.strip().casefold(), [])

    def by_name(self, name: str) -> list[Student]:
        """Return who has this name, in either order, whatever its capitals and spaces."""
        return self._names.get(folded(name), [])

    @cached_property
    def _numbers(self) -> dict[str, list[Student]]:
        return self._index(lambda student: [student.lms_user_id])

    @cached_property
    def _emails(self) -> dict[str, list[Student]]:
        return self._index(lambda student: [student.email.casefold()])

    @cached_property
    def _names(self) -> dict[str, list[Student]]:
        return self._index(
            lambda student: [folded(student.name), folded(f"{student.last_name} {student.first_name}")]
        )

    def _index(self, keys: Callable[[Student], list[str]]) -> dict[str, list[Student]]:
        found: dict[str, list[Student]] = {}
        for student in self.students.values():
            for key in set(keys(student)) - {""}:
                found.setdefault(key, []).append(student)
        return found

    def table(self) -> bytes:
        """Return the content of roster.csv."""
        return written_table([COLUMNS, *(student.cells() for student in self.students.values())])


def folded(name: str) -> str:
    """Return a name as it is compared: its words, in small letters."""
    return " ".join(name.replace(",", " ").split()).casefold()
