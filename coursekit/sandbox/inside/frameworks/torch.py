"""PyTorch: tensors, gradients and parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any

import torch

from ..wire import WireError, checked_shape
from .torch_operations import GradientRecorder, Recorder, loops_noted, seen_below, torchs_own

DTYPES = {
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
    "float32": torch.float32,
    "float64": torch.float64,
    "uint8": torch.uint8,
    "int8": torch.int8,
    "int16": torch.int16,
    "int32": torch.int32,
    "int64": torch.int64,
    "bool": torch.bool,
    "complex64": torch.complex64,
    "complex128": torch.complex128,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
# By which numbers are read: methods of the class in C, in whose place nobody can put others.
BASE = torch._C.TensorBase
dtype_of, layout_of, shape_of = (vars(BASE)[name].__get__ for name in ("dtype", "layout", "shape"))


class Torch:
    """The interface of `Framework`, in PyTorch."""

    def __init__(self) -> None:
        self._noted: list[str] = []  # of the call that was observed last

    def warm_up(self) -> None:
        """Import what recording and gradients need, and keep to one thread, which a fork can copy."""
        # What is raised, compiled or seeded imports it and NumPy's random numbers, which takes each process long.
        import_module("torch._dynamo")
        torch.set_num_threads(1)
        with self.below([]):
            self.observe(lambda: torch.ones(2, 2, requires_grad=True).sum().backward(), [])
        torchs_own.cache_clear()  # what the first look has imported is torch's own, too
        torchs_own()

    def threads_by_processors(self) -> bool:
        """Return False: it keeps to one."""
        return False

    def seed(self) -> None:
        """Seed the generator that everything draws from which is given none."""
        torch.default_generator.manual_seed(0)

    def make_room(self) -> None:
        """Do nothing: nothing is kept."""

    def is_tensor(self, value: Any) -> bool:
        """Return whether `value` is a tensor."""
        return isinstance(value, torch.Tensor)

    def simple(self, value: Any) -> Any:
        """Return a value as it is: shapes are tuples."""
        return value

    def pack(self, tensor: Any) -> tuple[str, list[int], bytes]:
        """Return dtype, shape and bytes of the numbers that are there; nothing of a subclass is asked, or run."""
        try:
            with torch._C.DisableTorchFunctionSubclass(), torch._C._DisableTorchDispatch():
                plain = BASE.as_subclass(BASE.detach(tensor), torch.Tensor)
                plain = BASE.resolve_neg(BASE.resolve_conj(BASE.cpu(plain)))
        except NotImplementedError as error:  # which a student would read as "not finished yet"
            raise WireError("a tensor that does not hold its numbers row by row cannot be read") from error
        name, layout = NAMES.get(dtype_of(plain)), layout_of(plain)
        if name is None or layout is not torch.strided:
            raise WireError(f"a tensor of kind {dtype_of(plain)}, {layout} cannot be read")
        if name == "bfloat16":  # which NumPy does not have
            plain = BASE.view(plain, torch.int16)
        return name, list(shape_of(plain)), BASE.numpy(plain).tobytes()

    def unpack(self, dtype: str, shape: list[Any], data: bytes) -> torch.Tensor:
        """Return the tensor; a byte of 2, which is both true and false, is true."""
        if dtype not in DTYPES or len(data) % DTYPES[dtype].itemsize:
            raise WireError(f"no tensor of kind {dtype[:20]}")
        kind = DTYPES[dtype]
        checked_shape(shape, len(data) // kind.itemsize)
        if not data:
            return torch.empty(shape, dtype=kind)
        flat = torch.frombuffer(bytearray(data), dtype=torch.uint8 if kind is torch.bool else kind)
        return (flat != 0 if kind is torch.bool else flat).reshape(shape).clone()

    def differentiated(
        self, function: Callable[..., Any], arguments: list[Any], of: Sequence[str]
    ) -> tuple[Any, Callable[[Any], list[Any]]]:
        """Return the value, and what asks autograd for the gradients of tensors of floating-point numbers."""
        sources = [getattr(function, name) for name in of]
        if not of:
            arguments = [self.tracked(argument) for argument in arguments]
            sources = list(filter(self.is_tensor, arguments))
        value = function(*arguments)

        def gradients(upstream: torch.Tensor) -> list[Any]:
            with Recorder(self._noted):  # of a way back of the student's own, too, it counts whose work it is
                return self.gradients(value, sources, upstream)

        return value, gradients

    def tracked(self, value: Any) -> Any:
        """Return `value` so that gradients reach it, if it is a tensor of floating-point numbers."""
        return value.requires_grad_() if self.is_tensor(value) and value.is_floating_point() else value

    def gradients(self, value: Any, sources: Sequence[Any], upstream: torch.Tensor) -> list[Any]:
        """Return the gradients of sum(value * upstream) by `sources`; None for each that it does not reach."""
        reached = [s for s in sources if self.is_tensor(s) and s.requires_grad]
        flows = self.is_tensor(value) and value.requires_grad and value.shape == upstream.shape
        if not flows or not reached:
            return [None] * len(sources)
        found = torch.autograd.grad(value, reached, upstream.to(value.dtype), allow_unused=True)
        by_source = dict(zip(map(id, reached), found, strict=True))
        return [by_source.get(id(source)) for source in sources]

    def parameters(self, owner: Any) -> dict[str, torch.Tensor] | None:
        """Return the parameters of a layer by their names; None if it is no nn.Module."""
        return dict(owner.named_parameters()) if isinstance(owner, torch.nn.Module) else None

    def new(self, factory: Callable[..., Any], arguments: list[Any]) -> Any:
        """Return a layer that `factory` makes."""
        return factory(*arguments)

    def fill(self, layer: Any, values: dict[str, torch.Tensor]) -> dict[str, tuple[int, ...]] | None:
        """Give a layer the dtype of `values`, and its attributes of these names the values; one value fills all.

        Returns the shapes of those that have not as many elements, and stay as they are; None if it is no nn.Module.
        """
        if not isinstance(layer, torch.nn.Module):
            return None
        misfits = {}
        for name, value in values.items():
            target = getattr(layer.to(value.dtype), name)
            if not isinstance(target, torch.Tensor):  # a number or None does not become a parameter
                object.__setattr__(layer, name, value)
                continue
            if value.numel() not in (1, target.numel()):
                misfits[name] = tuple(target.shape)
                continue
            with torch.no_grad():
                target.copy_(value.flatten()[0] if value.numel() == 1 else value.reshape(target.shape))
        return misfits

    def observe(self, function: Callable[[], Any], operations: list[str]) -> Any:
        """Return `function()`; note what is dispatched, requests for gradients, and loops that nothing else sees."""
        self._noted = operations
        with loops_noted(operations), GradientRecorder(operations), Recorder(operations):
            return function()

    def below(self, operations: list[str]) -> AbstractContextManager[None]:
        """Note what torch's profiler sees."""
        return seen_below(operations)

    def own_folders(self) -> tuple[str, ...]:
        """Return nothing: torch works below Python."""
        return ()

    def right_answer(self, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function through which gradients flow: its backward pass is asked for as well."""

        class RightAnswer(torch.autograd.Function):
            @staticmethod
            def forward(ctx: Any, *tensors: Any) -> Any:
                ctx.save_for_backward(*tensors)
                return ask(name, list(tensors))

            @staticmethod
            def backward(ctx: Any, *gradients: Any) -> Any:
                return tuple(ask(name, list(ctx.saved_tensors), gradients[0]))

        def right_answer(*arguments: Any) -> Any:
            if arguments and all(map(self.is_tensor, arguments)):
                return RightAnswer.apply(*arguments)
            return ask(name, list(arguments))

        right_answer.__name__ = name
        return right_answer

    def tensor(self, values: Any, dtype: str = "float64") -> torch.Tensor:
        """Return numbers as a tensor."""
        return torch.tensor(values, dtype=DTYPES[dtype])

    def plain(self, tensor: torch.Tensor) -> Any:
        """Return a tensor as an array of NumPy's."""
        return tensor.detach().cpu().numpy()

    def zeros(self, shape: Sequence[int], dtype: str = "float64") -> torch.Tensor:
        """Return a tensor of zeros."""
        return torch.zeros(tuple(shape), dtype=DTYPES[dtype])

    def copy(self, tensor: torch.Tensor) -> torch.Tensor:
        """Return another tensor with the same numbers."""
        return tensor.clone()

    def transpose(self, tensor: torch.Tensor) -> torch.Tensor:
        """Return the transpose of a tensor with two axes, which is a view of it."""
        return tensor.mT

    def names(self) -> dict[str, Any]:
        """Return the words of probes, and torch and torch.nn under the names that everybody gives them."""
        return {"fw": self, "torch": torch, "nn": torch.nn}


FRAMEWORK = Torch()
