"""JAX: arrays that nothing writes into, gradients of functions, and primitives that are bound."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

os.environ.setdefault("JAX_PLATFORMS", "cpu")  # asks for no other processor, and says nothing of it

import flax
import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from .arrays import Arrays
from .jax_operations import gradients_noted, nothing_compiled, primitives_noted

jax.config.update("jax_enable_x64", True)
MOST_COMPILED = 200  # programs that are kept from call to call; each takes about 1.5 MB of memory
UNTRACED = (
    jax.errors.ConcretizationTypeError,
    jax.errors.TracerArrayConversionError,
    jax.errors.TracerIntegerConversionError,
)


class Jax(Arrays):
    """The interface of `Framework`, in JAX. A process that has carried out one operation hangs when it is forked."""

    def __init__(self) -> None:
        self._noted: list[str] = []  # of the call that was observed last
        self._seeds = count()
        self._compiled = 0
        jax.monitoring.register_event_duration_secs_listener(self._count)

    def _count(self, event: str, *_: Any, **__: Any) -> None:
        self._compiled += event.endswith("backend_compile_duration")

    def make_room(self) -> None:
        """Forget compiled programs where there are many: a loop over slices makes one for each shape of a slice."""
        if self._compiled > MOST_COMPILED:
            jax.clear_caches()
            self._compiled = 0

    def warm_up(self) -> None:
        """Do nothing: whatever computes begins threads, which a fork cannot copy."""

    def threads_by_processors(self) -> bool:
        """Return True: there would be more than a notebook may have."""
        return True

    def seed(self) -> None:
        """Do nothing: random numbers are drawn from keys."""

    def is_tensor(self, value: Any) -> bool:
        """Return whether `value` is an array with numbers in it, or a parameter that holds one.

        It is none that was deleted, or donated to a function.
        """
        value = value.get_value() if isinstance(value, nnx.Variable) else value
        is_array = isinstance(value, jax.Array) and not isinstance(value, jax.core.Tracer)
        return is_array and not value.is_deleted()

    def tensor(self, values: Any, dtype: str = "float64") -> jax.Array:
        """Return numbers as an array."""
        return jnp.asarray(np.array(values, dtype=dtype))

    def differentiated(
        self, function: Callable[..., Any], arguments: list[Any], of: Sequence[str]
    ) -> tuple[Any, Callable[[Any], list[Any]]]:
        """Return the value, and what pulls gradients back; without any where a value has to be known on the way."""
        call, sources = _of_attributes(function, arguments, of) if of else _of_arrays(function, arguments)
        try:
            value, pull = jax.vjp(call, *sources)
        except Exception as error:
            # NumPy, into whose array a number is written, raises an error of its own because of JAX's.
            if not isinstance(error, UNTRACED) and not isinstance(error.__cause__, UNTRACED):
                raise
            return function(*arguments), lambda upstream: [None] * len(sources)

        def gradients(upstream: Any) -> list[Any]:
            # Of a way back of the student's own, too, it counts whose work it is.
            with nothing_compiled(self._noted), primitives_noted(self._noted):
                return _reached(pull, value, upstream, len(sources))

        return value, gradients

    def new(self, factory: Callable[..., Any], arguments: list[Any]) -> Any:
        """Return a layer, which draws its random numbers from keys that no other has."""
        rngs = {"rngs": nnx.Rngs(next(self._seeds))} if _takes_rngs(factory) else {}
        return factory(*arguments, **rngs)

    def parameters(self, owner: Any) -> dict[str, jax.Array] | None:
        """Return the parameters of a layer by their names; None if it is no nnx.Module."""
        if not isinstance(owner, nnx.Module):
            return None
        found = nnx.to_flat_state(nnx.state(owner, nnx.Param))
        return {".".join(map(str, path)): parameter[...] for path, parameter in found}

    def fill(self, layer: Any, values: dict[str, jax.Array]) -> dict[str, tuple[int, ...]] | None:
        """Give a layer parameters of these names and values, in their dtype; one value fills all.

        Returns the shapes of those that have not as many elements, and stay as they are; None if it is no nnx.Module.
        """
        if not isinstance(layer, nnx.Module):
            return None
        misfits = {}
        for name, value in values.items():
            old = getattr(layer, name)
            shape = tuple(getattr(old, "shape", ()))
            if value.size not in (1, np.prod(shape, dtype=int)):
                misfits[name] = shape
                continue
            whole = jnp.broadcast_to(value.reshape(-1)[0], shape) if value.size == 1 else value.reshape(shape)
            # What is no parameter does not become one, and a plain number becomes an array.
            new = type(old)(whole) if isinstance(old, nnx.Variable) else whole
            setattr(layer, name, new if hasattr(old, "shape") else nnx.data(new))
        return misfits

    def observe(self, function: Callable[[], Any], operations: list[str]) -> Any:
        """Return `function()`, and note each primitive and each way to gradients; nothing is compiled as a whole."""
        self._noted = operations
        with nothing_compiled(operations), primitives_noted(operations), gradients_noted(operations):
            return function()

    def own_folders(self) -> tuple[str, ...]:
        """Return the folders of JAX, which takes as many steps of Python as it needs to compile."""
        return tuple(str(Path(str(package.__file__)).parent) for package in (jax, flax))

    def right_answer(self, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function through which gradients flow: its backward pass is asked for as well."""

        def values(*arrays: Any) -> Any:
            return _asked(lambda given: ask(name, given), arrays)

        def forward(*arrays: Any) -> Any:
            return values(*arrays), arrays

        def backward(arrays: Any, gradient: Any) -> Any:
            return _asked(lambda given: tuple(ask(name, given[:-1], given[-1])), (*arrays, gradient))

        of_arrays = jax.custom_vjp(values)
        of_arrays.defvjp(forward, backward)

        def right_answer(*arguments: Any) -> Any:
            plain = [each.get_value() if isinstance(each, nnx.Variable) else each for each in arguments]
            if plain and all(isinstance(argument, jax.Array) for argument in plain):
                return of_arrays(*plain)
            return ask(name, plain)

        right_answer.__name__ = name
        return right_answer

    def names(self) -> dict[str, Any]:
        """Return the words of probes, and JAX under the names that everybody gives its parts."""
        return {"fw": self, "jax": jax, "jnp": jnp, "nnx": nnx}


def _asked(ask: Callable[[list[Any]], Any], arrays: Sequence[Any]) -> Any:
    """Return what `ask` answers; where a function is compiled, each time that it runs, in a shape found out before."""
    if not any(isinstance(array, jax.core.Tracer) for array in arrays):
        return ask(list(arrays))
    with jax.ensure_compile_time_eval():
        shapes = jax.tree.map(
            lambda array: jax.ShapeDtypeStruct(array.shape, array.dtype),
            ask([jnp.zeros(array.shape, array.dtype) for array in arrays]),
        )
    return jax.pure_callback(lambda *given: ask(list(given)), shapes, *arrays, vmap_method="sequential")


def _of_arrays(function: Callable[..., Any], arguments: list[Any]) -> tuple[Callable[..., Any], list[Any]]:
    """Return `function` as one of its arguments that are arrays, and these."""
    places = [place for place, argument in enumerate(arguments) if isinstance(argument, jax.Array)]

    def call(*arrays: Any) -> Any:
        given = list(arguments)
        for place, array in zip(places, arrays, strict=True):
            given[place] = array
        return function(*given)

    return call, [arguments[place] for place in places]


def _of_attributes(
    layer: Any, arguments: list[Any], names: Sequence[str]
) -> tuple[Callable[..., Any], list[Any]]:
    """Return `layer(*arguments)` as a function of these attributes, and what they are now.

    It depends on those alone that are parameters: for all else, `nnx.grad` has no gradient either.
    """
    graph, state = nnx.split(layer)

    def call(*values: Any) -> Any:
        flat = dict(nnx.to_flat_state(state))
        for name, value in zip(names, values, strict=True):
            if isinstance(getattr(layer, name), nnx.Param):
                flat[name,] = flat[name,].replace(value)
        return nnx.merge(graph, nnx.from_flat_state(flat), copy=True)(*arguments)

    return call, [getattr(layer, name)[...] for name in names]


def _takes_rngs(factory: Callable[..., Any]) -> bool:
    """Return whether a layer is made with `rngs`, as those of Flax are."""
    maker = factory.__init__ if isinstance(factory, type) else factory  # type: ignore[misc]
    try:
        parameters = inspect.signature(maker).parameters
    except (TypeError, ValueError):
        return False
    return "rngs" in parameters


def _reached(pull: Callable[[Any], Any], value: Any, upstream: Any, sources: int) -> list[Any]:
    """Return the gradients; None for those that are nothing but zeros, of which JAX makes no difference."""
    if not isinstance(value, jax.Array) or value.shape != upstream.shape:
        return [None] * sources
    found = pull(upstream.astype(value.dtype))
    return [gradient if np.any(np.asarray(gradient)) else None for gradient in found]


FRAMEWORK = Jax()
