"""What a configuration says of an assignment's sandbox, as far as that can be read before anything is imported.

A sandbox takes as long to get ready as the command that needs it takes to import; so it is begun first. A guess that is
wrong costs a process that nobody asks for anything.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

FILES = ("nbgrader_config.py", "course_config.py")
USUAL: dict[str, Any] = {"framework": "torch", "python": "", "protected": True, "assignments": {}}


def foretold(root: Path, words: list[str]) -> dict[str, Any] | None:
    """Return the settings in USUAL of the assignment that is among the `words` of a command, in the course in `root`.

    None where they are not written out, one in a line of its own each, so that only running the files would tell.
    """
    settings = dict(USUAL)
    try:
        for path in filter(Path.exists, (root / name for name in FILES)):
            settings |= _written_out(path.read_bytes())
        own = next(
            (dict(settings["assignments"][word]) for word in words if word in settings["assignments"]), {}
        )
    except (OSError, SyntaxError, TypeError, ValueError):
        return None
    return {name: own.get(name, value) for name, value in settings.items()}


def _written_out(text: bytes) -> dict[str, Any]:
    """Return what the lines of a configuration set; ValueError where one of these settings is made in another way."""
    tree, found = ast.parse(text), {}
    mentioned = sum(_setting(node) is not None for node in ast.walk(tree))
    assigned = [line for line in tree.body if isinstance(line, ast.Assign) and _setting(line.targets[0])]
    if mentioned != len(assigned):
        raise ValueError("a setting is not written out")
    for line in assigned:
        found[str(_setting(line.targets[0]))] = ast.literal_eval(line.value)
    return found


def _setting(node: ast.AST) -> str | None:
    """Return the name in `c.CourseKit.name`, if it is one of those in USUAL."""
    if isinstance(node, ast.Attribute) and node.attr in USUAL and ast.unparse(node.value) == "c.CourseKit":
        return node.attr
    return None
