"""Pages of single notebooks before the rest of a submission is graded, for who waits for just these."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from typing import Any

from nbgrader.converters import Autograde

from ..course.arrival import Arrivals
from ..course.assignment import Assignment
from ..course.gradebook import Writer
from ..course.names import Names
from ..course.pages import headed
from . import process
from .cache import Cache
from .executors import Grading
from .feedback import page_job
from .handed_in import Jobs
from .jobs import Bundle, Graded


def preview(
    assignment: Assignment, bundle: Bundle, executor: Grading, student: str, notebooks: Collection[str]
) -> dict[str, str]:
    """Grade these of a student's notebooks, and return their pages as they will be; nothing is written for it.

    What is found is kept as grading keeps it, which then does not do it again. A notebook of which another try might
    find something else is left out, and so is one that may write files for others.
    """
    arrivals = Arrivals(assignment)
    jobs, cache, key = Jobs(assignment, bundle, arrivals), Cache(assignment.kept / "results"), bundle.key()
    submission = jobs.read(student, "")
    readable = jobs.readable(submission)
    names = [name for name in notebooks if bundle.has_suite(name) and f"{name}.ipynb" in readable]
    asked = {name: jobs.job(submission, student, name, readable, {}) for name in names}
    out = {name: executor.submit(process.grade_and_show, job) for name, job in asked.items()}
    graded: dict[str, Graded] = {}
    for name, future in out.items():
        found = future.result()
        if not found.by_the_clock and not found.ungradable:
            cache.put(asked[name].key(key), found)
            graded[name] = found
    course: Any = assignment.directory
    with closing(
        Writer(course, assignment.name, Autograde(coursedir=course, config=course.config))
    ) as writer:
        marks = {name: found.marks for name, found in graded.items()}
        sheets = writer.write(student, arrivals.of(student, submission), marks, keep=False)
    pages = {name: page_job(name, found.text, sheets[name]) for name, found in graded.items()}
    made = {name: executor.submit(process.make_page, page) for name, page in pages.items()}
    heading = Names.of(assignment).heading(student)
    return {name: headed(future.result(), heading) for name, future in made.items()}
