"""What HTML may say of its looks: whatever has its place within a line or a box, and nothing that leaves it."""

from __future__ import annotations

import pytest

from coursekit.notebooks.html import harmless_html, page_html
from coursekit.notebooks.markdown import harmless_markdown
from coursekit.notebooks.styles import harmless_style

KEPT = {
    # What the notebooks' own `show` displays.
    ("table", "display: inline-table; margin: 0 24px 8px 0; border-collapse: collapse"),
    ("caption", "caption-side: top; text-align: center"),
    ("td", "background-color: rgb(103, 0, 31); color: white; min-width: 46px; height: 34px; padding: 0; text-align: center"),
    ("td", "border: 1px solid #888; border-top: none; padding: 0.2em 0.8em 0.2em 0"),
    ("td", "width: 50%; vertical-align: top; white-space: nowrap"),
    ("div", "margin: 0 auto; max-width: 40em; line-height: 1.5"),
    ("span", "color: hsl(120, 50%, 50%); font-weight: 700; font-size: 12pt; font-family: 'dejavu sans', monospace"),
    ("span", "display: inline-block; padding: 2px 4px; border: 1px solid red; text-decoration: underline wavy red"),
    ("img", "width: 300px; height: auto"),
}  # fmt: skip
LEFT_OUT = {
    *((tag, f"font-size: {size}") for tag in ("a", "td") for size in ("41px", "1.1em", "101%", "3rem", "larger", "9in", "1e9px")),
    *((tag, f"line-height: {size}") for tag in ("a", "p") for size in ("0", "0.9", "3.1", "90%", "12px", "400%", "-1")),
    *((tag, "height: 20px") for tag in ("a", "div", "p", "span")),
    *(("a", f"{name}: 5px") for name in ("padding", "margin", "margin-top", "padding-left", "border", "border-bottom")),
    *(("div", f"{name}: -1px") for name in ("margin", "margin-top", "padding", "width", "border")),
    *(("div", f"{name}: 900px") for name in ("margin", "padding-top", "border-left", "border-spacing")),
    *(("span", f"vertical-align: {size}") for size in ("9px", "-9px", "50%")),
    *(("p", f"{name}: 1px") for name in ("top", "left", "inset", "text-indent", "letter-spacing", "outline", "transform")),
    *(("p", f"position: {how}") for how in ("fixed", "absolute", "sticky", "relative")),
    *(("p", f"display: {how}") for how in ("none", "flex", "contents", "inline-block !important")),
    ("p", "width: calc(9px + 9px)"),
    ("p", "width: 12000px"),
    ("p", "width: var(--x)"),
    ("p", "color: red/**/"),
    ("p", r"color: r\65 d"),
    ("p", "color: red !important"),
    ("p", "font-family: url(x)"),
    ("p", "background-color: url(http://evil.example)"),
    ("p", "background-color: rgb(calc(1), 2, 3)"),
    ("p", "float: left"),
    ("p", "z-index: 1"),
    ("p", "width"),
    ("p", ": 1px"),
    ("p", ""),
}  # fmt: skip


def plain(style: str) -> str:
    """Return a style without spaces in places where they say nothing."""
    return style.replace(": ", ":").replace("; ", ";").replace(", ", ",")


@pytest.mark.parametrize(("tag", "style"), sorted(KEPT))
def test_looks_are_kept(tag: str, style: str) -> None:
    """Colours, letters, borders, and sizes that have room, stay as they are."""
    assert harmless_style(tag, style) == plain(style)
    assert harmless_style(tag, plain(style)) == plain(style)


@pytest.mark.parametrize(("tag", "style"), sorted(LEFT_OUT))
def test_what_could_cover_is_left_out(tag: str, style: str) -> None:
    """A size, an offset or a position that could leave its place is left out, and what stands beside it stays."""
    assert harmless_style(tag, f"{style}; text-align: left") == "text-align:left"


@pytest.mark.parametrize(
    "attributes",
    ["voffset='1em'", "lspace='-1em'", "lspace='-1width'", "width='900px'", "height='-1px'", "depth='11em'",
     "height='9e9em'", "mathsize='3em'", "minsize='99em'", "scriptlevel='-1'", "linethickness='90px'",
     "columnspacing='1em 99em'", "mathcolor='url(x)'"],
)  # fmt: skip
def test_formulas_have_bounds(attributes: str) -> None:
    """In a formula, lengths are bounded and not negative, and nothing is moved."""
    assert harmless_html(f"<math><mpadded {attributes}><mi>x</mi></mpadded></math>").count("=") == 0


def test_formulas_keep_their_spaces() -> None:
    """Lengths as formulas have them stay."""
    formula = '<math display="block"><mspace width="0.167em"></mspace><mo minsize="2.470em" stretchy="false">(</mo></math>'
    assert harmless_html(formula) == formula


ADDRESSES = {
    "https://d2l.ai/a?b=c#d": True,
    "HTTP://d2l.ai": True,
    "mailto:ada@example.org": True,
    "ht\ntps://d2l.ai": False,
    "https\t://d2l.ai": False,
    "https://d2l.ai/\n": False,
    "https:/\r/d2l.ai": False,
    "\x01https://d2l.ai": False,
    " https://d2l.ai": False,
    "https://d2l\u00a0.ai": False,
    "https:\\\\d2l.ai": False,
    "java\nscript:alert(1)": False,
    "data:text/html,x": False,
    "//d2l.ai": False,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_are_what_they_look_like(address: str) -> None:
    """A link leads to a page or a mailbox by an address without signs that a browser leaves out, or nowhere."""
    for clean in (harmless_html, page_html):
        assert ("href" in clean(f"<a href='{address}'>x</a>")) == ADDRESSES[address]


def test_text_that_would_lose_its_looks_is_shown_as_written() -> None:
    """Markdown with a style that is kept stays; with one that is not, it is shown as it was written."""
    kept = '<span style="color: rgb(1, 2, 3)">x</span>'
    assert harmless_markdown(kept) == kept
    assert harmless_markdown('<span style="font-size: 99px">x</span>').startswith("```")
