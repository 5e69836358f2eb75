"""Which files may lie beside a page: those that a browser shows, and does nothing else with."""

from __future__ import annotations

import pytest

from coursekit.notebooks.passive import is_passive

PASSIVE = {
    "notes.txt": b"a < b\n",
    "empty.txt": b"",
    "data.csv": b"a,b\n1,2\n",
    "data.TSV": "ä\tö\n".encode(),
    "a/b/dot.png": b"\x89PNG\r\n\x1a\n....",
    "photo.JPEG": b"\xff\xd8\xff....",
    "moving.gif": b"GIF89a....",
}
ACTIVE = {
    "page.html": b"<p>text</p>",
    "PAGE.HTM": b"text",
    "page.xhtml": b"<p/>",
    "drawing.svg": b"<svg/>",
    "packed.svgz": b"\x1f\x8b",
    "feed.xml": b"<a/>",
    "style.css": b"p {}",
    "code.js": b"1",
    "code.mjs": b"1",
    "paper.pdf": b"%PDF-1.7",
    "mail.mht": b"text",
    "code.wasm": b"\0asm",
    "no suffix": b"text",
    ".txt": b"<p>",
    "page.html.png": b"<script>",
    "page.txt": b"\n <!doctype html>",
    "mark.csv": b"\xef\xbb\xbf<html>",
    "paper.txt": b"%PDF-1.7",
    "image.txt": b"\x89PNG\r\n\x1a\n",
    "utf16.txt": "<script>".encode("utf-16"),
    "zeros.txt": b"a\0b",
    "drawing.gif": b"<svg/>",
    "dot.png": b"\xff\xd8\xff",
    "01.html/page.png": b"GIF89a",
}


@pytest.mark.parametrize("name", PASSIVE)
def test_texts_tables_and_pictures_are_passive(name: str) -> None:
    """A plain text, a table and a picture of dots that is one may lie beside a page."""
    assert is_passive(name, PASSIVE[name])


@pytest.mark.parametrize("name", ACTIVE)
def test_what_a_browser_runs_or_renders_is_not(name: str) -> None:
    """A page, a drawing, a script, a document, and whatever only has the name of something else, may not."""
    assert not is_passive(name, ACTIVE[name])
