"""What a grade was made from: noted in the autograded notebook, so that it can be explained and made again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from nbformat import NotebookNode

from .digests import digest, kit_version

# In the order in which they are told, with the words for each.
PARTS = {
    "submission": "what was handed in",
    "beside": "the other notebooks that were handed in",
    "suite": "the hidden suite",
    "release": "the released notebook",
    "seed": "the seed",
    "kit": "the kit",
}
SHOWN = 12  # digits of a digest, where people read it


def origin(
    notebook: str,
    submission: bytes,
    beside: Mapping[str, bytes],
    release: bytes,
    suites: Mapping[str, bytes],
    seed: int,
) -> dict[str, Any]:
    """Return what a grade of a notebook is made from; digests are those that `sha256sum` prints for the files.

    `beside` are the student's notebooks, `suites` all modules of the hidden suites. A suite is its own file, and what
    is no suite after that. What is not there has no digest.
    """
    suite = f"test_{notebook}.py"
    helpers = sorted(name for name in suites if not name.startswith("test_"))
    others = [beside[name] for name in sorted(beside) if name != f"{notebook}.ipynb"]
    return {
        "submission": _digest(submission),
        "beside": digest(*others) if others else "",
        "suite": _digest(*(suites[name] for name in [suite, *helpers])) if suite in suites else "",
        "release": _digest(release),
        "seed": seed,
        "kit": f"{version('nbcoursekit')} ({kit_version()[:SHOWN]})",
    }


def _digest(*parts: bytes) -> str:
    whole = b"".join(parts)
    return hashlib.sha256(whole).hexdigest() if whole else ""


def sign(notebook: NotebookNode, made_from: Mapping[str, Any]) -> None:
    """Note in a notebook, in place, what its grade is made from."""
    notebook.metadata.setdefault("coursekit", {})["graded"] = dict(made_from)


def origin_of(notebook: NotebookNode) -> dict[str, Any]:
    """Return what the grade in an autograded notebook was made from; {} if that is not known."""
    noted = notebook.metadata.get("coursekit")
    graded = noted.get("graded") if isinstance(noted, dict) else None
    return dict(graded) if isinstance(graded, dict) and graded.keys() >= PARTS.keys() else {}


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return in words what has changed between two grades; nothing if one of them is not known."""
    if not before or not now:
        return []
    return [words for part, words in PARTS.items() if before[part] != now[part]]
