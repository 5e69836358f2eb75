"""What JAX has compiled of a solution: kept while a release is built, found and left alone when students compute."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest

from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.sandbox.compiled import COMPILED, Compiled
from coursekit.sandbox.sandbox import Sandbox

from ..helpers import in_words

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("jax") is None, reason="jax is not installed here: make setup-jax"
    ),
]

TOLD = """
import jax, jax.numpy as jnp
told = []
jax.monitoring.register_event_listener(lambda event, **more: told.append(event.rpartition("/")[2]))
"""
SOLUTION = "print((jnp.ones((3, 4)) @ jnp.arange(4.0)).sum())"
OTHER = "print((jnp.ones((5, 6)) @ jnp.arange(6.0)).sum())"
FOUND = "print(told.count('cache_hits'), told.count('cache_misses'))"
SPOILING = f"""
import os
from pathlib import Path
print(len(os.listdir("{COMPILED}")) > 0)
for act in (lambda path: path.write_bytes(b""), Path.unlink, Path.touch, lambda path: path.chmod(0o666)):
    for path in (next(Path("{COMPILED}").iterdir()), Path("{COMPILED}/new")):
        try:
            act(path)
        except OSError:
            continue
        print("done", path)
"""


def told(compiled: Compiled, *sources: str) -> list[str]:
    """Run cells in JAX, with what was compiled before, and return what each prints."""
    cells = [Cell(str(number), source) for number, source in enumerate((TOLD, *sources))]
    with compiled.open_for_all(), Sandbox(framework="jax", compiled=compiled) as box:
        student = Student(box, cells, {})
        student.start()
        student.close()
    assert not any(run.error for run in student.runs.values()), student.runs
    return [in_words(run.outputs).strip() for run in student.runs.values()][1:]


def state(folder: Path) -> dict[str, Any]:
    """Return all that there is in a folder, and whose it is, when it was written, and who may."""
    found = {path.name: (path.read_bytes(), path.stat()) for path in folder.iterdir()}
    return {name: (data, at.st_uid, at.st_mode, at.st_mtime_ns) for name, (data, at) in found.items()}


def test_what_was_compiled_is_found(tmp_path: Path) -> None:
    """What the solution compiled is found by a student's process that does the same; what else that one compiles is not kept."""
    folder = tmp_path / "course/compiled"
    assert told(Compiled(folder, is_made=True), SOLUTION, FOUND)[0] == "18.0"
    kept = state(folder)
    assert kept and {mode & 0o022 for _, _, mode, _ in kept.values()} == {0}
    assert {owner for _, owner, *_ in kept.values()} == {os.getuid()}
    assert folder.stat().st_mode & 0o022 == 0
    first, found, other, after = told(Compiled(folder), SOLUTION, FOUND, OTHER, FOUND)
    assert (first, other) == ("18.0", "75.0")
    hits, missed = map(int, found.split())
    assert hits > 0 == missed
    assert int(after.split()[0]) == hits
    assert state(folder) == kept


def test_students_cannot_spoil_what_was_compiled(tmp_path: Path) -> None:
    """A student's process reads what was compiled; it can neither change it nor take it away nor add to it."""
    compiled = Compiled(tmp_path / "compiled", is_made=True)
    told(compiled, SOLUTION)
    kept = state(compiled.folder)
    assert told(Compiled(compiled.folder), SPOILING) == ["True"]
    assert state(compiled.folder) == kept


def test_nothing_was_compiled(tmp_path: Path) -> None:
    """Where nothing is kept of an earlier build, grading computes all the same, and makes no folder."""
    assert told(Compiled(tmp_path / "compiled"), SOLUTION) == ["18.0"]
    assert not (tmp_path / "compiled").exists()
