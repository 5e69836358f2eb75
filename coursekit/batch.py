"""Grades a class: hands out the work, and writes what comes back into the gradebook and the folders."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from pickle import PicklingError
from typing import Any

from nbgrader import utils
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde, GenerateFeedback
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from . import pipeline, work
from .converters import Grade
from .course import Course, CourseError
from .gradebook import Sheet, Writer
from .grading import read_folder
from .kept import Kept, replace_file, replace_folder
from .notebook import Ungradable
from .report import Outcome
from .runner import SuiteError
from .sandbox import SandboxError, shared_sandbox
from .submission import Submission, nothing, read_submission, refused_student
from .work import Assignment, Graded, Job, Page

MANY = 100  # notebooks, from which it pays to get ready for many


@dataclass(frozen=True)
class Options:
    """How to grade: with how many processes (0: as configured), on which Dask cluster, with feedback or without."""

    workers: int = 0
    dask: str | None = None
    feedback: bool = True


@contextmanager
def opened(
    course: Course,
    api: NbGraderAPI,
    assignment: str,
    notebooks: Collection[str],
    students: list[str],
    options: Options,
) -> Iterator[Callable[[Callable[[list[str]], None]], Iterator[Outcome]]]:
    """Give `grade(running)`, which yields the outcome for each of `students`, by the kit's own processes where it can.

    `running` is told the names of those that are being graded, whenever they change. CourseError, with what to do,
    where it cannot go on; what was graded until then is kept.
    """
    if not fits(course, assignment, notebooks):

        def grade_with_nbgrader(_: object) -> Iterator[Outcome]:
            with _one_line():
                yield from pipeline.grade_class(
                    course, api, assignment, students, notebooks, feedback=options.feedback
                )

        yield grade_with_nbgrader
        return
    described = describe(course, assignment, notebooks)
    number = options.workers or course.settings.workers or work.cores()
    jobs = len(students) * len(notebooks)
    executor = cluster(described, options.dask) if options.dask else processes(described, number, jobs)
    with _one_line(), executor as pool:

        def grade(running: Callable[[list[str]], None]) -> Iterator[Outcome]:
            batch = Batch(
                course, described, pool, ahead=3 * number, feedback=options.feedback, running=running
            )
            with _one_line(), closing(batch):
                yield from batch.run(students)
                if students == course.students(assignment):
                    batch.kept.forget_unused()

        yield grade


@contextmanager
def _one_line() -> Iterator[None]:
    """Turn what ends a whole run into one line that says what to do."""
    kept = "what was graded until now is kept; run the same command again to go on"
    try:
        yield
    except BrokenExecutor as error:
        raise CourseError(f"a grading process was ended from outside (is memory short?); {kept}") from error
    except OSError as error:
        name = f" {Path(error.filename).name}" if error.filename else ""
        raise CourseError(f"a file{name} cannot be written ({error.strerror or error}); {kept}") from error


def describe(course: Course, assignment: str, notebooks: Collection[str]) -> Assignment:
    """Return all that grading an assignment with these `notebooks` needs."""
    release = course.folder("release", assignment)
    files = read_folder(release)
    for name in notebooks:
        path = release / f"{name}.ipynb"
        if not path.exists():
            raise CourseError(
                f"{assignment}: {path.name} is not released; run `coursekit build {assignment}`"
            )
        files[path.name] = path.read_bytes()
    return Assignment(
        assignment,
        files,
        {path.name: path.read_bytes() for path in sorted(course.suite(assignment, "x").parent.glob("*.py"))},
        course.settings.seed,
        course.settings.limits,
        course.settings.protected,
        portable(course.directory.config),
    )


def portable(config: Config) -> Config:
    """Return what of a configuration can be sent to another process.

    A class that course_config.py defines, such as a late penalty, stays here, where it is used.
    """
    sent = Config()
    for section, settings in config.items():
        for name, value in settings.items():
            with suppress(PicklingError, AttributeError, TypeError):
                pickle.dumps(value)
                sent[section][name] = value
    return sent


def fits(course: Course, assignment: str, notebooks: Collection[str]) -> bool:
    """Return whether the kit alone can grade an assignment with these `notebooks`.

    Otherwise, where checks stand in cells or the course has preprocessors or hooks of its own, nbgrader does.
    """
    converter = Autograde(coursedir=course.directory, config=course.directory.config)
    feedback = GenerateFeedback(coursedir=course.directory, config=course.directory.config)
    named = [*converter.sanitize_preprocessors, *converter.autograde_preprocessors, *feedback.preprocessors]
    named += [converter.exporter_class, feedback.exporter_class]
    kinds = [import_item(kind) if isinstance(kind, str) else kind for kind in named]
    known = all(kind.__module__.startswith(("nbgrader.", "nbconvert.", "coursekit.")) for kind in kinds)
    hooks = converter.pre_convert_hook or converter.post_convert_hook
    suites = all(course.suite(assignment, name).exists() for name in notebooks)
    return known and not hooks and suites and Grade in kinds


@contextmanager
def processes(assignment: Assignment, number: int, jobs: int) -> Iterator[Executor]:
    """Give an executor of at most `number` processes of this machine that are ready for `jobs` of `assignment`."""
    sandbox = shared_sandbox(assignment.protected)
    if jobs >= MANY:
        sandbox.expect_many()
    work.warm_up()
    # A fork has all imports done already. It is made at once: it copies only the thread that forks.
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(min(number, jobs), context, work.prepare, (assignment, sandbox.door))
    pool.submit(os.getpid)
    try:
        yield pool
        pool.shutdown()
    except BaseException as error:
        for process in multiprocessing.active_children():
            process.terminate()
        pool.shutdown(cancel_futures=True)
        if isinstance(error, SandboxError):
            sandbox.wait()  # where its template does not start, it tells why
        raise


@contextmanager
def cluster(assignment: Assignment, address: str) -> Iterator[Executor]:
    """Give an executor on the Dask cluster whose scheduler is at `address`."""
    try:
        from distributed import Client, WorkerPlugin
    except ImportError as error:
        raise CourseError("Dask is not installed; run `make setup`") from error

    class Prepare(WorkerPlugin):
        def setup(self, worker: Any) -> None:
            work.prepare(assignment)

        def teardown(self, worker: Any) -> None:
            work.finish()

    try:
        client = Client(address, timeout=10)
    except OSError as error:
        raise CourseError(f"no Dask scheduler answers at {address}") from error
    with client:
        client.register_plugin(Prepare(), name="coursekit")
        try:
            yield client.get_executor(pure=False)
        finally:
            client.unregister_worker_plugin("coursekit")


@dataclass
class _Ongoing:
    """A submission that is being graded; `waiting` counts what has been handed out for it."""

    outcome: Outcome
    submission: Submission
    graded: dict[str, Graded] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    waiting: int = 0
    page_keys: dict[str, str] = field(default_factory=dict)


class Batch:
    """Grades submissions to one assignment with an executor whose processes are ready for it.

    `running` is told the names of those that are being graded, whenever they change.
    """

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        executor: Executor,
        *,
        ahead: int = 4,
        feedback: bool = True,
        running: Callable[[list[str]], None] = lambda names: None,
    ):
        self._course, self._assignment, self._executor = course, assignment, executor
        self._ahead, self._feedback, self._running = ahead, feedback, running
        self._key = assignment.key()
        self._notebooks = sorted(name[:-6] for name in assignment.release if name.endswith(".ipynb"))
        self._home = course.root / ".coursekit" / assignment.name
        self.kept = Kept(self._home / "results")
        directory, config = course.directory, course.directory.config
        self._autograde = Autograde(coursedir=directory, config=config)
        self._generate = GenerateFeedback(coursedir=directory, config=config)
        self._writer = Writer(directory.db_url, directory.course_id, assignment.name, self._autograde)
        self._pending: dict[Future[Any], tuple[_Ongoing, str, str]] = {}

    def close(self) -> None:
        """Give the gradebook back; the executor stays the caller's."""
        self._writer.close()

    def run(self, students: list[str]) -> Iterator[Outcome]:
        """Grade what `students` handed in, and yield the outcome of each as it is written."""
        todo = deque(students)
        while todo or self._pending:
            while todo and len(self._pending) < self._ahead:
                yield from self._begin(todo.popleft())
            self._running(list(dict.fromkeys(on.outcome.name for on, _, _ in self._pending.values())))
            done, _ = wait(self._pending, return_when=FIRST_COMPLETED) if self._pending else (set(), set())
            for future in done:
                yield from self._take(future)

    # --- one submission, step by step -------------------------------------------------------------

    def _begin(self, student: str) -> Iterator[Outcome]:
        outcome = Outcome(student)
        try:
            reason = refused_student(student)
            if reason:
                raise Ungradable(reason)
            submission = read_submission(self._course.folder("submitted", self._assignment.name, student))
            handed_in = [name for name in self._notebooks if submission.has(f"{name}.ipynb")]
            if not handed_in:
                raise Ungradable(nothing(submission))
            if not self._autograde.create_student and not self._writer.knows(student):
                raise Ungradable("the student is not in the gradebook, and may not be added to it")
        except Ungradable as error:
            outcome.failed, outcome.problems = True, [str(error)]
            yield outcome
            return
        outcome.problems += submission.problems(self._notebooks)
        ongoing = _Ongoing(outcome, submission)
        readable = submission.notebooks([f"{name}.ipynb" for name in self._notebooks])
        for name in handed_in:
            job = self._job(submission, name, readable)
            key = job.key(self._key)
            kept = self.kept.get(key)
            if kept is None:
                self._hand_out(ongoing, name, key, work.grade, job)
            else:
                ongoing.graded[name] = kept
        if not ongoing.waiting:
            yield from self._write(ongoing)

    def _job(self, submission: Submission, name: str, readable: Mapping[str, bytes]) -> Job:
        others = {other: data for other, data in readable.items() if other != f"{name}.ipynb"}
        try:
            return Job(name, submission.read(f"{name}.ipynb"), "", others)
        except Ungradable as error:
            return Job(name, b"", str(error), others)

    def _hand_out(
        self, ongoing: _Ongoing, notebook: str, key: str, function: Callable[..., Any], work_: Any
    ) -> None:
        ongoing.waiting += 1
        self._pending[self._executor.submit(function, work_)] = (ongoing, notebook, key)

    def _take(self, future: Future[Any]) -> Iterator[Outcome]:
        ongoing, notebook, key = self._pending.pop(future)
        ongoing.waiting -= 1
        try:
            result = future.result()
        except (BrokenExecutor, SandboxError, SuiteError):
            raise
        except Exception as error:  # whatever one submission may do, the others are graded
            ongoing.outcome.failed = True
            ongoing.outcome.problems.append(f"{notebook}: could not be graded ({type(error).__name__})")
            result = None
        if isinstance(result, Graded):
            self.kept.put(key, result)
            ongoing.graded[notebook] = result
        elif result is not None:
            ongoing.pages[notebook], ongoing.page_keys[notebook] = result, key
        if ongoing.waiting:
            return
        if ongoing.outcome.failed or ongoing.outcome.scores:
            yield self._finish(ongoing)
        else:
            yield from self._write(ongoing)

    def _write(self, ongoing: _Ongoing) -> Iterator[Outcome]:
        """Write the autograded folder and the grades; then ask for the feedback pages that are out of date."""
        outcome, submission = ongoing.outcome, ongoing.submission
        self._write_autograded(outcome.student, submission, ongoing.graded)
        sheets = self._writer.write(outcome.student, submission.timestamp(), ongoing.graded)
        outcome.scores = {name: sheet.score for name, sheet in sheets.items()}
        for name, graded in sorted(ongoing.graded.items()):
            outcome.tests += graded.tests
            if graded.ungradable:
                outcome.problems.append(f"{name}: {graded.ungradable}")
        if self._feedback:
            self._ask_for_pages(ongoing, sheets)
        if not ongoing.waiting:
            yield self._finish(ongoing)

    def _write_autograded(self, student: str, submission: Submission, graded: Mapping[str, Graded]) -> None:
        name = self._assignment.name
        source = self._course.folder("source", name)
        files: dict[str, Callable[[], bytes] | bytes] = {
            extra: lambda extra=extra: submission.read(extra)  # type: ignore[misc]
            for extra in submission.extras()
        }
        ignored = [*self._course.directory.ignore, "*.ipynb"]
        kept_own = set(self._autograde.exclude_overwriting.get(name, []))
        for path in utils.find_all_files(str(source), ignored):
            relative = Path(path).relative_to(source).as_posix()
            if relative not in kept_own:
                files[relative] = Path(path).read_bytes
        files |= {f"{notebook}.ipynb": result.text.encode() for notebook, result in graded.items()}
        replace_folder(self._course.folder("autograded", name, student), files)
        self._autograde.set_permissions(name, student)

    def _ask_for_pages(self, ongoing: _Ongoing, sheets: Mapping[str, Sheet]) -> None:
        student = ongoing.outcome.student
        folder = self._course.folder("feedback", self._assignment.name, student)
        made = self._made_from(student)
        for name, graded in ongoing.graded.items():
            sheet = sheets[name]
            left = sheet.score - sheet.late_penalty
            page = Page(
                name, graded.text, sheet.scores, sheet.comments, left, sheet.max_score, sheet.late_penalty
            )
            key = page.key(self._key)
            if made.get(name) == key and (folder / f"{name}.html").is_file():
                ongoing.page_keys[name] = key
            else:
                self._hand_out(ongoing, name, key, work.make_page, page)

    def _finish(self, ongoing: _Ongoing) -> Outcome:
        """Write the feedback pages, beside them what nbgrader puts there, and nothing else."""
        student, name = ongoing.outcome.student, self._assignment.name
        if self._feedback and not ongoing.outcome.failed:
            folder = self._course.folder("feedback", name, student)
            files: dict[str, Callable[[], bytes] | bytes] = {
                f"{notebook}.html": (folder / f"{notebook}.html").read_bytes for notebook in ongoing.graded
            }
            files |= {f"{notebook}.html": page.encode() for notebook, page in ongoing.pages.items()}
            autograded = self._course.folder("autograded", name, student)
            for path in utils.find_all_files(str(autograded), [*self._course.directory.ignore, "*.ipynb"]):
                files[Path(path).relative_to(autograded).as_posix()] = Path(path).read_bytes
            replace_folder(folder, files)
            self._generate.set_permissions(name, student)
            if ongoing.pages:
                replace_file(self._made_path(student), json.dumps(ongoing.page_keys).encode())
        return ongoing.outcome

    def _made_path(self, student: str) -> Path:
        return self._home / "feedback" / f"{work.digest(student.encode())}.json"

    def _made_from(self, student: str) -> dict[str, str]:
        """Return from what each feedback page of a student was made."""
        with suppress(OSError, ValueError):
            made = json.loads(self._made_path(student).read_bytes())
            if isinstance(made, dict):
                return made
        return {}
