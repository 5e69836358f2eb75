# %% text
from pathlib import Path

Path("text.txt").write_text("Zürich\n", encoding="utf-8")
assert Path("text.txt").read_text(encoding="utf-8") == "Zürich\n"

# %% bytes
from pathlib import Path

Path("bytes.bin").write_bytes(bytes(range(256)))
assert len(Path("bytes.bin").read_bytes()) == 256

# %% appending
with open("log.txt", "w") as file:
    file.write("a\n")
with open("log.txt", "a") as file:
    file.write("b\n")
assert open("log.txt").readlines() == ["a\n", "b\n"]

# %% CSV
import csv

with open("table.csv", "w", newline="") as file:
    csv.writer(file).writerows([["name", "size"], ["a", 1]])
assert list(csv.DictReader(open("table.csv"))) == [{"name": "a", "size": "1"}]

# %% JSON
import json
from pathlib import Path

Path("data.json").write_text(json.dumps({"a": [1, None]}))
assert json.loads(Path("data.json").read_text()) == {"a": [1, None]}

# %% pickle
import pickle


class Own:
    def __init__(self, value):
        self.value = value


assert pickle.loads(pickle.dumps(Own(3))).value == 3

# %% database in a file
import sqlite3

with sqlite3.connect("own.db") as connection:
    connection.execute("create table if not exists t (x)")
    connection.execute("insert into t values (42)")
assert connection.execute("select x from t").fetchone() == (42,)
connection.close()

# %% database in memory
import sqlite3

connection = sqlite3.connect(":memory:")
connection.executescript("create table t (x); insert into t values (1); insert into t values (2);")
assert connection.execute("select sum(x) from t").fetchone() == (3,)
connection.close()

# %% zip
import zipfile

with zipfile.ZipFile("own.zip", "w") as archive:
    archive.writestr("a.txt", "hello")
assert zipfile.ZipFile("own.zip").read("a.txt") == b"hello"

# %% tar
import io, tarfile

with tarfile.open("own.tar.gz", "w:gz") as archive:
    info = tarfile.TarInfo("a.txt")
    info.size = 5
    archive.addfile(info, io.BytesIO(b"hello"))
assert tarfile.open("own.tar.gz").getnames() == ["a.txt"]

# %% gzip
import gzip

with gzip.open("own.gz", "wt") as file:
    file.write("hello")
assert gzip.open("own.gz", "rt").read() == "hello"

# %% glob
import glob

open("found_1.tmp", "w").close()
open("found_2.tmp", "w").close()
assert sorted(glob.glob("found_*.tmp")) == ["found_1.tmp", "found_2.tmp"]

# %% walk
import os

os.makedirs("walked/inner", exist_ok=True)
open("walked/inner/file", "w").close()
assert [names for _, _, names in os.walk("walked")] == [[], ["file"]]

# %% renamed
import os

open("old.name", "w").close()
os.rename("old.name", "new.name")
assert os.path.exists("new.name") and not os.path.exists("old.name")

# %% copied
import os, shutil

open("original", "w").write("x")
shutil.copy("original", "copied")
assert os.path.getsize("copied") == 1

# %% tree removed
import os, shutil

os.makedirs("gone/deeper", exist_ok=True)
shutil.rmtree("gone")
assert not os.path.exists("gone")

# %% link
import os

open("target", "w").write("x")
if not os.path.islink("link"):
    os.symlink("target", "link")
assert open("link").read() == "x"

# %% rights
import os, stat

open("rights", "w").close()
os.chmod("rights", 0o600)
assert stat.S_IMODE(os.stat("rights").st_mode) == 0o600

# %% times
import os

open("times", "w").close()
os.utime("times", (1, 2))
assert os.stat("times").st_mtime == 2

# %% space
import shutil

assert shutil.disk_usage(".").free > 0

# %% locked file
import fcntl

with open("locked", "w") as file:
    fcntl.lockf(file, fcntl.LOCK_EX)
    fcntl.lockf(file, fcntl.LOCK_UN)

# %% file in memory
import mmap

with open("mapped", "w+b") as file:
    file.write(b"hello")
    file.flush()
    with mmap.mmap(file.fileno(), 0) as memory:
        assert memory[:5] == b"hello"

# %% missing file
try:
    open("no such file")
except FileNotFoundError as error:
    name = error.filename
assert name == "no such file"

# %% text that is no UTF-8
open("latin", "wb").write("Zürich".encode("latin-1"))
try:
    open("latin", encoding="utf-8").read()
except UnicodeDecodeError:
    noticed = True
assert noticed

# %% settings
import configparser

parser = configparser.ConfigParser()
parser.read_string("[a]\nb = 1\n")
assert parser["a"].getint("b") == 1

# %% TOML
import tomllib

assert tomllib.loads("a = [1, 2]") == {"a": [1, 2]}

# %% XML
import xml.etree.ElementTree as tree

assert tree.fromstring("<a><b>1</b></a>").find("b").text == "1"

# %% HTML
from html.parser import HTMLParser

seen = []


class Reader(HTMLParser):
    def handle_starttag(self, tag, attrs):
        seen.append(tag)


Reader().feed("<p><b>x</b></p>")
assert seen == ["p", "b"]

# %% regular expressions
import re

assert re.findall(r"\b\w", "ab cd") == ["a", "c"]

# %% dates
from datetime import date, timedelta

assert date(2026, 2, 28) + timedelta(days=1) == date(2026, 3, 1)

# %% random numbers
import random

random.seed(1)
first = random.random()
random.seed(1)
assert random.random() == first

# %% secrets
import secrets

assert len(secrets.token_hex(8)) == 16

# %% digest
import hashlib

assert hashlib.sha256(b"").hexdigest().startswith("e3b0c442")

# %% identifiers
import uuid

assert uuid.uuid4() != uuid.uuid4()

# %% C
import ctypes

assert ctypes.CDLL(None).abs(-3) == 3

# %% decimals
from decimal import Decimal

assert Decimal("0.1") + Decimal("0.2") == Decimal("0.3")

# %% fractions
from fractions import Fraction

assert Fraction(1, 3) + Fraction(1, 6) == Fraction(1, 2)

# %% dataclass
from dataclasses import dataclass, asdict


@dataclass
class Point:
    x: int
    y: int = 2


assert asdict(Point(1)) == {"x": 1, "y": 2}

# %% enumeration
from enum import Enum


class Colour(Enum):
    RED = 1


assert Colour["RED"].value == 1

# %% cache
from functools import lru_cache


@lru_cache
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


assert fibonacci(80) == 23416728348467685


# %% generator
def count():
    yield from range(3)


assert list(count()) == [0, 1, 2]

# %% context
from contextlib import contextmanager


@contextmanager
def own():
    yield 3


with own() as value:
    assert value == 3

# %% typing
from typing import get_type_hints


def typed(x: int) -> str:
    return str(x)


assert get_type_hints(typed) == {"x": int, "return": str}

# %% signature
import inspect

assert list(inspect.signature(lambda a, b=1: a).parameters) == ["a", "b"]

# %% syntax tree
import ast

assert isinstance(ast.parse("1 + 1").body[0].value, ast.BinOp)

# %% bytecode
import dis

assert any("BINARY" in one.opname for one in dis.get_instructions(lambda a: a + 1))

# %% code made here
namespace = {}
exec("def made(x):\n    return x + 1", namespace)
assert namespace["made"](1) == 2

# %% module made here
import sys, types

module = types.ModuleType("made_here")
module.value = 4
sys.modules["made_here"] = module
import made_here

assert made_here.value == 4

# %% module read again
import importlib
from pathlib import Path

Path("changing.py").write_text("VALUE = 1\n")
import changing

Path("changing.py").write_text("VALUE = 10\n")
importlib.invalidate_caches()
assert importlib.reload(changing).VALUE == 10

# %% mock
from unittest.mock import Mock, patch

with patch("os.getcwd", Mock(return_value="/nowhere")):
    import os

    assert os.getcwd() == "/nowhere"

# %% weak reference
import gc, weakref


class Held:
    pass


held = Held()
reference = weakref.ref(held)
assert reference() is held

# %% size in memory
import sys

assert sys.getsizeof([]) > 0

# %% traced memory
import tracemalloc

tracemalloc.start()
kept = [0] * 1000
assert tracemalloc.get_traced_memory()[0] > 0
tracemalloc.stop()

# %% profile
import cProfile, pstats, io

profile = cProfile.Profile()
profile.runcall(sum, range(10))
assert pstats.Stats(profile, stream=io.StringIO()).total_calls >= 1

# %% timer
import time

begun = time.perf_counter()
time.sleep(0.01)
assert time.perf_counter() - begun >= 0.01

# %% queue
import queue

waiting = queue.PriorityQueue()
waiting.put(2)
waiting.put(1)
assert waiting.get() == 1

# %% scheduler
import sched, time

done = []
planner = sched.scheduler(time.monotonic, time.sleep)
planner.enter(0.01, 1, done.append, (1,))
planner.run()
assert done == [1]

# %% locale
import locale

assert locale.setlocale(locale.LC_ALL, "C") == "C"

# %% numbers as text
assert f"{1234567.891:,.2f}" == "1,234,567.89"

# %% text of the world
import unicodedata

assert unicodedata.name("é") == "LATIN SMALL LETTER E WITH ACUTE"

# %% numpy
import numpy as np

assert np.linalg.det(np.eye(3)) == 1

# %% numpy's random numbers
import numpy as np

assert np.random.default_rng(1).integers(0, 10) == np.random.default_rng(1).integers(0, 10)

# %% numpy's files
import numpy as np

np.savez("arrays.npz", a=np.arange(3))
assert np.load("arrays.npz")["a"].sum() == 3

# %% numpy's text files
import numpy as np

np.savetxt("numbers.txt", [[1, 2], [3, 4]])
assert np.loadtxt("numbers.txt").sum() == 10

# %% numpy's mapped files
import numpy as np

mapped = np.memmap("mapped.dat", dtype="float64", mode="w+", shape=(3,))
mapped[:] = 1
assert mapped.sum() == 3

# %% torch
import torch

assert torch.ones(2, 2).sum().item() == 4

# %% torch's gradients
import torch

x = torch.tensor(3.0, requires_grad=True)
(x**2).backward()
assert x.grad.item() == 6

# %% torch's files
import torch

torch.save({"a": torch.ones(2)}, "model.pt")
assert torch.load("model.pt")["a"].sum() == 2

# %% torch trains
import torch

torch.manual_seed(0)
layer = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    ((layer(torch.ones(4, 1)) - 2) ** 2).mean().backward()
    optimizer.step()
assert abs(layer(torch.ones(1, 1)).item() - 2) < 0.01

# %% torch loads data
import torch
from torch.utils.data import DataLoader, TensorDataset

assert len(list(DataLoader(TensorDataset(torch.arange(10)), batch_size=4))) == 3

# %% torch loads data in processes
import torch
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(
    TensorDataset(torch.arange(10)), batch_size=5, num_workers=1, multiprocessing_context="fork"
)
assert len(list(loader)) == 2

# %% figure
import matplotlib.pyplot as plt

figure, axis = plt.subplots()
axis.plot([1, 2])
assert len(axis.lines) == 1
plt.close(figure)

# %% figure in a file
import os
import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.savefig("figure.png")
plt.close()
assert os.path.getsize("figure.png") > 1000

# %% figure as an SVG
import io
import matplotlib.pyplot as plt

plt.plot([1, 2])
file = io.StringIO()
plt.savefig(file, format="svg")
plt.close()
assert "<svg" in file.getvalue()

# %% what a figure is drawn with
import matplotlib

assert "inline" in matplotlib.get_backend()

# %% picture
from PIL import Image

Image.new("RGB", (4, 4)).save("picture.png")
assert Image.open("picture.png").size == (4, 4)

# %% template
from string import Template

assert Template("$a").substitute(a=1) == "1"

# %% structure of bytes
import struct

assert struct.unpack("<i", struct.pack("<i", -5)) == (-5,)

# %% encoded bytes
import base64

assert base64.b64decode(base64.b64encode(b"hello")) == b"hello"

# %% compressed bytes
import bz2, lzma, zlib

assert all(kind.decompress(kind.compress(b"x" * 50)) == b"x" * 50 for kind in (bz2, lzma, zlib))

# %% mail
from email.message import EmailMessage

message = EmailMessage()
message["Subject"] = "x"
message.set_content("hello")
assert "hello" in message.as_string()

# %% address of a page
from urllib.parse import parse_qs, urlsplit

assert parse_qs(urlsplit("http://a/b?c=d").query) == {"c": ["d"]}

# %% pytest in a notebook
import pytest

with pytest.raises(ValueError, match="no"):
    raise ValueError("no")
assert pytest.approx(0.3) == 0.1 + 0.2

# %% shelf
import shelve

with shelve.open("shelf") as shelf:
    shelf["a"] = 1
assert shelve.open("shelf")["a"] == 1

# %% versions of packages
from importlib import metadata

assert metadata.version("numpy")


# %% Roman numerals
def roman(n):
    return "".join(letter * (n // value % 10) for letter, value in (("X", 10), ("I", 1)))


assert roman(21) == "XXI"

# %% partial points
0.5

# %% a wrong answer
assert 1 + 1 == 3

# %% an answer that ends in an error
undefined_name
