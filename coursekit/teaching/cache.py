"""Results kept by content, so that a repeated or interrupted run does only what is missing."""

from __future__ import annotations

import json
from pathlib import Path

from .files import replace_file
from .jobs import Graded


class Cache:
    """The results in `folder`: a file for each, named by the digest of all that it was made from."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._used: set[str] = set()

    def get(self, key: str) -> Graded | None:
        """Return what is kept under `key`, if anything readable is."""
        self._used.add(key)
        try:
            return Graded.from_dict(json.loads(self._path(key).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, key: str, graded: Graded) -> None:
        """Keep a result under `key`."""
        self._used.add(key)
        replace_file(self._path(key), json.dumps(graded.to_dict()).encode())

    def forget_unused(self) -> None:
        """Remove every result that was neither asked for nor made."""
        for path in self.folder.glob("*/*"):
            if path.stem not in self._used:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
