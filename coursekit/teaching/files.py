"""Files and folders that are whole at every moment."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

Content = bytes | Callable[[], bytes]


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that at every moment either the old one or the new one is there, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            with suppress(OSError):  # a file system that has no locks
                fcntl.flock(file, fcntl.LOCK_SH)  # held until the process ends, if it is killed
            file.write(data)
            file.flush()
            os.chmod(name, 0o644)
            os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def forget_half_written(folder: Path) -> None:
    """Remove what killed writers have left in `folder`, and nothing that is being written."""
    for path in folder.glob(".*.part"):
        with suppress(OSError), path.open("rb") as file:  # one of them is told where somebody holds the lock
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def replace_folder(folder: Path, files: Mapping[str, Content]) -> None:
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
