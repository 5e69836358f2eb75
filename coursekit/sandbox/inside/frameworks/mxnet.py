"""MXNet: arrays of `mxnet.np`, gradients of what was recorded, and operations that its library is asked for."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("MXNET_ENGINE_TYPE", "NaiveEngine")  # else it begins threads, and errors come later

import mxnet as mx
import numpy as np
from mxnet import autograd, gluon, npx
from mxnet._ffi.function import get_global_func, list_global_func_names
from mxnet.base import _LIB, MXNetError
from numpy.core import multiarray

from .arrays import Arrays, noted

npx.set_np()
WAYS_TO_GRADIENTS = ((_LIB, "MXAutogradBackwardEx"), (_LIB, "MXAutogradBackward"))
OPERATIONS = ("MXImperativeInvoke", "MXImperativeInvokeEx", "MXNetFuncCall")
GRAPHS = ("MXInvokeCachedOp", "MXInvokeCachedOpEx", "MXExecutorForward")  # whose operations nobody sees
NUMPYS = ("correlate", "correlate2")  # of NumPy: what MXNet has no correlation of its own for ends there
CUT_OFF = "not in a computational graph"


class MXNet(Arrays):
    """The interface of `Framework`, in MXNet. Its last version, 1.9.1, needs a NumPy before 1.24."""

    def __init__(self) -> None:
        self._noted: list[str] = []  # of the call that was observed last

    def warm_up(self) -> None:
        """Let nothing become a graph, of whose operations none could be noted."""
        gluon.HybridBlock.hybridize = lambda *_, **__: None

    def threads_by_processors(self) -> bool:
        """Return True: there might be more than a notebook may have."""
        return True

    def seed(self) -> None:
        """Seed the generator that everything draws from."""
        mx.random.seed(0)

    def make_room(self) -> None:
        """Do nothing: what is kept takes little."""

    def is_tensor(self, value: Any) -> bool:
        """Return whether `value` is an array, or a parameter that holds one."""
        return isinstance(_data(value), mx.nd.NDArray)

    def tensor(self, values: Any, dtype: str = "float64") -> Any:
        """Return numbers as an array."""
        return mx.np.array(np.array(values, dtype=dtype), dtype=dtype)

    def plain(self, tensor: Any) -> np.ndarray:
        """Return an array as one of NumPy's."""
        return np.array(_data(tensor).asnumpy(), copy=True, order="C")

    def differentiated(
        self, function: Callable[..., Any], arguments: list[Any], of: Sequence[str]
    ) -> tuple[Any, Callable[[Any], list[Any]]]:
        """Return the value, and what goes back along what was recorded."""
        sources = [_data(getattr(function, name)) for name in of] or list(filter(self.is_tensor, arguments))
        for source in sources:
            if not of:  # the parameters of a layer have room for their gradients
                source.attach_grad()
            if source.grad is not None:
                source.grad[:] = 0  # parameters may be told to add up
                source._fresh_grad = False
        with autograd.record():
            value = function(*arguments)

        def gradients(upstream: Any) -> list[Any]:
            if not self.is_tensor(value) or value.shape != upstream.shape:
                return [None] * len(sources)
            # Of a way back of the student's own, too, it counts whose work it is.
            with _operations_noted(self._noted):
                return _reached(_data(value), upstream, sources)

        return value, gradients

    def new(self, factory: Callable[..., Any], arguments: list[Any]) -> Any:
        """Return a layer, whose parameters are given their first numbers unless it has done so itself."""
        layer = factory(*arguments)
        if isinstance(layer, gluon.Block):
            for parameter in layer.collect_params().values():
                if parameter._data is None:
                    parameter.initialize()
        return layer

    def parameters(self, owner: Any) -> dict[str, Any] | None:
        """Return the parameters of a layer by the names of its attributes; None if it is no Block."""
        if not isinstance(owner, gluon.Block):
            return None
        known = {id(parameter): name for name, parameter in owner._reg_params.items()}
        found = owner.collect_params().items()
        return {known.get(id(parameter), name): parameter for name, parameter in found}

    def fill(self, layer: Any, values: dict[str, Any]) -> dict[str, tuple[int, ...]] | None:
        """Give a layer parameters of these names the values, in their dtype; one value fills all.

        Returns the shapes of those that have not as many elements, and stay as they are; None if it is no Block.
        """
        if not isinstance(layer, gluon.Block):
            return None
        misfits = {}
        for name, value in values.items():
            old = getattr(layer, name)
            shape = tuple(np.shape(old) if not hasattr(old, "shape") else old.shape)
            new = self.plain(value)
            if new.size not in (1, np.prod(shape, dtype=int)):
                misfits[name] = shape
                continue
            whole = np.broadcast_to(new.flat[0], shape) if new.size == 1 else new.reshape(shape)
            if isinstance(old, gluon.Parameter):
                old.cast(str(new.dtype))
                old.set_data(self.tensor(whole, str(new.dtype)))
            else:  # what is no parameter does not become one
                setattr(layer, name, self.tensor(whole, str(new.dtype)))
        return misfits

    def observe(self, function: Callable[[], Any], operations: list[str]) -> Any:
        """Return `function()`, and note each operation and each way to gradients."""
        self._noted = operations
        with _operations_noted(operations), noted(operations, WAYS_TO_GRADIENTS):
            return function()

    def own_folders(self) -> tuple[str, ...]:
        """Return the folder of MXNet, which takes as many steps of Python as it needs."""
        return (str(Path(mx.__file__).parent),)

    def right_answer(self, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function through which gradients flow: its backward pass is asked for as well."""

        def right_answer(*arguments: Any) -> Any:
            given = [_data(each) for each in arguments]
            with autograd.pause():
                value = ask(name, given)
            if not (given and autograd.is_recording() and all(map(self.is_tensor, (value, *given)))):
                return value

            class Part(autograd.Function):
                """The value, or zeros, as a function of one array: of several, one that needs no gradient ends all."""

                def __init__(self, place: int):
                    super().__init__()
                    self.place = place

                def forward(self, _: Any) -> Any:
                    return mx.np.zeros_like(value) if self.place else value

                def backward(self, gradient: Any) -> Any:
                    # It is written into an array of the old kind, which takes none of the new.
                    return ask(name, given, gradient.as_np_ndarray())[self.place].as_nd_ndarray()

            parts = [Part(place)(array) for place, array in enumerate(given)]
            return sum(parts[1:], parts[0])

        right_answer.__name__ = name
        return right_answer

    def names(self) -> dict[str, Any]:
        """Return the words of probes, and MXNet under the names that its people give its parts."""
        return {"fw": self, "mx": mx, "autograd": autograd, "npx": npx}


def _data(value: Any) -> Any:
    """Return the array that a parameter holds, if it has any yet; all else as it is."""
    is_held = isinstance(value, gluon.Parameter) and value._data is not None
    return value.data() if is_held else value


def _reached(value: Any, upstream: Any, sources: Sequence[Any]) -> list[Any]:
    """Return the gradients that arrive; None for each that does not."""
    try:
        value.backward(upstream.astype(value.dtype))
    except MXNetError as error:
        if CUT_OFF not in str(error):
            raise
        return [None] * len(sources)
    return [
        source.grad.copy() if source.grad is not None and source._fresh_grad else None for source in sources
    ]


@cache
def _known() -> dict[int, str]:
    """Return the names of operations by what the library knows them by, in either of its two ways."""
    size, found = ctypes.c_uint(), ctypes.POINTER(ctypes.c_char_p)()
    _LIB.MXListAllOpNames(ctypes.byref(size), ctypes.byref(found))
    names = {}
    for name in (found[place] for place in range(size.value)):
        handle = ctypes.c_void_p()
        _LIB.NNGetOpHandle(name, ctypes.byref(handle))
        names[handle.value] = name.decode()
    names.update({get_global_func(name).handle.value: name for name in list_global_func_names()})
    return {handle: f"mxnet.{name.rpartition('.')[2].lower()}" for handle, name in names.items() if handle}


@contextmanager
def _operations_noted(names: list[str]) -> Iterator[None]:
    """Append to `names` each operation that is asked for meanwhile; what NumPy does in its place, as `numpy.…`."""
    known = _known()
    name_of: dict[str, Callable[[Any], str]] = {
        **dict.fromkeys(OPERATIONS, lambda handle: known.get(handle.value, "mxnet.unknown")),
        **dict.fromkeys(GRAPHS, lambda _: "elsewhere.graph"),
        **dict.fromkeys(NUMPYS, lambda _: "numpy.correlate"),
    }
    ways = [(multiarray if way in NUMPYS else _LIB, way) for way in name_of]
    usual = [getattr(owner, way) for owner, way in ways]

    def noting(way: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(first: Any, *others: Any, **options: Any) -> Any:
            names.append(name_of[way](first))
            return function(first, *others, **options)

        return call

    for (owner, way), function in zip(ways, usual, strict=True):
        setattr(owner, way, noting(way, function))
    try:
        yield
    finally:
        for (owner, way), function in zip(ways, usual, strict=True):
            setattr(owner, way, function)


FRAMEWORK = MXNet()
