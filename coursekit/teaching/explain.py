"""Explains one grade: what it was made from, when, and by which checks; and makes it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from ..course.arrival import Arrivals
from ..course.assignment import Assignment
from ..course.course import Course
from ..course.gradebook import opened
from ..course.names import Names
from ..course.origin import origin_of
from ..course.voided import Voided, sentences
from ..errors import CourseError, Ungradable
from ..notebooks.marks import CHECK, grade_id, mark
from ..notebooks.read import read_notebook
from . import process
from .audit import Audit
from .changes import Told, differing, told, words
from .executors import processes
from .gather import gather
from .handed_in import Jobs
from .jobs import Bundle, Graded, in_order


class Explanation:
    """The grade of one student for one exercise. After `lines` were read, `same` tells whether it was made again."""

    def __init__(self, assignment: Assignment, student: str, exercise: str, path: Path, cell: str):
        self._assignment, self._student, self._exercise = assignment, student, exercise
        self._path, self._cell, self._notebook = path, cell, read_notebook(path)
        self._origin = origin_of(self._notebook)
        self.same = False

    def lines(self) -> Iterator[str]:
        """Yield what there is to tell."""
        assignment, name = self._assignment, self._path.stem
        yield f"{Names.of(assignment).shown(self._student)}: {self._exercise} in {name} of {assignment.name}"
        yield from self._points()
        yield from map(_line, told(self._notebook, self._cell))
        bundle = gather(assignment, list(assignment.points()))
        if self._origin:
            bundle = replace(bundle, seed=self._origin["seed"])
        try:
            again = self._again(bundle)
        except Ungradable as error:
            yield f"It cannot be made again: {error}"
            return
        yield from self._made_from(again.origin)
        yield from self._compared(again)

    def _points(self) -> Iterator[str]:
        with opened(self._assignment.directory) as gradebook:
            found = gradebook.find_submission_notebook(self._path.stem, self._assignment.name, self._student)
            grade = next(grade for grade in found.grades if grade.name == self._cell)
            comments = {comment.name: comment.comment for comment in found.comments}
            yield f"points:     {grade.score:g} of {grade.max_score:g}"
            if grade.manual_score is not None:
                yield f"by hand:    {grade.manual_score:g}; the checks gave {grade.auto_score or 0:g}"
            for said in sentences(self._void()).values():
                yield f"voided:     {said}"
            if grade.extra_credit:
                yield f"extra:      {grade.extra_credit:g}"
            if found.late_submission_penalty:
                yield f"late:       {found.late_submission_penalty:g} points were taken off the notebook"
            for said in filter(None, [comments.get(self._exercise), comments.get(self._cell)]):
                yield f"comment:    {' '.join(said.split())}"
        for line in Audit(self._assignment).of(self._student, self._path.stem, self._exercise):
            old = "not graded" if line["old"] is None else f"{line['old']:g}"
            yield f"history:    {line['time']}: {old} → {line['new']:g}"
        made = datetime.fromtimestamp(self._path.stat().st_mtime)
        yield f"graded:     {made:%Y-%m-%d %H:%M}"

    def _made_from(self, now: Mapping[str, Any]) -> Iterator[str]:
        """Yield each thing that the grade was made from, and whether it is so still."""
        assignment, name = self._assignment, self._path.stem
        if not self._origin:
            yield "What it was made from was not noted: an earlier version of the kit, or nbgrader, has graded it."
            return
        suite = assignment.suite(name)
        places = {
            "submission": f"{assignment.shown('submitted', self._student)}/{name}.ipynb",
            "suite": str(
                suite.relative_to(assignment.root) if suite.exists() else "the checks in the notebook"
            ),
            "release": f"{assignment.shown('release')}/{name}.ipynb",
        }
        for part, place in places.items():
            digest = self._origin[part]
            same = "" if digest == now[part] else "; NOT what is there now"
            yield f"{part + ':':<11} {place}{f' sha256 {digest}' if digest else ''}{same}"
        if self._origin["beside"] != now["beside"]:
            yield "beside:     the student's other notebooks are NOT those that are there now"
        yield f"seed:       {self._origin['seed']}"
        other = "" if self._origin["kit"] == now["kit"] else f"; NOT the one that is here: {now['kit']}"
        yield f"kit:        {self._origin['kit']}{other}"

    def _again(self, bundle: Bundle) -> Graded:
        """Grade the notebook, and before it those that leave files which its cells may read."""
        assignment, student = self._assignment, self._student
        jobs = Jobs(assignment, bundle, Arrivals(assignment))
        submission = jobs.read(student, "")
        readable = jobs.readable(submission)
        graded: dict[str, Graded] = {}
        with processes(bundle, 1, 1) as pool:
            for name in in_order(bundle.originals):
                before = bundle.has_checks_in_cells(name) and submission.has(f"{name}.ipynb")
                if before or name == self._path.stem:
                    job = jobs.job(submission, student, name, readable, graded)
                    graded[name] = pool.submit(process.grade, job).result()
                if name == self._path.stem:
                    break
        return graded[self._path.stem]

    def _compared(self, again: Graded) -> Iterator[str]:
        before = told(self._notebook, self._cell)
        now = nbformat.reads(again.text, as_version=4)
        different = list(differing(before, told(now, self._cell)))
        score, old = again.marks.scores.get(self._cell), self._automatic()
        for void in self._void().values():
            score = void.score(score)
        self.same = not different and score == old
        if self.same:
            yield "Made again now, it comes out the same."
            return
        yield f"Made again now, it comes out DIFFERENT: the checks give {_number(score)}, and gave {_number(old)}."
        for check in different:
            yield f"  {check.title} {_number(check.before)} → {_number(check.now)}"
            if check.said != check.says:
                yield f"    before: {check.said or '–'}"
                yield f"    now:    {check.says or '–'}"

    def _void(self) -> Voided:
        void = self._assignment.voided.get(self._cell)
        return {self._cell: void} if void else {}

    def _automatic(self) -> float | None:
        with opened(self._assignment.directory) as gradebook:
            found = gradebook.find_grade(self._cell, self._path.stem, self._assignment.name, self._student)
            return None if found.auto_score is None else float(found.auto_score)


def _number(value: float | None) -> str:
    return "nothing" if value is None else f"{value:g}"


def _line(test: Told) -> str:
    says = " ".join(words(test).split())
    sign = "✓" if test["earned"] == test["points"] else "✗"
    return f"  {sign} {test['earned']:g} of {test['points']:g}: {test['title']}{f' {says}' if says else ''}"


def find(course: Course, student: str, exercise: str, assignment: str | None) -> Explanation:
    """Return the explanation of a grade; CourseError if there is none, or an assignment has to be named."""
    with opened(course.directory) as gradebook:
        known = [found.name for found in gradebook.assignments]
    if assignment is not None and assignment not in known:
        raise CourseError(
            f"there is no assignment {assignment} in the gradebook, but {', '.join(sorted(known))}"
        )
    found = []
    for name in [assignment] if assignment else sorted(known):
        found += list(_graded(course.assignment(name), student, exercise))
    if not found:
        raise CourseError(f"{student} has no grade for {exercise}: nothing of that name was graded")
    if len(found) > 1:
        raise CourseError(f"{exercise} is in several notebooks or assignments; name one with --assignment")
    return found[0]


def _graded(assignment: Assignment, student: str, exercise: str) -> Iterator[Explanation]:
    for path in sorted(assignment.folder("autograded", student).glob("*.ipynb")):
        for cell in read_notebook(path).cells:
            if _is_of(cell, exercise):
                yield Explanation(assignment, student, exercise, path, grade_id(cell) or "")


def _is_of(cell: NotebookNode, exercise: str) -> bool:
    name = grade_id(cell) or ""
    return bool(mark(cell).get("grade") or mark(cell).get("task")) and name in (exercise, CHECK + exercise)
