"""Grades submissions one after another: hands out the work, and writes what comes back into gradebook and folders.

Grades come first: pages, and cells that only show something, wait until everybody has theirs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from nbgrader.converters import Autograde, GenerateFeedback

from ..course.arrival import Arrivals
from ..course.assignment import Assignment
from ..course.gradebook import Writer
from ..course.names import Names
from ..course.sheet import Sheet
from ..errors import GradingEnded, Ungradable
from ..notebooks.submission import NOTHING, Submission, refused_student
from . import process
from .audit import Audit
from .cache import Cache
from .earlier import graded_before, keep, unreadable
from .executors import Grading
from .feedback import Feedback, Running
from .hand_back import HandBack
from .handed_in import Jobs
from .hooks import run_hook
from .jobs import Bundle, Graded, Job, in_order
from .orders import FATAL, Order, Orders
from .outcome import Outcome


@dataclass
class Ongoing:
    """A submission that is being graded.

    `todo` are the notebooks that have not been handed out; `waiting` counts what has been, and is not back yet.
    `readable` are its notebooks, by the names of their files, `keys` those of their jobs.
    """

    outcome: Outcome
    submission: Submission
    todo: deque[str] = field(default_factory=deque)
    readable: Mapping[str, bytes] = field(default_factory=dict)
    waiting: int = 0
    graded: dict[str, Graded] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def student(self) -> str:
        """Return whose it is."""
        return self.outcome.student


class ClassGrader:
    """Grades submissions to one assignment with an executor whose processes are ready for its `bundle`.

    Each submission goes the same way: `_begin` asks for what is not in the cache, `_write` brings what has come back
    into gradebook and folders, and notes that there may be pages to be made. With `feedback`, `feedback.make` makes
    them when `run` has come to its end. Where somebody waits for just one page, notebooks are run whole `at_once`: no
    grade is there sooner, but all of it together.
    """

    def __init__(
        self,
        assignment: Assignment,
        bundle: Bundle,
        executor: Grading,
        feedback: bool = True,
        at_once: bool = False,
    ):
        self._assignment, self._bundle = assignment, bundle
        self._function = process.grade_and_show if at_once else process.grade
        self._orders, self._with_feedback, self._key = Orders[Ongoing](executor), feedback, bundle.key()
        self._notebooks = in_order(bundle.originals)
        self.cache = Cache(assignment.kept / "results")
        directory = assignment.directory
        self._autograde = Autograde(coursedir=directory, config=directory.config)
        generate = GenerateFeedback(coursedir=directory, config=directory.config)
        self._arrivals = Arrivals(assignment)
        self._hand_back = HandBack(assignment, self._arrivals, self._autograde, generate)
        self._writer = Writer(directory, assignment.name, self._autograde, assignment.voided)
        self._jobs = Jobs(assignment, bundle, self._arrivals)
        self._audit = Audit(assignment)
        self._names = Names.of(assignment)
        self.feedback = Feedback(assignment, bundle, executor, self._jobs, self._hand_back, self.cache)

    def close(self) -> None:
        """Give the gradebook back; the executor stays the caller's."""
        self._writer.close()

    def run(
        self, students: list[str], running: Running = lambda names: None, ahead: int = 4
    ) -> Iterator[Outcome]:
        """Grade what `students` handed in, and yield the outcome of each as it is written.

        At least `ahead` jobs are handed out, as long as there are so many: no process waits for work.
        """
        todo = deque(students)
        while todo or not self._orders.are_done:
            # Not all at once: what is handed out is held in memory, and a class may be large.
            while todo and len(self._orders.out) < ahead:
                yield from self._begin(todo.popleft())
            self._orders.again()
            running(self._orders.names(lambda ongoing: ongoing.outcome.name))
            for order, future in self._orders.back():
                yield from self._take(order, future)

    # --- one submission, step by step -------------------------------------------------------------

    def _begin(self, student: str) -> Iterator[Outcome]:
        outcome = Outcome(student, known_as=self._names.shown(student))
        try:
            # A course may bring what was handed in into shape with it, so nothing is read before.
            if not self._refused(student):
                run_hook(self._autograde.pre_convert_hook, self._assignment.name, student, self._notebooks)
            submission = self._jobs.read(student, self._refused(student))
            if not self._autograde.create_student and not self._writer.knows(student):
                raise Ungradable("the student is not in the gradebook, and may not be added to it")
        except Ungradable as error:
            outcome.fail(str(error))
            yield from self._keep(outcome)
            return
        outcome.problems += submission.problems(self._notebooks, self._bundle.only_read)
        outcome.problems += self._settle(student, submission)
        todo = (name for name in self._notebooks if submission.has(f"{name}.ipynb"))
        yield from self._go_on(Ongoing(outcome, submission, deque(todo), self._jobs.readable(submission)))

    def _settle(self, student: str, submission: Submission) -> list[str]:
        return self._arrivals.settle(student, submission)

    def _refused(self, student: str) -> str:
        return refused_student(student, self._writer.knows)

    def _go_on(self, ongoing: Ongoing) -> Iterator[Outcome]:
        """Grade the notebooks that are still to be graded; write the submission if there are none."""
        while ongoing.todo:
            notebook = ongoing.todo.popleft()
            submission, student = ongoing.submission, ongoing.student
            self._grade(
                ongoing, self._jobs.job(submission, student, notebook, ongoing.readable, ongoing.graded)
            )
            if ongoing.waiting and self._bundle.has_checks_in_cells(notebook):
                return  # it may write files that the next one reads
        if not ongoing.waiting:  # everything was in the cache, so nothing will come back and go on from here
            yield from self._write(ongoing)

    def _grade(self, ongoing: Ongoing, job: Job) -> None:
        """Hand out one notebook, unless what comes of it is known."""
        key = job.key(self._key)
        kept, ongoing.keys[job.notebook] = self.cache.get(key), key
        if kept is None:
            self._hand_out(Order(ongoing, key, self._function, job))
        else:
            ongoing.graded[job.notebook] = kept

    def _hand_out(self, order: Order[Ongoing]) -> None:
        order.whose.waiting += 1
        self._orders.add(order)

    def _take(self, order: Order[Ongoing], future: Future[Any]) -> Iterator[Outcome]:
        """Take back what was handed out, and go on with its submission when nothing of that is out any more."""
        ongoing, notebook = order.whose, order.job.notebook
        ongoing.waiting -= 1
        try:
            result = future.result()
        except FATAL:  # the next submission would meet it too
            raise
        except GradingEnded as error:
            self._give_up(order, f"it {error}")
        except Ungradable as error:
            ongoing.outcome.fail(f"{notebook}: {error}")
        except Exception as error:  # whatever one submission may do, the others are graded
            ongoing.outcome.fail(f"{notebook}: could not be graded ({type(error).__name__})")
        else:
            if not result.by_the_clock:
                self.cache.put(order.key, result)  # at once: a run that is killed now has not graded in vain
            ongoing.graded[notebook] = result
        if ongoing.waiting:
            return
        if ongoing.outcome.failed:
            yield from self._keep(ongoing.outcome)
        else:
            yield from self._go_on(ongoing)

    def _keep(self, outcome: Outcome) -> Iterator[Outcome]:
        """Go on with what was graded before, if anything was, where a submission could not be graded at all."""
        known = not self._refused(outcome.student) and self._writer.knows(outcome.student)
        before = keep(self._assignment, outcome, self._notebooks) if known else {}
        yield from self._write(Ongoing(outcome, NOTHING, graded=before)) if before else [outcome]

    def _give_up(self, order: Order[Ongoing], reason: str) -> None:
        """Go on without what ends its process: a notebook is ungradable then, as one that cannot be read."""
        outcome, job = order.whose.outcome, order.job
        assert isinstance(job, Job)
        if job.reason:
            outcome.fail(f"{job.notebook}: could not be graded: {reason}")
        else:
            outcome.given_up = True
            instead = Job(job.notebook, b"", reason, {}, {}, job.student)
            self._hand_out(Order(order.whose, instead.key(self._key), process.grade, instead))

    def _write(self, ongoing: Ongoing) -> Iterator[Outcome]:
        """Write the autograded folder and the grades."""
        outcome = ongoing.outcome
        ongoing.graded |= graded_before(self._assignment, ongoing.student, unreadable(ongoing.graded))
        sheets = self._record(ongoing)
        for name, sheet in sheets.items():
            outcome.scores[name] = sheet.score
            outcome.cells |= sheet.scores
            outcome.penalty += sheet.late_penalty
            outcome.problems += [f"{name}: {said}" for said in sheet.remarks]
        if outcome.penalty:
            outcome.problems.append(f"late: {outcome.penalty:g} points were taken off")
        for name, graded in sorted(ongoing.graded.items()):
            outcome.add(name, graded)
        self._end(ongoing, sheets)
        yield outcome

    def _record(self, ongoing: Ongoing) -> dict[str, Sheet]:
        self._writer.hold_voided()
        # Folders first. If the run ends in between, the next one finds both, writes the same again, and nobody has
        # points in the gradebook without a notebook that shows them.
        self._hand_back.write_autograded(ongoing.student, ongoing.submission, ongoing.graded)
        sheets = self._grades(ongoing)
        self._audit.keep(ongoing.student, sheets, ongoing.graded)
        return sheets

    def _grades(self, ongoing: Ongoing, *, keep: bool = True) -> dict[str, Sheet]:
        """Bring the grades into the gradebook; or, if they are not to be kept, only find out what it would hold."""
        found = {name: graded.marks for name, graded in ongoing.graded.items()}
        time = self._arrivals.of(ongoing.student, ongoing.submission)
        return self._writer.write(ongoing.student, time, found, keep=keep)

    def _end(self, ongoing: Ongoing, sheets: dict[str, Sheet]) -> None:
        """Do what is to be done when a submission is written, and note which pages there are to be made."""
        run_hook(self._autograde.post_convert_hook, self._assignment.name, ongoing.student, self._notebooks)
        if self._with_feedback and (ongoing.outcome.kept or not ongoing.outcome.failed):
            self.feedback.want(ongoing.outcome, ongoing.graded, ongoing.keys, sheets)
