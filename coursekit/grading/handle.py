"""What a hidden test holds of an object that stays in the student's process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Handle:
    """Something in the student's process: callable, with readable attributes."""

    def __init__(self, student: Any, tree: Mapping[str, Any]):
        self._student, self._tree = student, tree

    def __call__(self, *arguments: Any) -> Any:
        """Call it with `arguments` by position, and return plain data or another handle."""
        return self._student._call(self, arguments, observe=False)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._student._request("attribute", owner=self, name=name)

    def __repr__(self) -> str:
        return str(self._tree.get("name") or f"a {self._tree.get('kind', 'function')}")
