"""What travels to grading processes, and what comes back: values, each of which can be written down."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from traitlets.config import Config

from ..course.digests import digest, flat, kit_version
from ..course.gradebook import Marks
from ..course.originals import Original
from ..course.preprocessing import Preprocessing, portable
from ..errors import CourseError
from ..grading.language import is_python
from ..grading.result import Diagnosis, TestResult
from ..sandbox.compiled import Compiled
from ..sandbox.limits import Limits


@dataclass(frozen=True)
class Bundle:
    """All that grading an assignment needs: files by relative name, what the gradebook knows, and settings.

    `shared` are the files of the source folder, which checks in cells find beside the notebook.
    """

    name: str
    release: Mapping[str, bytes]
    shared: Mapping[str, bytes]
    suites: Mapping[str, bytes]
    originals: Mapping[str, Original]
    seed: int
    limits: Limits
    protected: bool
    framework: str
    python: str
    compiled: Compiled | None
    config: Config

    def has_suite(self, notebook: str) -> bool:
        """Return whether the checks of a notebook stand in a hidden suite."""
        return f"test_{notebook}.py" in self.suites

    @cached_property
    def only_read(self) -> frozenset[str]:
        """Return the notebooks that ask nothing, beside others with hidden suites: they are copied, and not run."""
        if not any(name.startswith("test_") for name in self.suites):
            return frozenset()
        others = [name for name in self.originals if not self.has_suite(name)]
        return frozenset(name for name in others if self.originals[name].is_for_reading)

    def has_checks_in_cells(self, notebook: str) -> bool:
        """Return whether the cells of a notebook are run for what its check cells show."""
        return not self.has_suite(notebook) and notebook not in self.only_read

    @property
    def by_hand(self) -> list[str]:
        """Return the notebooks that cannot be run in the sandbox, for they are not in Python."""
        if not self.protected:
            return []
        others = [name for name in self.originals if self.has_checks_in_cells(name)]
        return [name for name in in_order(others) if not is_python(self.originals[name].metadata)]

    @cached_property
    def preprocessing(self) -> Preprocessing:
        """Return nbgrader's preprocessors as the course configures them."""
        return Preprocessing(self.config)

    def key(self) -> str:
        """Return a digest of all that a grade depends on besides the submission."""
        settings = (
            kit_version(),
            self.seed,
            self.limits,
            self.protected,
            self.framework,
            self.python,
            sorted(self.originals.items()),
        )
        named = (self.release, self.shared, self.suites)
        folders = [digest(*flat(files)).encode() for files in named]
        return digest(repr(settings).encode(), *self.preprocessing.settings(), *folders)

    def portable(self) -> Bundle:
        """Return this, without what cannot be sent to another machine; CourseError if grading needs that there."""
        sent = replace(self, config=portable(self.config))
        if Preprocessing(sent.config).classes != self.preprocessing.classes:
            raise CourseError(
                "a preprocessor or exporter that is defined in a configuration file cannot be sent to a cluster; put "
                "its class into a module of its own, and install that on every machine"
            )
        return sent


def in_order(notebooks: Iterable[str]) -> list[str]:
    """Return the names of notebooks in the order in which nbgrader runs them, which is that of their files."""
    return sorted(notebooks, key=lambda name: f"{name}.ipynb")


@dataclass(frozen=True)
class Job:
    """One notebook that was handed in: `data`, or the `reason` why there is none.

    `others` are the student's other notebooks, and `files` what else was handed in, if checks in cells may read it;
    they find what notebooks before this one have `written`, too. `student` is named only to preprocessors of the
    course's own.
    """

    notebook: str
    data: bytes
    reason: str
    others: Mapping[str, bytes]
    files: Mapping[str, bytes]
    student: str = ""
    written: Mapping[str, bytes] = field(default_factory=dict)

    def key(self, bundle: str) -> str:
        """Return a digest of the job, for a bundle with that key."""
        head = f"{bundle}\0{self.notebook}\0{self.reason}\0{self.student}".encode()
        files = (*flat(self.others), b"files", *flat(self.files), b"written", *flat(self.written))
        return digest(head, self.data, *files)


@dataclass(frozen=True)
class Graded:
    """What grading found: the text of the autograded notebook, its marks, and each hidden test.

    `by_the_clock` tells that another try might find something else; see `NotebookResult`. `remarks` are for the
    instructor alone. `written` are the files that the notebook has left beside it. If it is `unshown`, cells that only
    show something have not been run yet. `origin` is what it was made from.
    """

    text: str
    marks: Marks
    tests: tuple[TestResult, ...]
    ungradable: str = ""
    by_the_clock: bool = False
    remarks: tuple[str, ...] = ()
    written: Mapping[str, bytes] = field(default_factory=dict)
    unshown: bool = False
    origin: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return this as JSON can have it."""
        files = {name: b64encode(data).decode() for name, data in self.written.items()}
        return {**asdict(self), "written": files}

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Graded:
        """Return what `to_dict` has made of one, also after a detour through JSON."""
        tests = tuple(_test_from_dict(test) for test in kept["tests"])
        known = {**kept, "marks": Marks(**kept["marks"]), "tests": tests, "remarks": tuple(kept["remarks"])}
        known["written"] = {name: b64decode(text) for name, text in kept["written"].items()}
        return cls(**known)


def _test_from_dict(kept: dict[str, Any]) -> TestResult:
    diagnosis = Diagnosis(**kept["diagnosis"]) if kept["diagnosis"] else None
    return TestResult(**{**kept, "diagnosis": diagnosis, "replaced": tuple(kept["replaced"])})


@dataclass(frozen=True)
class ShowJob:
    """A notebook to be run once more, for what grading left out because it only shows; `tests` are what that found."""

    job: Job
    tests: tuple[TestResult, ...]

    @property
    def notebook(self) -> str:
        """Return the name of the notebook."""
        return self.job.notebook


@dataclass(frozen=True)
class PageJob:
    """A feedback page to be made of an autograded notebook: scores and comments by the names of cells.

    `full_marks` are the cells of which everybody gets all points.
    """

    notebook: str
    text: str
    scores: Mapping[str, tuple[float, float]]
    comments: Mapping[str, str | None]
    score: float
    max_score: float
    late_penalty: float
    full_marks: tuple[str, ...] = ()

    def key(self, bundle: str) -> str:
        """Return a digest of the page, for a bundle with that key."""
        return digest(bundle.encode(), repr(asdict(self)).encode())


AnyJob = Job | ShowJob | PageJob
