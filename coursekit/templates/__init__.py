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


HTML.filters["code"] = code

# For texts that are not HTML.
TEXT = jinja2.Environment(loader=_FOLDER, trim_blocks=True, undefined=jinja2.StrictUndefined)
