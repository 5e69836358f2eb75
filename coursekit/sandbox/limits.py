"""What one notebook may use: every limit with its default, its unit and its meaning, here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from typing import Any

# The least that some frameworks need: JAX compiles each new shape, and keeps what it has compiled.
LEAST: dict[str, dict[str, float]] = {"jax": {"call_seconds": 30.0, "memory_mb": 2048}}


def _limit(default: float, unit: str, meaning: str) -> Any:
    return field(default=default, metadata={"unit": unit, "meaning": meaning})


@dataclass(frozen=True)
class Limits:
    """The limits of one notebook; `Limits.described()` tells what each of them means.

    An MB is 2**20 bytes. A setting `c.CourseKit.<name>` exists for each, with the same default; where a
    framework needs more, an assignment has that.
    """

    cell_seconds: float = _limit(20.0, "s", "how long one cell may compute and wait")
    call_seconds: float = _limit(10.0, "s", "how long one call of a hidden test may compute and wait")
    notebook_seconds: float = _limit(300.0, "s", "how long one notebook may compute and wait in all")
    stop_seconds: float = _limit(
        10.0, "s", "how long what is interrupted may take to stop before it is killed"
    )
    cell_cpu_seconds: float = _limit(60.0, "s", "how much processor time one cell or call may take")
    notebook_cpu_seconds: float = _limit(600.0, "s", "how much processor time one notebook may take")
    memory_mb: int = _limit(1024, "MB", "memory for one notebook, beside what Python and its libraries take")
    processes: int = _limit(256, "", "how many processes and threads one notebook may have")
    open_files: int = _limit(256, "", "how many files one process may have open")
    file_mb: int = _limit(64, "MB", "how large a file may become that a notebook writes")
    disk_mb: int = _limit(256, "MB", "how much a notebook may write in all")
    output_mb: int = _limit(10, "MB", "how much of a notebook's outputs is kept")
    kept_files: int = _limit(
        100, "", "how many of the files are kept that a notebook with checks in it writes"
    )
    kept_mb: int = _limit(50, "MB", "how much of such files is kept")
    grading_cpu_seconds: float = _limit(
        120.0, "s", "how much processor time reading, judging and showing one notebook may take"
    )
    grading_memory_mb: int = _limit(
        1024, "MB", "memory for reading, judging and showing one notebook, outside of its own process"
    )

    @classmethod
    def described(cls) -> Iterator[Field[Any]]:
        """Yield the fields: each has a `name`, a `default`, and in its metadata the "unit" and the "meaning"."""
        yield from fields(cls)

    def words(self, name: str) -> str:
        """Return what exceeding a limit is called, after "it"."""
        return {
            "memory": f"used more than {_size(self.memory_mb)} of memory",
            "processes": f"started more than {self.processes} processes",
            "open files": f"opened more than {self.open_files} files",
            "file": f"wrote a file larger than {_size(self.file_mb)}",
            "disk": f"wrote more than {_size(self.disk_mb)}",
            "processor": f"used more than {self.notebook_cpu_seconds:g} s of processor time",
            "cell processor": f"used more than {self.cell_cpu_seconds:g} s of processor time",
            "grading processor": f"took more than {self.grading_cpu_seconds:g} s of processor time to be graded",
            "grading memory": f"took more than {_size(self.grading_memory_mb)} of memory to be graded",
        }[name]


def _size(mb: int) -> str:
    return f"{mb / 1024:g} GB" if mb % 1024 == 0 else f"{mb} MB"
