"""What a function does on its way to a result, as far as torch tells."""

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode


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
