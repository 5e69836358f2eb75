"""Text that is safe to print: on a terminal, in a file, beside other people's text."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from nbconvert.filters.ansi import ansi2html, strip_ansi

CONTROL = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
MOST_COLOURED = 2 * 10**8  # escape sequences times characters
UNPRINTED = re.compile(f"[{CONTROL}]")


def shown(name: str) -> str:
    """Return a name that a student chose without anything that a terminal would act on."""
    return UNPRINTED.sub(lambda match: match[0].encode("unicode_escape").decode(), name)


def sound(text: str) -> str:
    """Return text that can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode()


def shortened(text: str, most: int) -> str:
    """Return the beginning and the end of a text that is longer than `most` characters, or all of it."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} … ({len(text) - 2 * half} characters are left out) … {text[-half:]}"


def plain_name(text: str) -> str:
    """Return a name without characters that steer a terminal or turn the direction of text."""
    kept = (
        char if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else "\ufffd"
        for char in text
    )
    return "".join(kept)


def harmless_text(text: str) -> str:
    """Return what was printed, with escape sequences only where nbconvert can show them as colours."""
    text = re.sub(r"[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]", "", sound(text))
    if text.count("\x1b") * len(text) > MOST_COLOURED:  # so long it takes nbconvert to make colours of them
        return _without_escapes(text)
    try:
        ansi2html(text)
    except (IndexError, TypeError, ValueError):
        return _without_escapes(text)
    return text


def _without_escapes(text: str) -> str:
    stripped: str = strip_ansi(text)
    return stripped.replace("\x1b", "")


def joined(data: Any) -> str | None:
    """Return a text that a notebook may keep as a list of its lines; None if it is neither."""
    if isinstance(data, list) and all(isinstance(part, str) for part in data):
        return "".join(data)
    return data if isinstance(data, str) else None


def joined_lines(text: Any) -> str:
    """Return such a text as well as can be: without the lines that are none, without NULs, with plain line ends."""
    lines = text if isinstance(text, list) else [text]
    whole = "".join(line for line in lines if isinstance(line, str))
    return whole.replace("\0", "").replace("\r\n", "\n")
