"""The templates of pages and texts, and the two environments that render them."""

from __future__ import annotations

import jinja2

_FOLDER = jinja2.PackageLoader(__name__, "")

# For pages: whatever is put into them is escaped.
HTML = jinja2.Environment(loader=_FOLDER, autoescape=True, undefined=jinja2.StrictUndefined)

# For texts that are not HTML.
TEXT = jinja2.Environment(loader=_FOLDER, trim_blocks=True, undefined=jinja2.StrictUndefined)
