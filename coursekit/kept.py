"""Results kept by content, so that a repeated or interrupted run does only what is missing."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from .work import Graded


class Kept:
    """The results in `folder`: a file for each, named by the digest of all that it was made from."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._used: set[str] = set()

    def get(self, key: str) -> Graded | None:
        """Return what is kept under `key`, if anything readable is."""
        self._used.add(key)
        try:
            kept = json.loads(self._path(key).read_text(encoding="utf-8"))
            kept["tests"] = [tuple(test) for test in kept["tests"]]
            return Graded(**kept)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, graded: Graded) -> None:
        """Keep a result under `key`."""
        self._used.add(key)
        replace_file(self._path(key), json.dumps(asdict(graded)).encode())

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def forget_unused(self) -> None:
        """Remove every result that was neither asked for nor made."""
        for path in self.folder.glob("*/*"):
            if path.stem not in self._used:
                path.unlink(missing_ok=True)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that at every moment either the old one or the new one is there, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def replace_folder(folder: Path, files: Mapping[str, bytes | Callable[[], bytes]]) -> None:
    """Make `folder` hold exactly `files`, by relative name, and write only what is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            if name in files or not any(path.iterdir()):
                shutil.rmtree(path)
        elif name not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        data = content() if callable(content) else content
        if path.is_symlink() or not path.is_file() or path.read_bytes() != data:
            replace_file(path, data)
