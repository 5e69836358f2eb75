"""The pure half of grading: a submitted notebook and a hidden suite in, a result per test out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..errors import ProcessError, StudentError, SuiteError, Ungradable
from ..notebooks.cells import Cell, code_cells, sources_beside
from ..notebooks.folders import read_folder, read_notebook_files
from ..notebooks.marks import exercises
from ..notebooks.mend import mend
from ..notebooks.read import parse_notebook, read_notebook
from ..notebooks.submission import read_file, read_submission
from ..sandbox.inside.frameworks.dialects import DIALECTS
from ..sandbox.limits import Limits
from ..sandbox.sandbox import Sandbox
from .beside import mended_beside, with_byte_code, with_replaced
from .hidden_suite import HiddenSuite
from .references import References, oracle
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
        self._public = with_byte_code(read_folder(release.parent))
        self._released = read_notebook_files(release.parent)
        names = tuple(exercise.name for exercise in self.exercises)
        self.suite = HiddenSuite(suite, names, seed, DIALECTS[sandbox.framework])
        self._references = References(self.suite.references, oracle())
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

    @property
    def left_out(self) -> dict[str, float]:
        """Return the points of the tests, by exercise, that the framework cannot have, and others of it got."""
        points: dict[str, float] = {}
        for test in self.suite.left_out:
            points[test.exercise] = points.get(test.exercise, 0) + test.points
        return points

    def _check_points(self) -> None:
        for exercise in self.exercises:
            points = sum(test.points for test in self.suite.tests if test.exercise == exercise.name)
            if not points and any(test.exercise == exercise.name for test in self.suite.left_out):
                library = DIALECTS[self._sandbox.framework].library
                raise SuiteError(
                    f"{exercise.name}: every test of it needs what {library} does not have; tag its cells for the "
                    "other frameworks"
                )
            if points != exercise.points:
                raise SuiteError(
                    f"{exercise.name}: the tests have {points:g} points, its check cell {exercise.points:g}; "
                    "change one of them (the cell in source/), and build the release again"
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
        self,
        notebook: NotebookNode,
        others: Notebooks | None = None,
        *,
        pictures: bool = True,
        shown_later: bool = False,
    ) -> NotebookResult:
        """Grade a notebook as `grade` does, in which everything that a student may not change is whole already.

        If it is to be `shown_later`, cells that only show something are left out; the result is `unshown` if there are
        any.
        """
        cells = self._cells(notebook, others)
        unshown = shown_later and any(cell.shows for cell in cells)
        with self._opened(notebook, others, cells, pictures and not unshown) as student:
            tests = self.suite.run(student(()), student)
            runs = student(()).runs
        return NotebookResult(tests, runs, by_the_clock=self._by_the_clock, unshown=unshown)

    def show(self, notebook: NotebookNode, others: Notebooks | None = None) -> NotebookResult:
        """Run all cells of a mended notebook in their order, for what they show; the result has no tests."""
        with self._opened(notebook, others, self._cells(notebook, others), pictures=True) as student:
            runs = student(()).runs
        return NotebookResult([], runs, by_the_clock=self._by_the_clock)

    @contextmanager
    def trials(
        self, submission: NotebookNode, others: Notebooks | None = None
    ) -> Iterator[Callable[..., Iterator[TestResult]]]:
        """Run the cells of one notebook once, and give `trial(seed, only, right)`: results as the suite yields them.

        What the student's functions remember, they keep from trial to trial.
        """
        notebook = mend(submission, self.release)
        with self._opened(notebook, others, self._cells(notebook, others), pictures=False) as student:
            yield partial(self.suite.results, student(()), student)

    @contextmanager
    def _opened(
        self, notebook: NotebookNode, others: Notebooks | None, cells: list[Cell], pictures: bool
    ) -> Iterator[Callable[[tuple[str, ...]], Student]]:
        """Give `student(replaced)`: the notebook at work, with right answers in the exercises `replaced`."""
        own = nbformat.v4.writes(notebook).encode()  # which was made whole, and need not be validated again
        notebooks = {**self._released, **self._beside(others), self._name: own}
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

    def _beside(self, others: Notebooks | None) -> dict[str, bytes]:
        return {name: mended_beside(data, self._released.get(name)) for name, data in (others or {}).items()}

    def _cells(self, notebook: NotebookNode, others: Notebooks | None) -> list[Cell]:
        beside = self._beside(others).items()
        own = [sources_beside(data, self._released.get(name, b"")) for name, data in beside]
        return code_cells(notebook, self.judged, self.release, self.suite.reached, tuple(chain(*own)))

    def _with_replaced(self, notebooks: Notebooks, replaced: tuple[str, ...]) -> dict[str, bytes]:
        found = {}
        for name, data in notebooks.items():
            found[name] = with_replaced(data, self._released.get(name), replaced)
        return found

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
