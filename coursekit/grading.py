"""The pure half of grading: a submitted notebook and a hidden suite in, a result per test out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from . import notebook as nb
from .child import Died, TimedOut
from .runner import Suite, SuiteError, TestResult
from .sandbox import Limits, Sandbox
from .student import CellRun, Student, StudentError
from .submission import read_file, read_submission

__all__ = ["Grader", "Limits", "NotebookResult", "grade_notebook"]


@dataclass
class NotebookResult:
    """What grading one notebook found. `runs` has the outputs of every cell that was run."""

    tests: list[TestResult]
    runs: dict[str, CellRun] = field(default_factory=dict)
    ungradable: str = ""

    @property
    def points(self) -> float:
        """Return the points earned."""
        return sum(test.earned for test in self.tests)

    @property
    def max_points(self) -> float:
        """Return the points there are."""
        return sum(test.points for test in self.tests)

    def exercise(self, name: str) -> list[TestResult]:
        """Return the tests of one exercise."""
        return [test for test in self.tests if test.exercise == name]


class Grader:
    """Grades submissions of one notebook.

    `release` is the released notebook: it tells the exercises and what students may not change, and the files
    beside it are what every notebook finds in its folder. `suite` is the pytest file with the hidden tests.
    """

    def __init__(
        self, release: Path, suite: Path, sandbox: Sandbox, *, seed: int = 0, limits: Limits | None = None
    ):
        self.release = nb.read(release)
        self.exercises = nb.exercises(self.release)
        self._sandbox, self._limits = sandbox, limits or Limits()
        self._name = release.name
        self._public = read_folder(release.parent)
        self._released = beside(release)
        self.suite = Suite(suite, tuple(exercise.name for exercise in self.exercises), seed)
        self._check_points()

    @property
    def beside(self) -> set[str]:
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

    def grade(
        self,
        submission: NotebookNode,
        beside: Mapping[str, bytes] | None = None,
        *,
        mended: bool = False,
        pictures: bool = True,
    ) -> NotebookResult:
        """Grade one notebook. `beside` are the student's other notebooks, by name; missing ones are as released.

        Without `pictures`, experiments that only show something are left out: for when only the tests are wanted.
        """
        with self._opened(submission, beside, mended, pictures) as student:
            tests = self.suite.run(student(), student)
            return NotebookResult(tests, student().runs)

    @contextmanager
    def trials(
        self, submission: NotebookNode, beside: Mapping[str, bytes] | None = None
    ) -> Iterator[Callable[..., Iterator[TestResult]]]:
        """Run the cells of one notebook once, and give `trial(seed, only)`, which yields results as the suite does.

        What the student's functions remember, they keep from trial to trial.
        """
        with self._opened(submission, beside, mended=False, pictures=False) as student:
            yield lambda seed=None, only=None: self.suite.results(student(), student, seed, only)

    @contextmanager
    def _opened(
        self, submission: NotebookNode, beside: Mapping[str, bytes] | None, mended: bool, pictures: bool
    ) -> Iterator[Callable[..., Student]]:
        whole = submission if mended else nb.mend(submission, self.release)
        others = {**self._released, **(beside or {})}
        own = nbformat.writes(whole).encode()
        opened: dict[tuple[str, ...], Student] = {}

        def student(replaced: tuple[str, ...] = ()) -> Student:
            if replaced not in opened:
                notebooks = {**others, self._name: own}
                opened[replaced] = Student(
                    self._sandbox,
                    nb.code_cells(whole, self.judged, self.release, self.suite.reached),
                    {**self._repaired(notebooks, replaced), **self._public},
                    limits=self._limits,
                    references=self.suite.references,
                    replace=replaced,
                    pictures=pictures and not replaced,
                )
            return opened[replaced]

        try:
            # Whatever keeps the notebook from starting is told again, and reported, by the first test.
            with suppress(StudentError, Died, TimedOut):
                student().start()
            yield student
        finally:
            for process in opened.values():
                process.close()

    def _repaired(self, notebooks: dict[str, bytes], replaced: tuple[str, ...]) -> dict[str, bytes]:
        released = self._released
        return {name: repair(data, released.get(name), replaced) for name, data in notebooks.items()}

    def ungradable(self, reason: str) -> NotebookResult:
        """Return the result of a notebook that could not be read."""
        message = f"The notebook could not be graded: {reason}."
        return NotebookResult([replace(test, message=message) for test in self.suite.tests], {}, reason)

    def close(self) -> None:
        """Close the suite; the sandbox stays the caller's."""
        self.suite.close()


def repair(data: bytes, released: bytes | None, replaced: tuple[str, ...]) -> bytes:
    """Return a notebook file in which the solutions named in `replaced` are the right answers.

    Where the file cannot be read, or has lost one of these cells, the `released` notebook takes its place.
    """
    if not replaced:
        return data
    answers = {name: f"from right_answers import {name}" for name in replaced}
    try:
        notebook = nb.parse(data)
    except nb.Ungradable:
        notebook = None
    if released is not None:
        whole = nb.parse(released)
        needed = answers.keys() & nb.solutions(whole).keys()
        if notebook is None or needed - nb.solutions(notebook).keys():
            notebook = whole
    return data if notebook is None else bytes(nbformat.writes(nb.fill(notebook, answers)).encode())


def read_folder(folder: Path, pattern: str = "*") -> dict[str, bytes]:
    """Return the files below `folder` that are not notebooks, by relative name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob(pattern))
        if path.is_file()
        and path.suffix != ".ipynb"
        and "__pycache__" not in path.parts
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def beside(path: Path) -> dict[str, bytes]:
    """Return the notebooks in the folder of `path`, by name."""
    return {p.name: p.read_bytes() for p in sorted(path.parent.glob("*.ipynb")) if p.is_file()}


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
            handed_in = nb.parse(read_file(submission))
            return grader.grade(handed_in, read_submission(submission.parent).notebooks(grader.beside))
        except nb.Ungradable as error:
            return grader.ungradable(str(error))
        finally:
            grader.close()
    finally:
        if sandbox is None:
            own.close()
