"""The exercises of earlier notebooks."""

import ast
import json
import math
from pathlib import Path

import numpy as np
import torch

from .given import GIVEN, TRIAL


def earlier(name):
    """Return your own solution of exercise `name`, from its notebook in this folder.

    While that is unfinished or fails, a given implementation steps in, and a line says so.
    """
    try:
        own = _load(name)
        TRIAL[name](own)
    except Exception as problem:
        unfinished = isinstance(problem, NotImplementedError | LookupError)
        reason = "is not finished in its saved notebook" if unfinished else f"fails ({type(problem).__name__})"
        print(f"Your own {name} {reason}, so a given one is used here.")
        print("If it is finished, save that notebook, and run this cell again.")
        return GIVEN[name]
    return own


def _load(name):
    """Return what the solution cell `name` defines, from whichever notebook here has that cell, copies last.

    Of the cells before it only imports, functions, classes and calls of `earlier` are run.
    """
    for path in sorted(Path().glob("*.ipynb"), key=lambda path: ("-Copy" in path.stem, path.name)):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in code]
        if name in ids:
            namespace = {"torch": torch, "nn": torch.nn, "np": np, "math": math}
            for cell in code[: ids.index(name)]:
                _define(_source(cell), namespace, path.name)
            exec(compile(_source(code[ids.index(name)]), path.name, "exec"), namespace)
            return namespace[name]
    raise LookupError(name)


def _source(cell):
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _define(source, namespace, filename):
    """Run what `source` defines; leave out whatever does not work."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return
    for node in body:
        plain = isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)
        if plain or (isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("earlier(")):
            module = ast.Module([node], [])
            try:
                exec(compile(module, filename, "exec"), namespace)
            except Exception:
                continue
