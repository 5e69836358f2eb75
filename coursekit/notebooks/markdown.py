"""Markdown of students: rendered if that is all a browser does with it, shown as text otherwise."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

import latex2mathml.converter
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from .html import ANCHOR, harmless_html, page_html
from .text import sound

MAX_MARKDOWN = 20_000


class OfflineRenderer(IPythonRenderer):
    """Renders formulas as MathML, which browsers show without a script or a network."""

    def inline_math(self, body: str) -> str:
        """Render `$body$`; with a space inside its signs it is no formula, but two prices."""
        formula = None if body != body.strip() else mathml(body, "inline")
        return formula or str(super().inline_math(body))

    def block_math(self, body: str) -> str:
        """Render `$$body$$`."""
        return mathml(body, "block") or str(super().block_math(body))


def mathml(formula: str, display: str) -> str | None:
    """Return a formula in TeX as MathML, or None if it is none; `display` is "inline" or "block"."""
    try:
        return str(latex2mathml.converter.convert(formula.strip(), display=display))
    except Exception:  # of many kinds, for whatever a student may have typed between two dollar signs
        return None


def render(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Return Markdown as HTML that is read offline, with targets for links; nothing is made harmless."""
    renderer = OfflineRenderer(escape=False, attachments=dict(attachments or {}))
    return str(MarkdownWithMath(renderer=renderer).render(source))


def _render_plainly(source: str, attachments: Mapping[str, Any] | None) -> str:
    renderer = IPythonRenderer(escape=False, attachments=dict(attachments or {}), exclude_anchor_links=True)
    return str(MarkdownWithMath(renderer=renderer).render(source))


class _Attributes(HTMLParser):
    """Counts the attributes in HTML, but for those that only name something."""

    def __init__(self, text: str):
        super().__init__()
        self.seen: Counter[tuple[str, str, str]] = Counter()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name not in ("id", "name", "xmlns"):
                self.seen[tag, name, re.sub(r"\s|;\s*$", "", value or "").lower()] += 1


def _loses_something(rendered: str) -> bool:
    """Return whether the sanitizer takes elements, links or other attributes out of `rendered`."""
    cleaned = harmless_html(rendered.replace('href="#', f'href="#{ANCHOR}'))
    opened = (Counter(re.findall(r"<[a-z!?][^\s/>]*", text.lower())) for text in (rendered, cleaned))
    lost = next(opened) - next(opened)
    before = _Attributes(rendered.replace('href="#', f'href="#{ANCHOR}')).seen
    return bool(lost or before - _Attributes(cleaned).seen)


def verbatim(source: str) -> str:
    """Return Markdown that shows `source` as it was written."""
    longest = max((len(run) for run in re.findall("`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{source}\n{fence}"


def harmless_markdown(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Return a student's Markdown; if a browser would do more than show it, as the text that was written."""
    source = sound(source)
    fenced = re.fullmatch(r"(`{3,})\n(.*)\n\1", source, re.DOTALL)
    if fenced and source == verbatim(fenced[2]):
        return source
    if len(source) <= MAX_MARKDOWN:
        try:
            if not _loses_something(_render_plainly(source, attachments)):
                return source
        except Exception:  # what nbconvert cannot render would keep the whole page from being shown
            return verbatim(source)
    return verbatim(source)


@lru_cache(maxsize=1000)  # most is the instructor's, and comes again on everybody's page
def _page_html(source: str) -> str:
    return page_html(render(source))


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Stand in for nbconvert's filter of this name: render Markdown, and sanitize the result."""
    attachments = context.get("cell", {}).get("attachments", {})
    try:
        return page_html(render(source, attachments)) if attachments else _page_html(source)
    except Exception:
        return f"<pre>{html.escape(source)}</pre>"
