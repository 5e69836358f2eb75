"""References that several suites of this assignment share; torch is the oracle."""

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
