"""What PyTorch is seen to do: operations that are dispatched, requests for gradients, loops in TorchScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import torch
from torch._C._autograd import _disable_profiler_legacy, _enable_profiler_legacy, _profiler_enabled
from torch._C._profiler import ProfilerConfig, ProfilerState, _ExperimentalConfig
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

GRADIENT_REQUESTS = (
    torch.autograd.grad,
    torch.autograd.backward,
    torch.Tensor.backward,
    torch._VF._make_dual,  # forward-mode gradients begin here
)
OF_TORCH = re.compile(r"(?:aten|autograd|prims)::")
PROFILER = ProfilerConfig(
    *(ProfilerState.CPU, False, False, False, False, False),  # no shapes, memory, stacks, costs, modules
    _ExperimentalConfig(),
)
_known: dict[int, tuple[Any, str, bool]] = {}  # operations by id, which stays theirs while they are held here
SCRIPTED = (torch._C.ScriptFunction, torch._C.ScriptMethod)


@cache
def torchs_own() -> tuple[frozenset[str], frozenset[str]]:
    """Return the operations that torch brings along, and what is written in Python for some of them.

    It is asked for first before anything of a student's runs, and tells the same from then on.
    """
    return frozenset(torch._C._dispatch_get_all_op_names()), frozenset(torch.library._impls)


class Recorder(TorchDispatchMode):
    """Notes the name of every torch operation that is dispatched.

    Of one that the notebook has made, or has given other work to do, also that work is left to others: nothing that
    is done within an operation is dispatched to a mode.
    """

    def __init__(self, names: list[str]):
        super().__init__()
        self.names = names
        now, written = torch.library._impls, torchs_own()[1]
        # To compare them takes longer than most calls, and memory that a process shares with its template till then.
        self._rewritten = set(map(_operation, now - written)) if len(now) != len(written) else set()

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Return False: in what it is wrapped otherwise, each operation takes several times as long."""
        return False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Note and run one operation."""
        _, name, is_own = _known.get(id(func)) or _named(func)
        self.names.append(name)
        if not is_own or (self._rewritten and func.name() in self._rewritten):
            self.names.append("elsewhere.operation")
        return func._op(*args, **(kwargs or {}))


def _named(operation: Any) -> tuple[Any, str, bool]:
    """Return an operation, how it is noted, and whether it is torch's own; the next time, `_known` tells it."""
    _known[id(operation)] = found = operation, str(operation), operation.name() in torchs_own()[0]
    return found


def _operation(implementation: str) -> str:
    """Return the name of what is implemented: of `aten/add.Tensor/CPU`, `aten::add.Tensor`."""
    return implementation.rpartition("/")[0].replace("/", "::", 1)


class GradientRecorder(TorchFunctionMode):
    """Notes every request for gradients from Python: `autograd.backward`, `autograd.grad`, `autograd._make_dual`."""

    def __init__(self, names: list[str]):
        super().__init__()
        self.names = names

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Note and run one function of torch."""
        if func in GRADIENT_REQUESTS:
            self.names.append(f"autograd.{func.__name__}")
        return func(*args, **(kwargs or {}))


@contextmanager
def seen_below(names: list[str]) -> Iterator[None]:
    """Append to `names` what torch's profiler sees meanwhile, each once: `below.conv2d`, backward as `autograd.engine`.

    It sees what is done within an operation, too, and what is done where the modes above are turned off.
    """
    _enable_profiler_legacy(PROFILER)
    try:
        yield
    finally:
        if _profiler_enabled():
            events = {event.name() for thread in _disable_profiler_legacy() for event in thread}
            names.extend(sorted(map(_below, filter(OF_TORCH.match, events))))
        else:
            names.append("elsewhere.profiler")


def _below(event: str) -> str:
    asks = event.startswith("autograd") or event == "aten::_make_dual"
    return "autograd.engine" if asks else f"below.{event.partition('::')[2]}"


@contextmanager
def loops_noted(names: list[str]) -> Iterator[None]:
    """Append `torchscript.loop` to `names` for each loop over plain numbers in TorchScript that is called meanwhile."""
    usual = [kind.__call__ for kind in SCRIPTED]

    def noting(call: Any) -> Any:
        def noted(scripted: Any, *arguments: Any, **options: Any) -> Any:
            # Of a loop that computes with tensors, each round is dispatched.
            if not torch._C._len_torch_dispatch_stack() or torch._C._dispatch_tls_is_dispatch_key_excluded(
                torch._C.DispatchKey.Python
            ):
                names.append("elsewhere.torchscript")
            graph = scripted.inlined_graph  # whose nodes live no longer than it does
            made = list(map(_made_within, graph.findAllNodes("prim::Loop")))
            names.extend("torchscript.loop" for kinds in made if "float" in kinds and "Tensor" not in kinds)
            return call(scripted, *arguments, **options)

        return noted

    for kind, call in zip(SCRIPTED, usual, strict=True):
        kind.__call__ = noting(call)  # type: ignore[method-assign]
    try:
        yield
    finally:
        for kind, call in zip(SCRIPTED, usual, strict=True):
            kind.__call__ = call  # type: ignore[method-assign]


def _made_within(node: Any) -> set[str]:
    """Return the types of the values that are made within a node of TorchScript."""
    inner = [one for block in node.blocks() for one in block.nodes()]
    own = {str(value.type()) for one in inner for value in one.outputs()}
    return own.union(*map(_made_within, inner))
