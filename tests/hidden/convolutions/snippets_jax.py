"""The snippets of notebook 02 in JAX: text that is run where JAX is, and in no process that grades."""

import jax
import jax.numpy as jnp
from flax import nnx


class GivenConv2D(nnx.Module):
    def __init__(self, kernel_size, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        kind = jnp.promote_types(X.dtype, self.weight.dtype)
        image, kernel = X[None, None].astype(kind), self.weight[...][None, None].astype(kind)
        return jax.lax.conv(image, kernel, (1, 1), "VALID")[0, 0] + self.bias[...]


# What follows stands in the notebook, word for word.


def sum_of_map(conv):
    """Return the sum of the feature map of an image of ones."""
    return conv(jnp.ones((3, 4))).sum()


def plain_gradient():
    """The gradient of the sum of the feature map."""
    conv = GivenConv2D((1, 2), rngs=nnx.Rngs(0))
    return nnx.grad(sum_of_map)(conv)["weight"][...]


def feature_map_gradient():
    """The gradient of the feature map itself."""
    conv = GivenConv2D((1, 2), rngs=nnx.Rngs(0))
    return nnx.grad(lambda conv: conv(jnp.ones((3, 4))))(conv)["weight"][...]


def write_into_output():
    """An output that is filled element by element."""

    def loss(conv):
        image, output = jnp.ones((1, 3)), jnp.zeros((1, 2))
        for j in range(2):
            output[0, j] = (image[:, j : j + 2] * conv.weight[...]).sum()
        return output.sum()

    conv = GivenConv2D((1, 2), rngs=nnx.Rngs(0))
    return nnx.grad(loss)(conv)["weight"][...]


def write_with_at():
    """The same, with .at[].set."""

    def loss(conv):
        image, output = jnp.ones((1, 3)), jnp.zeros((1, 2))
        for j in range(2):
            output = output.at[0, j].set((image[:, j : j + 2] * conv.weight[...]).sum())
        return output.sum()

    conv = GivenConv2D((1, 2), rngs=nnx.Rngs(0))
    return nnx.grad(loss)(conv)["weight"][...]


def number_on_the_way():
    """A sum that becomes a number of Python's before it is squared."""
    conv = GivenConv2D((1, 2), rngs=nnx.Rngs(0))
    return nnx.grad(lambda conv: float(sum_of_map(conv)) ** 2)(conv)["weight"][...]


def update_in_place():
    """A step of gradient descent with -=, and then the gradient once more."""
    conv = GivenConv2D((1, 2), rngs=nnx.Rngs(0))
    conv.weight -= 0.1 * nnx.grad(sum_of_map)(conv)["weight"]
    return nnx.grad(sum_of_map)(conv)["weight"][...]


def update_in_brackets():
    """The same step, with brackets."""
    conv = GivenConv2D((1, 2), rngs=nnx.Rngs(0))
    conv.weight[...] -= 0.1 * nnx.grad(sum_of_map)(conv)["weight"][...]
    return nnx.grad(sum_of_map)(conv)["weight"][...]


def new_weight():
    """The same step, with the result assigned to the layer as a new weight."""
    conv = GivenConv2D((1, 2), rngs=nnx.Rngs(0))
    conv.weight = conv.weight - 0.1 * nnx.grad(sum_of_map)(conv)["weight"]
    return nnx.grad(sum_of_map)(conv)["weight"][...]


def layer_from_outside():
    """A function that does not use the layer that it is given, but the one outside."""
    conv = GivenConv2D((1, 2), rngs=nnx.Rngs(0))
    return nnx.grad(lambda layer: sum_of_map(conv))(conv)["weight"][...]


SNIPPETS = {
    "plain_gradient": plain_gradient,
    "feature_map_gradient": feature_map_gradient,
    "write_into_output": write_into_output,
    "write_with_at": write_with_at,
    "number_on_the_way": number_on_the_way,
    "update_in_place": update_in_place,
    "update_in_brackets": update_in_brackets,
    "new_weight": new_weight,
    "layer_from_outside": layer_from_outside,
}
