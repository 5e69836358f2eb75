"""Which frameworks are installed where tests run, and the Python that has them."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from .helpers import ROOT

MXNET = ROOT / ".venv-mxnet/bin/python"  # with an older NumPy than the kit's


def marked(name: str) -> Any:
    """Return a framework as a parameter of tests; those that ask for MXNet are marked."""
    return pytest.param(name, marks=pytest.mark.mxnet) if name == "mxnet" else name


def python(name: str) -> str:
    """Return the Python that runs notebooks in a framework, "" being the kit's own."""
    return str(MXNET) if name == "mxnet" else ""


def require(name: str) -> None:
    """Skip where a framework is not installed, and say how it is."""
    if name == "mxnet" and not MXNET.exists():
        pytest.skip("MXNet is not installed here: make mxnet")
    if name != "mxnet" and importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed here: make setup-{name}")
