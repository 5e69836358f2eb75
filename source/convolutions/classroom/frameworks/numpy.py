"""What the notebooks and their checks ask of NumPy."""

import re
import sys

import numpy as np

LIBRARY = "NumPy"
READY_MADE = "a ready-made convolution"  # which the exercises do not accept
CUTTING = ""
IN_PLACE = "; mind `+=`, and functions with `out=`"  # how inputs are written into
HAS_GRADIENTS = False
LEFT_OUT = ("autograd_outcomes",)  # exercises that the course has in other frameworks alone
NAMES = {"np": np}  # what every notebook has
SINGLE, DOUBLE = np.dtype("float32"), np.dtype("float64")
CONVOLUTION = re.compile(r"conv(?!ert)|correlate")  # how ready-made ones are called


def tensor(values, kind=SINGLE):
    """Return numbers as an array of this dtype."""
    return np.array(values, dtype=kind)


def is_tensor(value):
    """Return whether `value` is an array."""
    return isinstance(value, np.ndarray)


def copy(value):
    """Return an array of its own with the same numbers."""
    return np.array(value)


def as_numpy(value):
    """Return an array as it is."""
    return value


def transpose(value):
    """Return the transpose of an array, which is a view of it."""
    return value.T


# --- what steps in for an exercise ----------------------------------------------------------------


def corr2d(X, K):
    """Return the valid cross-correlation of the image `X` with the kernel `K`, both 2-D arrays.

    Raises ValueError where one of them is not 2-D or the kernel does not fit in the image.
    """
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("image and kernel must be 2-D")
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit in the image")
    return np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(X, K.shape), K)


class Conv2D:
    """A layer with one kernel: cross-correlation with `weight`, plus the single number `bias`."""

    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(SINGLE)
        self.bias = np.zeros(1, SINGLE)

    def __call__(self, X):
        """Return the cross-correlation of the 2-D array `X` with the weight, plus the bias."""
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        """Return the gradients of sum(layer(X) * dY), by name: of "weight" and of "bias"."""
        return {"weight": corr2d(X, dY), "bias": np.sum(dY, keepdims=True).reshape(1)}


def set_layer(layer, weight, bias):
    """Give a layer this weight, and a bias that is this number everywhere."""
    layer.weight = np.array(weight)
    layer.bias = np.full_like(layer.bias, bias)


def new_layer(factory, *arguments):
    """Return a new layer."""
    return factory(*arguments)


# --- what the check of a layer asks, and says -------------------------------------------------------

HOLDS = (
    "a new layer has a weight of the asked shape and a bias of shape (1,)",
    "look at vars(Conv2D((3, 2)))",
    "these two have to be arrays there, and nothing else may be one",
)
KINDS = (
    "weight, bias and output are float32, and the output of a layer in float64 is float64",
    "np.random.rand makes float64, and .astype(np.float32) float32; the output follows image and weight",
)


def parameters(layer):
    """Return the parameters of a layer by their names."""
    return {name: value for name, value in vars(layer).items() if is_tensor(value)}


def in_double(layer):
    """Return a layer with its parameters in float64."""
    layer.weight, layer.bias = layer.weight.astype(DOUBLE), layer.bias.astype(DOUBLE)
    return layer


class _Linear:
    """A layer that multiplies each row of its input by each row of `weight`, and adds `bias`."""

    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def __call__(self, X):
        return X @ self.weight.T + self.bias

    def gradients(self, X, dY):
        return {"weight": dY.T @ X, "bias": dY.sum(axis=0)}


def linear_layer(weight, bias, kind=SINGLE):
    """Return a layer that multiplies each row of its input by each row of the weight, and adds the bias."""
    return _Linear(tensor(weight, kind), tensor(bias, kind))


# --- what a function does on its way to a result ----------------------------------------------------


class _Counted(np.ndarray):
    """An array that counts what NumPy does with it, and with what comes of that."""

    count = 0

    def __array_ufunc__(self, function, method, *inputs, out=None, **options):
        _Counted.count += 1
        plain = [_plain(value) for value in inputs]
        if out is not None:
            options["out"] = tuple(_plain(value) for value in out)
        return _counted(getattr(function, method)(*plain, **options))

    def __array_function__(self, function, types, arguments, options):
        _Counted.count += 1
        plain = {name: _plain(value) for name, value in options.items()}
        return _counted(function(*map(_plain, arguments), **plain))


def _plain(value):
    if isinstance(value, (list, tuple)):
        return type(value)(map(_plain, value))
    return value.view(np.ndarray) if isinstance(value, _Counted) else value


def _counted(value):
    return np.asarray(value).view(_Counted) if isinstance(value, (np.ndarray, np.generic)) else value


def count_operations(function, *arguments):
    """Return how many times a call of `function` asks NumPy for something."""
    _Counted.count = 0
    function(*map(_counted, arguments))
    return _Counted.count


def ready_made(function, *arguments):
    """Return the name of a ready-made convolution that works in `function(*arguments)`, or ""."""
    found = set()

    def note(frame, event, argument):
        owner, name = "", ""
        if event == "c_call":
            owner, name = str(getattr(argument, "__module__", "")), argument.__name__
        elif event == "call" and frame.f_globals.get("__name__") not in (None, "__main__"):  # no notebook's own
            owner, name = frame.f_globals["__name__"], frame.f_code.co_name
        if owner.split(".")[0] == "classroom" or CONVOLUTION.search(name):
            found.add(f"a convolution: {name}")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function(*arguments)
    finally:
        sys.setprofile(before)
    return min(found, default="")
