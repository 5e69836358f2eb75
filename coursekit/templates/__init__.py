"""The templates of pages and texts, and the two environments that render them."""

from __future__ import annotations

import re

import jinja2
from markupsafe import Markup, escape

_FOLDER = jinja2.PackageLoader(__name__, "")

# For pages: whatever is put into them is escaped.
HTML = jinja2.Environment(loader=_FOLDER, autoescape=True, undefined=jinja2.StrictUndefined)


def code(text: str) -> Markup:
    """Return `text` escaped, with what stands between grave accents as code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


def counted(number: float, thing: str) -> str:
    """Return a number of things in words: `1 student`, `0.5 points`."""
    said = f"{round(number, 2):g}"
    return f"{said} {thing}" if said == "1" else f"{said} {thing}s"


HTML.filters |= {"code": code, "counted": counted}

# For texts that are not HTML.
TEXT = jinja2.Environment(loader=_FOLDER, trim_blocks=True, undefined=jinja2.StrictUndefined)
