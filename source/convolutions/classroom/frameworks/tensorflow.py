"""What the notebooks and their checks ask of TensorFlow."""

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import op_callbacks

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
    return tf.cast(values, kind) if is_tensor(values) else tf.constant(values, dtype=kind)


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
        self.weight = tf.Variable(tf.random.uniform(tuple(kernel_size)))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        """Return the cross-correlation of the 2-D tensor `X` with the weight, plus the bias."""
        return corr2d(X, self.weight) + self.bias


def set_layer(layer, weight, bias):
    """Give a layer this weight, and a bias that is this number everywhere."""
    layer.weight.assign(weight)
    layer.bias.assign(tf.fill(layer.bias.shape, tf.cast(bias, layer.bias.dtype)))


# --- what a function does on its way to a result ----------------------------------------------------


def _operations(function, arguments):
    """Return the names of the operations that `function(*arguments)` takes."""
    names = []

    def note(kind, *_, **__):
        names.append(kind)

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
