"""What grading one notebook may take of the grading process, and what takes little of it although it is large."""

from __future__ import annotations

import json
import resource
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_notebook

from coursekit.errors import GradingEnded
from coursekit.grading.autograded import handed_in, shown_outputs
from coursekit.grading.bounds import bounded_grading
from coursekit.grading.outputs import readable
from coursekit.grading.replies import cell_run
from coursekit.notebooks.text import harmless_text
from coursekit.sandbox.limits import Limits

FEW = Limits(grading_cpu_seconds=5, grading_memory_mb=250)


def compute() -> None:
    """Compute for ever."""
    while True:
        pass


def compute_and_ignore() -> None:
    """Compute until somebody objects, and take no notice."""
    with suppress(Exception):
        compute()


def keep() -> None:
    """Keep more and more in memory."""
    kept = []
    while True:
        kept.append(bytearray(2**20))


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (compute, r"took more than 0\.2 s of processor time to be graded"),
        (compute_and_ignore, r"took more than 0\.2 s of processor time to be graded"),
        (keep, "took more than 100 MB of memory to be graded"),
    ],
)
def test_grading_has_an_end(work: Callable[[], None], said: str) -> None:
    """What takes more time or memory than grading may is ended, also if it takes the end for an error of its own."""
    limits = Limits(grading_cpu_seconds=0.2 if work is not keep else 60, grading_memory_mb=100)
    with pytest.raises(GradingEnded, match=said), bounded_grading(limits):
        work()


def state() -> list[object]:
    """Return what is bounded in this process."""
    limits = resource.getrlimit(resource.RLIMIT_DATA)
    return [limits, signal.getsignal(signal.SIGPROF), signal.getitimer(signal.ITIMER_PROF)]


@pytest.mark.parametrize("error", [None, ValueError, MemoryError, KeyboardInterrupt])
def test_all_is_as_before_afterwards(error: type[BaseException] | None) -> None:
    """After an end of any kind no bound, timer or handler of signals is left behind."""
    before = state()
    with suppress(ValueError, GradingEnded, KeyboardInterrupt), bounded_grading(FEW):
        assert not any(now == then for now, then in zip(state(), before, strict=True))
        if error:
            raise error
    assert state() == before


def test_other_threads_are_bounded_in_memory_alone() -> None:
    """In a thread that gets no signals, memory is bounded, and the handler of signals is left alone."""
    ended: list[object] = []

    def work() -> None:
        with suppress(GradingEnded), bounded_grading(FEW):
            ended.append(signal.getsignal(signal.SIGPROF))
            keep()
        ended.append("ended")

    before = signal.getsignal(signal.SIGPROF)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [before, "ended"]


# --- what is large ----------------------------------------------------------------------------


def chain(length: int) -> dict[str, Any]:
    """Return dicts within one another."""
    chained: dict[str, Any] = {}
    for _ in range(length):
        chained = {"a": chained}
    return chained


def many(number: int, value: Any) -> dict[str, Any]:
    """Return a dict of many equal values."""
    return {str(n): value for n in range(number)}


def cell(**parts: Any) -> dict[str, Any]:
    """Return a code cell, as a file has it."""
    plain = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": [], "execution_count": None}
    return {"id": "a", **plain, **parts}


def shown(**parts: Any) -> dict[str, Any]:
    """Return an output, as a file or a reply has it."""
    return {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}, **parts}


LARGE = {
    "metadata of a cell": [cell(metadata=many(350_000, {}))],
    "chains in the metadata of a cell": [cell(metadata=many(12_000, chain(50)))],
    "lists in the metadata of a cell": [cell(metadata={"a": [[]] * 1_200_000})],
    "metadata of an output": [cell(outputs=[shown(metadata=many(350_000, {}))])],
    "data of an output": [cell(outputs=[shown(data={"application/json": [{}] * 1_000_000})])],
    "attachments": [
        {"id": "a", "cell_type": "markdown", "metadata": {}, "source": "x", "attachments": many(350_000, {})}
    ],
    "lines": [cell(source=["1\n"] * 700_000)],
    "lines of an output": [
        cell(outputs=[{"output_type": "stream", "name": "stdout", "text": ["1\n"] * 700_000}])
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("cells", LARGE.values(), ids=LARGE)
def test_large_files_are_read_in_little(cells: list[dict[str, Any]]) -> None:
    """A file of some megabytes takes a small part of what grading may take, whatever it is made of."""
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    with bounded_grading(FEW):
        notebook = handed_in(data, new_notebook())
    assert len(notebook.cells) == 1 and nbformat.validate(notebook) is None


REPLIES = {
    "metadata": shown(metadata=many(250_000, 0)),
    "chains": shown(metadata=many(10_000, chain(40))),
    "kinds": shown(data=many(250_000, "x") | {"text/plain": "x"}),
    "JSON": shown(data={"application/json": many(250_000, {}), "text/plain": "x"}),
    "lines": {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["x"] * 250_000},
    "parts": shown(**many(250_000, {})),
    "colours": {"output_type": "stream", "name": "stdout", "text": "\x1b[1m" * 125_000},
}


@pytest.mark.parametrize("output", REPLIES.values(), ids=REPLIES)
def test_large_replies_are_read_in_little(output: dict[str, Any]) -> None:
    """What a student's process says that a cell has shown takes little to read, whatever it is made of."""
    with bounded_grading(FEW):
        shown_outputs(cell_run({"outputs": [output]}).outputs)
        shown_outputs(readable({"outputs": [output] * 3}))


def test_many_outputs_are_read_in_little() -> None:
    """Of more outputs than anybody looks at, those are found on which points depend."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": "x"}] * 100_000
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
    with bounded_grading(FEW):
        kept = readable({"outputs": [*outputs, error, *outputs]})
    assert error in kept and len(kept) < 1100


def test_colours_are_kept_where_they_are_few() -> None:
    """A text keeps its colours unless it is made of little else, and loses none of its words."""
    coloured = "\x1b[31mred\x1b[0m " * 1000
    assert harmless_text(coloured) == coloured
    assert harmless_text("\x1b[31mred\x1b[0m " * 50_000) == "red " * 50_000
