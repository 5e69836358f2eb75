"""What TensorFlow is seen to do: operations, also within graphs, ways to gradients, and sessions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import tensorflow as tf
from tensorflow.python import _pywrap_tfe, pywrap_tfe
from tensorflow.python.client import pywrap_tf_session
from tensorflow.python.eager import imperative_grad
from tensorflow.python.eager.context import context
from tensorflow.python.framework import op_callbacks
from tensorflow.python.ops import gradients_util

from .arrays import noted

Graph = tf.types.experimental.ConcreteFunction
LOOPS = ("While", "StatelessWhile")
WAYS_TO_GRADIENTS = (
    (imperative_grad, "imperative_grad"),
    (gradients_util, "_GradientsHelper"),
    (tf.autodiff.ForwardAccumulator, "_push_accumulator"),
)
# Through these, Python has an operation carried out; its name is the argument at that place.
EXECUTES = {"TFE_Py_FastPathExecute": 1, "TFE_Py_Execute": 2, "TFE_Py_ExecuteCancelable": 2}
GRADIENTS = ("TFE_Py_TapeGradient", "TFE_Py_ForwardAccumulatorJVP")
# What a session carries out, as in TensorFlow 1, is a graph that can be seen nowhere.
WAYS_TO_SESSIONS = tuple(
    (pywrap_tf_session, name)
    for name in ("TF_SessionRun_wrapper", "TF_SessionPRun_wrapper", "TF_SessionRunCallable")
)
_told: list[set[str]] = []  # of the calls that are looked at below


def gradients_noted(names: list[str]) -> AbstractContextManager[None]:
    """Append to `names` each way to gradients that is taken meanwhile."""
    return noted(names, WAYS_TO_GRADIENTS)


def sessions_noted(names: list[str]) -> AbstractContextManager[None]:
    """Append to `names` that a session carries out something meanwhile."""
    return noted(names, WAYS_TO_SESSIONS, "elsewhere")


def let_all_be_told() -> None:
    """Let `seen_below` know what Python has carried out, from whatever place it is asked for afterwards."""
    for name in (*EXECUTES, *GRADIENTS):
        telling = _telling(name, getattr(_pywrap_tfe, name))
        for module in (_pywrap_tfe, pywrap_tfe):
            setattr(module, name, telling)


def _telling(name: str, execute: Callable[..., Any]) -> Callable[..., Any]:
    def told(*arguments: Any) -> Any:
        for names in _told:
            if name in GRADIENTS:
                names.add("autograd.tape")
            else:  # what is within a graph is known as long as it is there
                names.update(_inside(tf.compat.as_str(arguments[EXECUTES[name]]), set()))
        return execute(*arguments)

    return told


@contextmanager
def seen_below(names: list[str]) -> Iterator[None]:
    """Append to `names` what is carried out meanwhile, each once: `below.conv2d`, and `autograd.tape` for gradients.

    It sees also what is not told to `operations_noted`, because somebody has turned that off.
    """
    told: set[str] = set()
    _told.append(told)
    try:
        yield
    finally:
        _told.pop()
        names.extend(re.sub(r"^tf\.", "below.", name) for name in sorted(told))


def _inside(kind: str, met: set[str]) -> Iterator[str]:
    """Yield the name of an operation, or of each that a graph carries out, which may have been made before.

    A graph's own name is the student's. A loop by which `tf.vectorized_map` does what it cannot at once is `tf.pfor`.
    """
    if not context().has_function(kind):
        yield f"tf.{kind.lower()}"
        return
    if kind in met:
        return
    met.add(kind)
    for node in context().get_function_def(kind).node_def:
        yield from _inside("pfor" if node.op in LOOPS and "/pfor/" in node.name else node.op, met)
        for value in node.attr.values():
            if value.HasField("func"):
                yield from _inside(value.func.name, met)


@contextmanager
def operations_noted(names: list[str]) -> Iterator[None]:
    """Append to `names` each operation that is carried out meanwhile, also within graphs; no function becomes one."""

    def note(kind: Any, _: Any, options: Any, *__: Any, graph: Any = None, **___: Any) -> None:
        if graph is not None and kind in LOOPS:  # whose it is is known when it is carried out
            return
        graphs = [option.name for option in options or () if isinstance(option, Graph)]
        met: set[str] = set()
        for part in (kind, *graphs):
            names.extend(_inside(tf.compat.as_str(part), met))

    eagerly = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(True)
    op_callbacks.add_op_callback(note)
    try:
        yield
    finally:
        op_callbacks.remove_op_callback(note)
        tf.config.run_functions_eagerly(eagerly)
