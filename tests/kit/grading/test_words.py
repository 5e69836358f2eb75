"""What a hidden test saw, in words for the student; what is equal, and what is small enough to be shown."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest
import torch
from torch.testing import assert_close

from coursekit.errors import LimitExceeded, StudentError
from coursekit.grading.handle import Handle
from coursekit.grading.replies import remote_error
from coursekit.grading.result import Call, CellRun, Diagnosis, Recognised
from coursekit.grading.words import Words, same
from coursekit.sandbox.inside.wire import TypeName
from coursekit.sandbox.limits import Limits

WORDS = Words()
NAN, INF = math.nan, math.inf

# --- what is equal ----------------------------------------------------------------------------

EQUAL: list[tuple[Any, Any]] = [
    (1, 1),
    (1.0, 1),
    (1 + 1e-8, 1),
    (INF, INF),
    ((1, 2), [1, 2]),
    ([1.0, (2.0,)], ((1, [2]))),
    (torch.tensor([1.0, 2.0]), torch.tensor([1, 2])),
    (torch.tensor([1.0 + 1e-7]), torch.tensor([1.0])),
    (torch.tensor([1.0], dtype=torch.float16), torch.tensor([1.0], dtype=torch.float64)),
    (torch.tensor([NAN, INF]), torch.tensor([NAN, INF])),
    (np.array([1, 2]), torch.tensor([1, 2])),
    (torch.tensor(2.0), 2),
    ([1, 2], torch.tensor([1, 2])),
    (torch.zeros(0, 2), torch.zeros(0, 2)),
    (None, None),
    ("a", "a"),
    ({"a": 1}, {"a": 1}),
]
DIFFERENT: list[tuple[Any, Any]] = [
    (1, 2),
    (1.001, 1),
    (INF, 1),
    (1.0, INF),
    (-INF, INF),
    (NAN, 1),
    ([1, 2], [1]),
    ([1, 2], (1, 3)),
    ([], 0),
    (torch.tensor([1.0]), torch.tensor([1.001])),
    (torch.tensor([1.0, 1.0]), torch.tensor([1.0])),
    (torch.tensor([1.0]), torch.tensor([[1.0]])),
    (torch.tensor([1.0]), 1.0),
    (torch.tensor([1 + 1j]), torch.tensor([1])),
    (torch.tensor([NAN]), torch.tensor([1.0])),
    (torch.tensor([1]), "a"),
    (None, torch.tensor([1])),
    (np.array(["a"]), "a"),
    (None, 0),
    ("1", 1),
]


@pytest.mark.parametrize(("seen", "expected"), EQUAL, ids=repr)
def test_same_values_are_equal(seen: Any, expected: Any) -> None:
    """Values of one shape with the same numbers, within rounding, are the same in whatever they come."""
    assert same(seen, expected)


@pytest.mark.parametrize(("seen", "expected"), DIFFERENT, ids=repr)
def test_other_values_are_different(seen: Any, expected: Any) -> None:
    """Other numbers, another shape, and what is no number at all are different."""
    assert not same(seen, expected) and not same(expected, seen)


class Odd:
    """What cannot be compared."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]


def test_what_cannot_be_compared_is_different() -> None:
    """An error in a comparison is a difference, and so are two objects that nobody knows."""
    assert not same(Odd(), 1) and not same(object(), object())


# --- values -----------------------------------------------------------------------------------

VALUES = {
    "3.142": math.pi,
    "1e+10": 1e10,
    "5": 5,
    "True": True,
    "None": None,
    "'text'": "text",
    "[1, 2.5]": [1, 2.5],
    "(1,)": (1,),
    "()": (),
    "[]": [],
    "{'a': [0.3333]}": {"a": [1 / 3]},
    "[[1, 2], [3, 4]]": torch.tensor([[1.0, 2], [3, 4]]),
    "[0, 1]": np.array([0, 1]),
    "Tensor": TypeName("torch", "Tensor"),
    "2×5 values": torch.zeros(2, 5),
    "10 values": np.zeros(10),
    "2.5": torch.tensor(2.5),
    "a list of 100 values": list(range(100)),
    "a dict of 100 values": dict.fromkeys(range(100)),
    "[a tuple of 100 values]": [tuple(range(100))],
}


@pytest.mark.parametrize(("text", "value"), VALUES.items(), ids=list(VALUES))
def test_values_are_short(text: str, value: Any) -> None:
    """Every value has a short form, and one with many numbers tells only how many."""
    assert WORDS.value(value) == text


def test_long_texts_are_cut() -> None:
    """Of a long text the beginning is told, in one line."""
    assert WORDS.value("x\n" * 1000) == repr("x\n" * 1000)[:80]


# --- errors -----------------------------------------------------------------------------------


def raised(kinds: list[str], text: str, line: int | None = 2) -> StudentError:
    """Return an error of a student's process, as it is raised in a test."""
    error = {"kinds": kinds, "name": kinds[0], "text": text, "line": line, "code": "x()" if line else ""}
    return remote_error(error, Limits())


def failure(seen: Any, expected: Any) -> AssertionError:
    """Return how torch says that two values are not close."""
    try:
        assert_close(seen, expected)
    except (AssertionError, TypeError) as error:
        return error  # type: ignore[return-value]
    raise ValueError("they are close")


ERRORS = {
    "own sentence": (AssertionError("it writes into x"), "it writes into x"),
    "no sentence": (AssertionError(), "The result is not what was asked for."),
    "recognised": (Recognised(Diagnosis("k", "The kernel is flipped.")), "The kernel is flipped."),
    "not finished": (
        raised(["NotImplementedError", "RuntimeError"], ""),
        "Not finished yet: it still raises NotImplementedError.",
    ),
    "raised": (raised(["ValueError"], "no", None), "Your code raised ValueError: no."),
    "raised in a line": (raised(["ValueError"], "no"), "Your code raised ValueError: no (line 2: x())"),
    "missing key": (raised(["KeyError"], "'x'"), "Your code raised KeyError: 'x' (line 2: x())"),
    "own name error": (
        raised(["NameError"], "name 'y' is not defined", None),
        "Your code raised NameError: name 'y' is not defined.",
    ),
    "limit": (LimitExceeded("took longer than 10 s"), "Your code took longer than 10 s."),
    "missing": (
        raised(["NotDefined", "LookupError"], "slide is not defined"),
        "Slide is not defined: is its cell still there, and the name unchanged?",
    ),
    "unusable": (IndexError("x"), "The result could not be used: IndexError."),
    "shape": (
        failure(torch.zeros(2, 3), torch.zeros(1)),
        "The result has shape (2, 3), and (1) was expected.",
    ),
    "dtype": (
        failure(torch.zeros(1), torch.zeros(1, dtype=torch.float64)),
        "The result has dtype float32, and float64 was expected.",
    ),
    "numbers": (failure(torch.tensor([1.0, 2]), torch.tensor([1.0, 3])), "1 of 2 values are not right."),
    "number": (failure(1.0, 2.0), "The number is not right."),
    "whole number": (failure(1, 2), "The number is not right."),
    "length": (failure([1.0, 2.0], [1.0]), "There are 2 values, and 1 were expected."),
    "type": (failure("x", torch.zeros(1)), "The result is not of the type that was asked for."),
    "nothing": (failure(None, torch.zeros(1)), "The result is None, and that is not what was asked for."),
    "something": (failure(torch.zeros(1), None), "The result is not of the type that was asked for."),
    "truth": (failure(True, False), "The result is True, and False was expected."),
}


@pytest.mark.parametrize(("error", "sentence"), ERRORS.values(), ids=ERRORS)
def test_errors_become_sentences(error: BaseException, sentence: str) -> None:
    """Why a test failed is a sentence for the student, without the words of pytest and torch."""
    assert WORDS.error(error, None) == sentence


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (ValueError, "No error was raised where ValueError was asked for."),
        ((ValueError, TypeError), "No error was raised where TypeError was asked for."),
        (KeyboardInterrupt, "No error was raised where one was asked for."),
    ],
)
def test_missing_errors_are_told(kind: Any, sentence: str) -> None:
    """A test that waits for an error in vain says which one was asked for."""
    with pytest.raises(pytest.fail.Exception) as caught, pytest.raises(kind):
        pass
    assert WORDS.error(caught.value, None) == sentence


def test_failed_cells_are_told() -> None:
    """A name that is missing since its cell failed is told with the error of that cell."""
    error = raised(["NotDefined", "LookupError"], "slide is not defined")
    said = WORDS.error(error, CellRun([], "SyntaxError: oops (line 1)"))
    assert said == "Slide is not defined, because its cell did not run: SyntaxError: oops (line 1)."


# --- small cases ------------------------------------------------------------------------------


def double(x: Any) -> Any:
    """Return the right answer, which writes into its argument."""
    if isinstance(x, torch.Tensor):
        x *= 2
    return x if isinstance(x, torch.Tensor) else 2 * x


def test_first_small_mistake_is_shown() -> None:
    """Of all calls the first is shown that is small and went wrong, with its inputs as they were."""
    x = torch.tensor([1.0, 2.0])
    calls = [
        Call("double", (torch.zeros(9),), value=None),
        Call("double", (3,), value=6),
        Call("double", (x,), value=torch.tensor([2.0, 5.0])),
        Call("double", (4,), value=0),
    ]
    case = WORDS.small_case(calls, double)
    assert case is not None
    assert (case.inputs, case.seen, case.expected) == ("[1, 2]", "[2, 5]", "[2, 4]")
    assert x.tolist() == [1, 2]


def test_errors_are_shown_as_what_was_seen() -> None:
    """A call that raised is shown with its error, and the error that was wanted as what was expected."""
    failed = Call("half", (1,), error=raised(["ValueError"], "no"))
    case = WORDS.small_case([failed], lambda x: x / 2)
    assert case is not None and (case.seen, case.expected) == ("raised ValueError: no (line 2: x())", "0.5")

    def refuse(x: int) -> int:
        raise ValueError

    case = WORDS.small_case([Call("half", (1,), value=0)], refuse)
    assert case is not None and (case.seen, case.expected) == ("0", "ValueError")
    assert WORDS.small_case([failed], refuse) is None


def test_nothing_is_shown_of_what_is_right() -> None:
    """If every small call is right, or has an object of the student's among its inputs, nothing is shown."""
    handle: Any = Handle(None, {"name": "f"})  # type: ignore[arg-type]
    calls = [Call("double", (3,), value=6), Call("double", (handle,), value=1)]
    assert WORDS.small_case(calls, double) is None


SMALL: list[Any] = [
    *(
        torch.zeros(3, 3),
        torch.zeros(3),
        torch.zeros(1, 3),
        torch.zeros(()),
        np.zeros((3, 3)),
        torch.zeros(0),
    ),
    *(1, 2.5, "text", None, [1, 2, 3], (1, (2, 3)), [[1, 2, 3]] * 3, {"a": torch.zeros(3, 3)}, slice(1, 2)),
]
LARGE: list[Any] = [
    *(torch.zeros(4), torch.zeros(1, 4), torch.zeros(4, 0), torch.zeros(3, 3, 2), np.zeros((4, 1))),
    *((1,) * 10, [[1] * 4] * 3, [torch.zeros(3, 3), 1], [torch.zeros(4)]),
    *({"a": [1] * 10}, dict.fromkeys(range(10)), {"a": torch.zeros(2, 5)}),
]


@pytest.mark.parametrize("value", SMALL, ids=WORDS.value)
def test_small_inputs_are_shown(value: Any) -> None:
    """An input of at most 3×3 is shown, in whatever it comes."""
    case = WORDS.small_case([Call("f", (value, 1), value="wrong")], lambda *_: "right")
    assert case is not None and case.inputs == f"{WORDS.value(value)}, 1"


@pytest.mark.parametrize("value", LARGE, ids=WORDS.value)
def test_large_inputs_are_never_shown(value: Any) -> None:
    """An array with a side over 3, or anything with more than 9 values in it, is not shown."""
    assert WORDS.small_case([Call("f", (1, value), value="wrong")], lambda *_: "right") is None


def test_random_inputs_are_shown_only_if_small() -> None:
    """Whatever the shape of a tensor, it is shown if and only if it has no side over 3 and at most 9 numbers."""
    rng = random.Random(1)
    for _ in range(300):
        shape = [rng.randint(0, 5) for _ in range(rng.randint(0, 3))]
        case = WORDS.small_case([Call("f", (torch.zeros(shape),), value="wrong")], lambda _: "right")
        assert (case is not None) == (max(shape, default=0) <= 3 and math.prod(shape) <= 9), shape
