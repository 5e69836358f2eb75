"""Files of a folder, by relative name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files below `folder` that are neither notebooks nor hidden, by relative name."""
    found = {}
    for name, path in _files(folder):
        hidden = any(part.startswith(".") for part in name.split("/"))
        if not hidden and path.suffix != ".ipynb" and "__pycache__" not in path.parts:
            found[name] = path.read_bytes()
    return found


def read_notebook_files(folder: Path) -> dict[str, bytes]:
    """Return the notebooks in `folder` itself, by name."""
    paths = sorted(folder.glob("*.ipynb"))
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def read_all_files(folder: Path) -> dict[str, bytes]:
    """Return all ordinary files below `folder`, by relative name."""
    return {name: path.read_bytes() for name, path in _files(folder) if not path.is_symlink()}


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` below `folder`, by relative name, in the place of what is there; never over a folder or a link."""
    for name, data in files.items():
        path = folder / name
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.parent.resolve() == folder.resolve() / Path(name).parent:
                path.unlink(missing_ok=True)  # it may be read-only, as what was copied from the source
                path.write_bytes(data)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path
