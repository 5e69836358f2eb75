"""The remote handle that hidden tests see: `student.corr2d(X, K)` runs in the student's process."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..errors import Died, LimitExceeded, NotDefined, ProcessError, StudentError, SuiteError, TimedOut
from ..notebooks.cells import Cell
from ..sandbox.inside import wire
from ..sandbox.inside.frameworks.dialects import DIALECTS, Dialect
from ..sandbox.limits import Limits
from ..sandbox.sandbox import Sandbox
from .handle import Handle
from .references import References, oracle
from .replies import cell_run, note, observation
from .result import Call, CellRun, Observation, is_small
from .session import Session, probe_request
from .telling import brief, digest

MAX_KIND = 80  # characters of the name of a class


class Student:
    """The names of one handed-in notebook.

    The cells run in a child of `sandbox` when a name is first needed, and again, without the cell that was to blame,
    when that child has ended. In the exercises named in `replaced`, the right answers that `answer` gives stand in
    place of the student's. Without `pictures`, nothing that only shows is run.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        cells: list[Cell],
        files: Mapping[str, bytes],
        *,
        limits: Limits | None = None,
        answer: References | None = None,
        replaced: tuple[str, ...] = (),
        pictures: bool = True,
    ):
        answer = answer or References({}, oracle())
        self._session = SuiteSession(
            self, sandbox, cells, files, limits or Limits(), answer, replaced, pictures
        )
        self.calls: list[Call] = []
        self.digest = digest(cells)
        self.answers = answer

    @property
    def framework(self) -> Dialect:
        """Return how people speak of the framework that the notebook computes with."""
        return DIALECTS[self._session.framework]

    @property
    def runs(self) -> dict[str, CellRun]:
        """Return what each cell came to, by its key."""
        return self._session.runs

    @property
    def by_the_clock(self) -> bool:
        """Return whether a limit was met in which more than the notebook's computing counts."""
        return self._session.by_the_clock

    # --- what tests use -----------------------------------------------------------------------

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return Handle(self, {"name": name})

    def observe(self, function: Handle, *arguments: Any, **looks: Any) -> Observation:
        """Call `function`; return its value, what the call wrote into, and the operations it dispatched.

        With `upstream=Y`, also the gradients of sum(value * Y): those of the arguments that are tensors or, with
        `of=("weight", "bias")`, of these attributes of the function. With `steps=True`, how many steps Python takes.
        With `plainly=True`, nothing of the operations, which leaves what is compiled as it is. With `below=True`, also
        what is done within operations, or hidden, each once (`below.conv2d`), where the framework can tell, and what is
        called of other libraries.
        """
        seen: Observation = self._call(function, arguments, observe=True, **looks)
        return seen

    def parameters(self, layer: Handle) -> Any:
        """Return the parameters of a layer by their names, or None if it is no layer of the framework."""
        return self._request("parameters", owner=layer)

    def layer(self, factory: Handle, *arguments: Any, **values: Any) -> tuple[Any, Any]:
        """Make a layer, give it the dtype of `values`, and its parameters of these names the values.

        Returns the shapes of those that have not as many elements, and stay as they are (None if it is no layer of the
        framework), and the layer.
        """
        with self._telling(arguments):
            misfits, layer = self._request("layer", factory=factory, arguments=list(arguments), values=values)
        return misfits, layer

    def run(self, probe: Callable[..., Any], *arguments: Any) -> Any:
        """Run the source of the function `probe` in the student's process, and return what it returns."""
        with self._telling(arguments):
            return self._request("probe", **probe_request(probe, arguments))

    def run_apart(self, probe: Callable[..., Any], *arguments: Any) -> Any:
        """Run a probe as `run` does, in a fresh process of the same framework in which nothing of the notebook's is."""
        apart = Student(self._session.sandbox, [], {}, limits=self._session.limits)
        try:
            return apart.run(probe, *arguments)
        except StudentError as error:  # which costs no student anything
            raise SuiteError(
                f"the probe {probe.__name__} does not run where no notebook is: it {error}"
            ) from error
        finally:
            apart.close()

    # --- the notebook -------------------------------------------------------------------------

    def start(self) -> None:
        """Run the notebook's cells in a fresh process, unless one is there already."""
        self._session.start()

    def close(self) -> None:
        """End the student's process."""
        self._session.close()

    # --- requests -----------------------------------------------------------------------------

    def _request(self, action: str, **arguments: Any) -> Any:
        session = self._session
        self.answers.callbacks.clear()
        session.start()
        seconds = session.limits.call_seconds
        try:
            return session.ask(action, seconds, **arguments)
        except TimedOut as error:
            raise LimitExceeded(session.too_long(seconds, error)) from error
        except Died as error:
            raise LimitExceeded(f"{error}") from error

    def _call(self, function: Handle, arguments: tuple[Any, ...], observe: bool, **looks: Any) -> Any:
        name = str(function._tree.get("name", ""))
        try:
            with self._telling(arguments):
                request = {"function": function, "arguments": list(arguments), "observe": observe, **looks}
                seen = self._request("call", **request)
                seen = observation(seen) if observe else seen
        except StudentError as error:
            self.calls.append(Call(name, arguments, error=error))
            raise
        self.calls.append(Call(name, arguments, value=seen.value if observe else seen))
        return seen

    @contextmanager
    def _telling(self, arguments: tuple[Any, ...]) -> Iterator[None]:
        """Of an error on hidden inputs that are not shown, tell what could not carry them out: its class, and where."""
        try:
            yield
        except (LimitExceeded, NotDefined):
            raise
        except StudentError as error:
            if not error.name or is_small(*arguments):
                raise
            raise type(error)(brief(error, self._session.cells)) from None


class SuiteSession(Session):
    """The cells of a notebook whose checks stand in a hidden suite; arguments are as for `Student`."""

    def __init__(
        self,
        student: Student,
        sandbox: Sandbox,
        cells: list[Cell],
        files: Mapping[str, bytes],
        limits: Limits,
        answer: References,
        replaced: tuple[str, ...],
        pictures: bool,
    ):
        super().__init__(sandbox, cells, limits, answer)
        self._answers = answer
        self._student, self._files = student, dict(files)
        self._replaced, self._pictures = replaced, pictures
        self._draws = pictures

    def prepare(self) -> None:
        """Put the files into the notebook's folder; later than in the first process, draw nothing."""
        seconds = self.limits.cell_seconds
        self.ask("files", seconds, files=self._files)
        self._draws, self._pictures = self._pictures, False  # only the first run is looked at
        if not self._draws:
            self.ask("pictures_off", seconds)
        if self._replaced:
            self.ask("references", seconds, names=list(self._replaced))

    def run_cells(self) -> None:
        """Run the cells, and let the tests begin with the same random numbers, whatever was run."""
        super().run_cells()
        if self.alive:
            self.ask("seed", self.limits.cell_seconds)

    def wants(self, cell: Cell) -> bool:
        """Leave out what only shows, where nobody looks."""
        return self._draws or not cell.shows

    def run_cell(self, cell: Cell) -> CellRun:
        """Keep what a cell has shown, as far as there is room for it."""
        try:
            run = cell_run(self.ask("cell", self.seconds(cell), source=cell.source))
        except LimitExceeded:
            raise
        except StudentError:
            return CellRun([], "it showed something that cannot be read")
        if cell.key in self.runs or self.has_room(run.outputs):
            return run
        large = f"The outputs of this notebook are larger than {self.limits.output_mb} MB; the rest is left out.\n"
        return CellRun([note(large)], run.error)

    def after(self, cell: Cell) -> None:
        """Let the right answer stand where it has to."""
        if cell.exercise in self._replaced:
            source = f"from right_answers import {cell.exercise}"
            self.ask("cell", self.limits.cell_seconds, source=source)

    def ended(self, cell: Cell, problem: str, error: ProcessError) -> CellRun:
        """Say below the cell what became of it."""
        text = {"output_type": "stream", "name": "stderr", "text": f"This cell {problem}.\n"}
        return CellRun([text], f"it {problem}")

    def refer(self, value: Any) -> Any:
        """Return what a handle stands for; nothing else of the kit's goes there."""
        if isinstance(value, Handle):
            return dict(value._tree)
        if inspect.isfunction(value):
            self._answers.callbacks.append(value)
            return {"callback": len(self._answers.callbacks) - 1}
        raise TypeError(f"{type(value).__name__} cannot be sent to the student's process")

    def resolve(self, tree: Any) -> Any:
        """Return a handle to an object of the student's process."""
        kind = wire.printable(str(tree["kind"]))[:MAX_KIND]
        return Handle(self._student, {"object": int(tree["object"]), "kind": kind})
