"""A student's notebook while it runs: its cells from top to bottom, in a process that may end at any time.

This is the one place where cells are run, restarted and left out, whether checks stand in a hidden suite or in cells.
"""

from __future__ import annotations

import inspect
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from ..errors import LimitExceeded, ProcessError, StudentError, TimedOut
from ..notebooks.cells import Cell
from ..sandbox.child import Child, Oracle, no_answer
from ..sandbox.inside import wire
from ..sandbox.inside.resources import MB
from ..sandbox.limits import Limits
from ..sandbox.sandbox import Sandbox
from .references import oracle
from .replies import UNREADABLE, remote_error
from .result import CellRun

MOMENT = 1e-3  # seconds for which it is not worth to begin anything


class Session(ABC):
    """One notebook's `cells`, run in a child of `sandbox`.

    Where that child ends or hangs, `start` makes a fresh one and runs the cells again, without the one that ended it:
    whatever the other cells define is there. `runs` has what each cell came to, by its key. Kinds of checks differ in
    how a process is prepared and in what is kept of a cell; they say so in the methods without an underscore.
    """

    def __init__(self, sandbox: Sandbox, cells: Sequence[Cell], limits: Limits, answer: Oracle = no_answer):
        self.cells, self.limits = cells, limits
        self.runs: dict[str, CellRun] = {}
        self.sandbox, self._answer = sandbox, answer
        self._child: Child | None = None
        self._left_out: set[str] = set()
        self._stops = True  # as far as is known, when it is interrupted
        self._spent = self._computed = (
            0.0  # seconds of the notebook's own, and those of them that it computed
        )
        self._waited = False  # whether a request has met a limit in which more counts than computing
        self._room = limits.output_mb * MB

    # --- what kinds of checks decide ----------------------------------------------------------

    @abstractmethod
    def prepare(self) -> None:
        """Make a fresh process ready for the first cell."""

    def wants(self, cell: Cell) -> bool:
        """Return whether `cell` is to be run in this process."""
        return True

    @abstractmethod
    def run_cell(self, cell: Cell) -> CellRun:
        """Run one cell, and return what is kept of it."""

    def after(self, cell: Cell) -> None:  # noqa: B027  most kinds have nothing to do here
        """Do what has to follow `cell`, run or left out."""

    @abstractmethod
    def ended(self, cell: Cell, problem: str, error: ProcessError) -> CellRun:
        """Return what is kept of a cell that hung or ended the process; `problem` says so, after "it"."""

    def refer(self, value: Any) -> Any:
        """Return the JSON of a value that is not plain data."""
        return None

    def resolve(self, tree: Any) -> Any:
        """Return what stands for an object of the student's process."""
        return None

    # --- cells --------------------------------------------------------------------------------

    @property
    def framework(self) -> str:
        """Return the name of the framework that the notebook computes with."""
        return self.sandbox.framework

    @property
    def alive(self) -> bool:
        """Return whether there is a process now."""
        return self._child is not None and self._child.alive

    def start(self) -> None:
        """Have a process in which every cell that can be run has been, unless there is one already."""
        while not self.alive:
            self.begin()
            self.run_cells()

    def begin(self) -> None:
        """Make a fresh process in the place of the last one."""
        self.left(self.limits.cell_seconds)
        self.close()
        self._child = Child(self.sandbox, self.limits, self._answer)
        self.prepare()

    def run_cells(self) -> None:
        """Run the cells until the process has ended, or all are done."""
        for cell in self.cells:
            if cell.key not in self._left_out and self.wants(cell):
                self._run(cell)
            if not self.alive:
                return
            self.after(cell)

    def _run(self, cell: Cell) -> None:
        try:
            run = self.run_cell(cell)
        except ProcessError as error:
            timed_out = isinstance(error, TimedOut)
            problem = self.too_long(self.seconds(cell), error) if timed_out else str(error)
            self._left_out.add(cell.key)  # whether or not it let go in time: it would hang again
            self.runs[cell.key] = self.ended(cell, problem, error)
        else:
            self.runs.setdefault(cell.key, run)  # what it showed in the first process, which was whole

    def close(self) -> None:
        """End the student's process, if there is one."""
        if self._child is not None:
            self._child.kill()

    # --- requests -----------------------------------------------------------------------------

    def ask(self, action: str, seconds: float, **arguments: Any) -> Any:
        """Return the value of a request to the process.

        StudentError in words for the student if it raised there, or gave what cannot be read; ProcessError if no
        answer came within `seconds` of its own, or within what is left of the notebook's time.
        """
        assert self._child is not None
        seconds = self.left(seconds)
        frame = wire.Frame(self.refer, oracle())
        trees = {key: frame.encode(value) for key, value in arguments.items()}
        before = self._child.seconds
        try:
            message, buffers = self._child.request(action, seconds, frame, trees, self._stop_seconds(action))
        except TimedOut as error:
            self._stops = self._stops and error.alive
            self._waited = self._waited or error.by_the_clock
            raise
        finally:
            spent, computed = self._child.seconds
            self._spent, self._computed = (
                self._spent + spent - before[0],
                self._computed + computed - before[1],
            )
        try:
            if "error" not in message:
                # What a cell shows becomes text again; of all else, somebody may make a table.
                budget = wire.Budget(texts=None) if action == "cell" else wire.Budget()
                return wire.decode(message["value"], buffers, self.resolve, oracle(), budget)
            raised = remote_error(message["error"], self.limits)
        except RecursionError as error:
            raise StudentError("returned something too deeply nested to be read") from error
        except UNREADABLE as error:
            raise StudentError("returned something that cannot be read") from error
        raise raised

    def _stop_seconds(self, action: str) -> float:
        """Return how long to wait for a request that is interrupted; no time once one of the notebook's did not stop.

        A cell is waited for each time, because what it has defined stays only if it stops. Nothing else is lost with
        the process but the time to run the cells again.
        """
        return self.limits.stop_seconds if self._stops or action == "cell" else 0

    def probe(self, function: Callable[..., Any], seconds: float, *arguments: Any) -> Any:
        """Run the source of a function in the process, and return what it returns."""
        return self.ask("probe", seconds, **probe_request(function, arguments))

    def seconds(self, cell: Cell) -> float:
        """Return how long a cell may run."""
        return self.limits.cell_seconds if cell.seconds is None else cell.seconds

    def left(self, seconds: float) -> float:
        """Return `seconds`, or what is left of the notebook's time; LimitExceeded if that is nothing."""
        if self.is_over:
            raise LimitExceeded(self.too_long(seconds))
        return min(seconds, self.limits.notebook_seconds - self._spent)

    def too_long(self, seconds: float, error: Exception | None = None) -> str:
        """Return what is said of something that was given up after `seconds`, for the reason that `error` has."""
        if self.is_over:
            return f"took longer than {self.limits.notebook_seconds:g} s in all"
        return str(error or TimedOut(seconds, alive=False))

    @property
    def is_over(self) -> bool:
        """Return whether the notebook's time is up."""
        return self._spent > self.limits.notebook_seconds - MOMENT

    @property
    def by_the_clock(self) -> bool:
        """Return whether a limit was met in which more counts than computing: on another day, it might not be."""
        return self._waited or (self.is_over and self._computed < self.limits.notebook_seconds - MOMENT)

    def has_room(self, outputs: object) -> bool:
        """Count `outputs` among those of the notebook, and return whether there is room for them."""
        self._room -= len(str(outputs))
        return self._room >= 0


def probe_request(function: Callable[..., Any], arguments: Sequence[Any]) -> dict[str, Any]:
    """Return what asks a process to define `function`, and to call it."""
    return {"source": _source(function), "name": function.__name__, "arguments": list(arguments)}


@cache
def _source(function: Callable[..., Any]) -> str:
    return textwrap.dedent(inspect.getsource(function))
