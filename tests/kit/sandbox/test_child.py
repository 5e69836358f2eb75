"""One student's process: it answers, asks, is interrupted, ends, and is ended."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from coursekit.errors import Died, TimedOut
from coursekit.sandbox.child import Child
from coursekit.sandbox.inside import wire
from coursekit.sandbox.inside.frameworks import load
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

TORCH = load("torch")
LONG = 60.0


@dataclass(frozen=True)
class Raw:
    """JSON that goes over as it is, and is not encoded as a value."""

    tree: Any


@pytest.fixture
def child(sandbox: Sandbox) -> Iterator[Child]:
    """Return a fresh process."""
    made = Child(sandbox, Limits())
    yield made
    made.kill()


def ask(child: Child, action: str, seconds: float = LONG, **arguments: Any) -> Any:
    """Return the value that a request gives, objects as their JSON; or the error that it ends in."""
    frame = wire.Frame(lambda raw: raw.tree, TORCH)
    trees = {key: frame.encode(value) for key, value in arguments.items()}
    message, buffers = child.request(action, seconds, frame, trees)
    if "error" in message:
        return message["error"]
    return wire.decode(message["value"], buffers, lambda tree: tree, TORCH)


def cell(child: Child, source: str, seconds: float = LONG) -> Any:
    """Return what became of a cell."""
    return ask(child, "cell", seconds, source=source)


def probe(child: Child, expression: str) -> Any:
    """Return the value of an expression in the process."""
    return ask(child, "probe", source=f"def f():\n    return {expression}", name="f", arguments=[])


def test_requests_are_answered_one_by_one(child: Child) -> None:
    """A process answers each request, an erroneous one with an error, and goes on."""
    assert probe(child, "1 + 1") == 2
    assert probe(child, "1 / 0")["kinds"][0] == "ZeroDivisionError"
    assert ask(child, "unheard of")["kinds"][0] == "KeyError"
    assert probe(child, "torch.arange(3.0)").tolist() == [0, 1, 2]
    assert child.alive


def test_end_of_a_process_is_told(child: Child) -> None:
    """If the process ends by itself, the request is a Died that says so, and so is every further one."""
    with pytest.raises(Died, match="ended the program"):
        cell(child, "import os; os._exit(0)")
    assert not child.alive
    with pytest.raises(Died):
        cell(child, "1")


def test_exceeded_limit_is_told(sandbox: Sandbox) -> None:
    """If the process was ended by a limit, the Died names it."""
    child = Child(sandbox, Limits(notebook_cpu_seconds=0.2))
    with pytest.raises(Died, match=r"used more than 0\.2 s of processor time"):
        cell(child, "while True: pass")
    assert not child.alive


WRITE = """
import os, stat

for fd in range(3, 60):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            os.write(fd, {!r})
    except OSError:
        pass
"""


@pytest.mark.parametrize("nonsense", [b"xxxxxxxxxxxxxxxx", b"\0\0\0\1\0\0\0\1[", b"\0\0\0\2\0\0\0\2[]"])
def test_nonsense_is_the_end(child: Child, nonsense: bytes) -> None:
    """A process that sends what is no reply is ended."""
    with pytest.raises(Died, match="ended the program"):
        cell(child, WRITE.format(nonsense))
    assert not child.alive


def test_hanging_cell_is_interrupted(child: Child) -> None:
    """A cell that takes Ctrl-C is given up, and its process, with all that it has defined, lives on."""
    with pytest.raises(TimedOut, match=r"took longer than 0\.3 s") as caught:
        cell(child, "x = 5\nwhile True: pass", 0.3)
    assert caught.value.alive and child.alive
    assert cell(child, "print(x)")["outputs"][0]["text"] == "5\n"


def test_questions_are_answered_by_the_callback(sandbox: Sandbox) -> None:
    """What a process asks while it works is answered by the callback, as often as it asks, with buffers both ways."""
    asked: list[Any] = []

    def answer(message: Any, buffers: list[bytes], deadline: float) -> tuple[dict[str, Any], list[bytes]]:
        given = wire.decode(message["arguments"][0], buffers, lambda tree: tree, TORCH)
        asked.append((message["reference"], given.tolist(), deadline > 0))
        frame = wire.Frame(lambda raw: raw.tree, TORCH)
        return {"value": frame.encode(given * 10)}, frame.buffers

    child = Child(sandbox, Limits(), answer)
    ask(child, "references", names=["scale"])
    shown = cell(child, "import torch\nfrom right_answers import scale\nscale(scale(torch.ones(2))).tolist()")
    assert shown["outputs"][0]["data"]["text/plain"] == "[100.0, 100.0]"
    assert asked == [("scale", [1, 1], True), ("scale", [10, 10], True)]
    child.kill()


def test_without_a_callback_there_is_no_answer(child: Child) -> None:
    """A process whose questions nobody answers gets a LookupError."""
    ask(child, "references", names=["scale"])
    told = cell(child, "from right_answers import scale\nscale(1)")["error"]
    assert told["kinds"][0] == "LookupError" and child.alive


def test_killing_twice_is_killing_once(sandbox: Sandbox) -> None:
    """A process can be ended any number of times; nothing of it stays open, and no limit is named."""
    before = len(os.listdir("/proc/self/fd"))
    child = Child(sandbox, Limits())
    assert [child.kill(), child.kill()] == ["", ""]
    assert not child.alive and len(os.listdir("/proc/self/fd")) == before


def test_values_beyond_all_bounds_are_not_sent(child: Child) -> None:
    """An argument that no frame can hold is the end of the request, and nothing hangs."""
    with pytest.raises(Died):
        ask(child, "files", files={"large": bytes(wire.MAX_FRAME)})
