"""One module for each framework, imported only when an assignment asks for it.

The protocol, the server and the template know plain arrays. Whatever a framework has besides (tensors of its own types,
gradients, operations that it dispatches) is reached through a `Framework`, on both sides of the protocol.
"""

from __future__ import annotations

import importlib

from ..framework import Framework

NAMES = ("torch", "numpy", "jax", "tensorflow", "mxnet")


def load(name: str) -> Framework:
    """Return the framework `name`, which is imported now."""
    framework: Framework = importlib.import_module(f"{__name__}.{name}").FRAMEWORK
    return framework
