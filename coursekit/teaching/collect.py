"""Collects what a platform gives for download: whose each hand-in is, and what nothing can be done with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..course.assignment import Assignment
from ..course.roster import Roster
from ..course.students import Student
from ..errors import CourseError, Ungradable
from ..notebooks.archives import Download
from ..notebooks.text import shown
from .downloads import HandIn, Person, hand_ins
from .placing import Placing
from .whose import Times, whose

NO_ROSTER = (
    "there is no roster.csv, without which nobody knows whose id in the course a name or number of {} is; run "
    "`coursekit roster LIST` with the list of your class"
)


@dataclass(frozen=True)
class Choice:
    """How to collect: from which `platform` (None: as the download looks), with which `times`.

    `replace`: also what is not known to be later. `is_dry`: only say what would be done.
    """

    platform: str | None = None
    times: Times = field(default_factory=Times)
    replace: bool = False
    is_dry: bool = False


class Collector:
    """Collects downloads for one assignment. What it did is counted in `placed`, `unchanged` and `refused`."""

    def __init__(self, assignment: Assignment, choice: Choice):
        self._assignment, self._choice = assignment, choice
        self._placing = Placing(assignment, replace=choice.replace, is_dry=choice.is_dry)
        self._roster = Roster.of(assignment.root)
        self.placed: set[str] = set()
        self.unchanged: set[str] = set()
        self.late: set[str] = set()
        self.undated: set[str] = set()
        self.refused = 0

    def collect(self, path: Path) -> Iterator[str]:
        """Collect one download, and yield a line for whatever is to be known about it."""
        try:
            with Download(path) as download:
                yield from self._collect(download)
        except Ungradable as error:
            raise CourseError(str(error)) from error

    def _collect(self, download: Download) -> Iterator[str]:
        platform, found, told = hand_ins(
            download, self._choice.platform, self._roster.students.__contains__, self._is_on_canvas
        )
        if platform != "plain" and not self._roster.students:
            raise CourseError(NO_ROSTER.format(platform.capitalize()))
        yield f"{download.name}: {platform}, {len(found)} hand-ins"
        lines = [*download.refused, *told]
        self.refused += len(lines)
        yield from lines
        if self._is_of_another(found):
            raise CourseError(
                f"{download.name}: no notebook in it is one of {self._assignment.name}, by its cells or its name; "
                "is it the download of another assignment? Nothing of it was collected"
            )
        for hand_in, students in self._claimed(platform, found):
            yield from self._take(hand_in, students)

    def _is_of_another(self, found: list[HandIn]) -> bool:
        """Return whether notebooks were handed in, and none by anybody is one of the assignment."""
        are_there = False
        for hand_in in found:
            names = [name for name in self._placing.sort(hand_in).files if name.endswith(".ipynb")]
            if any(name.removesuffix(".ipynb") in self._placing.released for name in names):
                return False
            are_there = are_there or bool(names)
        return are_there

    def _claimed(self, platform: str, found: list[HandIn]) -> Iterator[tuple[HandIn, list[Student | str]]]:
        """Yield each hand-in with its students: with none whom several hand-ins of one download claim to be of."""
        pairs = []
        claims: Counter[str] = Counter()
        for hand_in in found:
            students = [
                whose(platform, person, self._roster, self._choice.times) for person in hand_in.people
            ]
            claims.update(student.id for student in students if isinstance(student, Student))
            pairs.append((hand_in, students))
        for hand_in, students in pairs:
            for place, student in enumerate(students):
                if isinstance(student, Student) and claims[student.id] > 1:
                    students[place] = f"several hand-ins would be those of {student.label}"
            yield hand_in, students

    def _is_on_canvas(self, person: Person) -> bool:
        return isinstance(whose("canvas", person, self._roster, self._choice.times), Student)

    def _take(self, hand_in: HandIn, students: list[Student | str]) -> Iterator[str]:
        said = shown(hand_in.said)
        files = None
        for person, student in zip(hand_in.people, students, strict=True):
            if isinstance(student, str):
                self.refused += 1
                named = f"{said} ({shown(person.name)})" if len(students) > 1 else said
                yield f"{named}: {student}; it was not collected"
                continue
            if files is None:
                files = self._placing.sort(hand_in)
            yield from (f"{student.label}: {line}" for line in files.told)
            if not any(name.endswith(".ipynb") for name in files.files):
                self.refused += 1
                yield f"{student.label}: there is no notebook in it; it was not collected"
                continue
            yield from self._place(student, person, hand_in, files.files)

    def _place(
        self, student: Student, person: Person, hand_in: HandIn, files: dict[str, bytes]
    ) -> Iterator[str]:
        times = self._choice.times.times
        hand_in.time = hand_in.time or times.get(person.number) or times.get(student.id)
        reason = self._placing.place(student.id, hand_in, files)
        if hand_in.is_late:
            self.late.add(student.id)
        if hand_in.time is None:
            self.undated.add(student.id)
        if not reason:
            self.placed.add(student.id)
        elif reason.startswith("unchanged"):
            self.unchanged.add(student.id)
        else:
            self.refused += 1
            yield f"{student.label}: {reason}"

    def summary(self) -> Iterator[str]:
        """Yield who is late, whose date is not known, who has not handed in, and the numbers."""
        if self.late:
            yield f"late, as Canvas says: {self._names(self.late)}"
        if self.undated:
            yield (
                f"when it was handed in is not known of {len(self.undated)}: the download does not say it, --times may"
            )
        there = set(self._assignment.students()) | self.placed
        missing = [
            who.id for who in self._roster.students.values() if not who.withdrawn and who.id not in there
        ]
        if missing:
            yield f"nothing from: {self._names(missing)}"
        would = "would be " if self._choice.is_dry else ""
        yield (
            f"{self._assignment.name}: {len(self.placed)} {would}collected, {len(self.unchanged)} unchanged, "
            f"{self.refused} not collected"
        )

    def _names(self, students: set[str] | list[str]) -> str:
        return ", ".join(self._roster.label(student) for student in sorted(students))
