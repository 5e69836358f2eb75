"""References that several suites of this assignment share; torch is the oracle."""

import re

import pytest
import torch
from torch.nn import functional

from coursekit.suite import reference


@reference("corr2d")
def corr2d(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
    """Return the valid cross-correlation of two 2-D tensors; ValueError where the kernel does not fit."""
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("image and kernel must be 2-D")
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit in the image")
    return functional.conv2d(X[None, None], K.to(X.dtype)[None, None])[0, 0]


# What a ready-made convolution is called among a framework's operations, and whose functions may not do the work.
LIBRARY = {
    "torch": r"conv(?!ert)",
    "numpy": r"^(?:convolve|correlate)$",
    "jax": r"conv(?!ert)",
    "tensorflow": r"conv(?!ert)",
}
CUTTING = {"F.unfold": "im2col", "tf.image.extract_patches": "extractimagepatches"}  # and its operation
OTHERS = re.compile(r"(classroom|cv2|jax|scipy|skimage|sklearn|tensorflow|torch)\.")


def ready_made(framework, seen):
    """Return which ready-made convolution, or work of another library, an observed call has used, if any."""
    for name in sorted(seen.functions):
        if re.search(LIBRARY[framework.name], name):
            return f"the operation {name}"
    owners = sorted({found[1] for found in map(OTHERS.match, seen.operations) if found})
    return owners[0] if owners and "gradients" not in framework.abilities else ""


class OwnMeans:
    """A function of the student's that has to do its work itself: no call of it counts in which others do it.

    With `cutting`, F.unfold is among these others.
    """

    def __init__(self, student, function, *, cutting=False):
        self._student, self._function, self._cutting = student, function, cutting

    def __call__(self, *arguments):
        """Return the value of a call."""
        return self.look(*arguments).value

    def look(self, *arguments, **looks):
        """Return what `student.observe` sees of a call."""
        seen = self._student.observe(self._function, *arguments, **looks)
        framework = self._student.framework
        for name in sorted(seen.functions):
            if re.search(LIBRARY[framework.name], name):
                pytest.fail(
                    f"A ready-made convolution of {framework.library} does the work here (the operation {name}). "
                    "Build it yourself."
                )
        for owner in sorted({found[1] for found in map(OTHERS.match, seen.operations) if found}):
            if "gradients" not in framework.abilities:
                pytest.fail(f"The work is left to {owner} here. Do it yourself, with {framework.library}.")
        for name, operation in CUTTING.items():
            if self._cutting and operation in seen.functions:
                pytest.fail(
                    f"{name} does the cutting here, and this exercise asks for doing it yourself. Use slices."
                )
        if seen.elsewhere:
            pytest.fail(
                "Part of the work is left to another thread or process, where nobody sees how it is done. "
                "Do it in the call itself."
            )
        return seen
