"""What both suites of this assignment share: inputs whose sums are exact, and the look at how a result is made."""

import re

import pytest
import torch

LIBRARY = re.compile(r"conv(?!ert)")
OTHERS = re.compile(
    r"(?:numpy|sympy)\.(?:conv(?!er[st])|correlat)|(?:cv2|jax|mxnet|scipy|skimage|sklearn|tensorflow)\."
)


def quarters(rng, *shape):
    """Return multiples of 1/4 in float64, none of them zero: their products and sums are exact in float32 too."""
    sizes = torch.randint(1, 9, shape, generator=rng).double()
    signs = torch.randint(0, 2, shape, generator=rng).double() * 2 - 1
    return sizes * signs / 4


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
