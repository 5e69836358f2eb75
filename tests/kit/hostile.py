"""The bank of hostile submissions, in each framework, and what must not change by any of them."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import jupytext
import torch

import coursekit
from coursekit.grading.result import NotebookResult
from coursekit.sandbox.limits import Limits

from .helpers import RIGHT, ROOT

BANK = ROOT / "tests/answers/hostile"
MARK = "hostile-mark"
POINTS = {"size": 40, "slide": 60}
LIMITS = Limits(
    cell_seconds=2,
    call_seconds=1,
    notebook_seconds=60,
    stop_seconds=2,
    cell_cpu_seconds=2,
    notebook_cpu_seconds=20,
    memory_mb=256,
    processes=40,
    open_files=128,
    file_mb=16,
    disk_mb=32,
    output_mb=1,
)
# What is to meet a limit of memory does so before one of time, however busy the machine is.
PATIENT = replace(LIMITS, cell_seconds=60, call_seconds=60, cell_cpu_seconds=20)
# The right answer as submissions have it, and what it is called in each framework.
TORCHS = "x.unfold(0, len(k), 1) @ k"
STRETCHES = "for i in range(len(x) - len(k) + 1)])"
SPOKEN = {
    "torch": TORCHS,
    "numpy": f"np.stack([x[i : i + len(k)] @ k {STRETCHES}",
    "jax": f"jnp.stack([x[i : i + len(k)] @ k {STRETCHES}",
    "tensorflow": f"tf.stack([tf.reduce_sum(x[i : i + len(k)] * k) {STRETCHES}",
}
NUMBERS = {
    "torch": "torch.get_default_dtype()",
    "numpy": "np.ones(1).dtype",
    "jax": "jax.config.jax_enable_x64",
    "tensorflow": "tf.ones(1).dtype",
}
SPEAKS_TORCH = re.compile(r"\btorch\b(?!\.py)")

# What an honest submission sees of the machine; whatever another one has left shows here.
WITNESS = """
import builtins, os, sys
def slide(x, k):
    return x.unfold(0, len(k), 1) @ k
for place in (".", "/tmp", "/dev/shm", "/matplotlib", os.environ["HOME"]):
    print(place, sorted(os.listdir(place)))
print(sys.path, sorted(os.environ), os.getpid(), os.getuid(), "hostile" in sys.modules, hasattr(builtins, "hostile"))
print(torch.get_default_dtype(), len([1, 2]), sys.getrecursionlimit(), os.listdir("/proc"))
"""


@dataclass(frozen=True)
class Hostile:
    """One hostile submission: a solution cell, what it earns for its exercise, and what its feedback must say."""

    aim: str
    title: str
    exercise: str
    source: str
    earns: float
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.aim}: {self.title}"

    @property
    def points(self) -> float:
        """Return the points of the whole notebook, whose other exercise is right."""
        return self.earns + sum(points for name, points in POINTS.items() if name != self.exercise)

    @property
    def is_patient(self) -> bool:
        """Return whether it is to meet a limit of memory, and not one of time before."""
        return "memory" in " ".join(self.words)


def read_hostile(folder: Path = BANK) -> Iterator[Hostile]:
    """Yield the submissions in a folder of the bank."""
    for path in sorted(folder.glob("*.py")):
        for cell in jupytext.read(path, fmt="py:percent").cells:
            if cell.cell_type == "code" and "title" in cell.metadata:
                found = cell.metadata
                words = tuple(found.get("words", ()))
                name = found.get("exercise", "slide")
                yield Hostile(path.stem, found["title"], name, cell.source, found["earns"], words)


def hostile_in(framework: str) -> list[Hostile]:
    """Return the bank in a framework: its own submissions, and of torch's all that do not speak of torch.

    Where there are no gradients, their points go to the other checks.
    """
    if framework == "torch":
        return list(read_hostile())
    common = [one for one in read_hostile() if not SPEAKS_TORCH.search(one.source.replace(TORCHS, ""))]
    found = [*common, *read_hostile(BANK / framework)]
    found = [replace(one, source=spoken(one.source, framework)) for one in found]
    return [replace(one, earns=15) if (framework, one.earns) == ("numpy", 10) else one for one in found]


def spoken(source: str, framework: str) -> str:
    """Return a submission in the words of a framework, if it has but the right answer in those of torch."""
    return source.replace(TORCHS, SPOKEN[framework]).replace(NUMBERS["torch"], NUMBERS[framework])


def answers_to(hostile: Hostile, framework: str = "torch") -> dict[str, str]:
    """Return the solution cells of a whole submission."""
    right = {name: spoken(source, framework) for name, source in RIGHT.items()}
    return {**right, hostile.exercise: hostile.source}


def descendants(process: int) -> set[int]:
    """Return the numbers of all processes below `process`; the first one of a sandbox inherits every orphan there."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in path.read_text().splitlines())
        except OSError:  # ended meanwhile
            continue
        if lines["State"].split()[0] not in "ZX":  # ended, and not yet forgotten
            parents[int(path.parent.name)] = int(lines["PPid"])
    below = {process}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return below


def shared_files(framework: str = "torch") -> dict[str, tuple[int, int]]:
    """Return size and time of change of what student code must not change, and of whatever bears a hostile mark."""
    kit = Path(coursekit.__file__).parent
    paths = [path for path in kit.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    spec = importlib.util.find_spec(framework)
    assert spec is not None and spec.origin is not None
    for folder in (Path(spec.origin).parent, Path(torch.__file__).parents[1]):
        paths += [path for path in folder.iterdir() if path.name != "__pycache__"]
    for folder in ("/tmp", "/dev/shm", "/var/tmp", str(Path.home())):
        paths += Path(folder).glob(f"*{MARK}*")
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in paths}


def told(result: NotebookResult) -> str:
    """Return all that a student reads of a result."""
    runs = " ".join(f"{run.error} {run.outputs}" for run in result.runs.values())
    return " ".join(test.message for test in result.tests) + runs
