"""Right answers that a student's process asks for: values, gradients, and what is refused to a stranger."""

from __future__ import annotations

import time
from typing import Any

import pytest
import torch

from coursekit.grading.references import MAX_BYTES, MAX_NUMBER, References
from coursekit.sandbox.inside import wire
from coursekit.sandbox.inside.frameworks import load

TORCH = load("torch")


def product(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return something with gradients that depend on both arguments."""
    return (x**2 @ y).sin()


def refuse(*_: Any) -> None:
    """Raise an error with a secret in it."""
    raise RuntimeError("secret")


def hang(*_: Any) -> None:
    """Return so late that whoever bounds it has ended it before."""
    for _ in range(10**8):
        pass


FUNCTIONS = {
    "product": product,
    "size": lambda *_: 5,
    "same": lambda value: value,
    "refuse": refuse,
    "complain": lambda *_: int("x"),
    "hang": hang,
    "huge": lambda *_: torch.zeros(2**23 + 1),
    "greedy": lambda *_: torch.zeros(2**30),
}
REFERENCES = References(FUNCTIONS, TORCH)


def ask(
    name: str, *arguments: Any, gradient: Any = None, seconds: float = 60.0, references: Any = REFERENCES
) -> Any:
    """Return the value that is answered, or the error."""
    frame = wire.Frame(lambda value: {"object": 0}, TORCH)
    question = {
        "reference": name,
        "arguments": [frame.encode(argument) for argument in arguments],
        "gradient": frame.encode(gradient),
    }
    reply, buffers = references(question, frame.buffers, time.monotonic() + seconds)
    if "error" in reply:
        assert not buffers
        return reply["error"]["kinds"][0], reply["error"]["text"]
    return wire.decode(reply["value"], buffers, lambda tree: None, TORCH)


X = torch.arange(6, dtype=torch.float64).reshape(2, 3)
Y = torch.linspace(-1, 1, 3, dtype=torch.float64)


def test_values_are_those_of_the_function() -> None:
    """A question for a value is answered with what the function gives, without a graph."""
    seen = ask("product", X, Y)
    assert torch.equal(seen, product(X, Y)) and not seen.requires_grad
    assert ask("size", (3, [4])) == 5


def test_gradients_are_those_of_autograd() -> None:
    """A question for gradients is answered with what autograd gives for every argument, and the given gradient."""
    x, y, gradient = (
        X.clone().requires_grad_(),
        Y.clone().requires_grad_(),
        torch.tensor([1.0, -3.0]).double(),
    )
    expected = torch.autograd.grad(product(x, y), (x, y), gradient)
    for seen, wanted in zip(ask("product", X, Y, gradient=gradient), expected, strict=True):
        assert torch.equal(seen, wanted)


def test_gradients_agree_with_differences() -> None:
    """What is answered goes through a right answer in a process, by the chain rule, as gradcheck wants it."""

    def through(name: str, arguments: list[Any], gradient: Any = None) -> Any:
        with torch.enable_grad():  # as in a process of its own
            return ask(name, *arguments, gradient=gradient)

    function = TORCH.right_answer("product", through)
    inputs = (X.clone().requires_grad_(), Y.clone().requires_grad_())
    assert torch.autograd.gradcheck(lambda x, y: function(x * 2, y), inputs)


LARGE = {
    "a number": 10**4 + 1,
    "a negative number": -(10**4) - 1,
    "a number within": [(1, {"a": [10**9]})],
    "a key": {10**9: 1},
    "a text": "x" * (MAX_NUMBER + 1),
    "a list": [0] * (MAX_NUMBER + 1),
    "a dict": {f"{n}": 0 for n in range(MAX_NUMBER + 1)},
    "a tensor": torch.zeros(MAX_BYTES // 4 + 1),
    "tensors in all": [torch.zeros(MAX_BYTES // 8 + 1), torch.zeros(MAX_BYTES // 8)],
}


@pytest.mark.parametrize("value", LARGE.values(), ids=LARGE)
def test_large_inputs_are_refused(value: Any) -> None:
    """A right answer to an input that is too large is refused before it is looked for, and the reason is said."""
    assert ask("same", value) == ("ValueError", "too large an input")


@pytest.mark.parametrize(
    "value", [10**4, -(10**4), "x" * 10**4, [0] * 10**4, torch.zeros(MAX_BYTES // 4), 1e300]
)
def test_inputs_within_bounds_are_answered(value: Any) -> None:
    """The largest input that is allowed is answered."""
    assert repr(ask("same", value)) == repr(value)


def test_errors_tell_no_secrets() -> None:
    """Of an error its class is told; its text only for wrong values, which say what is wrong with an input."""
    assert ask("refuse") == ("RuntimeError", "")
    assert ask("complain")[0] == "ValueError" and "invalid literal" in ask("complain")[1]


def test_what_takes_too_much_is_an_error() -> None:
    """An answer that takes too long or too much memory, or is too large itself, is an error, and the next is answered."""
    assert ask("hang", seconds=0.01) == ("TimeoutError", "")
    assert ask("hang", seconds=-1) == ("TimeoutError", "")
    assert ask("greedy")[0] in ("RuntimeError", "MemoryError")
    assert ask("huge") == ("ValueError", "too large a value")
    assert ask("size") == 5


def test_only_what_was_chosen_is_answered() -> None:
    """Of the right answers a process gets only those that it was given, and those that there are."""
    some = REFERENCES.among(("size",))
    assert ask("size", references=some) == 5
    assert ask("product", X, Y, references=some)[0] == "KeyError"
    assert ask("nowhere")[0] == "KeyError"


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"reference": "size"},
        {"reference": "size", "arguments": 5, "gradient": None},
        {"reference": "size", "arguments": [[1]], "gradient": None},
        {"reference": ["size"], "arguments": [], "gradient": None},
        {
            "reference": "size",
            "arguments": [{"tensor": 7, "dtype": "float32", "shape": []}],
            "gradient": None,
        },
        {"reference": "product", "arguments": [1, 2], "gradient": 3},
    ],
)
def test_malformed_questions_are_errors(question: dict[str, Any]) -> None:
    """A question of another form is answered with an error, and harms nothing."""
    reply, buffers = REFERENCES(question, [], time.monotonic() + 60)
    assert reply["error"]["kinds"] and buffers == []
