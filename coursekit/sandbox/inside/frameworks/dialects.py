"""How people speak of each framework, and what it can do; known without importing it.

Hidden suites say `{library}` or `{a_tensor}` in what a student reads, so that no message names a framework by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """What is called how in one framework.

    `packages` are what its notebooks may import beside NumPy, `abilities` what a test can ask for by
    `pytest.mark.needs`. `following` says how a result stays within reach of gradients, `a_layer` what a layer is,
    `registered` what makes a parameter of it, and `reaching` how a gradient gets to that.
    """

    name: str
    library: str
    tensor: str
    a_tensor: str
    shape: str
    packages: frozenset[str]
    abilities: frozenset[str]
    following: str = ""
    a_layer: str = ""
    registered: str = ""
    reaching: str = ""

    def fill(self, text: str) -> str:
        """Return a text with these words in the places of `{library}`, `{tensor}`, `{a_tensor}` and the others."""
        return PLACE.sub(lambda place: str(getattr(self, place[1])), text)


PLACE = re.compile(r"\{(library|tensor|a_tensor|shape|following|a_layer|registered|reaching)\}")
GRADIENTS = "gradients"
STATES = "states"  # layers have a state_dict()
KEPT_GRADIENTS = "kept_gradients"  # parameters keep their gradients until somebody clears them
VIEWS = "views"  # an array can show the memory of another in another order
ABILITIES = frozenset({GRADIENTS, STATES, KEPT_GRADIENTS, VIEWS})

DIALECTS: Mapping[str, Dialect] = {
    "torch": Dialect(
        "torch",
        library="torch",
        tensor="tensor",
        a_tensor="a tensor",
        shape="a torch.Size",
        packages=frozenset({"torch"}),
        abilities=ABILITIES,
        following=(
            "Stay with torch operations, without .item(), float(), .tolist(), .numpy(), .detach() or torch.tensor(…) "
            "on the way."
        ),
        a_layer="derived from nn.Module",
        registered=(
            "torch registers what is an nn.Parameter and is assigned to self; a plain tensor is not."
        ),
        reaching=(
            "It must be an nn.Parameter that requires a gradient, and be used as it is: without .data, .detach(), "
            ".item() or numpy."
        ),
    ),
    "numpy": Dialect(
        "numpy",
        library="NumPy",
        tensor="array",
        a_tensor="an array",
        shape="an array's shape",
        packages=frozenset(),
        abilities=frozenset({VIEWS}),
        a_layer="a class whose objects can be called: it has to have a method __call__",
        registered="each of them has to be an array that is assigned to self.",
        reaching='The method gradients(X, dY) has to return it in a dict with the keys "weight" and "bias".',
    ),
    "jax": Dialect(
        "jax",
        library="JAX",
        tensor="array",
        a_tensor="a JAX array",
        shape="an array's shape",
        packages=frozenset({"jax", "flax", "optax"}),
        abilities=frozenset({GRADIENTS}),
        following=(
            "Stay with jax.numpy, without .item(), float(), .tolist(), np.asarray(…) or jax.lax.stop_gradient on the "
            "way."
        ),
        a_layer="derived from nnx.Module",
        registered="Flax finds what is an nnx.Param and is assigned to self; a plain array is not.",
        reaching="It must be an nnx.Param, and be used without .item(), np.asarray(…) or jax.lax.stop_gradient.",
    ),
    "tensorflow": Dialect(
        "tensorflow",
        library="TensorFlow",
        tensor="tensor",
        a_tensor="a tensor",
        shape="a tf.TensorShape",
        packages=frozenset({"tensorflow"}),
        abilities=frozenset({GRADIENTS}),
        following=(
            "Stay with TensorFlow's operations, without .numpy(), float(), tf.Variable(…), tf.constant(…) or "
            "tf.stop_gradient on the way."
        ),
        a_layer="derived from tf.Module",
        registered="TensorFlow finds what is a tf.Variable and is assigned to self; a plain tensor is not.",
        reaching="It must be a trainable tf.Variable, and be used without .numpy(), float() or tf.stop_gradient.",
    ),
    "mxnet": Dialect(
        "mxnet",
        library="MXNet",
        tensor="array",
        a_tensor="an MXNet array",
        shape="an array's shape",
        packages=frozenset({"mxnet"}),
        abilities=frozenset({GRADIENTS}),
        following=(
            "Stay with MXNet's operations, without .item(), float(), .tolist(), .asnumpy(), np.array(…) or .detach() "
            "on the way."
        ),
        a_layer="derived from nn.Block",
        registered=(
            "Gluon finds what self.params.get(…) has made and is assigned to self; a plain array is not found."
        ),
        reaching="It must be a Parameter, and be used by its data(), without .asnumpy(), .item() or .detach().",
    ),
}
