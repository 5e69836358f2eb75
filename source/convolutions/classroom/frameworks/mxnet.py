"""What the notebooks and their checks ask of MXNet."""

import sys

import numpy
from mxnet import MXNetError, autograd, np, npx
from mxnet.gluon import Parameter, nn

npx.set_np()

LIBRARY = "MXNet"
READY_MADE = "MXNet's own convolution"  # which the exercises do not accept
CUTTING = ", or im2col,"  # what corr2d does without besides
IN_PLACE = "; mind `-=` and `X[…] = …`"  # how inputs are written into
HAS_GRADIENTS = True
# Notebooks that the course has in other frameworks alone.
LEFT_OUT = ("edge_detection", "learning_a_kernel", "convolution_and_receptive_field", "kernel_design")
NAMES = {"np": np, "npx": npx, "autograd": autograd, "nn": nn}  # what every notebook has
SINGLE, DOUBLE = numpy.dtype("float32"), numpy.dtype("float64")


def tensor(values, kind=SINGLE):
    """Return numbers as an array; one that is there already gets this dtype."""
    return values.astype(kind) if is_tensor(values) else np.array(numpy.array(values), dtype=kind)


def is_tensor(value):
    """Return whether `value` is an array of MXNet's, or a parameter that holds one."""
    return isinstance(value, (np.ndarray, Parameter))


def copy(value):
    """Return an array of its own with the same numbers."""
    return value.copy()


def as_numpy(value):
    """Return the numbers of an array as an array of numpy's."""
    return (value.data() if isinstance(value, Parameter) else value).asnumpy()


def transpose(value):
    """Return the transpose of an array."""
    return value.T


def gradients(function, *inputs):
    """Return the gradients of the sum of `function(*inputs)` by each of the inputs."""
    leaves = [value.copy() for value in inputs]
    for leaf in leaves:
        leaf.attach_grad()
    with autograd.record():
        total = function(*leaves).sum()
    total.backward()
    return [leaf.grad for leaf in leaves]


# --- what steps in for an exercise ----------------------------------------------------------------


def corr2d(X, K):
    """Return the valid cross-correlation of the image `X` with the kernel `K`, both 2-D arrays.

    Raises ValueError where one of them is not 2-D or the kernel does not fit in the image.
    """
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("image and kernel must be 2-D")
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit in the image")
    kind = numpy.promote_types(X.dtype, K.dtype)
    image, kernel = X[None, None].astype(kind), K[None, None].astype(kind)
    return npx.convolution(image, kernel, kernel=K.shape, num_filter=1, no_bias=True)[0, 0]


class Conv2D(nn.Block):
    """A layer with one kernel: cross-correlation with `weight`, plus the single number `bias`."""

    def __init__(self, kernel_size):
        super().__init__()
        for name, shape, first in (("weight", tuple(kernel_size), "uniform"), ("bias", (1,), "zeros")):
            setattr(self, name, self.params.get(name, shape=shape, init=first))

    def forward(self, X):
        """Return the cross-correlation of the 2-D array `X` with the weight, plus the bias."""
        return corr2d(X, self.weight.data()) + self.bias.data()


def set_layer(layer, weight, bias):
    """Give a layer this weight, and a bias that is this number everywhere."""
    layer.weight.set_data(weight)
    layer.bias.set_data(np.full(layer.bias.shape, bias))


def new_layer(factory, *arguments):
    """Return a new layer, initialized."""
    layer = factory(*arguments)
    for parameter in layer.collect_params().values():
        if not _has_numbers(parameter):
            parameter.initialize()
    return layer


def _has_numbers(parameter):
    try:
        parameter.data()
    except RuntimeError:
        return False
    return True


# --- what the check of a layer asks, and says -------------------------------------------------------

HOLDS = (
    "a new layer has a weight of the asked shape and a bias of shape (1,), both as parameters",
    "look at Conv2D((3, 2)).collect_params()",
    "a plain array does not appear there",
)
KINDS = (
    "parameters and output are float32, and float64 after cast",
    'parameters begin in float32, and change with cast("float64")',
)
CUT_OFF = "one of them is cut off; .asnumpy(), .item(), float() and .detach() cut"
SAVED = "look at collect_params(), and at the method set_data of a parameter"
AUTOGRAD = "autograd"  # what finds gradients by itself
RUNS_THROUGH, OR_ELSE = ("gradient", "no gradient"), '"gradient" or "no gradient"'  # what is said of a snippet that raises nothing


def parameters(layer):
    """Return the parameters of a layer by the names of its attributes."""
    found = layer.collect_params().values()
    names = {id(value): name for name, value in vars(layer).items()}
    return {names.get(id(parameter), parameter.name): parameter.data() for parameter in found}


def in_double(layer):
    """Return a layer with its parameters in float64."""
    layer.cast("float64")
    return layer


def gradients_reach(layer, X):
    """Return whether gradients of the sum of `layer(X)` reach weight and bias."""
    with autograd.record():
        total = layer(X).sum()
    try:
        total.backward()
    except MXNetError:
        return False
    return bool(layer.weight.grad().any()) and bool(layer.bias.grad().any())


def hand_over(teacher, pupil):
    """Let one layer have the numbers of another; return whether weight and bias are among them."""
    known, new = parameters(teacher), parameters(pupil)
    for name in known.keys() & new.keys():
        getattr(pupil, name).set_data(known[name])
    return {"weight", "bias"} <= set(known)


# --- what a function does on its way to a result ----------------------------------------------------


def _called(function, arguments):
    """Return which functions of libraries `function(*arguments)` calls, as pairs of module and name."""
    found = []

    def note(frame, event, argument):
        owner = frame.f_globals.get("__name__", "")
        if event == "call" and owner != "__main__":  # no notebook's own
            found.append((owner, frame.f_code.co_name))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function(*arguments)
    finally:
        sys.setprofile(before)
    return found


def count_operations(function, *arguments):
    """Return how many operations of MXNet's a call of `function` takes."""
    ways = {("mxnet._ctypes.ndarray", "_imperative_invoke"), ("mxnet._ffi._ctypes.function", "__call__")}
    return sum(call in ways for call in _called(function, arguments))


def ready_made(function, *arguments):
    """Return the name of a ready-made convolution or of im2col that works in `function(*arguments)`, or ""."""
    known = {"convolution", "Convolution", "deconvolution", "Deconvolution", "convolve", "correlate", "im2col"}
    found = {name for owner, name in _called(function, arguments) if name in known}
    return min((name if name == "im2col" else f"a convolution: {name}" for name in found), default="")


def by_autograd(function, *arguments):
    """Return whether `function(*arguments)` asks autograd for gradients."""
    ways = {("mxnet.autograd", "backward"), ("mxnet.autograd", "grad"), ("mxnet.ndarray.ndarray", "backward")}
    return not ways.isdisjoint(_called(function, arguments))
