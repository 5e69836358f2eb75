"""TensorFlow: tensors and variables, gradients on a tape, and operations that are carried out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault(
    "TF_CPP_MIN_LOG_LEVEL", "3"
)  # what it says about processors on standard error costs checks
os.environ.setdefault(
    "TF_ENABLE_ONEDNN_OPTS", "0"
)  # else sums come out in an order that depends on the processor
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import tensorflow as tf
import wrapt
from tensorflow.python.client import pywrap_tf_session
from tensorflow.python.eager import imperative_grad
from tensorflow.python.eager.context import context
from tensorflow.python.framework import op_callbacks
from tensorflow.python.ops import gradients_util

from .arrays import Arrays, noted

Graph = tf.types.experimental.ConcreteFunction
LOOPS = ("While", "StatelessWhile")
WAYS_TO_GRADIENTS = (
    (imperative_grad, "imperative_grad"),
    (gradients_util, "_GradientsHelper"),
    (tf.autodiff.ForwardAccumulator, "_push_accumulator"),
)
# What a session carries out, as in TensorFlow 1, is a graph that can be seen nowhere.
WAYS_TO_SESSIONS = tuple(
    (pywrap_tf_session, name)
    for name in ("TF_SessionRun_wrapper", "TF_SessionPRun_wrapper", "TF_SessionRunCallable")
)


class TensorFlow(Arrays):
    """The interface of `Framework`, in TensorFlow. A process that has multiplied matrices hangs when it is forked."""

    def __init__(self) -> None:
        self._noted: list[str] = []  # of the call that was observed last

    def warm_up(self) -> None:
        """Do nothing: whatever computes begins threads, which a fork cannot copy."""

    def threads_by_processors(self) -> bool:
        """Return True: there would be more than a notebook may have."""
        return True

    def seed(self) -> None:
        """Seed the generator that everything draws from which is given none."""
        tf.random.set_seed(0)

    def make_room(self) -> None:
        """Do nothing: what is kept takes little."""

    def is_tensor(self, value: Any) -> bool:
        """Return whether `value` is a tensor or a variable with numbers in it."""
        return (
            isinstance(value, tf.Tensor | tf.Variable)
            and hasattr(value, "numpy")
            and value.dtype != tf.string
        )

    def tensor(self, values: Any, dtype: str = "float64") -> tf.Tensor:
        """Return numbers as a tensor."""
        return tf.constant(np.array(values, dtype=dtype))

    def simple(self, value: Any) -> Any:
        """Return a shape as a tuple."""
        return (
            tuple(value.as_list()) if isinstance(value, tf.TensorShape) and value.rank is not None else value
        )

    def plain(self, tensor: Any) -> np.ndarray:
        """Return a tensor as an array of NumPy's."""
        return np.array(tensor.numpy(), copy=True, order="C")

    def transpose(self, tensor: Any) -> tf.Tensor:
        """Return the transpose of a tensor with two axes; there are no views."""
        return tf.transpose(tensor)

    def differentiated(
        self, function: Callable[..., Any], arguments: list[Any], of: Sequence[str]
    ) -> tuple[Any, Callable[[Any], list[Any]]]:
        """Return the value, and what asks the tape for gradients."""
        sources = [getattr(function, name) for name in of] or list(filter(self.is_tensor, arguments))
        with tf.GradientTape(persistent=True) as tape:
            for source in () if of else sources:  # of a layer, a tape watches the variables that are trained
                tape.watch(source)
            value = function(*arguments)

        def gradients(upstream: Any) -> list[Any]:
            if not self.is_tensor(value) or value.shape != upstream.shape:
                return [None] * len(sources)
            # Of a way back of the student's own, too, it counts whose work it is.
            with _operations_noted(self._noted):
                found = tape.gradient(value, sources, output_gradients=tf.cast(upstream, value.dtype))
            return [gradient if gradient is None else tf.convert_to_tensor(gradient) for gradient in found]

        return value, gradients

    def parameters(self, owner: Any) -> dict[str, tf.Variable] | None:
        """Return the variables of a layer by the names of its attributes; None if it is no tf.Module."""
        if not isinstance(owner, tf.Module):
            return None
        found = owner._flatten(predicate=lambda value: isinstance(value, tf.Variable), with_path=True)
        return {".".join(map(str, path)): variable for path, variable in found}

    def fill(self, layer: Any, values: dict[str, tf.Tensor]) -> dict[str, tuple[int, ...]] | None:
        """Give a layer variables of these names and values, in their dtype; one value fills all.

        Returns the shapes of those that have not as many elements, and stay as they are; None if it is no tf.Module.
        """
        if not isinstance(layer, tf.Module):
            return None
        misfits = {}
        for name, value in values.items():
            old, new = getattr(layer, name), self.plain(value)
            shape = tuple(old.shape)
            if new.size not in (1, np.prod(shape, dtype=int)):
                misfits[name] = shape
                continue
            whole = np.broadcast_to(new.flat[0], shape) if new.size == 1 else new.reshape(shape)
            if not isinstance(old, tf.Variable):  # what is no variable does not become one
                setattr(layer, name, tf.constant(whole, dtype=value.dtype))
            elif old.dtype == value.dtype:
                old.assign(whole)
            else:
                new = tf.Variable(whole, dtype=value.dtype, trainable=old.trainable, name=name)
                setattr(layer, name, new)
        return misfits

    def observe(self, function: Callable[[], Any], operations: list[str]) -> Any:
        """Return `function()`, and note each operation and each way to gradients; nothing is compiled as a whole."""
        self._noted = operations
        with (
            _operations_noted(operations),
            noted(operations, WAYS_TO_GRADIENTS),
            noted(operations, WAYS_TO_SESSIONS, "elsewhere"),
        ):
            return function()

    def own_folders(self) -> tuple[str, ...]:
        """Return the folder of TensorFlow, which takes as many steps of Python as it needs."""
        return tuple(str(Path(str(package.__file__)).parent) for package in (tf, wrapt))

    def right_answer(self, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function through which gradients flow: its backward pass is asked for as well."""

        def with_gradient(*tensors: Any) -> Any:
            def backward(gradient: Any) -> Any:
                return tuple(ask(name, list(tensors), gradient))

            return ask(name, list(tensors)), backward

        of_tensors = tf.custom_gradient(with_gradient)

        def right_answer(*arguments: Any) -> Any:
            if arguments and all(map(self.is_tensor, arguments)):
                return of_tensors(*map(tf.convert_to_tensor, arguments))
            return ask(name, list(arguments))

        right_answer.__name__ = name
        return right_answer

    def names(self) -> dict[str, Any]:
        """Return the words of probes, and TensorFlow under the name that everybody gives it."""
        return {"fw": self, "tf": tf}


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
def _operations_noted(names: list[str]) -> Iterator[None]:
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


FRAMEWORK = TensorFlow()
