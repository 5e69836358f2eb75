"""What lies beside a notebook: the student's other notebooks, as a later one is to find them, and modules."""

from __future__ import annotations

import py_compile
import re
import warnings
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from ..errors import Ungradable
from ..notebooks.folders import read_all_files, write_files
from ..notebooks.marks import fill, solutions
from ..notebooks.mend import mend
from ..notebooks.read import parse_notebook


@lru_cache(maxsize=64)  # for each notebook of a student, the same others lie beside it
def mended_beside(data: bytes, released: bytes | None) -> bytes:
    """Return a notebook file that a later one reads, in which solution cells that lost their marks have them again.

    As long as all marks are there, and where it cannot be read at all, it stays as it was handed in.
    """
    marks = _solution_marks(released) if released is not None and data != released else []
    if all(mark.search(data) for mark in marks):
        return data
    try:
        return bytes(nbformat.v4.writes(mend(parse_notebook(data), parse_notebook(released or b""))).encode())
    except Ungradable:
        return data


@lru_cache(maxsize=64)
def _solution_marks(released: bytes) -> list[re.Pattern[bytes]]:
    return [
        re.compile(rb'"grade_id":\s*"' + re.escape(name.encode()) + b'"') for name in _solved_names(released)
    ]


@lru_cache(maxsize=64)
def _solved_names(released: bytes) -> frozenset[str]:
    return frozenset(solutions(parse_notebook(released)))


# Beside many notebooks lie the same: a student's others, and those that are as released.
@lru_cache(maxsize=256)
def with_replaced(data: bytes, released: bytes | None, replaced: tuple[str, ...]) -> bytes:
    """Return a notebook file in which the solutions named in `replaced` are the right answers.

    A file whose `released` notebook has none of them stays as it is. If it has, and the file cannot be read or has
    lost one of these cells, the released notebook takes its place.
    """
    answers = {name: f"from right_answers import {name}" for name in replaced}
    needed = answers.keys() if released is None else answers.keys() & _solved_names(released)
    if not needed:
        return data
    try:
        notebook = parse_notebook(data)
    except Ungradable:
        notebook = None
    if released is not None and (notebook is None or needed - solutions(notebook).keys()):
        notebook = parse_notebook(released)
    return data if notebook is None else bytes(nbformat.v4.writes(fill(notebook, answers)).encode())


def with_byte_code(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return `files` and the byte code of the modules among them, where Python looks for it.

    So that it is not made anew in each notebook's process. It holds a digest of its source, by which Python goes: of a
    module that a notebook has changed, it is made again.
    """
    modules = tuple((name, data) for name, data in files.items() if name.endswith(".py"))
    return {**_byte_code(modules), **files}


@lru_cache(maxsize=8)  # beside all notebooks of an assignment lie the same
def _byte_code(modules: tuple[tuple[str, bytes], ...]) -> Mapping[str, bytes]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, dict(modules))
        for module, _ in modules:
            # What is wrong with it is told where it is imported.
            with suppress(py_compile.PyCompileError), warnings.catch_warnings(action="ignore"):
                py_compile.compile(
                    str(folder / module),
                    dfile=module,
                    doraise=True,
                    invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH,
                )
        return read_all_files(folder)
