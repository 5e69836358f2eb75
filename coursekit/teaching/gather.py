"""Collects from a course what grading processes need, and refuses what cannot be graded by them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ..course.assignment import Assignment
from ..course.originals import read_originals
from ..course.proof import Proofs
from ..errors import CourseError
from ..grading.language import not_python
from ..notebooks.folders import read_folder
from .jobs import Bundle


def gather(assignment: Assignment, notebooks: Collection[str]) -> Bundle:
    """Return all that grading these `notebooks` of an assignment needs; CourseError if nobody's could be graded."""
    settings = assignment.settings
    originals = read_originals(assignment.directory, assignment.name, assignment.voided)
    asking = [name for name in notebooks if not originals[name].is_for_reading]
    Proofs(assignment).require_suites(asking)
    release = read_folder(assignment.folder("release"))
    for name in originals:
        path = assignment.released(name)
        release[path.name] = path.read_bytes()
    shared = {name: path.read_bytes() for name, path in source_files(assignment).items()}
    suites = {path.name: path.read_bytes() for path in sorted(assignment.suites.glob("*.py"))}
    bundle = Bundle(
        name=assignment.name,
        release=release,
        shared=shared,
        suites=suites,
        originals=originals,
        seed=settings.seed,
        limits=settings.limits,
        protected=bool(settings.protected),
        framework=settings.framework,
        python=settings.python,
        compiled=assignment.compiled,
        config=assignment.directory.config,
    )
    bundle.preprocessing.require_safe(bundle.protected)
    if bundle.by_hand and len(bundle.by_hand) == len(notebooks):
        raise CourseError(f"{assignment.name}: {by_hand(bundle)[0]}")
    return bundle


def by_hand(bundle: Bundle) -> list[str]:
    """Return a line for each notebook that a person has to grade, for its language."""
    return [not_python(name, bundle.originals[name].metadata) for name in bundle.by_hand]


def source_files(assignment: Assignment) -> dict[str, Path]:
    """Return what nbgrader puts beside every autograded notebook from the source folder, by relative name."""
    return assignment.shared_files()
