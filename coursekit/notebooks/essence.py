"""What code is apart from names, comments, texts and format: two cells that differ in these alone have one essence."""

from __future__ import annotations

import builtins
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Name, Number, Operator, Punctuation, String, Text, _TokenType

MOST_TEXT = 20_000  # characters of a cell; what comes after these is not looked at
NAME, TEXT = "name", "text"  # stand for names of the student's own, and for texts
KEPT_NAMES = frozenset(vars(builtins))
PLANE, ROOM = 0x10000, 0xF0000  # where each token gets a character, for libraries that compare texts


@dataclass(frozen=True)
class Line:
    """A line of code, which may go over several of the text: `first` to `last`, counted from 0."""

    tokens: tuple[str, ...]
    first: int
    last: int

    @property
    def encoded(self) -> str:
        """Return the line as a text with one character for each token."""
        return "".join(chr(PLANE + zlib.crc32(token.encode()) % ROOM) for token in (*self.tokens, "\n"))


@lru_cache(maxsize=4096)  # released cells come again with every student
def essence(source: str) -> tuple[Line, ...]:
    """Return the lines of `source` that say something, for whatever is no Python, too; nothing is run."""
    found: list[Line] = []
    tokens: list[str] = []
    depth = number = first = 0
    for kind, text in _read(source[:MOST_TEXT]):
        if not tokens:
            first = number
        if kind in Punctuation or kind in Operator:
            depth += (text in "([{") - (text in ")]}")
        token = _token(kind, text, tokens[-1] if tokens else "")
        if token:
            tokens.append(token)
        number += text.count("\n")
        ends = "\n" in text and kind in Text and not text.startswith("\\") and depth <= 0
        if ends and tokens:
            found.append(Line(tuple(tokens), first, number - 1))
            tokens, depth = [], 0
    return tuple(line for line in found if _says(line))


def _read(source: str) -> Iterator[tuple[_TokenType, str]]:
    lexer = PythonLexer(stripnl=False, stripall=False, ensurenl=True)
    yield from lexer.get_tokens(source)


def _token(kind: _TokenType, text: str, before: str) -> str:
    """Return what stands for a token, or "" if nothing does."""
    if kind in Comment or kind in Text or kind in String.Doc:
        return ""
    if kind in String and kind not in String.Interpol:
        return "" if before == TEXT else TEXT
    if kind in Number:
        return _number(text)
    if kind in Name and before != "." and text not in KEPT_NAMES:
        return NAME
    return text


def _number(text: str) -> str:
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def _says(line: Line) -> bool:
    return line.tokens != (TEXT,) and line.tokens[0] not in ("import", "from", "%", "!")
