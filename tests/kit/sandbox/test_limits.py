"""What one notebook may use: every limit has a unit and a meaning, and words for whoever exceeds it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from coursekit.grading.replies import LIMIT_MARKS
from coursekit.sandbox.limits import Limits


def test_every_limit_is_described() -> None:
    """Each limit has a default above zero, a meaning that tells it from all others, and the unit that is in its name."""
    described = list(Limits.described())
    assert described == list(fields(Limits))
    assert all(limit.default > 0 for limit in described)
    assert len({limit.metadata["meaning"] for limit in described}) == len(described)
    for limit in described:
        ending = limit.name.rpartition("_")[2]
        assert limit.metadata["unit"] == {"seconds": "s", "mb": "MB"}.get(ending, "")


def test_limits_stay_as_they_are() -> None:
    """Limits are a value that nobody changes, and that can be the key of what was made with it."""
    with pytest.raises(FrozenInstanceError):
        Limits().processes = 5  # type: ignore[misc]
    assert len({Limits(), Limits(), Limits(processes=5)}) == 2


WORDS = {
    "memory": "used more than 3 GB of memory",
    "processes": "started more than 5 processes",
    "open files": "opened more than 6 files",
    "file": "wrote a file larger than 7 MB",
    "disk": "wrote more than 1536 MB",
    "processor": "used more than 9.5 s of processor time",
    "cell processor": "used more than 10 s of processor time",
    "grading processor": "took more than 12 s of processor time to be graded",
    "grading memory": "took more than 2 GB of memory to be graded",
}


@pytest.mark.parametrize("name", WORDS)
def test_words_name_the_limit(name: str) -> None:
    """What is said of an exceeded limit has the number of that limit, whole gigabytes as such."""
    limits = Limits(
        memory_mb=3072,
        processes=5,
        open_files=6,
        file_mb=7,
        disk_mb=1536,
        notebook_cpu_seconds=9.5,
        cell_cpu_seconds=10,
        grading_cpu_seconds=12,
        grading_memory_mb=2048,
    )
    assert limits.words(name) == WORDS[name]


def test_every_sign_of_a_limit_has_words() -> None:
    """Whatever a reply can be recognised by as an exceeded limit is one that there are words for."""
    assert {limit for _, limit in LIMIT_MARKS} <= WORDS.keys()
    with pytest.raises(KeyError):
        Limits().words("patience")
