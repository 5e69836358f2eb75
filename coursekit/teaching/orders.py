"""What is handed out to grading processes, and comes back: each job once, and some of them once more, alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from ..errors import CourseError, GradingEnded, SandboxError, SuiteError
from .executors import Grading
from .jobs import AnyJob, Graded

Whose = TypeVar("Whose")

# What ends a whole run, where every other fault is one submission's own.
FATAL = (BrokenExecutor, SandboxError, SuiteError, CourseError)


@dataclass(frozen=True)
class Order(Generic[Whose]):
    """A job for a grading process, `whose` it is, and the digest of all it depends on; `last` if it is the last try."""

    whose: Whose
    key: str
    function: Callable[..., Any]
    job: AnyJob
    last: bool = False


class Orders(Generic[Whose]):
    """Hands out orders to an `executor`.

    What has ended its process, or met a limit that a busy machine may have brought about, is put aside before anybody
    sees it, and tried once more when nothing else is to be done.
    """

    def __init__(self, executor: Grading):
        self._executor = executor
        self._out: dict[Future[Any], Order[Whose]] = {}
        self._aside: deque[Order[Whose]] = deque()

    def add(self, order: Order[Whose]) -> None:
        """Hand out an order."""
        self._out[self._executor.submit(order.function, order.job)] = order

    @property
    def out(self) -> list[Order[Whose]]:
        """Return what is handed out now."""
        return list(self._out.values())

    def names(self, name: Callable[[Whose], str]) -> list[str]:
        """Return the `name` of each for whom something is handed out now, once."""
        return list(dict.fromkeys(name(order.whose) for order in self.out))

    @property
    def are_done(self) -> bool:
        """Return whether nothing is handed out or put aside."""
        return not self._out and not self._aside

    def again(self) -> None:
        """Hand out one of those that were put aside, if nothing else is handed out."""
        if self._aside and not self._out:
            self.add(replace(self._aside.popleft(), last=True))

    def back(self) -> Iterator[tuple[Order[Whose], Future[Any]]]:
        """Wait until some order is done, and yield those that are, each with its future."""
        for future in wait(self._out, return_when=FIRST_COMPLETED).done if self._out else ():
            order = self._out.pop(future)
            if not order.last and _may_change(future):
                self._aside.append(order)
            else:
                yield order, future


def _may_change(done: Future[Any]) -> bool:
    """Return whether the same job could come to something else, done alone."""
    error = done.exception()
    if error is not None:
        return isinstance(error, GradingEnded)
    result = done.result()
    return isinstance(result, Graded) and result.by_the_clock
