"""What a shell keeps of a cell: streams up to a bound, what decides over points in any case, and errors as data."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from typing import Any

import pytest

from coursekit.sandbox.inside.shell import MAX_TEXT, SHORT, Outputs, describe

NOTE = "\n… the rest of the output was left out\n"


def result(text: str) -> dict[str, Any]:
    """Return a result of a cell."""
    return {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}}


def texts(outputs: Outputs) -> list[tuple[str, str]]:
    """Return name and text of each stream."""
    return [(item["name"], item["text"]) for item in outputs.items]


def test_streams_are_merged_in_order() -> None:
    """Text of one stream is one output until something else is shown, and nothing is no output."""
    outputs = Outputs()
    for name, text in (("stdout", "a"), ("stdout", "b"), ("stderr", ""), ("stderr", "c"), ("stdout", "d")):
        outputs.stream(name, text)
    assert texts(outputs) == [("stdout", "ab"), ("stderr", "c"), ("stdout", "d")]


def test_streams_are_cut() -> None:
    """Of all that a cell prints the first hundred thousand characters are kept, with one note about the rest."""
    outputs = Outputs()
    for _ in range(30):
        outputs.stream("stdout", "x" * 10_000)
    assert texts(outputs) == [("stdout", "x" * MAX_TEXT + NOTE)]


def test_one_long_text_is_cut() -> None:
    """A single text beyond the bound is cut there too."""
    outputs = Outputs()
    outputs.stream("stdout", "x" * 10 * MAX_TEXT)
    assert texts(outputs) == [("stdout", "x" * MAX_TEXT + NOTE)]


def test_first_complaint_is_kept_after_a_flood() -> None:
    """After a flood a part of the first text to standard error is kept, of a second one none."""
    outputs = Outputs()
    outputs.stream("stdout", "x" * MAX_TEXT)
    outputs.stream("stderr", "y" * 2 * SHORT)
    outputs.stream("stderr", "z")
    outputs.stream("stdout", "z")
    assert texts(outputs)[1:] == [("stderr", "y" * SHORT + NOTE)]


def test_short_first_result_is_kept_after_a_flood() -> None:
    """After a flood a short first result is kept, and neither a long one nor a second one."""
    outputs = Outputs()
    outputs.stream("stdout", "x" * MAX_TEXT)
    outputs.add(result("y" * SHORT))
    outputs.add(result("0.5"))
    outputs.add(result("1.0"))
    outputs.add({"output_type": "display_data", "data": {}, "metadata": {}})
    assert outputs.items[1:] == [result("0.5")]


def test_pictures_have_room_of_their_own() -> None:
    """Of what is shown much more is kept than of what is printed, up to a bound."""
    outputs = Outputs()
    for _ in range(30):
        outputs.add({"output_type": "display_data", "data": {"image/png": "x" * 4 * MAX_TEXT}})
    assert 4 <= len(outputs.items) < 30


class Silent(Exception):
    """An error that cannot say what it is."""

    def __str__(self) -> str:
        raise ValueError


class Own(ZeroDivisionError):
    """An error of a student's own."""


def caught(function: Callable[[], object]) -> BaseException:
    """Return the error in which `function` ends."""
    try:
        function()
    except BaseException as error:
        return error
    raise AssertionError("no error")


def test_errors_become_plain_data() -> None:
    """Of an error are told its builtin classes, nearest first, its name, and the beginning of its text."""
    told = describe(Own("x" * 1000))
    assert told["kinds"] == ["ZeroDivisionError", "ArithmeticError", "Exception", "BaseException", "object"]
    assert (told["name"], told["text"], told["line"], told["code"]) == ("Own", "x" * 500, None, "")


def test_errors_that_say_nothing_are_told() -> None:
    """An error whose text cannot be had is told without it."""
    assert describe(Silent())["text"] == "" and describe(Silent())["name"] == "Silent"


def test_errors_tell_the_last_line_of_a_cell() -> None:
    """The line is the innermost one that stands in a cell, not one of a library that the cell has called."""
    source = "def f():\n    return int('x')\n\nf()\n"
    name = "<ipython-input-1-abc>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    told = describe(caught(lambda: exec(compile(source, name, "exec"), {})))
    assert (told["line"], told["code"]) == (2, "return int('x')")
    library = "def call(f):\n    f()\n"
    names: dict[str, Any] = {}
    exec(compile(library, "library.py", "exec"), names)
    del linecache.cache[name]
    told = describe(caught(lambda: exec(compile("call(lambda: 1 / 0)", name, "exec"), names)))
    assert told["line"] == 1 and told["kinds"][0] == "ZeroDivisionError"


def test_syntax_errors_tell_where() -> None:
    """Of code that cannot be read are told the line and what stands there."""
    told = describe(caught(lambda: compile("x = 1\ndef f(:\n    pass", "<cell>", "exec")))
    assert told["kinds"][0] == "SyntaxError" and (told["line"], told["code"]) == (2, "def f(:")
    assert "<cell>" not in told["text"]


@pytest.mark.parametrize("error", [SystemExit(1), KeyboardInterrupt(), GeneratorExit()])
def test_errors_of_every_kind_are_described(error: BaseException) -> None:
    """What is no Exception is described like any other error."""
    assert describe(error)["kinds"][0] == type(error).__name__
