"""What the notebooks and their checks ask of TensorFlow."""

from contextlib import contextmanager

import numpy as np
import tensorflow as tf
from tensorflow.python.eager import imperative_grad
from tensorflow.python.framework import op_callbacks
from tensorflow.python.ops import gradients_util

LIBRARY = "TensorFlow"
READY_MADE = "TensorFlow's own convolution"  # which the exercises do not accept
CUTTING = ", or tf.image.extract_patches,"  # what corr2d does without besides
IN_PLACE = "; mind `assign`"  # how a variable is written into
HAS_GRADIENTS = True
LEFT_OUT = ()  # exercises that the course has in other frameworks alone
NAMES = {"tf": tf}  # what every notebook has
SINGLE, DOUBLE = tf.float32, tf.float64


def tensor(values, kind=SINGLE):
    """Return numbers as a tensor of this dtype."""
    return tf.cast(values, kind) if is_tensor(values) else tf.constant(np.array(values), dtype=kind)


def is_tensor(value):
    """Return whether `value` is a tensor or a variable."""
    return isinstance(value, (tf.Tensor, tf.Variable))


def copy(value):
    """Return a tensor of its own with the same numbers."""
    return tf.identity(value)


def as_numpy(value):
    """Return the numbers of a tensor as an array of numpy's."""
    return value.numpy()


def transpose(value):
    """Return the transpose of a tensor."""
    return tf.transpose(value)


def gradients(function, *inputs):
    """Return the gradients of the sum of `function(*inputs)` by each of the inputs; None for what it does not reach."""
    with tf.GradientTape() as tape:
        for value in inputs:
            tape.watch(value)
        total = tf.reduce_sum(function(*inputs))
    return tape.gradient(total, list(inputs))


# --- what steps in for an exercise ----------------------------------------------------------------


def corr2d(X, K):
    """Return the valid cross-correlation of the image `X` with the kernel `K`, both 2-D tensors.

    Raises ValueError where one of them is not 2-D or the kernel does not fit in the image.
    """
    X, K = tf.convert_to_tensor(X), tf.convert_to_tensor(K)
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("image and kernel must be 2-D")
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit in the image")
    kind = X.dtype if X.dtype.size >= K.dtype.size else K.dtype
    X, K = tf.cast(X, kind), tf.cast(K, kind)
    return tf.nn.conv2d(X[None, :, :, None], K[:, :, None, None], strides=1, padding="VALID")[0, :, :, 0]


class Conv2D(tf.Module):
    """A layer with one kernel: cross-correlation with `weight`, plus the single number `bias`."""

    def __init__(self, kernel_size):
        super().__init__()
        for name, values in {"weight": tf.random.uniform(tuple(kernel_size)), "bias": tf.zeros(1)}.items():
            setattr(self, name, tf.Variable(values))

    def __call__(self, X):
        """Return the cross-correlation of the 2-D tensor `X` with the weight, plus the bias."""
        return corr2d(X, self.weight) + self.bias


def set_layer(layer, weight, bias):
    """Give a layer this weight, and a bias that is this number everywhere."""
    layer.weight.assign(weight)
    layer.bias.assign(tf.fill(layer.bias.shape, tf.cast(bias, layer.bias.dtype)))


def new_layer(factory, *arguments):
    """Return a new layer."""
    return factory(*arguments)


# --- what the check of a layer asks, and says -------------------------------------------------------

HOLDS = (
    "a new layer has a weight of the asked shape and a bias of shape (1,), both as tf.Variable",
    "look at Conv2D((3, 2)).trainable_variables",
    "a plain tensor does not appear there",
)
KINDS = (
    "weight, bias and output are float32, and the output of a layer in float64 is float64",
    "tf.random draws float32; the output follows image and weight",
)
CUT_OFF = "one of them is cut off; .numpy(), float(), a variable that is written into and tf.stop_gradient cut"
SAVED = "look at trainable_variables, and at the method assign of a tf.Variable"
AUTOGRAD = "TensorFlow's differentiation"  # what finds gradients by itself
RUNS_THROUGH, OR_ELSE = ("gradient", "no gradient"), '"gradient" or "no gradient"'  # what is said of a snippet that raises nothing


def parameters(layer):
    """Return the parameters of a layer by their names."""
    return {name: value for name, value in vars(layer).items() if isinstance(value, tf.Variable)}


def in_double(layer):
    """Return a layer with its parameters in float64."""
    for name, value in parameters(layer).items():
        setattr(layer, name, tf.Variable(tf.cast(value, DOUBLE)))
    return layer


def gradients_reach(layer, X):
    """Return whether gradients of the sum of `layer(X)` reach weight and bias."""
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(layer(X))
    return all(found is not None for found in tape.gradient(total, [layer.weight, layer.bias]))


def hand_over(teacher, pupil):
    """Let one layer have the state of another; return whether weight and bias are in it."""
    known, new = parameters(teacher), parameters(pupil)
    for name in known.keys() & new.keys():
        new[name].assign(known[name])
    return {"weight", "bias"} <= set(known)


class _Linear(tf.Module):
    """A layer that multiplies each row of its input by each row of `weight`, and adds `bias`."""

    def __init__(self, weight, bias):
        super().__init__()
        self.weight, self.bias = tf.Variable(weight), tf.Variable(bias)

    def __call__(self, X):
        return tf.matmul(X, self.weight, transpose_b=True) + self.bias


def linear_layer(weight, bias, kind=SINGLE):
    """Return a layer that multiplies each row of its input by each row of the weight, and adds the bias."""
    return _Linear(tensor(weight, kind), tensor(bias, kind))


# --- what a function does on its way to a result ----------------------------------------------------


def _operations(function, arguments):
    """Return the names of the operations that `function(*arguments)` takes."""
    names = []

    def note(kind, *_, **__):
        names.append(tf.compat.as_str(kind))  # of some it is bytes

    eagerly = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(True)
    op_callbacks.add_op_callback(note)
    try:
        function(*arguments)
    finally:
        op_callbacks.remove_op_callback(note)
        tf.config.run_functions_eagerly(eagerly)
    return names


def count_operations(function, *arguments):
    """Return how many operations of TensorFlow's a call of `function` takes."""
    return len(_operations(function, arguments))


def ready_made(function, *arguments):
    """Return the name of a ready-made convolution or of extract_patches that works in `function(*arguments)`, or ""."""
    found = [name.lower() for name in _operations(function, arguments)]
    return min((name for name in found if "conv" in name or name == "extractimagepatches"), default="")


@contextmanager
def _gradients_noted(names):
    """Append the name of each of TensorFlow's ways to gradients to `names` when something goes it."""
    ways = [
        (imperative_grad, "imperative_grad"),
        (gradients_util, "_GradientsHelper"),
        (tf.autodiff.ForwardAccumulator, "_push_accumulator"),
    ]
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
    """Return whether `function(*arguments)` asks TensorFlow for gradients."""
    asked = []
    eagerly = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(True)
    try:
        with _gradients_noted(asked):
            function(*arguments)
    finally:
        tf.config.run_functions_eagerly(eagerly)
    return bool(asked)
