"""Pages of single notebooks before the rest of a submission is graded, for who waits for just these."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from typing import Any

from nbgrader.converters import Autograde

from ..course.arrival import Arrivals
from ..course.assignment import Assignment
from ..course.gradebook import Writer
from ..course.names import Names
from ..course.pages import headed
from ..errors import Ungradable
from . import process
from .cache import Cache
from .executors import Grading
from .feedback import page_job
from .handed_in import Jobs
from .jobs import AnyJob, Bundle, Graded
from .orders import FATAL


def preview(
    assignment: Assignment, bundle: Bundle, executor: Grading, student: str, notebooks: Collection[str]
) -> dict[str, str]:
    """Grade these of a student's notebooks, and return their pages as they will be; nothing is written for it.

    What is found is kept as grading keeps it, which then does not do it again. A notebook of which another try might
    find something else is left out, and so is one that may write files for others.
    """
    arrivals = Arrivals(assignment)
    jobs, cache, key = Jobs(assignment, bundle, arrivals), Cache(assignment.kept / "results"), bundle.key()
    try:
        submission = jobs.read(student, "")
    except Ungradable:  # which grading tells
        return {}
    readable = jobs.readable(submission)
    names = [name for name in notebooks if bundle.has_suite(name) and f"{name}.ipynb" in readable]
    asked = {name: jobs.job(submission, student, name, readable, {}) for name in names}
    graded: dict[str, Graded] = {}
    for name, found in _done(executor, process.grade_and_show, asked).items():
        if not found.by_the_clock and not found.ungradable:
            cache.put(asked[name].key(key), found)
            graded[name] = found
    course: Any = assignment.directory
    parent = Autograde(coursedir=course, config=course.config)
    with closing(Writer(course, assignment.name, parent, assignment.voided)) as writer:
        marks = {name: found.marks for name, found in graded.items()}
        sheets = writer.write(student, arrivals.of(student, submission), marks, keep=False)
    pages = {
        name: page_job(name, found.text, sheets[name], assignment.voided) for name, found in graded.items()
    }
    heading = Names.of(assignment).heading(student)
    made = _done(executor, process.make_page, pages)
    return {name: headed(page, heading) for name, page in made.items()}


def _done(executor: Grading, function: Callable[..., Any], jobs: Mapping[str, AnyJob]) -> dict[str, Any]:
    """Return what comes of these jobs, side by side; what goes wrong with one is left to grading, which tells it."""
    out = {name: executor.submit(function, job) for name, job in jobs.items()}
    found = {}
    for name, future in out.items():
        try:
            found[name] = future.result()
        except FATAL:
            raise
        except Exception:
            continue
    return found
