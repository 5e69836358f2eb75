"""The readers of answers to notebooks 04 and 05 refuse what no right answer can be, and read all that one may be."""

from __future__ import annotations

import importlib.util
import math
from typing import Any

import numpy as np
import pytest
import torch

from ..helpers import ROOT

PATH = ROOT / "tests/hidden/convolutions/bounded.py"
spec = importlib.util.spec_from_file_location("bounded", PATH)
assert spec is not None and spec.loader is not None
bounded = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bounded)

REFUSED = {
    "nothing": (bounded.matrix, None, "return"),
    "long": (bounded.matrix, torch.ones(1, 1_000_000), "far more"),
    "many rows of nothing": (bounded.matrix, [torch.empty(1_000_000, 0)] * 10, "nested deeper"),
    "many texts": (bounded.matrix, [["x"] * 60] * 60, "not a number"),
    "arrays in lists": (bounded.matrix, [[np.zeros((64, 64))] * 64] * 64, "nested deeper"),
    "a long list": (bounded.matrix, [1] * 1_000_000, "far more"),
    "nan": (bounded.matrix, [[math.nan]], "not finite"),
    "an overflow": (bounded.matrix, torch.full((2, 2), 1.7e308, dtype=torch.float64), "1,000,000"),
    "many digits": (bounded.matrix, [[10**5000]], "1,000,000"),
    "four axes": (bounded.matrix, torch.ones(1, 1, 2, 2), "axes"),
    "an infinite number": (bounded.number, math.inf, "not finite"),
    "a number that is none": (bounded.number, torch.tensor(math.nan), "not finite"),
    "a number of many digits": (bounded.number, 10**400, "1,000,000"),
    "several numbers": (bounded.number, torch.ones(3), "one number"),
    "a truth": (bounded.number, True, "real number"),
    "a size of many digits": (bounded.two_sizes, (10**5000, 1), "1,000,000"),
    "a million sizes": (bounded.two_sizes, torch.ones(1_000_000), "1000000"),
    "sizes with fractions": (bounded.two_sizes, (1.5, 2.0), "whole number"),
}
READ = {
    "lists": (bounded.matrix, [[True, 0], [1, 2.5]], [[1, 0], [1, 2.5]]),
    "a list of tensors": (bounded.matrix, [torch.ones(2), torch.zeros(2)], [[1, 1], [0, 0]]),
    "numbers as tensors": (bounded.matrix, [[torch.tensor(1.0), 2], [3, 4]], [[1, 2], [3, 4]]),
    "an array of truths": (bounded.matrix, np.eye(2, dtype=bool), [[1, 0], [0, 1]]),
    "a number in a tensor": (bounded.number, torch.tensor([[3.0]]), 3),
    "a complex number that is real": (bounded.number, 2 + 0j, 2),
    "a size of tensors": (bounded.two_sizes, [torch.tensor(1), np.int64(2)], [1, 2]),
    "a size in a tensor": (bounded.two_sizes, torch.tensor([1, 2]), [1, 2]),
}


@pytest.mark.parametrize(("reader", "value", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(reader: Any, value: Any, words: str) -> None:
    """What is too large, not finite or no number at all fails with words that the student understands."""
    with pytest.raises((AssertionError, pytest.fail.Exception), match=words):
        reader(value)


@pytest.mark.parametrize(("reader", "value", "expected"), READ.values(), ids=READ)
def test_read(reader: Any, value: Any, expected: Any) -> None:
    """A tensor, an array, lists of numbers and mixtures of them are read."""
    assert torch.as_tensor(reader(value)).tolist() == expected
