"""Cgroups for students' processes, where the machine gives them; where it does not, grading goes on without."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.errors import LimitExceeded
from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.sandbox import cgroups
from coursekit.sandbox.cgroups import CgroupFolder, make_cgroup_folder, remove_abandoned
from coursekit.sandbox.child import Child
from coursekit.sandbox.inside.resources import MB
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

LIMITS = Limits(call_seconds=300, memory_mb=128, disk_mb=16, processes=40)
# 40 processes, each with half a million bytes for the kernel's list of its pieces of memory, over and over.
PIECES = """
import ctypes, os, time

libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p

def cut():
    place = libc.mmap(None, ctypes.c_size_t(2**30), 1, 0x4022, -1, ctypes.c_long(0))  # read only; reserves nothing
    for number in range(0, 60000, 2):
        libc.mprotect(ctypes.c_void_p(place + number * 4096), 4096, 0)
    time.sleep(98765)

def slide():
    for _ in range(30):
        if os.fork() == 0:
            cut()
    time.sleep(98765)
"""


@pytest.fixture
def folder() -> Iterator[CgroupFolder]:
    """Return a folder for cgroups, on a machine that gives them to this account."""
    made = make_cgroup_folder()
    if made is None:
        pytest.skip("this machine gives this account no cgroups")
    yield made
    made.remove()


@pytest.fixture
def box(folder: CgroupFolder) -> Iterator[Sandbox]:
    """Return a sandbox of this test alone, on a machine that gives cgroups."""
    with Sandbox() as box:
        yield box


def place_of(box: Sandbox, child: Child) -> Path:
    """Return the folder of the cgroup that a process of a sandbox is in."""
    told = Path(f"/proc/self/fdinfo/{child._pidfd}").read_text()
    process = re.search(r"^Pid:\s+(\d+)", told, re.MULTILINE)
    assert process is not None and box._template is not None and box._template.cgroups is not None
    lines = Path(f"/proc/{process[1]}/cgroup").read_text().splitlines()
    own = next(line[3:] for line in lines if line.startswith("0::"))
    return box._template.cgroups.path / Path(own).name


@pytest.mark.slow
def test_each_notebook_has_a_cgroup_of_its_own(box: Sandbox) -> None:
    """Each student's process is in a group with the limits of its notebook, and the group goes when the notebook is graded."""
    assert {"memory", "pids"} <= set(box.cgroup_controllers())
    first, second = Child(box, LIMITS), Child(box, LIMITS)
    places = [place_of(box, child) for child in (first, second)]
    assert places[0] != places[1]
    for place in places:
        assert (place / "pids.max").read_text() == "40\n"
        assert 144 * MB < int((place / "memory.max").read_text()) < 1024 * MB
        assert (place / "memory.oom.group").read_text() == "1\n"
    first.kill()
    second.kill()
    box.close()
    assert not places[0].parent.exists()


@pytest.mark.slow
def test_memory_that_the_kernel_keeps_is_counted(box: Sandbox) -> None:
    """What the kernel needs for a student's processes counts as their memory, whatever it is needed for."""
    student = Student(box, [Cell("a", PIECES)], {}, limits=LIMITS)
    with pytest.raises(LimitExceeded, match="used more than 128 MB of memory"):
        student.slide()
    student.close()


def test_what_was_left_behind_is_removed(folder: CgroupFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose sandbox has ended in an unusual way is removed by the next, and one that is in use is not."""
    monkeypatch.setattr(cgroups, "YOUNG", -1)
    left = CgroupFolder(folder.path.parent)
    remove_abandoned(folder.path.parent)
    assert left.path.exists()
    os.close(left.fd)
    remove_abandoned(folder.path.parent)
    assert not left.path.exists() and folder.path.exists()


@pytest.mark.slow
def test_where_there_are_none_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that gives no cgroups none is made, nothing is written, and notebooks are graded all the same."""
    monkeypatch.setattr(cgroups, "candidates", lambda: iter([tmp_path, tmp_path / "none"]))
    assert make_cgroup_folder() is None
    assert list(tmp_path.iterdir()) == []
    with Sandbox() as box:
        assert box.cgroup_controllers() == []
        child = Child(box, LIMITS)
        assert child.alive
        child.kill()
