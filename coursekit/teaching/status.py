"""How far an assignment is: who is graded, late, missing, unreadable or not on the roster, and who waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ..course.arrival import Arrivals
from ..course.assignment import Assignment
from ..course.gradebook import opened
from ..course.late import Lateness
from ..course.names import Names
from ..course.roster import Roster
from ..course.scores import GRADED, MISSING, WAITING, Score, read_scores
from ..errors import Ungradable
from ..notebooks.submission import NOTHING, Submission, nothing, read_submission, refused_student
from ..templates import counted
from .outcome import Outcome
from .tally import recalled

READ = "graded"
LATE = "late"
ABSENT = "missing"
UNREADABLE = "cannot be read"
UNKNOWN = "not on the roster"
PERSON = "waiting for a person"
NOT_YET = "handed in and not graded yet"
GROUPS = (READ, PERSON, NOT_YET, LATE, ABSENT, UNREADABLE, UNKNOWN)


@dataclass(frozen=True)
class Entry:
    """One student in a group, as they are called, and what there is to tell of them."""

    name: str
    told: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.told}" if self.told else self.name


class Status:
    """Sorts the class of an assignment into groups, without grading anything; one student may be in several."""

    def __init__(self, assignment: Assignment, names: Names):
        self._assignment, self._names = assignment, names
        self._roster = Roster.of(assignment.root)
        self._lateness = Lateness(assignment.settings, self._roster)
        self._arrivals = Arrivals(assignment)
        self._outcomes = recalled(assignment)
        self._notebooks = assignment.points()
        self._handed_in = set(assignment.students())
        rows = read_scores(assignment, self._roster).rows
        self._rows = {row.student.id: row for row in rows}
        with opened(assignment.directory) as gradebook:
            found = gradebook.find_assignment(assignment.name)
            self._due: datetime | None = found.duedate
            self._submitted = {submission.student_id for submission in found.submissions}
            self._known = {student.id for student in gradebook.students}

    @property
    def heading(self) -> str:
        """Return how many there are, and when the assignment is due on the clocks of the course."""
        due = "no due date"
        if self._due:
            here = self._due.replace(tzinfo=UTC).astimezone(self._lateness.zone)
            due = f"due on {here:%Y-%m-%d at %H:%M} ({self._lateness.zone.key})"
        students, hand_ins = counted(len(self._rows), "student"), counted(len(self._handed_in), "hand-in")
        return f"{self._assignment.name}: {students}, {hand_ins}, {due}"

    def groups(self) -> dict[str, list[Entry]]:
        """Return who is in each of `GROUPS`, sorted by what they are called."""
        found: dict[str, list[Entry]] = {group: [] for group in GROUPS}
        for student in self._rows.keys() | self._handed_in | self._strangers():
            for group, told in self._of(student):
                found[group].append(Entry(self._names.shown(student), told))
        return {group: sorted(entries, key=str) for group, entries in found.items()}

    def next(self, groups: Mapping[str, Sequence[Entry]]) -> str:
        """Return what is to be done next, for what is in these groups, or ""."""
        name = self._assignment.name
        if not self._handed_in:
            return f"`coursekit collect {name} FILE` with what was handed in, or `coursekit sample {name}` to try it"
        return f"`coursekit grade {name}`" if groups[NOT_YET] else ""

    def _strangers(self) -> set[str]:
        """Return those with a hand-in or a grade who are not on the roster; nobody, where there is none."""
        if not self._roster.students:
            return set()
        return (self._handed_in | self._submitted) - self._roster.students.keys()

    def _of(self, student: str) -> Iterator[tuple[str, str]]:
        """Yield the groups of one student, each with what there is to tell."""
        row, outcome = self._rows.get(student), self._outcomes.get(student)
        status = row.status if row else GRADED if student in self._submitted else ""
        submission, reason = self._submission(student)
        at = self._arrivals.of(student, submission)
        again = bool(row and at and at != row.time)
        unread = self._unread(outcome, reason) if student in self._handed_in else ""
        is_graded = status in (GRADED, WAITING)
        if student in self._strangers():
            yield UNKNOWN, "graded" if status else "not graded"
        if status == MISSING:
            yield ABSENT, ""
        elif is_graded:
            yield READ if status == GRADED else PERSON, ""
        if unread:
            yield UNREADABLE, unread
        elif student in self._handed_in and (again or not is_graded):
            yield NOT_YET, "again" if again and is_graded else ""
        if days := self._days(student, row, at):
            yield LATE, counted(days, "day")

    def _submission(self, student: str) -> tuple[Submission, str]:
        """Return what a student has handed in, and why nothing in it can be graded, if that can be told at once."""
        if student not in self._handed_in:
            return NOTHING, ""
        try:
            if refused := refused_student(student, lambda one: one in self._known):
                return NOTHING, refused
            submission = read_submission(self._assignment.folder("submitted", student))
        except Ungradable as error:
            return NOTHING, str(error)
        there = any(submission.has(f"{notebook}.ipynb") for notebook in self._notebooks)
        return submission, "" if there else nothing(submission)

    @staticmethod
    def _unread(outcome: Outcome | None, reason: str) -> str:
        """Return what of a hand-in could not be read, as the last run has found it, or as is seen at once."""
        if reason or outcome is None:
            return reason
        return outcome.problems[-1] if outcome.failed else ", ".join(outcome.unreadable)

    def _days(self, student: str, row: Score | None, at: datetime | None) -> int:
        at = at or (row.time if row else None)
        if at is None or self._due is None:
            return 0
        return self._lateness.days(student, self._assignment.name, self._due, at)
