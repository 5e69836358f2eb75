"""The pure half of grading: a submitted notebook and a hidden suite in, a result per test out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..errors import ProcessError, StudentError, SuiteError, Ungradable
from ..notebooks.cells import code_cells
from ..notebooks.folders import read_folder, read_notebook_files
from ..notebooks.marks import exercises, fill, solutions
from ..notebooks.mend import mend
from ..notebooks.read import parse_notebook, read_notebook
from ..notebooks.submission import read_file, read_submission
from ..sandbox.inside.frameworks import load
from ..sandbox.limits import Limits
from ..sandbox.sandbox import Sandbox
from .hidden_suite import HiddenSuite
from .references import References
from .result import NotebookResult, TestResult
from .student import Student

Notebooks = Mapping[str, bytes]  # by the names of files


class Grader:
    """Grades submissions of one notebook.

    `release` is the released notebook: it tells the exercises and what students may not change, and the files
    beside it are what every notebook finds in its folder. `suite` is the pytest file with the hidden tests.
    """

    def __init__(
        self, release: Path, suite: Path, sandbox: Sandbox, *, seed: int = 0, limits: Limits | None = None
    ):
        self.release = read_notebook(release)
        self.exercises = exercises(self.release)
        self._sandbox, self._limits = sandbox, limits or Limits()
        self._name = release.name
        self._public = read_folder(release.parent)
        self._released = read_notebook_files(release.parent)
        self._released_solved: dict[tuple[str, tuple[str, ...]], bytes] = {}
        self.suite = HiddenSuite(suite, tuple(exercise.name for exercise in self.exercises), seed)
        self._references = References(self.suite.references, load(sandbox.framework))
        self._by_the_clock = False  # of the notebook that was graded last
        self._check_points()

    @property
    def other_names(self) -> set[str]:
        """Return the names of the released notebooks that a student has beside this one."""
        return set(self._released) - {self._name}

    @cached_property
    def judged(self) -> set[str]:
        """Return the exercises that the suite judges."""
        return {test.exercise for test in self.suite.tests}

    def _check_points(self) -> None:
        for exercise in self.exercises:
            points = sum(test.points for test in self.suite.tests if test.exercise == exercise.name)
            if points != exercise.points:
                raise SuiteError(
                    f"{exercise.name}: the tests have {points:g} points, its check cell {exercise.points:g}"
                )

    # --- grading ------------------------------------------------------------------------------

    def grade(
        self, submission: NotebookNode, others: Notebooks | None = None, *, pictures: bool = True
    ) -> NotebookResult:
        """Grade one notebook. `others` are the student's other notebooks, by name; missing ones are as released.

        Without `pictures`, experiments that only show something are left out: for when only the tests are wanted.
        """
        return self.grade_mended(mend(submission, self.release), others, pictures=pictures)

    def grade_mended(
        self, notebook: NotebookNode, others: Notebooks | None = None, *, pictures: bool = True
    ) -> NotebookResult:
        """Grade a notebook as `grade` does, in which everything that a student may not change is whole already."""
        with self._opened(notebook, others, pictures) as student:
            tests = self.suite.run(student(()), student)
            runs = student(()).runs
        return NotebookResult(tests, runs, by_the_clock=self._by_the_clock)

    @contextmanager
    def trials(
        self, submission: NotebookNode, others: Notebooks | None = None
    ) -> Iterator[Callable[..., Iterator[TestResult]]]:
        """Run the cells of one notebook once, and give `trial(seed, only, right)`: results as the suite yields them.

        What the student's functions remember, they keep from trial to trial.
        """
        with self._opened(mend(submission, self.release), others, pictures=False) as student:
            yield partial(self.suite.results, student(()), student)

    @contextmanager
    def _opened(
        self, notebook: NotebookNode, others: Notebooks | None, pictures: bool
    ) -> Iterator[Callable[[tuple[str, ...]], Student]]:
        """Give `student(replaced)`: the notebook at work, with right answers in the exercises `replaced`."""
        cells = code_cells(notebook, self.judged, self.release, self.suite.reached)
        own = nbformat.writes(notebook).encode()
        mended = {
            name: mended_beside(data, self._released.get(name)) for name, data in (others or {}).items()
        }
        notebooks = {**self._released, **mended, self._name: own}
        opened: dict[tuple[str, ...], Student] = {}

        def student(replaced: tuple[str, ...]) -> Student:
            if replaced not in opened:
                opened[replaced] = Student(
                    self._sandbox,
                    cells,
                    {**self._with_replaced(notebooks, replaced), **self._public},
                    limits=self._limits,
                    answer=self._references.among(replaced),
                    replaced=replaced,
                    pictures=pictures and not replaced,
                )
            return opened[replaced]

        try:
            # Whatever keeps the notebook from starting is told again, and reported, by the first test.
            with suppress(StudentError, ProcessError):
                student(()).start()
            yield student
        finally:
            for one in opened.values():
                one.close()
            self._by_the_clock = any(one.by_the_clock for one in opened.values())

    def _with_replaced(self, notebooks: Notebooks, replaced: tuple[str, ...]) -> dict[str, bytes]:
        return {name: self._one_with_replaced(name, data, replaced) for name, data in notebooks.items()}

    def _one_with_replaced(self, name: str, data: bytes, replaced: tuple[str, ...]) -> bytes:
        released = self._released.get(name)
        if data != released:
            return with_replaced(data, released, replaced)
        if (name, replaced) not in self._released_solved:  # what is as released is so in many submissions
            self._released_solved[name, replaced] = with_replaced(data, released, replaced)
        return self._released_solved[name, replaced]

    # --- what was not graded ------------------------------------------------------------------

    def lost(self, message: str) -> NotebookResult:
        """Return a result in which every test is lost, with this message."""
        return NotebookResult([replace(test, message=message) for test in self.suite.tests])

    def ungradable(self, reason: str) -> NotebookResult:
        """Return the result of a notebook that could not be read."""
        return replace(self.lost(f"The notebook could not be graded: {reason}."), ungradable=reason)

    def close(self) -> None:
        """Close the suite; the sandbox stays the caller's."""
        self.suite.close()


@lru_cache(maxsize=64)  # for each notebook of a student, the same others lie beside it
def mended_beside(data: bytes, released: bytes | None) -> bytes:
    """Return a notebook file that a later one reads, in which solution cells that lost their marks have them again.

    As long as all marks are there, and where it cannot be read at all, it stays as it was handed in.
    """
    marks = _solution_marks(released) if released is not None and data != released else []
    if all(mark.search(data) for mark in marks):
        return data
    try:
        return bytes(nbformat.writes(mend(parse_notebook(data), parse_notebook(released or b""))).encode())
    except Ungradable:
        return data


@lru_cache(maxsize=64)
def _solution_marks(released: bytes) -> list[re.Pattern[bytes]]:
    names = solutions(parse_notebook(released))
    return [re.compile(rb'"grade_id":\s*"' + re.escape(name.encode()) + b'"') for name in names]


def with_replaced(data: bytes, released: bytes | None, replaced: tuple[str, ...]) -> bytes:
    """Return a notebook file in which the solutions named in `replaced` are the right answers.

    If the file cannot be read, or has lost one of these cells, the `released` notebook takes its place.
    """
    if not replaced:
        return data
    answers = {name: f"from right_answers import {name}" for name in replaced}
    try:
        notebook = parse_notebook(data)
    except Ungradable:
        notebook = None
    if released is not None:
        whole = parse_notebook(released)
        needed = answers.keys() & solutions(whole).keys()
        if notebook is None or needed - solutions(notebook).keys():
            notebook = whole
    return data if notebook is None else bytes(nbformat.writes(fill(notebook, answers)).encode())


def grade_notebook(
    submission: Path | str,
    *,
    release: Path | str,
    suite: Path | str,
    seed: int = 0,
    limits: Limits | None = None,
    protected: bool = True,
    sandbox: Sandbox | None = None,
) -> NotebookResult:
    """Grade one notebook file; needs no course folder and no gradebook.

    The other notebooks in the folder of `submission` are taken as the student's earlier ones. `release` and `suite`
    are as for `Grader`. Without a `sandbox`, one is started for this call.
    """
    submission, release, suite = Path(submission), Path(release), Path(suite)
    own = sandbox or Sandbox(protected=protected)
    try:
        grader = Grader(release, suite, own, seed=seed, limits=limits)
        try:
            notebook = parse_notebook(read_file(submission))
            return grader.grade(notebook, read_submission(submission.parent).notebooks(grader.other_names))
        except Ungradable as error:
            return grader.ungradable(str(error))
        finally:
            grader.close()
    finally:
        if sandbox is None:
            own.close()
