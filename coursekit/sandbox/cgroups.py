"""Finds out whether this account may make cgroups (v2), and makes the folder in which a sandbox has its own."""

from __future__ import annotations

import fcntl
import os
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .inside.cgroup import TEMPLATE

NEEDED, WELCOME = ("memory", "pids"), ("cpu",)
PREFIX = "coursekit-"
YOUNG = 60  # seconds in which a folder is left alone, for whoever is making it
END_SECONDS = 10.0


class CgroupFolder:
    """A folder for the cgroups of one sandbox; the lock on it lives as long as any process of that sandbox."""

    def __init__(self, parent: Path):
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        self.fd = -1
        try:
            self.fd = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(self.fd, fcntl.LOCK_SH)
            enable(self.path)
            (self.path / TEMPLATE).mkdir()
            self._try()
        except OSError:
            self.remove()
            raise

    @property
    def used(self) -> bool:
        """Return whether there is a process in one of its groups: while a sandbox runs, its template at least."""
        with suppress(OSError):
            return "populated 1" in (self.path / "cgroup.events").read_text()
        return False

    @property
    def controllers(self) -> list[str]:
        """Return what is counted and shared out here."""
        return (self.path / "cgroup.subtree_control").read_text().split()

    def _try(self) -> None:
        """Move a process here; OSError if this account may not."""
        with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
            (self.path / TEMPLATE / "cgroup.procs").write_text(str(process.pid))

    def remove(self) -> None:
        """End whatever is left here, and remove the folder."""
        with suppress(OSError):  # kernels before 5.14 cannot
            (self.path / "cgroup.kill").write_text("1")
        with suppress(OSError), (self.path / "cgroup.events").open() as events:
            changed = select.poll()
            changed.register(events, select.POLLPRI)
            deadline = time.monotonic() + END_SECONDS
            while self.used and time.monotonic() < deadline:
                changed.poll(100)
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1
        remove(self.path)


def make_cgroup_folder() -> CgroupFolder | None:
    """Return a new folder as near to this process as there can be one, None where this account may make none."""
    for parent in candidates():
        remove_abandoned(parent)
        with suppress(OSError):
            enable(parent)
            return CgroupFolder(parent)
    return None


def candidates() -> Iterator[Path]:
    """Yield the cgroup of this process and those around it, as far as they can be seen, the nearest first."""
    told = Path("/proc/self/cgroup")  # which kernels without cgroups have not got
    own = (
        [line[3:] for line in told.read_text().splitlines() if line.startswith("0::")]
        if told.exists()
        else []
    )
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        fields = line.split()
        root, place = fields[3], Path(fields[4])
        if "cgroup2" in fields[fields.index("-") :] and own and Path(own[0]).is_relative_to(root):
            inner = place / Path(own[0]).relative_to(root)
            yield from (path for path in (inner, *inner.parents) if path.is_relative_to(place))
            return


def enable(folder: Path) -> None:
    """Let the cgroups in `folder` count what must be counted; OSError if they cannot."""
    control = folder / "cgroup.subtree_control"
    for name in {*NEEDED, *WELCOME} - set(control.read_text().split()):
        with suppress(OSError):
            control.write_text(f"+{name}")
    if not set(NEEDED) <= set(control.read_text().split()):
        raise PermissionError(f"{folder} has not got {' and '.join(NEEDED)}")


def remove_abandoned(parent: Path) -> None:
    """Remove the folders of sandboxes that were ended before they could do it themselves."""
    for path in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):
            fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if time.time() - path.stat().st_ctime > YOUNG:
                    remove(path)
            finally:
                os.close(fd)


def remove(folder: Path) -> None:
    """Remove a folder of cgroups in which no process is left."""
    for path in (*folder.glob("*/"), folder):
        with suppress(OSError):
            path.rmdir()
