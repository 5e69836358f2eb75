"""Remarks for the instructor about solutions whose way of working can hardly be checked."""

from __future__ import annotations

import pytest
from nbformat import NotebookNode

from coursekit.grading.remarks import remarks
from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook

from ..helpers import ROOT

RELEASE = ROOT / "release/convolutions/01_cross_correlation.ipynb"
HIDING = (
    "from torch.utils._python_dispatch import _disable_current_modes",
    "sys.settrace(None)",
    "import threading",
    "import ctypes",
    "corr2d.__closure__",
    "import gc; gc.get_objects()",
    "from jax._src.core import EvalTrace",
    "from tensorflow.python.framework import op_callbacks",
)


def handed_in(source: str) -> NotebookNode:
    """Return the released notebook with this solution of corr2d."""
    return fill(read_notebook(RELEASE), {"corr2d": f"def corr2d(X, K):\n    {source}"})


@pytest.mark.parametrize("source", HIDING)
def test_what_could_hide_is_remarked(source: str) -> None:
    """A solution that names what could hide how it works is named, with what it uses."""
    (remark,) = remarks(handed_in(source), read_notebook(RELEASE))
    assert remark.startswith("please look at corr2d, which uses ")


def test_usual_work_is_not_remarked() -> None:
    """The untouched notebook and a usual solution have no remark."""
    assert remarks(read_notebook(RELEASE), read_notebook(RELEASE)) == ()
    assert remarks(handed_in("return X.unfold(0, 2, 1)"), read_notebook(RELEASE)) == ()
