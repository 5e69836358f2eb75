"""What comes from a student's process: read if it has the right form, and never taken as it is."""

from __future__ import annotations

from typing import Any

import pytest

from coursekit.errors import NotDefined, StudentError
from coursekit.grading.outputs import error_output, readable, what_counts, with_streams
from coursekit.grading.replies import MAX_OUTPUTS, cell_run, note, observation, remote_error
from coursekit.grading.result import CellRun, Observation
from coursekit.sandbox.limits import Limits

TEXT = {"output_type": "stream", "name": "stdout", "text": "hello\n"}
RESULT = {
    "output_type": "execute_result",
    "data": {"text/plain": "0.5"},
    "metadata": {},
    "execution_count": 3,
}
ERROR = {
    "kinds": ["ZeroDivisionError"],
    "name": "ZeroDivisionError",
    "text": "no",
    "line": 3,
    "code": "1 / 0",
}
NESTED: list[Any] = []
NESTED.append(NESTED)
NO_OUTPUTS = [
    *(None, 5, "text", [], {}, NESTED, {"output_type": "stream"}, {"output_type": "unheard of"}),
    *(TEXT | {"text": 5}, TEXT | {"more": 1}, RESULT | {"data": 5}, {1: 2}, TEXT | {"output_type": None}),
]


# --- cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize("reply", [None, 5, "text", [], {}, {"outputs": 5}, {"error": 5}, {"outputs": {}}])
def test_replies_that_are_none_show_nothing(reply: Any) -> None:
    """A reply of another form is a cell that has shown nothing."""
    assert cell_run(reply) == CellRun([])


@pytest.mark.parametrize("output", NO_OUTPUTS, ids=range(len(NO_OUTPUTS)))
def test_outputs_of_another_form_are_left_out(output: Any) -> None:
    """Of a cell's outputs those are kept that a notebook may have, and the others left out."""
    assert cell_run({"outputs": [TEXT, output, RESULT]}).outputs == [TEXT, RESULT]


def test_too_many_outputs_are_cut() -> None:
    """Of more outputs than anybody looks at the first are kept, with a note about the rest."""
    outputs = cell_run({"outputs": [TEXT] * (MAX_OUTPUTS + 1)}).outputs
    assert outputs[:-1] == [TEXT] * MAX_OUTPUTS and outputs[-1] == note(
        "This cell showed more than 1000 outputs; the rest is left out.\n"
    )


SENTENCES = [
    ({}, "ZeroDivisionError: no (line 3: 1 / 0)"),
    ({"text": ""}, "ZeroDivisionError (line 3: 1 / 0)"),
    ({"text": "first\nsecond"}, "ZeroDivisionError: first (line 3: 1 / 0)"),
    ({"text": "\n"}, "ZeroDivisionError:  (line 3: 1 / 0)"),
    ({"code": ""}, "ZeroDivisionError: no (line 3)"),
    ({"line": None}, "ZeroDivisionError: no"),
    ({"name": "x" * 1000, "text": ""}, "x" * 80 + " (line 3: 1 / 0)"),
    ({"text": "\ud800"}, "ZeroDivisionError: ? (line 3: 1 / 0)"),
]


@pytest.mark.parametrize(("change", "sentence"), SENTENCES, ids=str)
def test_errors_of_cells_become_one_line(change: dict[str, Any], sentence: str) -> None:
    """The error of a cell is its name, the first line of its text, and where, in bounds and printable."""
    assert cell_run({"outputs": [], "error": ERROR | change}).error == sentence


NO_ERRORS = [
    *(None, 5, [], {}, ERROR | {"name": 5}, ERROR | {"text": None}, ERROR | {"line": "3"}),
    *(ERROR | {"code": 5}, {"name": "x"}),
]


@pytest.mark.parametrize("error", NO_ERRORS, ids=range(len(NO_ERRORS)))
def test_errors_of_another_form_are_no_sentence(error: Any) -> None:
    """An error of another form is not told of a cell, and is an end that cannot be read of a call."""
    assert cell_run({"outputs": [], "error": error}).error is None
    raised = remote_error(error, Limits())
    assert type(raised) is StudentError and str(raised) == "ended in a way that cannot be read"


# --- calls ------------------------------------------------------------------------------------

SEEN = {
    "value": 5,
    "changed": [0, 2],
    "operations": ["aten.add"],
    "others": [],
    "gradients": None,
    "steps": 7,
}


def test_observations_are_read() -> None:
    """What a call did is read, whatever else stands beside it."""
    assert observation(SEEN | {"more": 1}) == Observation(5, (0, 2), ("aten.add",), (), 7)
    assert observation(SEEN | {"gradients": [None, 1]}).gradients == (None, 1)
    assert observation(SEEN | {"operations": [1, None]}).operations == ("1", "None")


BAD_SEEN = [
    *(None, 5, [], {}, SEEN | {"changed": 5}, SEEN | {"changed": ["0"]}, SEEN | {"changed": [True]}),
    *(
        SEEN | {"operations": "aten"},
        SEEN | {"gradients": 1},
        SEEN | {"steps": "7"},
        {**SEEN, "changed": (0,)},
    ),
    {key: value for key, value in SEEN.items() if key != "value"},
]


@pytest.mark.parametrize("reply", BAD_SEEN, ids=range(len(BAD_SEEN)))
def test_observations_of_another_form_are_refused(reply: Any) -> None:
    """A reply of another form is told as one that cannot be read."""
    with pytest.raises(StudentError, match="cannot be read"):
        observation(reply)


KINDS = [
    (["ZeroDivisionError", "ArithmeticError"], ZeroDivisionError),
    (["Own", "ValueError", "Exception"], ValueError),
    (["KeyError"], KeyError),
    (["OSError"], OSError),
    (["NotImplementedError"], NotImplementedError),
    (
        ["UnicodeDecodeError", "UnicodeError", "ValueError"],
        UnicodeError,
    ),  # the first one needs more arguments
    (["StopIteration"], StopIteration),
    (["Own", "RuntimeError", "ValueError", "Exception"], ValueError),  # of the second as well
]


@pytest.mark.parametrize(("kinds", "kind"), KINDS, ids=str)
def test_errors_keep_their_builtin_class(kinds: list[str], kind: type[Exception]) -> None:
    """An error of a builtin class is one here too, so that a test can wait for it, and is told in one line."""
    error = remote_error(ERROR | {"kinds": kinds}, Limits())
    assert isinstance(error, kind) and isinstance(error, StudentError)
    assert str(error) == "raised ZeroDivisionError: no (line 3: 1 / 0)"
    assert error.name == "ZeroDivisionError"


@pytest.mark.parametrize(
    "kinds",
    [["SystemExit", "BaseException"], ["KeyboardInterrupt"], ["Exception"], ["print"], ["Own"], [5], []],
)
def test_errors_of_no_builtin_class_are_the_student_s(kinds: list[Any]) -> None:
    """What is no error of Python's, or would end the grader, is a StudentError and nothing else."""
    error = remote_error(ERROR | {"kinds": kinds}, Limits())
    assert type(error) is StudentError and str(error).startswith("raised ZeroDivisionError")


def test_names_that_are_missing_are_told_as_they_are() -> None:
    """A missing name, which the server itself complains about, is told without a class."""
    error = remote_error(ERROR | {"name": "NotDefined", "text": "slide is not defined"}, Limits())
    assert type(error) is NotDefined and str(error) == "slide is not defined"


MARKS = {
    "memory": [{"kinds": ["MemoryError"]}, {"text": "DefaultCPUAllocator: can't allocate memory: you tried"}],
    "processes": [{"kinds": ["BlockingIOError", "OSError"]}, {"text": "can't start new thread"}],
    "open files": [{"text": "[Errno 24] Too many open files: 'x'"}],
    "file": [{"text": "[Errno 27] File too large"}],
    "disk": [{"text": "[Errno 28] No space left on device"}],
    "cell processor": [{"text": "out of processor time"}],
}


@pytest.mark.parametrize("limit", MARKS)
def test_exceeded_limits_are_told_as_such(limit: str) -> None:
    """An error by which a limit makes itself felt is told as that limit, and keeps its class."""
    limits = Limits(memory_mb=7, processes=8, open_files=9, file_mb=10, disk_mb=11, cell_cpu_seconds=12)
    for change in MARKS[limit]:
        assert str(remote_error(ERROR | change, limits)) == limits.words(limit)
    assert isinstance(remote_error(ERROR | {"kinds": ["MemoryError"]}, limits), MemoryError)


# --- outputs of check cells -------------------------------------------------------------------


def names(outputs: list[Any]) -> list[str]:
    """Return what each output is, and of a stream which one."""
    return [output.get("name", output["output_type"]) for output in outputs]


@pytest.mark.parametrize("reply", [None, 5, {}, {"outputs": None}, {"outputs": "x"}])
def test_checks_without_readable_outputs_are_told(reply: Any) -> None:
    """If a check's outputs cannot be read at all, that is an error and not a cell without outputs."""
    with pytest.raises(StudentError, match="cannot be read"):
        readable(reply)


def test_checks_keep_what_decides() -> None:
    """An error without a readable output shows one, and of a result without a readable form its text is kept."""
    odd = RESULT | {"data": {"text/plain": "0.5", "image/png": 5}}
    outputs = readable({"outputs": [TEXT, odd, 5], "error": ERROR})
    assert names(outputs) == ["stdout", "execute_result", "error"]
    assert outputs[1].data == {"text/plain": "0.5"}
    assert (outputs[2].ename, outputs[2].evalue) == ("ZeroDivisionError", "no (line 3: 1 / 0)")


def test_checks_with_an_error_of_another_form_have_failed() -> None:
    """If it cannot be read which error there was, there was one."""
    assert names(readable({"outputs": [], "error": 5})) == ["error"]
    assert readable({"outputs": [], "error": None}) == []


def test_errors_that_are_shown_are_not_shown_twice() -> None:
    """An error that stands among the outputs is kept as it is."""
    shown = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": []}
    assert readable({"outputs": [shown], "error": ERROR}) == [shown]


def test_what_was_written_past_python_stands_before_the_result() -> None:
    """What was written to the descriptors stands before the result, or at the end if there is none."""
    outputs = readable({"outputs": [TEXT, RESULT]})
    assert names(with_streams(outputs, [b"out", b"err\xff"])) == [
        "stdout",
        "stdout",
        "stderr",
        "execute_result",
    ]
    assert with_streams(outputs, [b"", b"err\xff"])[1].text == "err\ufffd"
    assert names(with_streams(outputs[:1], [b"out", b""])) == ["stdout", "stdout"]
    for written in (None, 5, [], ["a", "b"], [b"", b""], [b""]):
        assert with_streams(outputs, written) == outputs


def test_of_too_large_outputs_what_counts_is_kept() -> None:
    """If there is no room, the first error, result and complaint of a check are kept, cut short, with a note."""
    long = "x" * 5000
    error = error_output("E" * 2000, long)
    stderr = {"output_type": "stream", "name": "stderr", "text": long}
    many = [TEXT, stderr, stderr, RESULT | {"data": {"text/plain": long, "image/png": long}}, RESULT, error]
    kept = what_counts(readable({"outputs": many, "error": ERROR}))
    assert names(kept) == ["stdout", "stderr", "execute_result", "error"]
    assert "too large" in kept[0].text and len(str(kept)) < 7000
    assert kept[1].text == kept[2].data["text/plain"] == "x" * 1000


def test_cells_that_did_not_end_show_an_error() -> None:
    """A cell that has not come to its end shows an error with a sentence, by which nbgrader gives no points."""
    output = error_output("CellEnded", "ended the program")
    assert (output.output_type, output.ename) == ("error", "CellEnded")
    assert output.traceback == ["CellEnded: This cell ended the program."]
    assert "was not run" in error_output("CellNotRun", "").traceback[0]
