"""What a check shows: one box, with the first case that fails in full and everything else in one line each.

Nothing is told by colour alone, and text has the colours of the page around, be it light or dark.
"""

import html

import numpy as np

from .frameworks import fw
from .pictures import as_array, grid, strongest
from .waiting import place

LARGEST = 12  # rows or columns of a table
GREEN, ORANGE, GREY = "#1a8a3c", "#c05600", "#767676"  # each at least 3:1 on white and on black
SIGNS = {
    "not started": ("○", GREY),
    "in progress": ("◐", ORANGE),
    "keep working": ("✗", ORANGE),
    "almost": ("≈", ORANGE),
    "form": ("✓", GREY),
    "correct": ("✓", GREEN),
}


def box(state, words, outcomes):
    """Return the HTML of a check that ended in this `state`: the `words` for it, and what became of each property."""
    sign, colour = SIGNS[state]
    page = f"<div><strong>{sign} {html.escape(words)}</strong></div>"
    first = next((outcome for outcome in outcomes if not outcome.ok), None)
    if first is not None:
        page += _in_full(first)
    reason = first.why if first is not None else ""
    others = "".join(f"<li>{_line(outcome, reason)}</li>" for outcome in outcomes if outcome is not first)
    if others:
        page += f'<ul style="margin: 4px 0 0 0; padding-left: 20px">{others}</ul>'
    style = f"border: 1px solid {colour}; border-left: 6px solid {colour}; padding: 6px 12px; margin: 4px 0"
    return f'<div style="{style}">{page}</div>'


def brief(value):
    """Return `value` in at most one short line."""
    if isinstance(value, tuple) and all(isinstance(number, int) for number in value):
        return str(tuple(value))  # a size, which has no decimals
    array = as_array(value)
    if array.dtype.kind in "fiub" and array.size <= 16:
        return str(np.round(array.astype(float), 4).tolist())
    if array.dtype.kind in "fiub":
        return f"an array of shape {array.shape}"
    return _as_text(value)


def _as_text(value):
    """Return what `str` makes of a value, cut off, and of text with its quotes."""
    return (repr(value) if isinstance(value, str) else str(value))[:80]


def _line(outcome, before=""):
    """Return one outcome in one line; a reason that was told `before` is not told again."""
    mark = "✓ ok" if outcome.ok else "✗ fails"
    why = "for the same reason" if outcome.why and outcome.why == before else outcome.why
    return html.escape(f"{mark}: {outcome.title}" + f" – {why}" * bool(why))


def _in_full(outcome):
    """Return the HTML of what fails first: why, where in the student's code, and what went in and came out."""
    tables, words = _inputs(outcome.given)
    lines, why = [", ".join(words)], outcome.why
    if outcome.expected is not None and outcome.problem is None and outcome.seen is not None:
        compared = _comparison(outcome.expected, outcome.seen)
        tables += compared
        lines.append("" if compared else f"expected: {_said(outcome.expected)}; yours: {_said(outcome.seen)}")
        why = why if outcome.slip else ""  # which is what the lines before say
    page = f"<div>{html.escape(f'✗ fails: {outcome.title}' + f' – {why}' * bool(why))}</div>"
    if outcome.problem is not None:
        page += _origin(outcome.problem)
    page += "".join(f"<div>{html.escape(line)}</div>" for line in lines if line)
    return page + (f'<div style="margin: 8px 0 0 0">{tables}</div>' if tables else "")


def _origin(problem):
    name, line, text = place(problem)
    if not name:
        return ""
    code = f": <code>{html.escape(text)}</code>" if text else ""
    return f"<div>{html.escape(name)}, line {line}{code}</div>"


def _inputs(given):
    """Return the inputs that have a table, in HTML, and the others in words."""
    tables, words = "", []
    for name, value in given.items():
        values = _rows(value)
        if values is not None:
            tables += grid(values, name, strongest(values))
        else:
            words.append(f"{name} = {_said(value)}")
    return tables, words


def _comparison(expected, seen):
    """Return tables of what was expected, what came out and the difference; "" where that is better said in words."""
    left, right = _rows(expected), _rows(seen)
    if left is None or right is None:
        return ""
    if as_array(expected).shape != as_array(seen).shape:
        shapes = ["×".join(map(str, as_array(value).shape)) for value in (expected, seen)]
        both = zip(("expected", "yours"), shapes, (left, right))
        return "".join(grid(values, f"{whose}, {shape}", strongest(values)) for whose, shape, values in both)
    limit = max(strongest(left), strongest(right))
    off = np.where(np.isclose(right, left, rtol=1e-4, atol=1e-5), 0, right - left)
    return grid(left, "expected", limit) + grid(right, "yours", limit) + grid(off, "difference", strongest(off))


def _rows(value):
    """Return numbers that fit into a table as rows and columns; None for whatever is better said in words."""
    listed = isinstance(value, list) and value and not isinstance(value[0], tuple)
    if not listed and not (fw.is_tensor(value) or isinstance(value, np.ndarray)):
        return None
    try:
        array = as_array(value)
    except ValueError:  # lists that are not equally long
        return None
    if array.dtype.kind not in "fiub" or array.ndim not in (1, 2) or not 0 < max(array.shape) <= LARGEST or not array.size:
        return None
    return np.atleast_2d(array).astype(float)


def _said(value):
    if callable(value):
        return "a function"
    if fw.is_tensor(value) or isinstance(value, np.ndarray):
        return brief(value)
    return f"{value:.6g}" if isinstance(value, float) else _as_text(value)
