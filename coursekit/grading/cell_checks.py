"""Runs all cells of a notebook in the sandbox, checks included: for assignments whose checks stand in their cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from nbformat import NotebookNode

from ..errors import LimitExceeded, ProcessError, StudentError, TimedOut
from ..notebooks.cells import Cell
from ..sandbox.inside.resources import MB
from ..sandbox.limits import Limits
from ..sandbox.sandbox import Sandbox
from .outputs import CANNOT_BE_READ, error_output, readable, what_counts, with_streams
from .result import CellRun
from .session import Session
from .written import PIECE, Listing, Written, collect, files_in, listing


@dataclass(frozen=True)
class TimedCell:
    """A code cell, and how many seconds it may run."""

    source: str
    seconds: float


class Execution(Session):
    """One run of a notebook's `cells`, from top to bottom, as a Jupyter kernel would run them.

    A cell that hangs or ends the process shows an error, and the others go on. `files` are what the notebook finds in
    its `folder`, by relative name; `environment` is added to its environment variables. After the run, `written` is
    what the notebook has left there.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        cells: Sequence[TimedCell],
        files: Mapping[str, bytes],
        environment: Mapping[str, str],
        limits: Limits,
        *,
        folder: str = ".",
    ):
        numbered = [Cell(str(number), cell.source, seconds=cell.seconds) for number, cell in enumerate(cells)]
        super().__init__(sandbox, numbered, _with_room(limits, cells, files))
        self._files, self._environment, self._folder = files, dict(environment), folder
        self._place = ""
        self._before: Listing = {}
        self.written = Written()

    def run(self) -> list[list[NotebookNode]]:
        """Return the outputs of each cell."""
        problem = ""
        try:
            while len(self.runs) < len(self.cells):
                self.begin()
                self.run_cells()
            self._collect()
        except LimitExceeded:
            problem = self._no_time("was not run")
        except (StudentError, ProcessError) as error:
            problem = f"was not run: while the notebook was started, it {error}"
        finally:
            self.close()
        not_run = CellRun([error_output("CellNotRun", problem)])
        return [self.runs.get(cell.key, not_run).outputs for cell in self.cells]

    def prepare(self) -> None:
        """Set the variables, and put the files into the notebook's folder."""
        seconds = self.limits.call_seconds
        self._place = self.probe(prepare, seconds, self._environment, self._folder)
        for name, data in self._files.items():
            for start in range(0, max(len(data), 1), PIECE):
                self.probe(append, seconds, name, data[start : start + PIECE])
        self._before = listing(self.probe(files_in, seconds, self._place))

    def _collect(self) -> None:
        """Take what the notebook has written, if its process is still there to be asked."""
        if self.alive and not self.is_over:
            with suppress(StudentError, ProcessError):
                self.written = collect(self._read, self._place, self._before, self.limits)

    def _read(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return self.probe(function, self.limits.call_seconds, *arguments)

    def run_cell(self, cell: Cell) -> CellRun:
        """Keep what a cell has shown; of what a check's points depend on, a part in any case."""
        try:
            outputs = readable(self.ask("cell", self.seconds(cell), source=cell.source))
        except LimitExceeded:
            raise
        except StudentError:
            outputs = [error_output("OutputError", CANNOT_BE_READ)]
        try:
            written = self.probe(written_to_descriptors, self.limits.call_seconds)
        except StudentError:  # the cell has closed them
            written = None
        outputs = with_streams(outputs, written)
        return CellRun(outputs if self.has_room(outputs) else what_counts(outputs))

    def ended(self, cell: Cell, problem: str, error: ProcessError) -> CellRun:
        """Show an error, by which a check gets no points, unless the cell had come to its end before."""
        name = "CellTimeoutError" if isinstance(error, TimedOut) else "CellEnded"
        return self.runs.get(cell.key) or CellRun([error_output(name, problem)])

    def too_long(self, seconds: float, error: Exception | None = None) -> str:
        """Return what is said of a cell that was given up after `seconds`."""
        if self.is_over:
            return self._no_time("was ended")
        return super().too_long(seconds, error)

    def _no_time(self, what: str) -> str:
        return f"{what}: the notebook took longer than {self.limits.notebook_seconds:g} s"


def _with_room(limits: Limits, cells: Sequence[TimedCell], files: Mapping[str, bytes]) -> Limits:
    """Return `limits` that leave room for the `files` themselves, and time for the slowest of the `cells`."""
    sizes = [-(-len(data) // MB) for data in files.values()]
    return replace(
        limits,
        cell_cpu_seconds=max([limits.cell_cpu_seconds, *(cell.seconds for cell in cells)]),
        file_mb=max([limits.file_mb, *sizes]),
        disk_mb=limits.disk_mb + sum(sizes),
    )


# --- probes: their source is run in the student's process ------------------------------------------


def prepare(environment: dict[str, str], folder: str) -> str:
    """Go to `folder`, set variables, and keep in files what is written past Python to standard output and error.

    Returns the folder's whole name.
    """
    import os
    import sys

    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    sys.path.insert(0, os.getcwd())
    os.environ.update(environment)
    for descriptor in (1, 2):
        kept = os.open(".output", os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        os.unlink(".output")
        os.dup2(kept, descriptor)
        os.close(kept)
    return os.getcwd()


def append(name: str, data: bytes) -> None:
    """Append `data` to a file of the notebook's folder."""
    import pathlib

    path = pathlib.Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(data)


def written_to_descriptors() -> list[bytes]:
    """Return what has been written past Python to standard output and error since the last time."""
    import os
    import sys

    written = []
    for descriptor, stream in ((1, sys.__stdout__), (2, sys.__stderr__)):
        if stream is not None:
            stream.flush()
        written.append(os.pread(descriptor, 100_000, 0))
        os.ftruncate(descriptor, 0)
    return written
