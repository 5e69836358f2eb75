"""The remote handle that hidden tests see: `student.corr2d(X, K)` runs in the student's process."""

from __future__ import annotations

import builtins
import inspect
import textwrap
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import nbformat

from .child import Child, Died, TimedOut
from .inside import wire
from .sandbox import Limits, Sandbox


class StudentError(Exception):
    """What went wrong in the student's process, in words that the student reads."""

    name = ""


class LimitExceeded(StudentError):
    """The student's code used more than it may."""


@dataclass(frozen=True)
class Cell:
    """One code cell of a notebook; `exercise` is its name where it is a solution cell.

    `shows` is true of the instructor's own experiments, left as released, that define nothing which anything
    else needs: they need to run only once, for their output.
    """

    key: str
    source: str
    exercise: str | None = None
    shows: bool = False


@dataclass
class CellRun:
    """What a cell showed, and the error that ended it."""

    outputs: list[dict[str, Any]]
    error: str | None = None


@dataclass(frozen=True)
class Call:
    """One call of an exercise's function, kept for the feedback: a value, or an error."""

    name: str
    arguments: tuple[Any, ...]
    value: Any = None
    error: StudentError | None = None


@dataclass(frozen=True)
class Observation:
    """A call's value, and what the call did besides."""

    value: Any
    changed: tuple[int, ...]
    operations: tuple[str, ...]
    requires_grad: bool


class Handle:
    """Something in the student's process: callable, with readable attributes."""

    def __init__(self, student: Student, tree: Mapping[str, Any], path: tuple[str, ...] = ()):
        self._student, self._tree, self._path = student, tree, path

    def __call__(self, *arguments: Any) -> Any:
        """Call it with `arguments` by position, and return plain data or another handle."""
        return self._student._call(self, arguments, observe=False)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if "method" in self._tree:
            raise AttributeError(name)
        return self._student._attribute(self, name)

    def __repr__(self) -> str:
        return str(self._tree.get("name") or f"a {self._tree.get('kind', 'function')}")


class Student:
    """The names of one handed-in notebook.

    The cells run in a child of `sandbox` when a name is first needed. Where that child ends or hangs, the
    next request gets a fresh one, with the cell that ended the last one left out. `replace` names
    exercises whose definitions are replaced by the `references`. Without `pictures`, nothing that only shows is run.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        cells: list[Cell],
        files: Mapping[str, bytes],
        *,
        limits: Limits | None = None,
        references: Mapping[str, Callable[..., Any]] | None = None,
        replace: tuple[str, ...] = (),
        pictures: bool = True,
    ):
        self._sandbox, self._cells, self._files = sandbox, cells, dict(files)
        self._limits = limits or Limits()
        self._references, self._replace = dict(references or {}), replace
        self._pictures = pictures
        self._child: Child | None = None
        self._left_out: dict[str, str] = {}
        self._end = time.monotonic() + self._limits.notebook_seconds
        self._room = self._limits.output_mb * 2**20
        self.runs: dict[str, CellRun] = {}
        self.calls: list[Call] = []

    # --- what tests use -----------------------------------------------------------------------

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return Handle(self, {"name": name})

    def observe(self, function: Handle, *arguments: Any) -> Observation:
        """Call `function`; return its value, what the call wrote into, and the operations it dispatched."""
        seen: Observation = self._call(function, arguments, observe=True)
        return seen

    def run(self, probe: Callable[..., Any], *arguments: Any) -> Any:
        """Run the source of the function `probe` in the student's process, and return what it returns."""
        return self._request("probe", source=_source(probe), name=probe.__name__, arguments=list(arguments))

    # --- the notebook -------------------------------------------------------------------------

    def start(self) -> None:
        """Run the notebook's cells in a fresh child, unless one is there already."""
        while self._child is None or not self._child.alive:
            self._left(self._limits.cell_seconds)
            # No other right answer: a notebook could ask for it in its own process, and hand it in.
            answers = {name: self._references[name] for name in self._replace}
            self._child = Child(self._sandbox, self._limits, answers)
            self._send("files", self._limits.cell_seconds, files=self._files)
            pictures, self._pictures = self._pictures, False  # only the first run is looked at
            if not pictures:
                self._send("pictures_off", self._limits.cell_seconds)
            if self._replace:
                self._send("references", self._limits.cell_seconds, names=list(self._replace))
            self._run_cells(pictures)

    def _run_cells(self, pictures: bool) -> None:
        for cell in self._cells:
            if cell.key not in self._left_out and (pictures or not cell.shows):
                self._run_cell(cell)
            if self._child is None or not self._child.alive:
                return
            if cell.exercise in self._replace:
                source = f"from right_answers import {cell.exercise}"
                self._send("cell", self._limits.cell_seconds, source=source)

    def _run_cell(self, cell: Cell) -> None:
        try:
            run = self._send("cell", self._limits.cell_seconds, source=cell.source)
        except TimedOut:
            problem = self._too_long(self._limits.cell_seconds)
        except Died as error:
            problem = str(error)
        except LimitExceeded:
            raise
        except StudentError:
            self.runs.setdefault(cell.key, CellRun([], "it showed something that cannot be read"))
            return
        else:
            self.runs.setdefault(cell.key, self._keep(cell_run(run)))
            return
        self._left_out[cell.key] = problem
        text = {"output_type": "stream", "name": "stderr", "text": f"This cell {problem}.\n"}
        self.runs[cell.key] = CellRun([text], f"it {problem}")

    def _keep(self, run: CellRun) -> CellRun:
        """Return `run` with no more output than there is room for."""
        self._room -= len(str(run.outputs))
        if self._room >= 0:
            return run
        text = f"The outputs of this notebook are larger than {self._limits.output_mb} MB; the rest is left out.\n"
        return CellRun([_note(text)], run.error)

    def close(self) -> None:
        """End the student's process."""
        if self._child is not None:
            self._child.kill()

    # --- requests -----------------------------------------------------------------------------

    def _send(self, action: str, seconds: float, **arguments: Any) -> Any:
        assert self._child is not None
        seconds = self._left(seconds)
        frame = wire.Frame(self._refer)
        trees = {key: frame.encode(value) for key, value in arguments.items()}
        message, buffers = self._child.request(action, seconds, frame, trees)
        try:
            if "error" not in message:
                return wire.decode(message["value"], buffers, self._resolve)
            raised = remote_error(message["error"], self._limits)
        except RecursionError as error:
            raise StudentError("returned something too deeply nested to be read") from error
        except UNREADABLE as error:
            raise StudentError("returned something that cannot be read") from error
        raise raised

    def _left(self, seconds: float) -> float:
        """Return `seconds`, or what is left of the notebook's time; LimitExceeded where that is nothing."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise LimitExceeded(self._too_long(seconds))
        return min(seconds, left)

    def _too_long(self, seconds: float) -> str:
        if time.monotonic() >= self._end:
            return f"took longer than {self._limits.notebook_seconds:g} s in all"
        return f"took longer than {seconds:g} s"

    def _request(self, action: str, **arguments: Any) -> Any:
        self.start()
        try:
            return self._send(action, self._limits.call_seconds, **arguments)
        except TimedOut as error:
            raise LimitExceeded(self._too_long(self._limits.call_seconds)) from error
        except Died as error:
            raise LimitExceeded(f"{error}") from error

    def _call(self, function: Handle, arguments: tuple[Any, ...], observe: bool) -> Any:
        name = str(function._tree.get("name", ""))
        try:
            seen = self._request("call", function=function, arguments=list(arguments), observe=observe)
            seen = observation(seen) if observe else seen
        except StudentError as error:
            self.calls.append(Call(name, arguments, error=error))
            raise
        self.calls.append(Call(name, arguments, value=seen.value if observe else seen))
        return seen

    def _attribute(self, owner: Handle, name: str) -> Any:
        return self._request("attribute", owner=owner, name=name)

    def _refer(self, value: Any) -> Any:
        if isinstance(value, Handle):
            return dict(value._tree)
        raise TypeError(f"{type(value).__name__} cannot be sent to the student's process")

    def _resolve(self, tree: Any) -> Any:
        return Handle(self, {"object": int(tree["object"]), "kind": wire.printable(str(tree["kind"]))[:80]})


@cache
def _source(probe: Callable[..., Any]) -> str:
    return textwrap.dedent(inspect.getsource(probe))


# --- nothing that comes from a student's process is taken as it is -----------------------------

UNREADABLE = (ValueError, LookupError, TypeError, ArithmeticError, RuntimeError, MemoryError, wire.WireError)
MAX_OUTPUTS = 1000  # of one cell; a form that is checked for each takes its time
MAX_NAME, MAX_TEXT = 80, 500


def cell_run(reply: Any) -> CellRun:
    """Return what a cell showed, without outputs that are not of a notebook's form."""
    if not isinstance(reply, dict):
        return CellRun([])
    outputs = reply.get("outputs")
    outputs = outputs if isinstance(outputs, list) else []
    kept = [item for item in outputs[:MAX_OUTPUTS] if _is_output(item)]
    if len(outputs) > MAX_OUTPUTS:
        kept.append(_note(f"This cell showed more than {MAX_OUTPUTS} outputs; the rest is left out.\n"))
    return CellRun([nbformat.from_dict(item) for item in kept], _sentence(reply.get("error")))


def _note(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def _is_output(item: Any) -> bool:
    try:
        nbformat.validate(nbformat.from_dict(item), ref="output", version=4)
    except (nbformat.ValidationError, RecursionError, *UNREADABLE):
        return False
    return True


def observation(reply: Any) -> Observation:
    """Return what a call did; StudentError where the reply is not of that form."""
    match reply:
        case {
            "value": value,
            "changed": list(changed),
            "operations": list(operations),
            "requires_grad": bool(grad),
        } if all(type(index) is int for index in changed):
            return Observation(value, tuple(changed), tuple(map(str, operations)), grad)
    raise StudentError("returned something that cannot be read")


def _sentence(error: Any) -> str | None:
    """Return an error of the student's process as one line."""
    match error:
        case {"name": str(), "text": str(), "line": int() | None, "code": str()}:
            pass
        case _:
            return None
    name, said, code = (wire.printable(error[key][:MAX_TEXT]) for key in ("name", "text", "code"))
    text = f"{name[:MAX_NAME]}: {said.splitlines()[0]}" if said else name[:MAX_NAME]
    if error["line"]:
        text += f" (line {error['line']}" + (f": {code})" if code else ")")
    return text


def remote_error(error: Any, limits: Limits) -> StudentError:
    """Return an exception that is a StudentError and of the same builtin class as the student's."""
    sentence = _sentence(error)
    if sentence is None:
        return StudentError("ended in a way that cannot be read")
    kinds = [str(kind) for kind in error.get("kinds") or []][:MAX_NAME]
    if str(error["name"]) == "LookupError" and "is not defined" in error["text"]:
        return StudentError(wire.printable(error["text"][:MAX_TEXT]))
    said = f"raised {sentence}"
    for mark, limit in LIMIT_MARKS:
        if mark in error["text"] or mark in kinds:
            said = limits.words(limit)
    for kind in kinds:
        base = getattr(builtins, kind, None)
        if isinstance(base, type) and issubclass(base, Exception) and base is not Exception:
            try:
                raised = type(kind, (StudentError, base), {"name": error["name"][:MAX_NAME]})(said)
            except TypeError:
                continue
            return raised  # type: ignore[no-any-return]
    return StudentError(said)


# How the system and its libraries say that a limit was met: by a class of exceptions, or in their text.
LIMIT_MARKS = (
    ("MemoryError", "memory"),
    ("can't allocate memory", "memory"),
    ("Cannot allocate memory", "memory"),
    ("BlockingIOError", "processes"),
    ("can't start new thread", "processes"),
    ("Too many open files", "open files"),
    ("File too large", "file"),
    ("No space left on device", "disk"),
    ("out of processor time", "cell processor"),
)
