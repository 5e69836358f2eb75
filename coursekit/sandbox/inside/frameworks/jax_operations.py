"""What JAX is seen to do: primitives that are bound, ways to gradients, and who has whole programs carried out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import jax
from jax._src import config
from jax._src.core import EvalTrace, jaxprs_in_params
from jax._src.interpreters import ad

from .arrays import noted

ELSEWHERE = ("call_exported", "ffi_call")  # carry out what is no program of JAX's any more
WAYS_TO_GRADIENTS = ((ad.JVPTrace, "__init__"), (ad.LinearizeTrace, "__init__"), (ad, "backward_pass"))


def gradients_noted(names: list[str]) -> AbstractContextManager[None]:
    """Append to `names` each way to gradients that is taken meanwhile."""
    return noted(names, WAYS_TO_GRADIENTS)


@contextmanager
def nothing_compiled(names: list[str]) -> Iterator[None]:
    """Let each primitive be carried out alone, and note who has that otherwise: of a whole program, none is seen."""
    state = config.disable_jit
    with jax.disable_jit():
        state._update_thread_local_hook = lambda value: (
            names.append("elsewhere.compiled") if value is False else None
        )
        try:
            yield
        finally:
            state._update_thread_local_hook = None


def _inside(primitive: Any, parameters: Any) -> Iterator[str]:
    """Yield the name of a primitive, and of each in the programs that it carries out as a whole."""
    yield f"jax.{primitive.name}"
    if primitive.name in ELSEWHERE:
        yield "elsewhere.program"
    for program in jaxprs_in_params(parameters):
        for equation in program.eqns:
            yield from _inside(equation.primitive, equation.params)


@contextmanager
def primitives_noted(names: list[str]) -> Iterator[None]:
    """Append to `names` each primitive that is carried out meanwhile."""
    usual = EvalTrace.process_primitive

    def process(self: Any, primitive: Any, tracers: Any, parameters: Any) -> Any:
        names.extend(_inside(primitive, parameters))
        return usual(self, primitive, tracers, parameters)

    EvalTrace.process_primitive = process
    try:
        yield
    finally:
        EvalTrace.process_primitive = usual
