"""What HTML may be on a page that shows students' work: text, tables, formulas, pictures that the page brings along."""

from __future__ import annotations

import re

import nh3
from pygments.token import STANDARD_TYPES

from . import styles
from .text import sound

MAX_HTML = 200_000  # characters; sanitizing deeply nested elements takes time in the square of it
TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del"),
    *("details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small"),
    *("span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    *("tt", "u", "ul", "var", "wbr"),
}  # fmt: skip
MATHML = {
    *("math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mroot"),
    *("mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr"),
    *("munder", "munderover", "none", "mprescripts"),
}  # fmt: skip
ATTRIBUTES = {
    "*": {"align", "class", "dir", "lang", "style", "title", "valign"},
    "a": {"href"},
    "col": {"span", "width"},
    "details": {"open"},
    "font": {"color"},
    "img": {"alt", "height", "src", "width"},
    "input": {"checked", "disabled"},
    "ol": {"start"},
    "table": {"border"},
    "td": {"colspan", "rowspan", "width"},
    "th": {"colspan", "rowspan", "scope", "width"},
    **dict.fromkeys(MATHML, styles.MATHML.keys() | styles.MATHML_WORDS),
}
# Classes that the page's own scripts and styles act on, such as Formgrader's `full-credit`, are not among these.
CLASS = re.compile(
    r"dataframe|data|blank|index_name|(?:row|col|level)\d+|(?:row|col)_heading|highlight|h[lp]-[\w-]+|language-\w+"
    r"|alert(?:-(?:block|info|success|warning|danger))?|anchor-link|task-list-item(?:-checkbox)?"
)
CODE_CLASSES = set(STANDARD_TYPES.values()) | {"hll", "linenos"}
DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
# No white space and no control character: what browsers leave out of an address could hide where it leads.
LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20\x7f-\xa0\\]{1,2000}", re.IGNORECASE)
PLAIN_PATH = re.compile(r"(?:\./)?(?:[\w-][\w.-]*/)*[\w-][\w.-]*(?:#[\w-]*)?")
ANCHOR = "text-"  # so that no heading or link target has a name that the page uses itself


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        kept = DATA_IMAGE.fullmatch(value) or (":" not in value and PLAIN_PATH.fullmatch(value))
        return value if kept else None
    if name == "href":
        if value.startswith("#"):
            return "#" + ANCHOR + value[1:].removeprefix(ANCHOR)
        return value if LINK.fullmatch(value) or PLAIN_PATH.fullmatch(value) else None
    if name == "style":
        return styles.harmless_style(tag, value)
    if name == "class":
        known = [word for word in value.split() if CLASS.fullmatch(word) or word in CODE_CLASSES]
        return " ".join(known) or None
    return styles.harmless_attribute(name, value, mathml=tag in MATHML)


def _cleaner(attributes: dict[str, set[str]], path: re.Pattern[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS | MATHML,
        attributes=attributes,
        attribute_filter=_attribute,
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "title"},
        set_tag_attribute_values={"input": {"type": "checkbox"}},
        url_schemes={"http", "https", "mailto", "data"},
        url_relative=lambda url: url if path.fullmatch(url) else None,
        id_prefix=ANCHOR,
    )


# In what a student wrote, a link within the course could lead to a page that the student handed in beside it.
_STUDENT = _cleaner(ATTRIBUTES, re.compile("#.*"))
_PAGE = _cleaner({**ATTRIBUTES, "*": {*ATTRIBUTES["*"], "id"}}, re.compile(f"#.*|{PLAIN_PATH.pattern}"))


def harmless_html(text: str) -> str:
    """Return HTML that a student's code made, with what could act, fetch or cover something taken out."""
    return _STUDENT.clean(sound(text)) if len(text) <= MAX_HTML else "<em>(too long to be shown)</em>"


def page_html(text: object) -> str:
    """Return HTML as `harmless_html` does; files beside the page and targets within it stay linked."""
    return _PAGE.clean(sound(text.decode() if isinstance(text, bytes) else str(text)))
