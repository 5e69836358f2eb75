"""Which files a browser only shows, so that they may lie beside a page that is believed."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

PICTURES = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
}
TEXTS = {".csv", ".tsv", ".txt"}
# A server may not say that a text is one; what begins like this, a browser then takes for a page or a document.
BEGINS_AS_MORE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|%PDF|%!PS|\{\\rtf)", re.IGNORECASE)


def is_passive(name: str, data: bytes) -> bool:
    """Return whether a file is what its name says, and that is a picture of dots, plain text or a table."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in PICTURES:
        return data.startswith(PICTURES[suffix])
    return suffix in TEXTS and _is_text(data) and not BEGINS_AS_MORE.match(data)


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False
