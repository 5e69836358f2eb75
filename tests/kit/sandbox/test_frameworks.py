"""What is each framework's own: arrays, operations and gradients that are observed, and right answers that gradients flow through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch.autograd import forward_ad

from coursekit.sandbox.inside.frameworks import NAMES, load
from coursekit.sandbox.inside.wire import WireError

TORCH = load("torch")
HERE = [name for name in NAMES if name != "mxnet"]  # which needs an older NumPy than this process has


def operations(function: Callable[[], Any]) -> list[str]:
    """Return what `function` is seen to do."""
    names: list[str] = []
    TORCH.observe(function, names)
    return names


@pytest.mark.parametrize("name", HERE)
def test_frameworks_have_the_whole_interface(name: str) -> None:
    """Each framework that a course may name can be loaded, and has every method that is asked of one."""
    pytest.importorskip(name, reason=f"{name} is not installed: make setup-{name}", exc_type=ImportError)
    framework = load(name)
    of_tensors = ("is_tensor", "pack", "unpack", "differentiated", "own_folders")
    for method in ("warm_up", *of_tensors, "parameters", "fill", "observe", "below", "right_answer", "names"):
        assert callable(getattr(framework, method))
    for word in ("tensor", "plain", "zeros", "copy", "transpose"):
        assert callable(getattr(framework, word))
    assert framework.names()["fw"] is framework


@pytest.mark.parametrize("name", HERE)
def test_arrays_travel_between_frameworks(name: str) -> None:
    """An array of every kind of numbers comes back as it went, and becomes a tensor of the process that judges."""
    pytest.importorskip(name, reason=f"{name} is not installed: make setup-{name}", exc_type=ImportError)
    framework = load(name)
    for dtype in ("float32", "float64", "int64", "bool"):
        sent = framework.tensor([[1, 0, 1], [0, 1, 1]], dtype)
        assert framework.is_tensor(sent) and not framework.is_tensor([1.0])
        assert framework.pack(sent) == framework.pack(framework.unpack(*framework.pack(sent)))
        seen = TORCH.unpack(*framework.pack(framework.transpose(sent)))
        assert (
            seen.shape == (3, 2) and seen.dtype == getattr(torch, dtype) and seen.T.tolist()[0] == [1, 0, 1]
        )
    for size in ([0, 3], [], [2, 1]):
        assert TORCH.unpack(*framework.pack(framework.zeros(size))).shape == tuple(size)
    with pytest.raises(WireError):
        framework.unpack("object", [1], b"12345678")


def test_numpy_s_calls_are_noted() -> None:
    """Under NumPy, functions of libraries that are called are noted, however they are reached; loops have none."""
    numpy, names = load("numpy"), list[str]()
    assert numpy.observe(lambda: np.correlate(np.ones(3), np.ones(2)), names).tolist() == [2, 2]
    assert "numpy.correlate" in names
    names.clear()
    numpy.observe(lambda: np.ones(3) * np.ones(3), names)
    assert not any("correlate" in name for name in names)
    value, gradients = numpy.differentiated(np.multiply, [np.ones(2), np.ones(2)], ())
    assert value.tolist() == [1, 1] and gradients(value) == [None, None]


class Layer:
    """A layer as it is in NumPy."""

    def __init__(self) -> None:
        self.weight, self.bias, self.name = np.ones((1, 2)), np.zeros(1), "layer"

    def __call__(self, x: Any) -> Any:
        """Return nothing of use."""
        return x


def test_numpy_s_layers_are_objects_with_arrays() -> None:
    """Under NumPy a layer is what can be called and has arrays; they are read and filled by their names."""
    numpy, layer = load("numpy"), Layer()
    assert set(numpy.parameters(layer) or ()) == {"weight", "bias"} and numpy.parameters(5) is None
    assert numpy.fill(layer, {"weight": np.array([3, 4], "f4"), "bias": np.array(2, "f4")}) == {}
    assert layer.weight.tolist() == [[3, 4]] and layer.bias.tolist() == [2] and layer.bias.dtype == "float32"
    assert numpy.fill(layer, {"weight": np.ones(3)}) == {"weight": (1, 2)} and numpy.fill(5, {}) is None


def test_operations_are_named() -> None:
    """Every operation that is dispatched is noted by its name, in order, and the value is returned."""
    x, names = torch.ones(3), list[str]()
    assert TORCH.observe(lambda: (x + x).sum().item(), names) == 6
    assert names == ["aten.add.Tensor", "aten.sum.default", "aten._local_scalar_dense.default"]
    assert "aten.convolution.default" in operations(
        lambda: F.conv2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2))
    )


def test_nothing_is_observed_afterwards() -> None:
    """What is done outside, or after an error, is not noted."""
    names: list[str] = []
    with pytest.raises(ZeroDivisionError):
        TORCH.observe(lambda: 1 // 0, names)
    torch.ones(2) + 1
    assert names == []


def below(function: Callable[[], Any]) -> list[str]:
    """Return what `function` is seen to do where one looks below, too."""
    names: list[str] = []
    with TORCH.below(names):
        TORCH.observe(function, names)
    return names


def test_below_is_seen_what_is_hidden() -> None:
    """Below, what is done where modes are turned off is seen, and autograd by its engine; whoever turns that off is, too."""
    x = torch.ones(1, 1, 3, 3, requires_grad=True)

    def hidden() -> None:
        with torch._C._DisableTorchDispatch():
            F.conv2d(x, x)

    assert operations(hidden) == [] and {"below.conv2d", "below.convolution"} <= set(below(hidden))
    engine = torch.autograd.graph._engine_run_backward
    summed = x.sum()
    options = {"allow_unreachable": True, "accumulate_grad": False}
    assert "autograd.engine" in below(
        lambda: engine((summed,), (torch.ones(()),), False, False, (x,), **options)
    )
    assert "autograd.engine" not in below(lambda: x.sum())
    assert "elsewhere.profiler" in below(torch._C._autograd._disable_profiler_legacy)
    assert below(lambda: 1) == []


def test_operations_of_one_s_own_are_work_that_is_left_to_others() -> None:
    """An operation that torch does not bring along, or that has other work to do than torch gave it, is noted."""
    library = torch.library.Library("kit_test", "DEF")
    library.define("twice(Tensor x) -> Tensor")
    library.impl("twice", lambda x: x + x, "CompositeExplicitAutograd")
    assert "elsewhere.operation" in operations(lambda: torch.ops.kit_test.twice(torch.ones(2)))
    assert "elsewhere.operation" not in operations(lambda: torch.ones(2) * 2)
    library._destroy()


def test_loops_over_numbers_in_torchscript_are_noted() -> None:
    """A loop in TorchScript over plain numbers is noted, and one over sizes or with tensors is not."""
    kinds = {
        "numbers": "total = 0.0\n    for value in values:\n        total += value",
        "sizes": "total = 0\n    for value in values:\n        total += 1",
        "tensors": "total = torch.zeros(1)\n    for value in values:\n        total = total + value",
    }
    for kind, body in kinds.items():
        code = f"def work(values: List[float]):\n    {body}\n    return total\n"
        scripted = torch.jit.CompilationUnit(code).work
        assert ("torchscript.loop" in operations(lambda work=scripted: work([1.0, 2.0]))) == (
            kind == "numbers"
        )


def backward(x: torch.Tensor) -> None:
    """Ask for gradients by the method of a tensor."""
    x.sum().backward()


def grad(x: torch.Tensor) -> None:
    """Ask for gradients by the function that returns them."""
    torch.autograd.grad(x.sum(), x)


def whole(x: torch.Tensor) -> None:
    """Ask for gradients by the function that stores them."""
    torch.autograd.backward(x.sum())


def forward(x: torch.Tensor) -> None:
    """Ask for gradients in forward mode."""
    with forward_ad.dual_level():
        forward_ad.make_dual(x.detach(), torch.ones(2))


@pytest.mark.filterwarnings("ignore:`torch.jit.script`")  # torch's own, at the first gradient in forward mode
@pytest.mark.parametrize("request_gradient", [backward, grad, whole, forward])
def test_requests_for_gradients_are_noted(request_gradient: Callable[[torch.Tensor], None]) -> None:
    """Each way to ask for gradients is noted as such, and a forward pass alone is not."""
    x = torch.ones(2, requires_grad=True)
    assert any(name.startswith("autograd.") for name in operations(lambda: request_gradient(x)))
    assert not any(name.startswith("autograd.") for name in operations(lambda: (x * 2).sum()))


def test_gradients_are_told_as_far_as_they_flow() -> None:
    """Gradients are told for each source, and None for one that is not reached, or where the value has another shape."""
    x, y, z = (TORCH.tracked(torch.ones(2)) for _ in range(3))
    weights = torch.tensor([1.0, 10.0])
    assert TORCH.tracked(5) == 5 and not TORCH.tracked(torch.ones(2, dtype=torch.int64)).requires_grad
    first, second, third = TORCH.gradients(2 * x + y, [x, y, z], weights)
    assert first.tolist() == [2, 20] and second.tolist() == [1, 10] and third is None
    assert TORCH.gradients(x.sum(), [x], weights) == [None]
    assert TORCH.gradients(5, [x], weights) == [None]
    assert TORCH.gradients(x * 2, [5], weights) == [None]


def test_parameters_are_read_and_filled() -> None:
    """A layer's parameters are known by name and given values, whatever their shape; what has no room is told."""
    layer = torch.nn.Linear(2, 1)
    assert set(TORCH.parameters(layer) or ()) == {"weight", "bias"}
    assert (
        TORCH.fill(layer, {"weight": torch.tensor([3.0, 4.0]).double(), "bias": torch.ones(1).double()}) == {}
    )
    assert layer.weight.tolist() == [[3, 4]] and layer.bias.dtype == torch.float64
    assert TORCH.fill(layer, {"weight": torch.ones(3)}) == {"weight": (1, 2)}
    assert TORCH.parameters(5) is None and TORCH.fill(5, {}) is None


class Teacher:
    """Answers for x ↦ 2x + y, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def __call__(self, name: str, arguments: list[Any], gradient: Any = None) -> Any:
        """Return the value, or the gradients."""
        self.asked.append((name, len(arguments), gradient))
        if gradient is not None:
            return [2 * gradient, gradient]
        return 2 * arguments[0] + arguments[1]


def test_right_answers_are_asked_for() -> None:
    """A right answer is what the grading process says, for tensors and for other arguments."""
    teacher = Teacher()
    double = TORCH.right_answer("double", teacher)
    assert double.__name__ == "double"
    assert double(torch.ones(2), torch.zeros(2)).tolist() == [2, 2]
    assert double(3, 4) == 10
    assert double(torch.ones(1), 1).tolist() == [3]
    assert teacher.asked == [("double", 2, None)] * 3


def test_right_answers_without_arguments_are_asked_for() -> None:
    """A right answer that takes nothing is asked for as it is."""
    asked: list[Any] = []
    TORCH.right_answer("kernel", lambda name, arguments: asked.append((name, arguments)))()
    assert asked == [("kernel", [])]


def test_gradients_flow_through_right_answers() -> None:
    """By the chain rule, gradients flow from behind a right answer to what is before it, for every argument."""
    teacher = Teacher()
    x, y = torch.tensor([3.0, 4.0], requires_grad=True), torch.tensor([5.0, 6.0], requires_grad=True)
    value = TORCH.right_answer("double", teacher)(x**2, y)
    (value * torch.tensor([1.0, 10.0])).sum().backward()
    assert x.grad is not None and x.grad.tolist() == [1 * 2 * 6, 10 * 2 * 8]
    assert y.grad is not None and y.grad.tolist() == [1, 10]
    assert [gradient.tolist() for _, _, gradient in teacher.asked if gradient is not None] == [[1, 10]]


def test_no_gradient_is_asked_for_in_vain() -> None:
    """If nobody wants gradients, none is asked for."""
    teacher = Teacher()
    assert not TORCH.right_answer("double", teacher)(torch.ones(1), torch.ones(1)).requires_grad
    assert [gradient for _, _, gradient in teacher.asked] == [None]


def test_probes_find_torch_under_its_names() -> None:
    """A probe finds torch and torch.nn under the names that everybody gives them, beside the words of any framework."""
    assert TORCH.names() == {"fw": TORCH, "torch": torch, "nn": torch.nn}
