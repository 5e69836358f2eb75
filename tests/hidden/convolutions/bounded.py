"""Readers of answers to notebooks 04 and 05; what no right answer can be is refused before anything is computed."""

import numpy as np
import pytest
import torch

from coursekit.suite import integers, real_tensor, recognise

LARGEST = 1e6  # no number in an answer is larger
SIDE = 64  # no answer has more rows or columns
TOO_LARGE = "The {} has numbers beyond 1,000,000, and no answer needs such."
OWN_ERRORS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
WRONG = (AssertionError, pytest.fail.Exception)


def present(value, what):
    """Fail where a function returned nothing."""
    if value is None:
        pytest.fail(f"None came back as the {what}: is a `return` missing?")


def sized(value, what, axes):
    """Fail where `value` has more entries than an answer needs, or entries that are no numbers."""
    if isinstance(value, torch.Tensor | np.ndarray):
        if max(value.shape, default=0) > SIDE or np.prod(value.shape) > SIDE**2:
            pytest.fail(f"The {what} has shape {tuple(value.shape)}, which is far more than was asked for.")
    elif isinstance(value, list | tuple):
        if axes == 0:
            pytest.fail(f"In the {what}, lists are nested deeper than was asked for.")
        if len(value) > SIDE:
            pytest.fail(
                f"A list in the {what} has {len(value)} entries, which is far more than was asked for."
            )
        for entry in value:
            if isinstance(entry, torch.Tensor | np.ndarray) and entry.ndim >= axes:
                pytest.fail(f"In the {what}, lists are nested deeper than was asked for.")
            sized(entry, what, axes - 1)
    elif callable(value):
        pytest.fail(
            f"The {what} holds something that is not a number, such as a layer or a function. Where it is a function "
            "that should be called, its parentheses are missing, as in `loss.item` for `loss.item()`."
        )
    elif not isinstance(value, int | float | complex | np.generic):
        pytest.fail(f"The {what} holds something that is not a number.")
    elif isinstance(value, int) and abs(value) > LARGEST:
        pytest.fail(TOO_LARGE.format(what))


def finite(tensor, what):
    """Fail where a tensor has entries that are not finite, or too large."""
    assert bool(tensor.isfinite().all()), f"The {what} has entries that are not finite: nan or inf."
    assert not bool((tensor.abs() > LARGEST).any()), TOO_LARGE.format(what)
    return tensor


def numbers(value, what, axes):
    """Return numbers along `axes` axes as a float64 tensor."""
    present(value, what)
    sized(value, what, axes)
    return finite(real_tensor(value, axes), what)


def matrix(value, what="result"):
    """Return a matrix of numbers as a float64 tensor."""
    return numbers(value, what, axes=2)


def number(value, what="result"):
    """Return one number, alone or in a tensor or an array, as a float."""
    present(value, what)
    if isinstance(value, list | tuple):
        pytest.fail(f"The {what} should be one number, and is a list of {len(value)}.")
    sized(value, what, axes=0)
    if isinstance(value, torch.Tensor | np.ndarray):
        size = np.prod(value.shape)
        assert size == 1, f"The {what} should be one number, and has shape {tuple(value.shape)}."
        value = value.reshape(()).item()
    if isinstance(value, complex) and value.imag == 0:
        value = value.real
    if isinstance(value, bool | complex | np.bool_ | np.complexfloating):
        pytest.fail(f"The {what} should be a real number.")
    assert abs(value) <= LARGEST, f"The {what} is not finite, or beyond 1,000,000."
    return float(value)


def entries(value, what):
    """Return the entries of a list of numbers, or of something with one axis."""
    present(value, what)
    if not isinstance(value, torch.Tensor | np.ndarray | list | tuple):
        pytest.fail(f"The {what} should be a list of floats or a 1-D {{tensor}}.")
    if getattr(value, "ndim", 1) != 1:
        pytest.fail(f"The {what} should have one axis; they have shape {tuple(value.shape)}.")
    assert len(value) <= SIDE, f"There are {len(value)} {what}, which is far more than was asked for."
    for entry in value:
        if isinstance(entry, list | tuple) or (isinstance(entry, torch.Tensor | np.ndarray) and entry.ndim):
            pytest.fail(f"Each entry of the {what} should be one number.")
        sized(entry, f"list of {what}", axes=0)
    return list(value)


def number_list(value, what):
    """Return numbers as a list of floats, from a list or something with one axis."""
    return [number(entry, f"list of {what}") for entry in entries(value, what)]


def whole_number(value, what):
    """Return a whole number, such as an int or a tensor with one, as an int."""
    if isinstance(value, torch.Tensor | np.ndarray | np.generic) and value.ndim == 0:
        value = value.item()
    if isinstance(value, float):
        pytest.fail(f"The {what} should be a whole number, such as 15, and is a float, such as 15.0.")
    if type(value) is not int:
        pytest.fail(f"The {what} should be a whole number.")
    assert abs(value) <= LARGEST, f"The {what} is beyond 1,000,000."
    return value


def two_sizes(value):
    """Return a pair of sizes, rows and columns, as two ints."""
    present(value, "result")
    if not isinstance(value, torch.Tensor | np.ndarray | list | tuple):
        pytest.fail("Two numbers were expected, rows and columns, in a tuple.")
    length = len(value) if getattr(value, "ndim", 1) else 1
    assert length == 2, f"Two numbers were expected, rows and columns; there are {length}."
    if isinstance(value, list | tuple):
        value = [whole_number(item, "size") for item in value]
    return tuple(whole_number(size, "size") for size in integers(value))


def leaves_inputs(student, function, cases, check, says):
    """Fail where a call that gives the right value writes into what it was given, or where no call does.

    `check(value, *arguments)` fails where a value is wrong; `says` is told with the positions that were written into.
    An input that the answer cannot take, or gets wrong, is another test's business.
    """
    problem, judged = None, False
    for arguments in cases:
        try:
            seen = student.observe(function, *arguments, plainly=True)
            check(seen.value, *arguments)
        except NotImplementedError:
            raise
        except (*OWN_ERRORS, *WRONG) as error:
            problem = problem or error
            continue
        judged = True
        recognise(bool(seen.changed), *says(seen.changed))
    if not judged and isinstance(problem, WRONG):
        pytest.fail("This is judged where the result is right, and here it is not.")
    if not judged:
        raise problem
