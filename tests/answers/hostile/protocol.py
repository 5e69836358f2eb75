# Submissions that answer the grading process with what no honest process would say. `earns` as in forge.py.

# %% a frame of four gigabytes earns=0 words=["ended the program"]
import os, socket, struct

def slide(x, k):
    for fd in range(3, 64):
        try:
            channel = socket.socket(fileno=os.dup(fd))
        except OSError:
            continue
        channel.sendall(struct.pack("!II", 2**32 - 1, 2**32 - 1))
    return x

# %% a reply that never ends exercise="size" earns=0 words=["took longer than 1 s"]
import os, socket, struct, time

def size(n, k):
    for fd in range(3, 64):
        try:
            channel = socket.socket(fileno=os.dup(fd))
        except OSError:
            continue
        channel.sendall(struct.pack("!II", 1000, 1000))
        while True:
            try:
                channel.sendall(b" ")
                time.sleep(0.05)
            except BaseException:
                pass

# %% questions without end exercise="size" earns=0 words=["took longer than 1 s"]
import gc

def size(n, k):
    server = next(one for one in gc.get_objects() if type(one).__name__ == "Server")
    while True:
        try:
            server._ask("size", [3, 2])
        except BaseException:
            pass

# %% questions whose answers are never read exercise="size" earns=0 words=["took longer than 1 s"]
import gc

import inside.wire

def size(n, k):
    server = next(one for one in gc.get_objects() if type(one).__name__ == "Server")
    question = {"reference": "size", "arguments": [1] * 1000, "gradient": None}
    while True:
        try:
            inside.wire.send(server.channel, question)
        except BaseException:
            pass

# %% nested deeper than can be read earns=0 words=["ended the program"]
import gc, struct

def slide(x, k):
    server = next(one for one in gc.get_objects() if type(one).__name__ == "Server")
    document = b'{"message": ' + b'{"value":' * 100000
    server.channel.sendall(struct.pack("!II", len(document), len(document)) + document)

# %% nested values that JSON can just hold earns=0
import inside.wire

def slide(x, k):
    tree = 1
    for _ in range(300):
        tree = {"list": [tree]}
    inside.wire.Frame.encode = lambda self, value: tree
    return x

# %% sizes below nothing earns=0 words=["cannot be read"]
import inside.wire

def slide(x, k):
    inside.wire.Frame.encode = lambda self, value: self.buffers.append(b"12345678") or {
        "tensor": 0, "dtype": "float64", "shape": [-1, 1]}
    return x

# %% sizes beyond everything earns=0 words=["cannot be read"]
import inside.wire

def slide(x, k):
    inside.wire.Frame.encode = lambda self, value: self.buffers.append(b"") or {
        "array": 0, "dtype": "<f8", "shape": [10**30, 0]}
    return x

# %% a billion empty rows earns=0 words=["cannot be read"]
import inside.wire

def slide(x, k):
    inside.wire.Frame.encode = lambda self, value: self.buffers.append(b"") or {
        "tensor": 0, "dtype": "float64", "shape": [2**40, 0]}
    return x

# %% a hundred thousand axes earns=0 words=["cannot be read"]
import inside.wire

def slide(x, k):
    inside.wire.Frame.encode = lambda self, value: self.buffers.append(b"12345678") or {
        "tensor": 0, "dtype": "float64", "shape": [1] * 100000}
    return x

# %% an array of Python objects earns=0 words=["cannot be read"]
import inside.wire

def slide(x, k):
    inside.wire.Frame.encode = lambda self, value: self.buffers.append(b"12345678") or {
        "array": 0, "dtype": "O", "shape": [1]}
    return x

# %% a size that is infinite earns=0 words=["cannot be read"]
import inside.wire

def slide(x, k):
    inside.wire.Frame.encode = lambda self, value: self.buffers.append(b"12345678") or {
        "tensor": 0, "dtype": "float64", "shape": [float("inf")]}
    return x

# %% an object whose number is infinite earns=0 words=["cannot be read"]
import inside.wire

def slide(x, k):
    inside.wire.Frame.encode = lambda self, value: {"object": float("inf"), "kind": []}
    return x

# %% keys that collide earns=0 words=["cannot be read"]
import inside.wire

def slide(x, k):
    items = [[n * (2**61 - 1), None] for n in range(200000)]
    inside.wire.Frame.encode = lambda self, value: {"dict": items}
    return x

# %% one long text among many earns=0 words=["cannot be read"]
def slide(x, k):
    return ["x" * 10**6] + ["x"] * 20000

# %% a million rows without elements earns=0 words=["cannot be read"]
def slide(x, k):
    return [torch.empty(1000000, 0)] * 10

# %% one buffer for a thousand tensors earns=0 words=["cannot be read"]
import inside.wire

def slide(x, k):
    tensor = {"tensor": 0, "dtype": "float64", "shape": [10**6]}
    inside.wire.Frame.encode = lambda self, value: (
        self.buffers or self.buffers.append(bytes(8 * 10**6))) or {"list": [tensor] * 1000}
    return x

# %% more values than can be read earns=0 words=["too large to be read"]
def slide(x, k):
    return [[0] * 1000] * 1000

# %% five million empty lists earns=0
import inside.wire

def slide(x, k):
    items = [[]] * 5000000
    inside.wire.Frame.encode = lambda self, value: items
    return x

# %% metadata within metadata earns=10
shell = get_ipython()
shell.outputs.items = [{"output_type": "display_data", "data": {"text/plain": "shown"}, "metadata": {
    str(n): {"a": {"b": {"c": {"d": {}}}}} for n in range(60000)}}]

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% metadata of very many keys earns=10
shell = get_ipython()
shell.outputs.items = [{"output_type": "display_data", "data": {"text/plain": "shown"}, "metadata": {
    str(n): 0 for n in range(240000)}}]

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% half a megabyte of colours earns=10
shell = get_ipython()
shell.outputs.items = [{"output_type": "stream", "name": "stdout", "text": "\x1b[1m" * 125000}]

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% an answer that cannot be written to a file exercise="size" earns=0
def size(n, k):
    print("\ud800")
    raise ValueError("\udfff \x00 \x1b[2J")

size("\ud800", 1) if False else print("\ud800 shown")

# %% numbers of half the length that the feedback has to show earns=10
import torch

def slide(x, k):
    return (x[: len(x) - len(k) + 1] * 0).to(torch.bfloat16)

# %% an error without a form earns=0
import inside.server

inside.server.describe = lambda error: {"name": "E", "text": "t" * 10**6, "line": None, "code": "", "kinds": 5}

def slide(x, k):
    raise ValueError

# %% what it did is no list of numbers earns=0
import inside.wire

encode = inside.wire.Frame.encode

def slide(x, k):
    def lie(self, value):
        if isinstance(value, dict) and "changed" in value:
            value = {**value, "changed": ["none"], "operations": [float("inf")]}
        return encode(self, value)

    inside.wire.Frame.encode = lie
    return x.sum() * 0

# %% the outputs of a cell are of no form earns=10
import gc

shell = get_ipython()
shell.outputs.items = type("Never", (list,), {"clear": lambda self: None})(
    [{"output_type": "stream"}, 5, None, {"output_type": "display_data", "data": 5, "metadata": []},
     {"output_type": "error", "ename": 1, "evalue": 2, "traceback": 3}, {1: 2},
     {"output_type": "display_data", "data": {"text/plain": float("inf")}, "metadata": {"a": {"b": [1e999]}}}])

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% a hundred thousand outputs earns=10
shell = get_ipython()
shell.outputs.items = [{"output_type": "stream", "name": "stdout", "text": ""} for _ in range(100000)]

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% a path without end earns=10
print("/a" * 45000 + "/lib/python3.11")
get_ipython().outputs.items.append({"output_type": "stream", "name": "stdout", "text": "/a" * 10**5})

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0

# %% closes the channel earns=0 words=["ended the program"]
import os

def slide(x, k):
    os.closerange(3, 256)
    while True:
        pass

# %% says nothing and reads nothing earns=0
import os, socket

def slide(x, k):
    for fd in range(3, 64):
        try:
            socket.socket(fileno=os.dup(fd)).shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
    return x
