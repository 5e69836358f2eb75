"""Wakes who waits for a folder, as soon as the system tells that something came into it."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from watchdog.events import DirCreatedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer


class Bell(FileSystemEventHandler):
    """Rings when a folder comes into `folder`; `wait` ends then, or after so many seconds.

    A file system that tells nothing, such as NFS, does not ring, nor does a folder that was away: it is watched anew
    at the next look.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._rung = threading.Event()
        self._observer = Observer()
        self._watched: tuple[int, int] | None = None
        self._observer.start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ring, when a folder was made or moved here; that it is read makes events, too."""
        if isinstance(event, DirCreatedEvent) or event.event_type == "moved":
            self._rung.set()

    def ring(self) -> None:
        """End a waiting."""
        self._rung.set()

    def wait(self, seconds: float) -> None:
        """Wait until it rings, or for so many seconds."""
        self._watch()
        self._rung.wait(seconds)
        self._rung.clear()

    def _watch(self) -> None:
        """Watch the folder that is there now."""
        with suppress(OSError):
            status = self._folder.stat()
            if self._watched != (status.st_dev, status.st_ino):
                self._observer.unschedule_all()
                self._observer.schedule(self, str(self._folder))
                self._watched = status.st_dev, status.st_ino
                self._rung.set()  # what came before it was watched

    def close(self) -> None:
        """Watch no more."""
        self._observer.stop()
        self._observer.join()
