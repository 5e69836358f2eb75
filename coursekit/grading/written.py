"""Files that a notebook has written: which of them are kept, by kind, number and size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from ..errors import StudentError
from ..notebooks.submission import DEEPEST
from ..notebooks.text import shown
from ..sandbox.inside.resources import MB
from ..sandbox.limits import Limits

PIECE = 8 * MB  # bytes of a file that are sent at once
LONGEST = 200  # characters of a name
TOLD = 5  # names in a remark
# Nothing runs these when they lie in a folder or are looked at. A pickle runs code for whoever loads it, as one that
# was handed in does; it is kept because notebooks hand on in it, inside of the sandbox, what an earlier one learned.
TEXTS = ".txt .log .md .csv .tsv .json .jsonl .yaml .yml .toml .ini .dat .out"
MEDIA = ".png .jpg .jpeg .gif .bmp .tif .tiff .webp .wav .mp3 .mp4"
TABLES = ".npy .npz .mat .h5 .hdf5 .nc .parquet .feather .arrow .db .sqlite .sqlite3 .xlsx"
MODELS_AND_ARCHIVES = ".pkl .pickle .joblib .pt .pth .safetensors .onnx .zip .gz .bz2 .xz .tar"
KINDS = frozenset(f"{TEXTS} {MEDIA} {TABLES} {MODELS_AND_ARCHIVES}".split())
# A date that lies in a submission comes from collecting it alone.
NEVER = frozenset({"timestamp.txt"})

Listing = Mapping[str, tuple[int, int]]
Probe = Callable[..., Any]


@dataclass(frozen=True)
class Written:
    """The files that a notebook has written, by relative name, and what to tell the instructor about others."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def collect(probe: Probe, folder: str, before: Listing, limits: Limits) -> Written:
    """Return what is new in `folder`, or differs from `before`, read by a `probe` of the student's process."""
    sizes, other = _new(listing(probe(files_in, folder)), before)
    kept: dict[str, bytes] = {}
    too_many, too_large, room = [], [], limits.kept_mb * MB
    for name, size in sizes.items():
        if len(kept) == limits.kept_files:
            too_many.append(name)
        elif size > room:
            too_large.append(name)
        else:
            kept[name] = b"".join(_pieces(probe, folder, name, size))
            room -= size
    remarks = (
        _remark("of a kind that is not kept", other),
        _remark(f"beyond the {limits.kept_files} that are kept", too_many),
        _remark(f"beyond the {limits.kept_mb} MB that are kept", too_large),
    )
    return Written(kept, tuple(filter(None, remarks)))


def _new(now: Listing, before: Listing) -> tuple[dict[str, int], list[str]]:
    """Return the sizes of those new or changed files that are kept by their kind, and the names of the others."""
    sizes, other = {}, []
    for name, (size, moment) in sorted(now.items()):
        if before.get(name) == (size, moment):
            continue
        if PurePosixPath(name).suffix.lower() in KINDS and name not in NEVER:
            sizes[name] = size
        else:
            other.append(name)
    return sizes, other


def _pieces(probe: Probe, folder: str, name: str, size: int) -> Iterator[bytes]:
    for start in range(0, size, PIECE):
        most = min(PIECE, size - start)
        piece = probe(read_piece, folder, name, start, most)
        if not isinstance(piece, bytes) or len(piece) > most:
            raise StudentError("returned something that cannot be read")
        yield piece


def _remark(what: str, names: Sequence[str]) -> str:
    more = f" and {len(names) - TOLD} more" if len(names) > TOLD else ""
    return f"wrote files {what}: {', '.join(map(shown, names[:TOLD]))}{more}" if names else ""


def listing(found: Any) -> Listing:
    """Return size and time of change of each file, by name, from an untrusted reply; what is no such is left out."""
    files = {}
    for item in found if isinstance(found, list) else ():
        match item:
            case [str(name), int(size), int(moment)] if _is_plain(name) and size >= 0:
                files[name] = (size, moment)
    return files


def _is_plain(name: str) -> bool:
    """Return whether this is the relative name of a file that is not hidden, as any system can have it."""
    parts = name.split("/")
    plain = name.isprintable() and "\\" not in name and len(name) <= LONGEST and len(parts) <= DEEPEST
    return plain and not any(part.strip() != part or not part or part.startswith(".") for part in parts)


# --- probes: their source is run in the student's process ------------------------------------------


def files_in(folder: str) -> list[list[object]]:
    """Return name, size and time of change of the files below `folder`; of very many, the first."""
    import os
    import stat

    found: list[list[object]] = []
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != "." and name != "__pycache__")
        for name in sorted(names):
            status = os.lstat(os.path.join(path, name))
            relative = os.path.relpath(os.path.join(path, name), folder)
            if stat.S_ISREG(status.st_mode) and relative.isprintable():
                found.append([relative, status.st_size, status.st_mtime_ns])
        if len(found) > 5000:
            break
    return found


def read_piece(folder: str, name: str, start: int, size: int) -> bytes:
    """Return a piece of a file."""
    import os

    with open(os.path.join(folder, name), "rb") as file:
        file.seek(start)
        return file.read(size)
