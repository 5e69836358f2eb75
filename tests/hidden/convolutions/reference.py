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


def require_tensor(value, what="The result"):
    """Fail where a value is not {a_tensor}."""
    assert value is not None, f"{what} is None: is a `return` missing?"
    assert isinstance(value, torch.Tensor), f"{what} is not {{a_tensor}}."


# What a ready-made convolution is called among a framework's operations, and whose functions may not do the work.
LIBRARY = {
    "torch": r"conv(?!ert)",
    "numpy": r"^(?:convolve|correlate2?)$",
    "jax": r"conv(?!ert)",
    "tensorflow": r"conv(?!ert)",
    "mxnet": r"conv(?!ert)|^correlate2?$",
}
CUTTING = {  # and its operation
    "torch": ("F.unfold", "im2col"),
    "tensorflow": ("tf.image.extract_patches", "extractimagepatches"),
    "mxnet": ("im2col", "im2col"),
}
# Loops that are one operation, however many rounds they take.
LOOPS = {
    "tensorflow": r"^(?:stateless)?while$|dataset",
    "torch": r"^loop$",
    "jax": r"^(?:while|scan)$",
}
OTHERS = re.compile(r"(cv2|jax|mxnet|scipy|skimage|sklearn|tensorflow|torch)\.")
# `jaxlib.convolution` is what JAX makes of one for the processor, however it was called.
OF_OTHERS = re.compile(r"(jaxlib|numpy|sympy)\.((?:conv(?!er[st])|correlat)\w*)$")


def ready_made(framework, seen):
    """Return in a sentence that an observed call had its work done by a ready-made convolution, or "" if it had not."""
    for name in sorted(seen.functions, key=lambda name: (name.startswith("_"), name)):
        if re.search(LIBRARY[framework.name], name):
            return (
                f"A ready-made convolution of {framework.library} does the work here (the operation {name}). "
                "Build it yourself."
            )
    for name in seen.others:
        if found := OF_OTHERS.match(name):
            return (
                f"A ready-made convolution does the work here, {found[2]} of {found[1]}. Build it yourself."
            )
    # In NumPy, all that is called is seen with its library, the given functions of the course as well.
    called = seen.operations if framework.name == "numpy" else seen.others
    owners = sorted({found[1] for found in map(OTHERS.match, called) if found})
    if framework.name == "numpy" and any(name.startswith("classroom.") for name in called):
        owners.insert(0, "classroom")
    if owners:
        return f"The work is left to {owners[0]} here. Do it yourself, with {framework.library}."
    return ""


def loop_in_one(framework, seen):
    """Return the operation by which an observed call has the framework carry out a loop, or "" if there was none."""
    pattern = LOOPS.get(framework.name)
    return next((name for name in sorted(seen.functions) if pattern and re.search(pattern, name)), "")


class OwnMeans:
    """A function of the student's that has to do its work itself: no call of it counts in which others do it.

    With `cutting`, F.unfold and its kin are among these others.
    """

    def __init__(self, student, function, *, cutting=False):
        self._student, self.function, self._cutting = student, function, cutting

    def __call__(self, *arguments):
        """Return the value of a call."""
        return self.look(*arguments).value

    def look(self, *arguments, **looks):
        """Return what `student.observe` sees of a call, and below."""
        seen = self._student.observe(self.function, *arguments, below=True, **looks)
        if found := ready_made(self._student.framework, seen):
            pytest.fail(found)
        name, operation = CUTTING.get(self._student.framework.name, ("", ""))
        if self._cutting and operation in seen.functions:
            pytest.fail(
                f"{name} does the cutting here, and this exercise asks for doing it yourself. Use slices."
            )
        if seen.elsewhere:
            pytest.fail(
                "Part of the work is done where nobody sees how: in another thread or process, in a session, or in an "
                "operation of your own. Do it in the call itself."
            )
        return seen
