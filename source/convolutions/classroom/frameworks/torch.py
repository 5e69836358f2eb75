"""What the notebooks and their checks ask of PyTorch."""

import torch
from torch import nn
from torch.nn import functional
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

LIBRARY = "torch"
READY_MADE = "torch's own convolution"  # which the exercises do not accept
CUTTING = ", or F.unfold,"  # what corr2d does without besides
IN_PLACE = "; mind operations that end in an underscore"  # how inputs are written into
HAS_GRADIENTS = True
LEFT_OUT = ()  # exercises that the course has in other frameworks alone
NAMES = {"torch": torch, "nn": nn}  # what every notebook has
SINGLE, DOUBLE = torch.float32, torch.float64


def tensor(values, kind=SINGLE):
    """Return numbers as a tensor; one that is there already gets this dtype."""
    return values.to(kind) if is_tensor(values) else torch.tensor(values, dtype=kind)


def is_tensor(value):
    """Return whether `value` is a tensor."""
    return isinstance(value, torch.Tensor)


def copy(value):
    """Return a tensor of its own with the same numbers."""
    return value.detach().clone()


def as_numpy(value):
    """Return the numbers of a tensor as an array of numpy's."""
    return value.detach().cpu().numpy()


def transpose(value):
    """Return the transpose of a tensor, which is a view of it."""
    return value.T


def gradients(function, *inputs):
    """Return the gradients of the sum of `function(*inputs)` by each of the inputs; None for what it does not reach."""
    leaves = [copy(value).requires_grad_() for value in inputs]
    total = function(*leaves).sum()
    if total.requires_grad:
        total.backward()
    return [leaf.grad for leaf in leaves]


# --- what steps in for an exercise ----------------------------------------------------------------


def corr2d(X, K):
    """Return the valid cross-correlation of the image `X` with the kernel `K`, both 2-D tensors.

    Raises ValueError where one of them is not 2-D or the kernel does not fit in the image.
    """
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("image and kernel must be 2-D")
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit in the image")
    kind = torch.promote_types(X.dtype, K.dtype)
    return functional.conv2d(X[None, None].to(kind), K[None, None].to(kind))[0, 0]


class Conv2D(nn.Module):
    """A layer with one kernel: cross-correlation with `weight`, plus the single number `bias`."""

    def __init__(self, kernel_size):
        super().__init__()
        for name, start in {"weight": torch.rand(tuple(kernel_size)), "bias": torch.zeros(1)}.items():
            self.register_parameter(name, nn.Parameter(start))

    def forward(self, X):
        """Return the cross-correlation of the 2-D tensor `X` with the weight, plus the bias."""
        return corr2d(X, self.weight) + self.bias


def set_layer(layer, weight, bias):
    """Give a layer this weight, and a bias that is this number everywhere."""
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.fill_(bias)


def new_layer(factory, *arguments):
    """Return a new layer."""
    return factory(*arguments)


# --- what the check of a layer asks, and says -------------------------------------------------------

HOLDS = (
    "the register holds a weight of the asked shape and a bias of shape (1,)",
    "look at dict(Conv2D((3, 2)).named_parameters())",
    "a plain tensor does not appear there",
)
KINDS = (
    "parameters and output are float32, and float64 after .double()",
    "torch's own layers begin in float32, and change with .double()",
)
CUT_OFF = "one of them is cut off; .data, .detach(), .item() and numpy cut"
SAVED = "look at state_dict() and load_state_dict(…)"
AUTOGRAD = "autograd"  # what finds gradients by itself
RUNS_THROUGH, OR_ELSE = (None,), "None"  # what is said of a snippet that raises nothing


def parameters(layer):
    """Return the parameters of a layer by their names."""
    return dict(layer.named_parameters())


def in_double(layer):
    """Return a layer with its parameters in float64."""
    return layer.double()


def gradients_reach(layer, X):
    """Return whether gradients of the sum of `layer(X)` reach weight and bias."""
    total = layer(X).sum()
    if total.requires_grad:
        total.backward()
    return layer.weight.grad is not None and layer.bias.grad is not None


def hand_over(teacher, pupil):
    """Let one layer have the state of another; return whether weight and bias are in it."""
    pupil.load_state_dict(teacher.state_dict())
    return {"weight", "bias"} <= set(pupil.state_dict())


def linear_layer(weight, bias, kind=SINGLE):
    """Return a layer that multiplies each row of its input by each row of the weight, and adds the bias."""
    weight, bias = tensor(weight, kind), tensor(bias, kind)
    layer = nn.Linear(weight.shape[1], weight.shape[0], dtype=kind)
    layer.load_state_dict({"weight": weight, "bias": bias})
    return layer


def leave_gradients(layer, value):
    """Leave gradients in a layer with weight and bias that are this number everywhere, as earlier work would."""
    for each in (layer.weight, layer.bias):
        each.grad = torch.full_like(each, value)


# --- what a function does on its way to a result, as far as torch tells -----------------------------


class _Operations(TorchDispatchMode):
    """Keeps the names of torch's operations while it is active."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def __torch_dispatch__(self, function, types, arguments=(), options=None):
        self.names.add(function.overloadpacket.__name__)
        return function(*arguments, **(options or {}))


class _Gradients(TorchFunctionMode):
    """Keeps whether gradients were asked for while it is active."""

    asked = False

    def __torch_function__(self, function, types, arguments=(), options=None):
        ways = (torch.autograd.grad, torch.autograd.backward, torch.Tensor.backward, torch._VF._make_dual)
        self.asked = self.asked or function in ways
        return function(*arguments, **(options or {}))


class _Counter(TorchFunctionMode):
    """Counts the tensor operations that Python asks torch for."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def __torch_function__(self, function, types, arguments=(), options=None):
        self.count += 1
        return function(*arguments, **(options or {}))


def count_operations(function, *arguments):
    """Return how many tensor operations a call of `function` takes."""
    with _Counter() as counter:
        function(*arguments)
    return counter.count


def ready_made(function, *arguments):
    """Return the name of a ready-made convolution or F.unfold that works in `function(*arguments)`, or ""."""
    with _Operations() as operations:
        function(*arguments)
    found = [name for name in operations.names if "conv" in name and "convert" not in name or name == "im2col"]
    return min(found, default="")  # a convolution before "im2col", which is F.unfold


def by_autograd(function, *arguments):
    """Return whether `function(*arguments)` asks autograd for gradients."""
    with _Gradients() as gradients:
        function(*arguments)
    return gradients.asked
