"""Collects from a course what grading processes need, and refuses what cannot be graded by them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ..course.assignment import Assignment
from ..course.originals import read_originals
from ..course.proof import Proofs
from ..errors import CourseError
from ..grading.language import is_python, not_python
from ..notebooks.folders import read_folder
from .jobs import Bundle


def gather(assignment: Assignment, notebooks: Collection[str]) -> Bundle:
    """Return all that grading these `notebooks` of an assignment needs; CourseError if nobody's could be graded."""
    settings = assignment.settings
    Proofs(assignment).require_suites(notebooks)
    release = read_folder(assignment.folder("release"))
    for name in notebooks:
        path = assignment.released(name)
        release[path.name] = path.read_bytes()
    shared = {name: path.read_bytes() for name, path in source_files(assignment).items()}
    suites = {path.name: path.read_bytes() for path in sorted(assignment.suites.glob("*.py"))}
    bundle = Bundle(
        name=assignment.name,
        release=release,
        shared=shared,
        suites=suites,
        originals=read_originals(assignment.directory, assignment.name),
        seed=settings.seed,
        limits=settings.limits,
        protected=bool(settings.protected),
        framework=settings.framework,
        config=assignment.directory.config,
    )
    bundle.preprocessing.require_safe(bundle.protected)
    for name in sorted(notebooks):
        metadata = bundle.originals[name].metadata
        if bundle.protected and not bundle.has_suite(name) and not is_python(metadata):
            raise CourseError(f"{assignment.name}: {not_python(name, metadata)}")
    return bundle


def source_files(assignment: Assignment) -> dict[str, Path]:
    """Return what nbgrader puts beside every autograded notebook from the source folder, by relative name."""
    return assignment.shared_files()
