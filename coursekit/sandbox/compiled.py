"""What a framework has compiled of the instructor's own solution, so that it need not be compiled for every student."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

COMPILED = "/compiled"  # where students' processes find it
FRAMEWORKS = ("jax",)  # those that compile, and can keep it
EVERYTHING, NOTHING = "0", "1000000"  # seconds that compiling has to take to be kept


@dataclass(frozen=True)
class Compiled:
    """A folder with what was compiled; students' processes read it, and write only while it `is_made`."""

    folder: Path
    is_made: bool = False

    def is_there(self) -> bool:
        """Return whether there is such a folder, which is made now if it is to be filled; none where it cannot be."""
        if self.is_made:
            with suppress(OSError):
                self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder.is_dir()

    @contextmanager
    def open_for_all(self) -> Iterator[None]:
        """Let every account write into the folder meanwhile: processes in the sandbox have accounts of their own."""
        if not self.is_made or not self.is_there():
            yield
            return
        self.folder.chmod(0o777)
        try:
            yield
        finally:
            self.folder.chmod(0o755)
            for path in self.folder.iterdir():
                if os.getuid() == 0:  # and no account that a student's process may be given
                    os.chown(path, 0, 0)
                path.chmod(0o644)

    def environment(self) -> dict[str, str]:
        """Return what JAX reads about it when it is imported; of a student's code it keeps nothing."""
        return {
            "JAX_COMPILATION_CACHE_DIR": COMPILED,
            "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
            "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": EVERYTHING if self.is_made else NOTHING,
            "JAX_PERSISTENT_CACHE_ENABLE_XLA_CACHES": "none",
        }
