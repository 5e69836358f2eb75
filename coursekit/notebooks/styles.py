"""What a student's HTML may say of its looks: for each property a grammar, none of whose values covers anything else.

Lengths are bounded, and not negative. What lies within a line may be only a little larger than the line; what lies
between lines pushes them apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

Grammar = Callable[[str], bool]

LONGEST_KEPT = 500  # characters of a style

PIXELS = {"": 0.0, "px": 1, "pt": 4 / 3, "em": 16, "rem": 16, "ex": 8, "ch": 8}
LENGTH = re.compile(r"(\d{1,4}(?:\.\d{1,8})?|\.\d{1,8})(px|pt|em|rem|ex|ch|%)?")
COLOUR = re.compile(r"#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})|[a-z]{3,30}|(?:rgb|hsl)a?\([\d.%,/ ]{1,60}\)")
FAMILY = re.compile(r"""(?:[\w -]+|"[\w -]+"|'[\w -]+')(?:,\s*(?:[\w -]+|"[\w -]+"|'[\w -]+'))*""", re.ASCII)


def colour(value: str) -> bool:
    """Return whether a value is a colour."""
    return COLOUR.fullmatch(value) is not None


def words(*allowed: str) -> Grammar:
    """Return the grammar of one of these words."""
    return allowed.__contains__


def pattern(text: str) -> Grammar:
    """Return the grammar of a regular expression."""
    return lambda value: re.fullmatch(text, value, re.ASCII) is not None


def length(pixels: float, *others: str, percent: float = 0) -> Grammar:
    """Return the grammar of a length up to so many pixels or per cent, or one of these other words."""

    def fits(value: str) -> bool:
        found = LENGTH.fullmatch(value)
        if found is None:
            return value in others
        number, unit = float(found[1]), found[2] or ""
        if unit == "%":
            return number <= percent
        return number * PIXELS[unit] <= pixels if unit else number == 0

    return fits


def each(*grammars: Grammar) -> Grammar:
    """Return the grammar of a few words, each of which one of these takes."""

    def takes(word: str) -> bool:
        return any(grammar(word) for grammar in grammars)

    def fits(value: str) -> bool:
        found = value.split()
        return 0 < len(found) <= 40 and all(map(takes, found))

    return fits


def _sides(*names: str, grammar: Grammar) -> dict[str, Grammar]:
    sides = ("", "-top", "-right", "-bottom", "-left")
    return {f"{name}{side}": grammar for name in names for side in sides}


LINES = words("none", "hidden", "solid", "dashed", "dotted", "double")
SIZES = ("xx-small", "x-small", "small", "medium", "large", "x-large", "smaller")
# Of every element. An em of a font size is that of the element around, and would grow with each of many.
TEXT: dict[str, Grammar] = {
    "background-color": colour,
    "border-collapse": words("collapse", "separate"),
    "caption-side": words("top", "bottom"),
    "color": colour,
    "display": words("inline-block", "inline-table"),
    "font-family": lambda value: len(value) <= 200 and FAMILY.fullmatch(value) is not None,
    "font-size": lambda value: length(16 if re.search("e[mx]$|ch$", value) else 40, *SIZES, percent=100)(value),
    "font-style": words("normal", "italic", "oblique"),
    "font-variant-numeric": each(words("normal", "tabular-nums", "lining-nums", "oldstyle-nums", "slashed-zero")),
    "font-weight": pattern("normal|bold|bolder|lighter|[1-9]00"),
    "line-height": pattern(r"normal|(?:[12](?:\.\d{1,4})?|3)(?:em)?|[12]\d\d%|300%"),
    "text-align": words("left", "right", "center", "justify", "start", "end"),
    "text-decoration": each(words("none", "underline", "overline", "line-through", "dotted", "wavy"), colour),
    "vertical-align": words("baseline", "sub", "super", "top", "middle", "bottom", "text-top", "text-bottom"),
    "white-space": words("normal", "nowrap", "pre", "pre-wrap", "pre-line"),
}  # fmt: skip
INLINE = {
    **TEXT,
    **_sides("margin", "padding", grammar=each(length(4))),
    **_sides("border", grammar=each(length(2), LINES, colour)),
}
WIDTH = length(1200, "auto", percent=100)
BOX = {
    **TEXT,
    **dict.fromkeys(("width", "min-width", "max-width"), WIDTH),
    "border-spacing": each(length(20)),
    **_sides("margin", grammar=each(length(64, "auto", percent=50))),
    **_sides("padding", grammar=each(length(64, percent=20))),
    **_sides("border", grammar=each(length(9), LINES, colour)),
}
# Others would let their text out where they are lower than it.
AS_HIGH_AS_ITS_CONTENT = {**BOX, "height": length(600, "auto")}
BOXES = {
    *("blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"),
}

SPACE = r"(?:very){0,2}(?:thin|medium|thick)mathspace"
SMALL = each(lambda value: length(160)(value.removeprefix("+")) or re.fullmatch(SPACE, value) is not None)
WORD = pattern(r"[\w\s-]{0,400}")
SIZE = pattern(r"\d{1,4}(?:px)?|\d{1,2}%|100%")
COUNT = pattern(r"\d{1,3}")
ATTRIBUTES: dict[str, Grammar] = {
    **dict.fromkeys(("align", "dir", "lang", "scope", "valign"), WORD),
    **dict.fromkeys(("border", "colspan", "rowspan", "span", "columnspan"), COUNT),
    "color": colour,
    "start": pattern(r"-?\d{1,6}"),
}
MATHML_LENGTHS = {
    **dict.fromkeys(("columnspacing", "depth", "height", "lspace", "rowspacing", "rspace", "width"), SMALL),
    **dict.fromkeys(
        ("mathsize", "maxsize", "minsize"), length(40, "small", "normal", "infinity", percent=100)
    ),
    "linethickness": length(9, "thin", "medium", "thick"),
}
MATHML = {
    **MATHML_LENGTHS,
    **ATTRIBUTES,
    **dict.fromkeys(("mathbackground", "mathcolor"), colour),
    "scriptlevel": pattern(r"\+?[0-3]"),
}
MATHML_WORDS = {
    *(
        "accent",
        "accentunder",
        "columnalign",
        "columnlines",
        "display",
        "displaystyle",
        "fence",
        "form",
        "largeop",
    ),
    *(
        "mathvariant",
        "movablelimits",
        "notation",
        "rowalign",
        "rowlines",
        "separator",
        "stretchy",
        "symmetric",
    ),
}


def harmless_style(tag: str, style: str) -> str | None:
    """Return the declarations of a style that an element may have, or None if none is left."""
    # The cells of a table have few styles, again and again; long ones are not kept, for they could fill the memory.
    return (_harmless if len(style) <= LONGEST_KEPT else _harmless.__wrapped__)(tag, style)


@lru_cache(maxsize=4096)
def _harmless(tag: str, style: str) -> str | None:
    known = (
        AS_HIGH_AS_ITS_CONTENT
        if tag in ("table", "td", "th", "tr", "img")
        else BOX
        if tag in BOXES
        else INLINE
    )
    kept = []
    for declaration in style.split(";")[:50]:
        name, _, value = (part.strip(" \t\r\n").lower() for part in declaration.partition(":"))
        value = re.sub(r"\s*([,(/])\s*|\s+(?=\))", r"\1", value)
        if name in known and known[name](value):
            kept.append(f"{name}:{value}")
    return ";".join(kept) or None


def harmless_attribute(name: str, value: str, *, mathml: bool) -> str | None:
    """Return an attribute that says how something is laid out, or None if it could cover what is beside it."""
    if mathml:
        grammar = MATHML.get(name, WORD if name in MATHML_WORDS else None)
    else:
        grammar = SIZE if name in ("height", "width") else ATTRIBUTES.get(name)
    return value if grammar is None or grammar(value.strip().lower()) else None
