"""Hand-ins are graded as they arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..helpers import build_toy, grades, run
from .exchange import FLIPPED, teach

pytestmark = pytest.mark.slow


def test_what_is_submitted_comes_back_as_feedback(toy: Path) -> None:
    """What a student submits is graded, and its feedback can be fetched, each time."""
    build_toy(toy)
    course = teach(toy)
    jo = course.student("jo")
    jo.submit(FLIPPED)
    done = run(toy, "coursekit", "watch", "toy", "--once")
    assert "jo: attempt 1, 50 points" in done.stdout
    [page] = jo.feedback()
    assert "50 of 100 points" in page and "The kernel is flipped." in page
    jo.submit()
    done = run(toy, "coursekit", "watch", "toy", "--once")
    assert done.stdout.count("jo:") == 1 and "jo: attempt 2, 100 points" in done.stdout
    assert [f"{points} of 100 points" in page for points, page in zip((50, 100), jo.feedback(), strict=True)]
    assert ("jo", "01_toy", 100.0, None) in grades(f"sqlite:///{toy / 'gradebook.db'}")
