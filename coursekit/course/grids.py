"""Values of a small case as grids of coloured numbers."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

import numpy as np

SIDE = 12  # no grid with a longer side is drawn
RED, BLUE, GREEN = map(
    np.array, ([160, 10, 40], [5, 60, 140], [0, 90, 60])
)  # as far from white as a grid goes


@dataclass(frozen=True)
class Number:
    """A number of a grid, and the colours that it is shown in."""

    text: str
    colour: str
    ink: str


@dataclass(frozen=True)
class Panel:
    """A value that is shown: a grid of numbers where it is one, else its text."""

    title: str
    text: str
    rows: list[list[Number]] = field(default_factory=list)


def panels(inputs: str, seen_text: str, expected_text: str) -> list[Panel]:
    """Return input, result, what was expected and the difference, where a part of the result is a grid of numbers.

    The values are texts, as results of tests have them. Where there is no grid, a sentence says it better.
    """
    seen, expected = _parsed(seen_text), _parsed(expected_text)
    if not any(map(_is_grid, _parts(seen) + _parts(expected))):
        return []
    given = _parsed(f"[{inputs}]")
    wrong = _wrong(_parts(seen), _parts(expected))
    results = _numbered("what you gave", seen, wrong) + _numbered("what was expected", expected, wrong)
    # What is no grid stands in the sentence already, but for an error instead of a result, and a part of one.
    told = isinstance(seen, tuple) or isinstance(expected, tuple)
    results = [pair for pair in results if told or _is_grid(pair[1]) or pair[1] is seen]
    inputs_shown = _numbered("input", tuple(given) if isinstance(given, list) else given)
    pairs = enumerate(zip(_parts(seen), _parts(expected), strict=False))
    differences = [_difference(*pair) for n, pair in pairs if n in wrong]
    named = [pair for pair in inputs_shown if _is_grid(pair[1])] + results
    named += _numbered("difference", tuple(part for part in differences if part))
    grids = [grid for _, value in named if (grid := _grid(value)) is not None]
    strongest = max((float(np.abs(grid).max()) for grid in grids), default=0.0) or 1.0
    return [_panel(*pair, strongest) for pair in named]


def _wrong(seen: tuple[Any, ...], expected: tuple[Any, ...]) -> set[int]:
    """Return which parts of a result are to be shown: those that are not as expected, all if that cannot be told."""
    every = set(range(max(len(seen), len(expected))))
    if len(seen) != len(expected):
        return every
    return {n for n in every if seen[n] != expected[n]} or every


def _parsed(text: str) -> Any:
    """Return the value that `text` stands for, or `text` where it stands for none."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def _grid(value: Any) -> np.ndarray | None:
    """Return a list of equally long lists of numbers as an array, None for anything else."""
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        return None
    lengths = {len(row) for row in value}
    if len(lengths) != 1 or not 0 < max(len(value), *lengths) <= SIDE or not min(lengths):
        return None
    if not all(type(number) in (int, float) for row in value for number in row):
        return None
    grid = np.array(value, dtype=float)
    return grid if np.isfinite(grid).all() else None


def _is_grid(value: Any) -> bool:
    return _grid(value) is not None


def _parts(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _numbered(title: str, value: Any, wanted: set[int] | None = None) -> list[tuple[str, Any]]:
    """Return a value, or the `wanted` parts of a tuple, each with a title of its own."""
    parts = _parts(value)
    titles = [f"{title} ({n})" if len(parts) > 1 else title for n in range(1, len(parts) + 1)]
    return [pair for n, pair in enumerate(zip(titles, parts, strict=True)) if wanted is None or n in wanted]


def _difference(seen: Any, expected: Any) -> list[list[float]]:
    """Return how two grids of one shape differ; nothing for all else."""
    a, b = _grid(seen), _grid(expected)
    return (a - b).tolist() if a is not None and b is not None and a.shape == b.shape else []


def _panel(title: str, value: Any, strongest: float) -> Panel:
    grid = _grid(value)
    if grid is None:
        return Panel(title, str(value))
    rows = grid.tolist()
    return Panel(title, "", [list(map(_number, row, [strongest] * len(row))) for row in rows])


def shade(score: float, points: float) -> Number:
    """Return points of so many as a number that is the darker, the larger the share."""
    return _coloured(f"{score:.4g}", GREEN, min(max(score / points, 0.0), 1.0))


def _number(number: float, strongest: float) -> Number:
    text = f"{number:.4g}".replace("-", "−")
    return _coloured(text, RED if number > 0 else BLUE, min(abs(number) / strongest, 1.0))


def _coloured(text: str, strongest: np.ndarray, share: float) -> Number:
    """Return a number on a colour between white and the strongest, in readable ink."""
    colour = (255 + share * (strongest - 255)).round()
    red, green, blue = colour.astype(int).tolist()
    # Of black and white, the one with the better contrast: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    linear = np.where(colour <= 10, colour / 3294, ((colour / 255 + 0.055) / 1.055) ** 2.4)
    ink = "#000" if linear @ [0.2126, 0.7152, 0.0722] > 0.179 else "#fff"
    return Number(text, f"rgb({red}, {green}, {blue})", ink)
