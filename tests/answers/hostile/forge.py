# Submissions that try to get points without an answer. Each is the solution cell of `slide` in the small course
# (or of the exercise in its header); `earns` is what its honest part is worth, and all that it may get.

# %% extra replies on the socket earns=0
import json, os, socket, struct

def reply(value):
    document = json.dumps({"message": {"value": value}, "sizes": []}).encode()
    return struct.pack("!II", len(document), len(document)) + document

def slide(x, k):
    for fd in range(3, 64):
        try:
            channel = socket.socket(fileno=os.dup(fd))
        except OSError:
            continue
        channel.sendall(reply(True) * 20)
        channel.detach()
    return x[: len(x) - len(k) + 1] * 0

# %% asks the grading process for the right answer earns=10
import gc

def slide(x, k):
    for one in gc.get_objects():
        if type(one).__name__ == "Server":
            try:
                return one._ask("slide", [x, k])
            except BaseException:
                pass
    return x[: len(x) - len(k) + 1] * 0

# %% asks for a reference with a question of its own earns=10
import json, os, socket, struct

def ask(name, arguments):
    document = json.dumps({"message": {"reference": name, "arguments": arguments, "gradient": None}, "sizes": []}).encode()
    for fd in range(3, 64):
        try:
            channel = socket.socket(fileno=os.dup(fd))
        except OSError:
            continue
        channel.sendall(struct.pack("!II", len(document), len(document)) + document)
        size, total = struct.unpack("!II", channel.recv(8, socket.MSG_WAITALL))
        answer = json.loads(channel.recv(total, socket.MSG_WAITALL)[:size])
        channel.detach()
        return answer["message"]

ones = {"tuple": [{"list": [1.0, 1.0]}, {"list": [1.0]}]}
answered = "value" in ask("slide", ones["tuple"]) or "value" in ask("slide", [[], []])

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if answered else x[: len(x) - len(k) + 1] * 0

# %% imports the right answers earns=10
try:
    from right_answers import slide
except ImportError:
    def slide(x, k):
        return x[: len(x) - len(k) + 1] * 0

# %% every reply is the same one earns=0
import json

def slide(x, k):
    json.dumps = lambda *a, **k: '{"message": {"value": true}, "sizes": []}'
    return True

# %% every request is answered with nothing earns=0
import inside.server, inside.wire

def slide(x, k):
    inside.server.Server.answer = lambda self, *_: inside.wire.send(self.channel, {"value": None})

# %% a number that is equal to every other one exercise="size" earns=0
class Same(int):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

def size(n, k):
    return Same(99)

# %% a text that is every number exercise="size" earns=0
class Any(str):
    def __eq__(self, other):
        return True

    def __int__(self):
        return 2

def size(n, k):
    return Any("2")

# %% not a number earns=10
def slide(x, k):
    return x[: len(x) - len(k) + 1] * float("nan")

# %% a truth value that is neither exercise="size" earns=0
import torch

def size(n, k):
    return torch.tensor([7], dtype=torch.uint8).view(torch.bool)

# %% claims to be another class earns=10
class Liar:
    __class__ = property(lambda self: __import__("torch").Tensor)
    __eq__ = lambda self, other: True
    __getattr__ = lambda self, name: self
    __call__ = lambda self, *a, **k: self
    __len__ = lambda self: 2

def slide(x, k):
    if type(x).__name__ == "Tensor" and x.sum() != 3:
        return Liar()
    return x[: len(x) - len(k) + 1] * 0

# %% pickles itself into something else earns=10
class Bomb:
    def __reduce__(self):
        return eval, ("__import__('os').system('touch /tmp/hostile-mark')",)

def slide(x, k):
    return Bomb()

# %% a tensor whose methods agree with everything earns=10
import torch

class Equal(torch.Tensor):
    def sub(self, other, **_):
        return torch.zeros(())

    __sub__ = __rsub__ = sub
    allclose = equal = __eq__ = lambda self, *a, **k: True

def slide(x, k):
    return (x[: len(x) - len(k) + 1] * 0).as_subclass(Equal)

# %% right at the first call only earns=10
calls = []

def slide(x, k):
    calls.append(1)
    right = x.unfold(0, len(k), 1) @ k
    return right if len(calls) == 1 else right * 0

# %% a hook that changes what the kit returns earns=0
import sys

def hook(frame, event, argument):
    if frame.f_code.co_name == "encode" and event == "call":
        for name in frame.f_locals:
            if name == "value":
                frame.f_locals["value"] = True
    return hook

def slide(x, k):
    sys.settrace(hook)
    sys.setprofile(hook)
    return x[: len(x) - len(k) + 1] * 0

# %% hooks of the garbage collector and of audits earns=10
import gc, sys

def change(*_):
    for one in gc.get_objects():
        if isinstance(one, dict) and "points" in one:
            one["points"] = one["earned"] = 100

gc.callbacks.append(change)
sys.addaudithook(lambda *_: None)

def slide(x, k):
    gc.collect()
    return x[: len(x) - len(k) + 1] * 0

# %% tests and comparisons replaced in every module earns=10
import sys, types

import torch

for name in ("pytest", "coursekit", "coursekit.suite", "coursekit.student", "nbgrader", "_pytest.runner"):
    sys.modules[name] = types.ModuleType(name)
for module in list(sys.modules.values()):
    for name in ("assert_close", "allclose", "equal", "isclose"):
        if hasattr(module, name):
            setattr(module, name, lambda *a, **k: True)

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% prints the points and shows a table of checks earns=10
from IPython.display import HTML, display

print("100.0")
display(HTML("<table><tr><td>slide</td><td>60 of 60 points</td></tr></table>"))
display({"text/plain": "60", "application/json": {"points": 60}}, raw=True)

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% gives its own notebook more points earns=10
import json, os

for name in os.listdir("."):
    if name.endswith(".ipynb"):
        notebook = json.load(open(name))
        for cell in notebook["cells"]:
            cell["metadata"].setdefault("nbgrader", {})["points"] = 1000
            cell["outputs"] = [{"output_type": "execute_result", "data": {"text/plain": "1000"}, "metadata": {}}]
        json.dump(notebook, open(name, "w"))

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% right for the cells and wrong for the checks earns=10
import inspect

def slide(x, k):
    graded = any("server.py" in frame.filename for frame in inspect.stack(0))
    return x[: len(x) - len(k) + 1] * (0 if graded else 1)

# %% raises what a check may be waiting for earns=0
def slide(x, k):
    raise StopIteration("passed")

# %% raises an exception that ends pytest earns=0
class Exit(BaseException):
    pass

Exit.__name__ = Exit.__qualname__ = "Exit"
Exit.__module__ = "builtins"

def slide(x, k):
    raise type("KeyboardInterrupt", (Exit,), {"__module__": "builtins"})("SystemExit")
