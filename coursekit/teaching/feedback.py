"""Makes feedback pages of submissions whose grades are written, and before that what their notebooks show."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any

from ..course.assignment import Assignment
from ..course.names import Names
from ..course.sheet import Sheet
from ..course.voided import Voided, full_marks
from ..errors import GradingEnded, Ungradable
from ..notebooks.submission import read_file
from . import process
from .cache import Cache
from .executors import Grading
from .hand_back import HandBack
from .handed_in import Jobs
from .jobs import Bundle, Graded, PageJob, ShowJob
from .orders import FATAL, Order, Orders
from .outcome import Outcome

Running = Callable[[list[str]], None]  # is told the names of those whose turn it is, whenever they change


@dataclass
class _Wanted:
    """The pages of one submission, by the names of notebooks.

    `keys` tell from what a page was or is made, `sheets` have what the gradebook holds of those that are to be made,
    `unshown` the keys of the jobs whose notebooks have to be run before, and `results` what no cache has of them.
    """

    outcome: Outcome
    keys: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    unshown: dict[str, str] = field(default_factory=dict)
    results: dict[str, Graded] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    waiting: int = 0


class Feedback:
    """What a class is to be shown, noted by `want` while it is graded, and made by `make` after that.

    Everything that this needs is on disk: nothing of the notebooks is held until then, and another run finds it too.
    """

    def __init__(
        self,
        assignment: Assignment,
        bundle: Bundle,
        executor: Grading,
        jobs: Jobs,
        back: HandBack,
        cache: Cache,
    ):
        self._assignment, self._key, self._notebooks = assignment, bundle.key(), list(bundle.originals)
        self._orders, self._jobs, self._hand_back, self._cache = Orders[_Wanted](executor), jobs, back, cache
        self._only_read, self._names = bundle.only_read, Names.of(assignment)
        self._todo: deque[_Wanted] = deque()

    def want(
        self,
        outcome: Outcome,
        graded: Mapping[str, Graded],
        keys: Mapping[str, str],
        sheets: Mapping[str, Sheet],
    ) -> None:
        """Note what there is to be made for a submission; `keys` are those of the jobs of its notebooks."""
        wanted = _Wanted(outcome)
        current = self._hand_back.current_pages(outcome.student)
        for name, result in graded.items():
            if name in self._only_read:
                continue
            if result.unshown:
                wanted.unshown[name] = keys[name]
                if result.by_the_clock:
                    wanted.results[name] = result
            elif (
                key := self._page_key(outcome, self._page_job(name, result.text, sheets[name]))
            ) == current.get(name):
                wanted.keys[name] = key
                continue
            wanted.sheets[name] = sheets[name]
        self._todo.append(wanted)

    @property
    def count(self) -> int:
        """Return for how many submissions there is something to be made."""
        return sum(bool(wanted.sheets) for wanted in self._todo)

    def make(self, running: Running, ahead: int) -> Iterator[Outcome]:
        """Make all pages, and yield the outcome of each submission for which there was something to be made."""
        while self._todo or not self._orders.are_done:
            while self._todo and len(self._orders.out) < ahead:
                yield from self._begin(self._todo.popleft())
            self._orders.again()
            running(self._orders.names(lambda wanted: wanted.outcome.name))
            for order, future in self._orders.back():
                yield from self._take(order, future)

    # --- one submission, step by step -------------------------------------------------------------

    def _begin(self, wanted: _Wanted) -> Iterator[Outcome]:
        self._hand_back.begin_feedback(wanted.outcome.student, self._notebooks)
        is_new = bool(wanted.sheets)
        for name in wanted.sheets:
            show = self._show_job(wanted, name) if name in wanted.unshown else None
            if show is None:
                self._ask_for_page(wanted, name)
            else:
                self._hand_out(Order(wanted, wanted.unshown[name], process.show, show))
        if not wanted.waiting:
            self._finish(wanted)
            yield from [wanted.outcome] if is_new else []

    def _show_job(self, wanted: _Wanted, name: str) -> ShowJob | None:
        """Return the job of running a notebook for what it shows; None if it is not there any more as it was graded."""
        student, before = wanted.outcome.student, self._result(wanted, name)
        try:
            submission = self._jobs.read(student, "")
            job = self._jobs.job(submission, student, name, self._jobs.readable(submission), {})
        except Ungradable:
            return None
        same = job.key(self._key) == wanted.unshown[name]
        return ShowJob(job, before.tests) if before is not None and same else None

    def _result(self, wanted: _Wanted, name: str) -> Graded | None:
        return wanted.results.get(name) or self._cache.get(wanted.unshown[name])

    def _ask_for_page(self, wanted: _Wanted, name: str) -> None:
        folder = self._assignment.folder("autograded", wanted.outcome.student)
        try:
            text = read_file(folder / f"{name}.ipynb").decode()
        except Ungradable as error:
            wanted.outcome.give_up(f"{name}: its feedback page could not be made: {error}")
            return
        page = self._page_job(name, text, wanted.sheets[name])
        self._hand_out(Order(wanted, self._page_key(wanted.outcome, page), process.make_page, page))

    def _page_job(self, name: str, text: str, sheet: Sheet) -> PageJob:
        return page_job(name, text, sheet, self._assignment.voided)

    def _page_key(self, outcome: Outcome, page: PageJob) -> str:
        return page.key(self._key + self._names.heading(outcome.student))

    def _hand_out(self, order: Order[_Wanted]) -> None:
        order.whose.waiting += 1
        self._orders.add(order)

    def _take(self, order: Order[_Wanted], future: Future[Any]) -> Iterator[Outcome]:
        wanted, name = order.whose, order.job.notebook
        wanted.waiting -= 1
        is_page = isinstance(order.job, PageJob)
        try:
            made = future.result()
        except FATAL:  # the next submission would meet it too
            raise
        except Exception as error:  # whatever one submission may do, the others get their pages
            reason = f": it {error}" if isinstance(error, GradingEnded) else f" ({type(error).__name__})"
            what = (
                "its feedback page could not be made" if is_page else "what its cells show could not be made"
            )
            wanted.outcome.give_up(f"{name}: {what}{reason}")
        else:
            if is_page:
                wanted.pages[name], wanted.keys[name] = made, order.key
            else:
                self._keep_shown(wanted, name, made)
        if not is_page:
            self._ask_for_page(wanted, name)
        if not wanted.waiting:
            self._finish(wanted)
            yield wanted.outcome

    def _keep_shown(self, wanted: _Wanted, name: str, shown: Graded) -> None:
        """Write the notebook with all that it shows, and keep it in the place of the one without."""
        before = self._result(wanted, name)
        if before is not None and not (before.by_the_clock or shown.by_the_clock):
            self._cache.put(wanted.unshown[name], replace(before, text=shown.text, unshown=False))
        self._hand_back.write_shown(wanted.outcome.student, name, shown.text)

    def _finish(self, wanted: _Wanted) -> None:
        self._hand_back.write_feedback(wanted.outcome.student, list(wanted.keys), wanted.pages, wanted.keys)
        self._hand_back.end_feedback(wanted.outcome.student, self._notebooks)


def page_job(name: str, text: str, sheet: Sheet, voided: Voided) -> PageJob:
    """Return the job of making a page: it shows what the gradebook holds, a manual score and a comment included."""
    left = sheet.score - sheet.late_penalty
    return PageJob(
        *(name, text, sheet.scores, sheet.comments, left, sheet.max_score, sheet.late_penalty),
        full_marks=full_marks(voided, name),
    )
