"""Runs all cells of a notebook in the sandbox, checks included: for assignments whose checks stand in their cells."""

from __future__ import annotations

import inspect
import textwrap
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbformat import NotebookNode
from nbformat.v4 import new_output

from .child import Child, Died, TimedOut
from .inside import wire
from .sandbox import Limits, Sandbox
from .student import cell_run

PIECE = 32 * 2**20  # bytes of a file that are sent at once
MB = 2**20
SHORT = 1000  # characters of an output that is kept where there is no room for it all


@dataclass(frozen=True)
class TimedCell:
    """A code cell, and how many seconds it may run."""

    source: str
    seconds: float


class Unreadable(Exception):
    """An answer of the student's process that is not of the agreed form."""


class Execution:
    """One run of a notebook's `cells`, from top to bottom, as a Jupyter kernel would run them.

    A cell that hangs or ends the process shows an error, and the others go on: where the process is gone, in a fresh
    one without that cell. `files` are what the notebook finds in its folder, by relative name; `environment` is added
    to its environment variables.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        cells: Sequence[TimedCell],
        files: Mapping[str, bytes],
        environment: Mapping[str, str],
        limits: Limits,
    ):
        self._sandbox, self._cells = sandbox, cells
        self._files, self._environment = files, dict(environment)
        self._limits = _with_room(limits, cells, files)
        self._room = limits.output_mb * MB
        self._end = 0.0
        self._left_out: set[int] = set()
        self._outputs: dict[int, list[NotebookNode]] = {}

    def run(self) -> list[list[NotebookNode]]:
        """Return the outputs of each cell."""
        self._end = time.monotonic() + self._limits.notebook_seconds
        problem = ""
        while len(self._outputs) < len(self._cells) and not problem:
            child = Child(self._sandbox, self._limits)
            try:
                self._prepare(child)
                problem = self._run_cells(child)
            except (Died, TimedOut, Unreadable) as error:
                problem = f"was not run: while the notebook was started, it {error}"
            finally:
                child.kill()
        return [self._outputs.get(i, [failure("CellNotRun", problem)]) for i in range(len(self._cells))]

    def _prepare(self, child: Child) -> None:
        self._probe(child, prepare, self._environment)
        for name, data in self._files.items():
            for start in range(0, max(len(data), 1), PIECE):
                self._probe(child, append, name, data[start : start + PIECE])

    def _run_cells(self, child: Child) -> str:
        """Run the cells until `child` has ended; return why no further child will do."""
        for index, cell in enumerate(self._cells):
            left = self._end - time.monotonic()
            if left <= 0:
                return self._too_long("was not run")
            if index in self._left_out:
                continue
            try:
                outputs = self._run_cell(child, replace(cell, seconds=min(left, cell.seconds)))
            except TimedOut as error:
                said = str(error) if left > cell.seconds else self._too_long("was ended")
                self._leave_out(index, "CellTimeoutError", said)
            except Died as error:
                self._leave_out(index, "CellEnded", str(error))
            else:
                self._outputs.setdefault(index, outputs)
            if not child.alive:
                break
        return ""

    def _too_long(self, what: str) -> str:
        return f"{what}: the notebook took longer than {self._limits.notebook_seconds:g} s"

    def _leave_out(self, index: int, name: str, problem: str) -> None:
        self._left_out.add(index)
        self._outputs.setdefault(index, [failure(name, problem)])

    def _run_cell(self, child: Child, cell: TimedCell) -> list[NotebookNode]:
        try:
            outputs = readable(self._ask(child, "cell", cell.seconds, source=cell.source))
        except Unreadable as error:
            outputs = [failure("OutputError", str(error))]
        try:
            written = self._probe(child, written_to_descriptors)
        except Unreadable:  # the cell has closed them
            written = None
        outputs = with_streams(outputs, written)
        self._room -= len(str(outputs))
        return outputs if self._room >= 0 else what_counts(outputs)

    def _probe(self, child: Child, function: Callable[..., Any], *arguments: Any) -> Any:
        source = textwrap.dedent(inspect.getsource(function))
        seconds = self._limits.call_seconds
        return self._ask(
            child, "probe", seconds, source=source, name=function.__name__, arguments=list(arguments)
        )

    def _ask(self, child: Child, action: str, seconds: float, **arguments: Any) -> Any:
        frame = wire.Frame(lambda value: None)
        trees = {key: frame.encode(value) for key, value in arguments.items()}
        message, buffers = child.request(action, seconds, frame, trees)
        try:
            return wire.decode(message["value"], buffers, lambda tree: None)
        except (LookupError, ValueError, TypeError, RuntimeError, wire.WireError) as error:
            raise Unreadable("showed something that cannot be read") from error


def _with_room(limits: Limits, cells: Sequence[TimedCell], files: Mapping[str, bytes]) -> Limits:
    """Return `limits` that leave room for the `files` themselves, and time for the slowest of the `cells`."""
    sizes = [-(-len(data) // MB) for data in files.values()]
    return replace(
        limits,
        cell_cpu_seconds=max([limits.cell_cpu_seconds, *(cell.seconds for cell in cells)]),
        file_mb=max([limits.file_mb, *sizes]),
        disk_mb=limits.disk_mb + sum(sizes),
    )


# --- probes: their source is run in the student's process ---------------------------------------


def prepare(environment: dict[str, str]) -> None:
    """Set environment variables, and keep in files what is written past Python to standard output and error."""
    import os

    os.environ.update(environment)
    for descriptor in (1, 2):
        kept = os.open(".output", os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        os.unlink(".output")
        os.dup2(kept, descriptor)
        os.close(kept)


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


# --- outputs ------------------------------------------------------------------------------------


def failure(name: str, problem: str) -> NotebookNode:
    """Return the output of a cell that has not come to its end; for a check, that is no points."""
    said = problem or "was not run"
    return new_output("error", ename=name, evalue=said, traceback=[f"{name}: This cell {said}."])


def readable(reply: Any) -> list[NotebookNode]:
    """Return the outputs in an untrusted reply. Whatever is not of a notebook's form is left out, but for that a
    cell which raised shows an error, and one with a result the text of it.
    """
    if not isinstance(reply, dict) or not isinstance(reply.get("outputs"), list):
        raise Unreadable("showed something that cannot be read")
    outputs: list[NotebookNode] = []
    for item in reply["outputs"]:
        valid = cell_run({"outputs": [item]}).outputs
        outputs += [nbformat.from_dict(output) for output in valid or _text_alone(item)]
    raised = cell_run({"error": reply.get("error")}).error
    if reply.get("error") is not None and not any(output.output_type == "error" for output in outputs):
        name, _, text = (raised or "Error").partition(": ")
        outputs.append(new_output("error", ename=name, evalue=text, traceback=[raised or name]))
    return outputs


def _text_alone(item: Any) -> list[NotebookNode]:
    """Return a result without everything but its text."""
    match item:
        case {"output_type": "execute_result", "data": {"text/plain": str(text)}}:
            return [new_output("execute_result", data={"text/plain": text})]
    return []


def with_streams(outputs: list[NotebookNode], written: Any) -> list[NotebookNode]:
    """Return `outputs` with what was `written` past Python, before the result as a kernel has it."""
    match written:
        case [bytes(stdout), bytes(stderr)]:
            pass
        case _:
            return outputs
    streams = [
        new_output("stream", name=name, text=data.decode(errors="replace"))
        for name, data in (("stdout", stdout), ("stderr", stderr))
        if data
    ]
    results = (i for i, output in enumerate(outputs) if output.output_type == "execute_result")
    place = next(results, len(outputs))
    return outputs[:place] + streams + outputs[place:]


def what_counts(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return, cut short, those outputs on which a check's points depend, for where there is no room for more."""
    kept: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "error":
            kept.append(failure(output.ename[:SHORT], f"raised {output.ename[:SHORT]}"))
        elif output.output_type == "execute_result":
            text = str(output.data.get("text/plain", ""))
            kept.append(new_output("execute_result", data={"text/plain": text[:SHORT]}))
        elif output.output_type == "stream" and output.name == "stderr":
            kept.append(new_output("stream", name="stderr", text=output.text[:SHORT]))
    first = {output.get("name", output.output_type): output for output in reversed(kept)}
    note = "The outputs of this notebook are too large; the rest is left out.\n"
    return [
        new_output("stream", name="stdout", text=note),
        *(output for output in kept if any(output is other for other in first.values())),
    ]


# --- what is run --------------------------------------------------------------------------------


def folder_files(folder: Path) -> dict[str, bytes]:
    """Return all ordinary files below `folder`, by relative name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def language(metadata: Mapping[str, Any]) -> str:
    """Return the language of a notebook with this metadata, or else the name of its kernel, in lower case."""
    kernel, noted = (metadata.get(key) for key in ("kernelspec", "language_info"))
    kernel = kernel if isinstance(kernel, dict) else {}
    name = str(kernel.get("name") or "python")
    found = kernel.get("language") or (noted.get("name") if isinstance(noted, dict) else "")
    if not found and not name.startswith("python"):
        with suppress(NoSuchKernel):
            found = KernelSpecManager().get_kernel_spec(name).language
    return str(found or name).lower()


def is_python(metadata: Mapping[str, Any]) -> bool:
    """Return whether a notebook with this metadata is in Python."""
    return language(metadata) in ("python", "python2", "python3", "ipython")
