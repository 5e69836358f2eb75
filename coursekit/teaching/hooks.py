"""Hooks of the course's own, and the log in which it stands what became of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

LOG = "coursekit.grading"  # the name under which a run is logged


def run_hook(hook: Callable[..., Any] | None, assignment: str, student: str, notebooks: list[str]) -> None:
    """Call a hook of the course's own as nbgrader does; as there, one that fails keeps nobody from being graded."""
    if hook is None:
        return
    try:
        hook(assignment=assignment, student=student, notebooks=notebooks)
    except Exception as error:
        logging.getLogger(LOG).warning("%s: a hook of the course failed: %r", student, error)
