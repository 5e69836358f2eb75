"""What both suites of this assignment share: inputs whose sums are exact, and the look at how a result is made."""

import math
import re

import pytest
import torch
from torch.testing import assert_close

LIBRARY = re.compile(r"conv(?!ert)")
OTHERS = re.compile(
    r"(?:numpy|sympy)\.(?:conv(?!er[st])|correlat)|(?:cv2|jax|mxnet|scipy|skimage|sklearn|tensorflow)\."
)


def quarters(rng, *shape):
    """Return multiples of 1/4 in float64, no two of the same size, none zero: sums of products are exact in float32.

    With ties, a kernel that is transposed, say, would be right under some seeds.
    """
    count = math.prod(shape)
    sizes = torch.randperm(max(20, count), generator=rng)[:count] + 1
    signs = torch.randint(0, 2, (count,), generator=rng) * 2 - 1
    return (sizes * signs).double().view(shape) / 4


def all_right(function, right, questions, **how):
    """Ask all `questions` before any answer is compared: what is said of a mistake has to explain every answer."""
    answers = [function(*question) for question in questions]
    for answer, question in zip(answers, questions, strict=True):
        assert_close(answer, right(*question), check_dtype=False, **how)


# --- what runs in the student's process -------------------------------------------------------


def called_again(function, X, Z, *others):
    """Return a first result as it is after a call with Z, and the result after the numbers of Z were written into X.

    What the function writes into is made good after each call: that costs its points elsewhere.
    """

    def put(tensor, numbers):
        if tensor.shape == numbers.shape:
            tensor.copy_(numbers)
        else:
            tensor.data = numbers.clone()

    kept = [other.clone() if hasattr(other, "clone") else other for other in others]

    def call(image):
        result = function(image, *others)
        for other, before in zip(others, kept, strict=True):
            if other is not before:
                put(other, before)
        return result

    first = call(X)
    call(Z.clone())
    again = first.detach().clone()
    put(X, Z)
    return [again, call(X)]


# --- what a function may leave to others ------------------------------------------------------


class OwnMeans:
    """A function of the student's that has to do its work itself: with a library convolution, no call of it counts."""

    def __init__(self, student, function):
        self._student, self._function = student, function

    def __call__(self, *arguments):
        """Return the value of a call."""
        return self.look(*arguments).value

    def look(self, *arguments):
        """Return what `student.observe` sees of a call, and below."""
        seen = self._student.observe(self._function, *arguments, below=True)
        for name in sorted(seen.functions, key=lambda name: (name.startswith("_"), name)):
            if LIBRARY.search(name):
                pytest.fail(
                    f"A ready-made convolution of torch does the work here (the operation {name}). Build it yourself."
                )
        if others := list(filter(OTHERS.match, seen.others)):
            pytest.fail(f"The work is left to {others[0]} here. Do it yourself, with torch.")
        if seen.elsewhere:
            pytest.fail(
                "Part of the work is done where nobody sees how: in another thread or process, or in an operation of "
                "your own. Do it in the call itself."
            )
        return seen
