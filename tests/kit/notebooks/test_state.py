"""Whether it can be noticed later that a cell was run which only shows something."""

from __future__ import annotations

import json

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from coursekit.notebooks.cells import code_cells, sources_beside

SETUP = "import numpy as np\nimport torch\nfrom other import earlier\n\nother = earlier('other')\nTABLE = {'a': 1}"
LOOK = "X = torch.rand(2)\nprint(f(X))\nnp.add(X, X)"
PURE = {
    "plain": "def f(x):\n    y = x.clone()\n    y[0] = 1\n    return y",
    "in a row": "def f(x):\n    y = x.clone()\n    y.view(-1)[0] = 1\n    return y",
    "its argument's numbers": "def f(x):\n    x.numpy()[:] = 0",
    "a layer": "class f(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.w = torch.rand(2)",
    "helpers": "def g(x, n=2):\n    return x\n\n\ndef f(x):\n    return [g(y) for y in x]",
    "a decorator of torch's": "@torch.no_grad()\ndef f(x):\n    return other(x)",
    "a table that it reads": "def f(x):\n    return [x for name, value in TABLE.items()]",
    "a lambda": "f = lambda x: g(x)\ng = lambda x: x",
    "a constant": "STEP = 0.1\n\n\ndef g(x):\n    return x",
    "prints on both streams": "import sys\n\n\ndef f(x):\n    print(x, file=sys.stderr)\n    sys.stdout.write('x')",
    "tried out": "def f(x):\n    return x\n\n\nprint(f(1))",
}
KEEPING = {
    "a list": "seen = []\n\n\ndef f(x):\n    seen.append(x)",
    "a dict": "seen = {}\n\n\ndef f(x):\n    seen[x] = 1",
    "a global number": "n = 0\n\n\ndef f(x):\n    global n\n    n += 1",
    "a number that is read": "n = 0\n\n\ndef f(x):\n    return x + n",
    "a default": "def f(x, seen=[]):\n    seen.append(x)",
    "a named default": "def f(x, seen=TABLE):\n    seen[x] = 1",
    "an attribute of its own": "def f(x):\n    f.calls += 1",
    "an attribute under another name": "def f(x):\n    g = f\n    g.calls = 1",
    "an attribute of a class": "class f:\n    seen = []",
    "an attribute of its type": "class f:\n    def __call__(self, x):\n        type(self).n = x",
    "a cache": "from functools import cache\n\n\n@cache\ndef f(x):\n    return x",
    "a cache put on later": "import functools\n\n\ndef g(x):\n    return x\n\n\nf = functools.lru_cache(g)",
    "a closure": "def make():\n    n = 0\n\n    def f(x):\n        nonlocal n\n        n += 1\n    return f\n\n\nf = make()",
    "an object that is called": "class G:\n    def __call__(self, x):\n        self.x = x\n\n\ng = G()\n\n\ndef f(x):\n    g(x)",
    "what a function gives": "def f(x):\n    other()[0] = x",
    "what a library gives": "def f(x):\n    torch.table()[0] = x",
    "a type under a name": "def f(x):\n    kind = type(x)\n    kind.calls = 1",
    "the instructor's table": "def f(x):\n    TABLE[x] = 1",
    "a library": "def f(x):\n    torch.calls = 1",
    "a setting of a library": "def f(x):\n    torch.set_default_dtype(x)",
    "something of sys": "import sys\n\n\ndef f(x):\n    sys.modules['x'] = x",
    "sys under another name": "import sys as s\n\n\ndef f(x):\n    s.modules['x'] = x",
    "a part of sys": "from sys import modules\n\n\ndef f(x):\n    modules['x'] = x",
    "another stream": "import sys\n\n\ndef f(x):\n    sys.stdout = x",
    "a file": "def f(x):\n    open('x', 'w')",
    "numbers drawn when it is run": "W = torch.rand(2)\n\n\ndef f(x):\n    return W",
    "a result of numbers drawn": "def f(x):\n    return torch.rand(2)\n\n\nW = f(1)",
    "earlier outputs": "def f(x):\n    return x\n\n\nprint(_)",
    "no Python": "def f(:",
    "a magic": "%time 1",
}
WRITING = {
    "into a name": "TABLE = 1",
    "into a table": "TABLE['a'] = 2",
    "by a method": "TABLE.update(a=2)",
    "by way of a call": "np.add(TABLE, 1)",
    "under another name": "other_table = TABLE\nother_table['a'] = 2",
    "into an attribute": "f.calls = 1",
    "into a library": "torch.calls = 1",
    "by a setting": "np.seterr(all='raise')",
    "by a setting of torch": "torch.set_default_dtype(torch.float64)",
    "within a with": "with torch.no_grad():\n    TABLE = 1",
    "around everything": "globals()['TABLE'] = 1",
}


def shows(own: str, look: str = LOOK, beside: tuple[str, ...] = ()) -> bool:
    """Return whether `look` only shows something in a notebook in which a student has written `own`."""
    released = new_notebook(cells=[new_code_cell(source) for source in (SETUP, look)])
    student = new_notebook(cells=[new_code_cell(source) for source in (SETUP, own, look)])
    setup, _, last = code_cells(student, set(), released, frozenset({"f", "TABLE"}), beside)
    assert not setup.shows
    return last.shows


@pytest.mark.parametrize("source", PURE.values(), ids=PURE)
def test_functions_that_keep_nothing_may_be_called_or_not(source: str) -> None:
    """Where no function can tell that it was called before, a look at it can be left out."""
    assert shows(source) and shows(PURE["plain"], beside=(source,))


@pytest.mark.parametrize("source", KEEPING.values(), ids=KEEPING)
def test_what_may_keep_something_is_called_in_order(source: str) -> None:
    """Where a student's code may keep something from call to call, or nobody can tell, every cell is run in order."""
    assert not shows(source)


@pytest.mark.parametrize("look", WRITING.values(), ids=WRITING)
def test_looks_that_write_are_no_looks(look: str) -> None:
    """A cell that may write into what is there without it is run in its place."""
    assert shows(PURE["plain"], "print(f(1))") and not shows(PURE["plain"], look)


def test_other_notebooks_count() -> None:
    """What a student has written in other notebooks keeps something too; what cannot be read may."""
    release = json.dumps({"cells": [{"cell_type": "code", "source": PURE["plain"]}]}).encode()
    cells = [{"cell_type": "code", "source": source} for source in (PURE["plain"], KEEPING["a list"])]
    student = json.dumps({"cells": cells}).encode()
    assert sources_beside(release, release) == ()
    assert sources_beside(student, release) == (KEEPING["a list"],)
    for beside in (sources_beside(student, release), sources_beside(b"{", release)):
        assert not shows(PURE["plain"], beside=beside)
