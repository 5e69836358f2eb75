"""What students are called on terminal and pages: by name where it is known, or by a pseudonym."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from .assignment import Assignment
from .roster import Roster

SECRET = Path(".coursekit", "pseudonyms.key")
LETTERS = 6  # of a pseudonym: a thousand million different ones


class Names:
    """What the students of a course are called: `anonymous` by pseudonyms, which stay the same from run to run."""

    def __init__(self, root: Path, *, anonymous: bool):
        self._root, self.anonymous = root, anonymous
        self._roster = Roster.of(root)

    @classmethod
    def of(cls, assignment: Assignment) -> Names:
        """Return the names in the course of an assignment."""
        return cls(assignment.root, anonymous=bool(assignment.settings.anonymous))

    def shown(self, student: str) -> str:
        """Return what a student is called where others read it."""
        return self.pseudonym(student) if self.anonymous else self._roster.label(student)

    def heading(self, student: str) -> str:
        """Return what stands above a student's feedback: nothing where a name is not known, or is not to be."""
        known = self._roster.students.get(student)
        return known.label if known and known.name and not self.anonymous else ""

    def pseudonym(self, student: str) -> str:
        """Return what stands for a student; without the course's key nobody can tell who it is."""
        digest = hmac.new(self._secret, student.encode("utf-8", "surrogateescape"), hashlib.sha256).digest()
        return f"student-{base64.b32encode(digest).decode().lower()[:LETTERS]}"

    def who(self, pseudonym: str, students: list[str]) -> list[str]:
        """Return who of these students, and of the roster, is called by a pseudonym."""
        known = dict.fromkeys([*self._roster.students, *students])
        return [student for student in known if self.pseudonym(student) == pseudonym.strip().lower()]

    @cached_property
    def _secret(self) -> bytes:
        path = self._root / SECRET
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
        return path.read_bytes()
