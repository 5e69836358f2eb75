"""What a student's process answers to: run a cell, call a function, read an attribute, run a probe."""

from __future__ import annotations

import builtins
import math
import os
import random
import socket
import sys
import threading
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np

from . import wire
from .framework import Framework
from .observe import counted, elsewhere, others_noted
from .resources import allow_cpu
from .shell import Shell, describe


class NotDefined(LookupError):
    """The notebook has no such name."""


class Server:
    """Serves one notebook: `channel` leads to the grading process, `shell` holds the student's names.

    `framework` knows the tensors that are sent; `cpu_seconds` is the processor time that one request may take.
    """

    def __init__(self, channel: socket.socket, shell: Shell, framework: Framework, cpu_seconds: float):
        self.channel, self.shell = channel, shell
        self.framework, self.cpu_seconds = framework, cpu_seconds
        self.objects: dict[int, Any] = {}
        # Threads of the notebook may ask at once; each is to get its own answer.
        self.asking = threading.Lock()
        self.actions: dict[str, Callable[..., Any]] = {
            "files": self.files,
            "pictures_off": self.pictures_off,
            "references": self.references,
            "seed": self.seed,
            "cell": self.cell,
            "call": self.call,
            "attribute": self.attribute,
            "parameters": self.framework.parameters,
            "layer": self.layer,
            "probe": self.probe,
        }

    def forever(self) -> None:
        """Answer requests until the other side goes away."""
        while True:
            try:
                message, buffers = wire.receive(self.channel)
            except (EOFError, OSError):
                return
            self.answer(message, buffers)

    def answer(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        """Carry out one request, and reply with its value or its error."""
        frame = wire.Frame(self.refer, self.framework)
        try:
            allow_cpu(self.cpu_seconds)
            self.framework.make_room()
            arguments = {key: self.decode(tree, buffers) for key, tree in message["arguments"].items()}
            value = frame.encode(self.actions[message["action"]](**arguments))
            wire.send(self.channel, {"value": value}, frame.buffers, wire.MAX_REPLY)
        except BaseException as error:
            wire.send(self.channel, {"error": describe(error)})

    def decode(self, tree: Any, buffers: list[bytes]) -> Any:
        """Return the value of one document."""
        return wire.decode(tree, buffers, self.resolve, self.framework)

    def refer(self, value: Any) -> Any:
        """Keep an object that is not plain data, and return its number."""
        self.objects[id(value)] = value
        return {"object": id(value), "kind": type(value).__name__}

    def resolve(self, tree: Any) -> Any:
        """Return the object or the student's name that `tree` stands for."""
        if "object" in tree:
            return self.objects[tree["object"]]
        if "callback" in tree:
            return lambda *arguments: self._ask({"callback": tree["callback"]}, arguments)
        name = tree["name"]
        if name not in self.shell.user_ns:
            raise NotDefined(f"{name} is not defined")
        return self.shell.user_ns[name]

    # --- actions ------------------------------------------------------------------------------

    def files(self, files: dict[str, bytes]) -> None:
        """Write the files that the notebook finds in its folder."""
        for name, data in files.items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def pictures_off(self) -> None:
        """Let figures be made but not drawn, where nobody will look at them."""
        matplotlib.use("agg")
        warnings.filterwarnings("ignore", "FigureCanvasAgg is non-interactive")

    def references(self, names: list[str]) -> None:
        """Let `from right_answers import name` give functions that the grading process computes."""
        module: Any = types.ModuleType("right_answers")
        for name in names:
            setattr(module, name, self.framework.right_answer(name, self._ask_reference))
        sys.modules["right_answers"] = module

    def seed(self) -> None:
        """Let random numbers begin anew, so that none depends on what the cells have drawn."""
        random.seed(0)
        np.random.seed(0)
        self.framework.seed()

    def cell(self, source: str) -> dict[str, Any]:
        """Run one cell of the notebook."""
        return self.shell.run(source)

    def call(
        self,
        function: Any,
        arguments: list[Any],
        observe: bool = False,
        upstream: Any = None,
        of: tuple[str, ...] = (),
        steps: bool = False,
        plainly: bool = False,
        below: bool = False,
    ) -> Any:
        """Call what the student wrote; with `observe`, tell also what the call did.

        With `upstream`, tell the gradients of sum(value * upstream): those of the arguments that are tensors or, with
        `of`, of these attributes of the function. With `steps`, count Python's steps instead of the operations. With
        `plainly`, note no operations, and so let it compile what it will. With `below`, look deeper, and longer.
        """
        if not observe:
            return function(*arguments)
        operations, others = list[str](), list[str]()
        folders = self.framework.own_folders()
        before = [self._snapshot(argument) for argument in arguments]
        count, gradients = 0, None

        def watched(given: list[Any] = arguments) -> Any:
            with elsewhere(operations, clocks=not folders):
                if upstream is None:
                    return function(*given), None
                return self.framework.differentiated(function, given, of)

        if steps:
            if folders:  # what a framework prepares for the first call, it does in Python
                with suppress(Exception):  # which the call that is counted raises as well
                    watched([self._turned(value) for value in self._copies(arguments)])
            (value, _), count = counted(watched, folders)
        else:
            with self._deeper(operations, others) if below else nullcontext():
                value, gradients_of = watched() if plainly else self.framework.observe(watched, operations)
                if gradients_of is not None:
                    gradients = gradients_of(upstream)
        changed = [i for i, argument in enumerate(arguments) if self._snapshot(argument) != before[i]]
        return {
            "value": value,
            "changed": changed,
            "operations": operations,
            "others": others,
            "gradients": gradients,
            "steps": count,
        }

    def layer(self, factory: Any, arguments: list[Any], values: dict[str, Any]) -> Any:
        """Make a layer, and give its parameters these values; tell the shapes of those that cannot take theirs."""
        made = self.framework.new(factory, arguments)
        return self.framework.fill(made, values), made

    def attribute(self, owner: Any, name: str) -> Any:
        """Return an attribute of an object."""
        return getattr(owner, name)

    def probe(self, source: str, name: str, arguments: list[Any]) -> Any:
        """Define the function `name` from `source`, and call it."""
        namespace: dict[str, Any] = {**self.framework.names(), "np": np, "math": math}
        exec(compile(source, "<check>", "exec"), namespace)
        return namespace[name](*arguments)

    # --- helpers ------------------------------------------------------------------------------

    @contextmanager
    def _deeper(self, operations: list[str], others: list[str]) -> Iterator[None]:
        """Note also what cannot be seen of the framework otherwise, and calls of other libraries."""
        modules = self.framework.names().values()
        own = {getattr(module, "__name__", "").partition(".")[0] for module in modules}
        with self.framework.below(operations), others_noted(others, own):
            yield

    def _snapshot(self, value: Any) -> Any:
        frame = wire.Frame(lambda _: {"object": 0}, self.framework)
        return frame.encode(value), frame.buffers

    def _copies(self, values: list[Any]) -> list[Any]:
        frame = wire.Frame(self.refer, self.framework)
        return [self.decode(frame.encode(value), frame.buffers) for value in values]

    def _turned(self, value: Any) -> Any:
        """Return an array with its numbers in the opposite order, of which nothing is remembered; all else stays."""
        if not self.framework.is_tensor(value):
            return value
        plain = np.flip(self.framework.plain(value))
        return self.framework.tensor(plain, str(plain.dtype))

    def _ask_reference(self, name: str, arguments: Sequence[Any], gradient: Any = None) -> Any:
        return self._ask({"reference": name}, arguments, gradient)

    def _ask(self, function: dict[str, Any], arguments: Sequence[Any], gradient: Any = None) -> Any:
        frame = wire.Frame(self.refer, self.framework)
        question = {
            **function,
            "arguments": [frame.encode(argument) for argument in arguments],
            "gradient": frame.encode(gradient),
        }
        with self.asking:
            wire.send(self.channel, question, frame.buffers)
            message, buffers = wire.receive(self.channel)
        if "error" in message:
            kind = getattr(builtins, message["error"]["kinds"][0], Exception)
            raise kind(message["error"]["text"])
        return self.decode(message["value"], buffers)


def serve(
    channel: socket.socket, shell: Shell, framework: Framework, folder: str, cpu_seconds: float
) -> None:
    """Serve one notebook in `folder`, and end this process."""
    os.chdir(folder)
    sys.path.insert(0, folder)
    channel.sendall(b"s")  # nothing went wrong on the way here
    Server(channel, shell, framework, cpu_seconds).forever()
    os._exit(0)
