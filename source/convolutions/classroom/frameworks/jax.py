"""What the notebooks and their checks ask of JAX."""

from contextlib import contextmanager
from itertools import count

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax._src.interpreters import ad

jax.config.update("jax_enable_x64", True)  # as in the first cell of every notebook

LIBRARY = "JAX"
READY_MADE = "JAX's own convolution"  # which the exercises do not accept
CUTTING = ""
IN_PLACE = ""  # nothing can be
HAS_GRADIENTS = True
LEFT_OUT = ()  # exercises that the course has in other frameworks alone
NAMES = {"jax": jax, "jnp": jnp, "nnx": nnx}  # what every notebook has
SINGLE, DOUBLE = jnp.dtype("float32"), jnp.dtype("float64")


def tensor(values, kind=SINGLE):
    """Return numbers as an array of this dtype."""
    return jnp.array(values, dtype=kind)


def is_tensor(value):
    """Return whether `value` is an array of JAX's."""
    return isinstance(value, jax.Array)


def copy(value):
    """Return an array of its own with the same numbers."""
    return jnp.array(value)


def as_numpy(value):
    """Return the numbers of an array as one of numpy's."""
    return np.asarray(value)


def transpose(value):
    """Return the transpose of an array."""
    return value.T


def gradients(function, *inputs):
    """Return the gradients of the sum of `function(*inputs)` by each of the inputs; zeros for what it does not reach."""
    return jax.grad(lambda *arrays: function(*arrays).sum(), argnums=tuple(range(len(inputs))))(*inputs)


# --- what steps in for an exercise ----------------------------------------------------------------


def corr2d(X, K):
    """Return the valid cross-correlation of the image `X` with the kernel `K`, both 2-D arrays.

    Raises ValueError where one of them is not 2-D or the kernel does not fit in the image.
    """
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("image and kernel must be 2-D")
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit in the image")
    kind = jnp.promote_types(X.dtype, K.dtype)
    return jax.lax.conv(X[None, None].astype(kind), K[None, None].astype(kind), (1, 1), "VALID")[0, 0]


class Conv2D(nnx.Module):
    """A layer with one kernel: cross-correlation with `weight`, plus the single number `bias`."""

    def __init__(self, kernel_size, rngs):
        start = {"weight": jax.random.uniform(rngs.params(), tuple(kernel_size), SINGLE), "bias": jnp.zeros(1, SINGLE)}
        for name, values in start.items():
            setattr(self, name, nnx.Param(values))

    def __call__(self, X):
        """Return the cross-correlation of the 2-D array `X` with the weight, plus the bias."""
        return corr2d(X, self.weight[...]) + self.bias[...]


def set_layer(layer, weight, bias):
    """Give a layer this weight, and a bias that is this number everywhere."""
    layer.weight = nnx.Param(weight)
    layer.bias = nnx.Param(jnp.full_like(layer.bias[...], bias))


_seeds = count()


def new_layer(factory, *arguments):
    """Return a new layer, with random numbers that no other has."""
    return factory(*arguments, rngs=nnx.Rngs(next(_seeds)))


# --- what the check of a layer asks, and says -------------------------------------------------------

HOLDS = (
    "a new layer has a weight of the asked shape and a bias of shape (1,), both as nnx.Param",
    "look at nnx.state(Conv2D((3, 2), rngs=nnx.Rngs(0)), nnx.Param)",
    "a plain array does not appear there",
)
KINDS = (
    "parameters and output are float32, and the output of a layer in float64 is float64",
    "jax.random draws float64 here unless it is told a dtype; the output follows image and weight",
)
CUT_OFF = "one of them is cut off; .item(), float(), np.asarray(…) and jax.lax.stop_gradient cut"
SAVED = "look at nnx.state(layer, nnx.Param) and nnx.update(layer, state)"
AUTOGRAD = "JAX's differentiation"  # what finds gradients by itself
RUNS_THROUGH, OR_ELSE = ("gradient", "zeros"), '"gradient" or "zeros"'  # what is said of a snippet that raises nothing
_UNKNOWN = (  # what asks for a number while JAX only traces what is done with it
    jax.errors.ConcretizationTypeError,
    jax.errors.TracerArrayConversionError,
    jax.errors.TracerIntegerConversionError,
)


def parameters(layer):
    """Return the parameters of a layer by their names."""
    found = nnx.to_flat_state(nnx.state(layer, nnx.Param))
    return {".".join(map(str, path)): parameter[...] for path, parameter in found}


def in_double(layer):
    """Return a layer with its parameters in float64."""
    for name in ("weight", "bias"):
        setattr(layer, name, nnx.Param(getattr(layer, name)[...].astype(DOUBLE)))
    return layer


def gradients_reach(layer, X):
    """Return whether gradients of the sum of `layer(X)` reach weight and bias."""
    try:
        found = nnx.grad(lambda layer: layer(X).sum())(layer)
    except _UNKNOWN:
        return False
    return all(np.any(np.asarray(found[name][...])) for name in ("weight", "bias"))


def hand_over(teacher, pupil):
    """Let one layer have the state of another; return whether weight and bias are in it."""
    state = nnx.state(teacher, nnx.Param)
    nnx.update(pupil, state)
    return {"weight", "bias"} <= set(state)


class _Linear(nnx.Module):
    """A layer that multiplies each row of its input by each row of `weight`, and adds `bias`."""

    def __init__(self, weight, bias):
        self.weight, self.bias = nnx.Param(weight), nnx.Param(bias)

    def __call__(self, X):
        return X @ self.weight[...].T + self.bias[...]


def linear_layer(weight, bias, kind=SINGLE):
    """Return a layer that multiplies each row of its input by each row of the weight, and adds the bias."""
    return _Linear(tensor(weight, kind), tensor(bias, kind))


# --- what a function does on its way to a result ----------------------------------------------------


def _primitives(program):
    """Yield the name of each primitive in a program that JAX has traced, and in the programs within it."""
    for equation in program.eqns:
        inner = [part for value in equation.params.values() for part in _programs(value)]
        if not inner:
            yield equation.primitive.name
        for part in inner:
            yield from _primitives(part)


def _programs(value):
    if isinstance(value, (list, tuple)):
        return [part for item in value for part in _programs(item)]
    value = getattr(value, "jaxpr", value)
    return [value] if hasattr(value, "eqns") else []


def _traced(function, arguments):
    """Return the names of the primitives that `function(*arguments)` takes; functions among these are called as they are."""
    places = [place for place, value in enumerate(arguments) if is_tensor(value)]

    def call(*arrays):
        given = list(arguments)
        for place, array in zip(places, arrays):
            given[place] = array
        return function(*given)

    return list(_primitives(jax.make_jaxpr(call)(*[arguments[place] for place in places]).jaxpr))


def count_operations(function, *arguments):
    """Return how many primitive operations of JAX's a call of `function` takes."""
    return len(_traced(function, arguments))


def ready_made(function, *arguments):
    """Return the name of a ready-made convolution that works in `function(*arguments)`, or "".

    Nothing is seen in what asks for numbers on its way, and so cannot be traced.
    """
    try:
        found = _traced(function, arguments)
    except _UNKNOWN:
        return ""
    return min((name for name in found if "conv" in name and "convert" not in name), default="")


@contextmanager
def _gradients_noted(names):
    """Append the name of each of JAX's ways to gradients to `names` when something goes it."""
    ways = [(ad.JVPTrace, "__init__"), (ad.LinearizeTrace, "__init__"), (ad, "backward_pass")]
    usual = [getattr(*way) for way in ways]

    def noted(name, way):
        return lambda *arguments, **options: (names.append(name), way(*arguments, **options))[1]

    for (owner, name), way in zip(ways, usual):
        setattr(owner, name, noted(name, way))
    try:
        yield
    finally:
        for (owner, name), way in zip(ways, usual):
            setattr(owner, name, way)


def by_autograd(function, *arguments):
    """Return whether `function(*arguments)` asks JAX for gradients."""
    asked = []
    with jax.disable_jit(), _gradients_noted(asked):
        function(*arguments)
    return bool(asked)
