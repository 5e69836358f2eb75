"""Digests of what a grade depends on: files, and the kit with all that it calculates with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

LIBRARIES = ("ipython", "matplotlib", "nbgrader", "numpy", "pytest", "torch")
CODE = (".py", ".j2", ".css")


def digest(*parts: bytes) -> str:
    """Return one SHA-256 over `parts`, each with its length, in hexadecimal."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(b"%d:" % len(part))
        whole.update(part)
    return whole.hexdigest()


def flat(files: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield name and content of each file, in a fixed order."""
    for name in sorted(files):
        yield name.encode()
        yield files[name]


@cache
def kit_version() -> str:
    """Return a digest of the whole kit's own files, and the versions of what it calculates with."""
    return digest(*_code(files("coursekit"), ""), repr([version(name) for name in LIBRARIES]).encode())


def _code(folder: Traversable, name: str) -> Iterator[bytes]:
    """Yield name and content of every file of code below `folder`, in a fixed order."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        below = f"{name}/{entry.name}"
        if entry.is_dir():
            yield from _code(entry, below)
        elif entry.name.endswith(CODE):
            yield below.encode()
            yield entry.read_bytes()
