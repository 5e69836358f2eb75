"""What is left of code without names, comments, texts and format."""

from __future__ import annotations

import pytest

from coursekit.notebooks.essence import MOST_TEXT, essence

PLAIN = (
    'def f(x, n):\n    """Say it."""\n    y = x.sum(0)\n    return [y[i, 1:] * 2.0 for i in range(n)], "a"\n'
)
DRESSED = """
# mine
def g(values, count):  # of values
    result = values.sum(
        0
    )

    return [result[k, 1 :] * 2. for k in range(count)], 'b' "c"
"""


def said(source: str) -> list[tuple[str, ...]]:
    """Return the lines of the essence of `source`."""
    return [line.tokens for line in essence(source)]


def test_names_comments_texts_and_format_do_not_count() -> None:
    """Code that was renamed, commented and laid out anew has the same essence; what it calls and counts with counts."""
    assert said(PLAIN) == said(DRESSED)
    for changed in (("sum", "mean"), ("2.0", "3.0"), ("range", "reversed"), ("* 2", "+ 2")):
        assert said(PLAIN) != said(PLAIN.replace(*changed)), changed


def test_lines_are_where_they_stand() -> None:
    """A line knows which lines of the text it goes over."""
    places = [(line.first, line.last) for line in essence(DRESSED)]
    assert places == [(2, 2), (3, 5), (7, 7)]


@pytest.mark.parametrize(
    "text", ["", "def f(:\n  x = (", '"""open', "\0\udc80", ")" * 99, "$$$ no Python", "\\\n"]
)
def test_anything_is_read(text: str) -> None:
    """What is no Python has an essence too, if only an empty one."""
    essence(text)


def test_only_so_much_is_read() -> None:
    """What stands after a certain length is not looked at."""
    long = "x = 1\n" * (MOST_TEXT // 6 + 1000)
    assert len(essence(long)) <= MOST_TEXT // 6 + 1
