"""Readers of answers that are numbers, and the check that a call leaves its inputs alone.

What is not finite, beyond a million in size, or larger than any exercise can need is refused before anything is
computed with it: it could take the memory of the grading process, or make a comparison true by an overflow.
"""

import math

import numpy as np
import pytest
import torch

from coursekit.suite import real_tensor, recognise

LARGEST = 1e6
MOST = 4096  # numbers in an image or a kernel: four times the largest that is asked for
UNREADABLE = (AssertionError, pytest.fail.Exception)  # what a reader raises
CAUGHT = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


def amount(value):
    """Return how many numbers `value` holds; an axis or a list without numbers counts by its length."""
    if isinstance(value, torch.Tensor | np.ndarray):
        return max(1, math.prod(value.shape), *value.shape)
    if isinstance(value, list | tuple):
        return max(len(value), sum(map(amount, value)))
    return 1


def numbers(value, ndim=None, most=MOST):
    """Return an answer as a float64 tensor of at most `most` numbers, all of them finite and at most a million in size.

    AssertionError, in words for the student, if it is not that.
    """
    count = amount(value)
    assert count <= most, f"the answer holds {count:,} numbers; no right one needs more than {most:,}"
    tensor = real_tensor(value, ndim)
    assert bool(tensor.isfinite().all()), "some of the numbers are not finite (nan or inf)"
    assert bool((tensor.abs() <= LARGEST).all()), "some of the numbers are larger than a million"
    return tensor


def agrees(value, expected, tolerance=1e-5, most=MOST):
    """Return whether an answer has the shape of `expected`, and its numbers within `tolerance` of their size."""
    try:
        found = numbers(value, most=most)
    except UNREADABLE:
        return False
    if found.shape != expected.shape:
        return False
    return bool(((found - expected).abs() <= tolerance * (1 + expected.abs())).all())


def leaves_inputs_alone(student, function, cases, right, says):
    """Fail where a call of `function` writes into what it gets, or where it is right in none of the cases.

    Each case is a tuple of arguments; `right(value, *arguments)` says whether the value of that same call is right. One
    case will do, so that an answer which cannot take some of them does not lose its manners too.
    """
    correct, problem = False, None
    for arguments in cases:
        try:
            seen = student.observe(function, *arguments, plainly=True)
        except CAUGHT as error:
            problem = error
            continue
        recognise(bool(seen.changed), "writes_into_input", says)
        correct = correct or right(seen.value, *arguments)
    if problem is not None and not correct:
        raise problem
    assert correct, "This is judged together with the result, and the result is not right."
