"""TensorFlow: tensors and variables, gradients on a tape, and operations that are carried out."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
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
from tensorflow.python.framework.ops import EagerTensor
from tensorflow.python.ops.resource_variable_ops import ResourceVariable

from .arrays import Arrays
from .tensorflow_operations import (
    gradients_noted,
    let_all_be_told,
    operations_noted,
    seen_below,
    sessions_noted,
)

# By which numbers are read: whatever a notebook puts into the place of `numpy`, in an object or in a class of its own.
NUMBERS, VALUE = EagerTensor._numpy_internal, tf.raw_ops.ReadVariableOp


class TensorFlow(Arrays):
    """The interface of `Framework`, in TensorFlow. A process that has multiplied matrices hangs when it is forked."""

    def __init__(self) -> None:
        self._noted: list[str] = []  # of the call that was observed last

    def warm_up(self) -> None:
        """Let each operation be told; none is carried out, for that begins threads, which a fork cannot copy."""
        let_all_be_told()

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
        return type(value) in (EagerTensor, ResourceVariable) and value.dtype != tf.string

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
        if type(tensor) is ResourceVariable:
            tensor = VALUE(resource=tensor.handle, dtype=tensor.dtype)
        return np.array(NUMBERS(tensor), copy=True, order="C")

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
            with operations_noted(self._noted):
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
            shape = tuple(getattr(old, "shape", ()))
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
        with operations_noted(operations), gradients_noted(operations), sessions_noted(operations):
            return function()

    def below(self, operations: list[str]) -> AbstractContextManager[None]:
        """Note what is carried out, whether or not somebody has turned off what tells `observe`."""
        return seen_below(operations)

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


FRAMEWORK = TensorFlow()
