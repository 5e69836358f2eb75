"""Text that is safe to print, and Markdown with formulas that are read offline."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import Environment

from coursekit.notebooks.markdown import (
    MAX_MARKDOWN,
    harmless_markdown,
    markdown2html,
    mathml,
    render,
    verbatim,
)
from coursekit.notebooks.text import harmless_text, joined, joined_lines, plain_name, shortened, shown, sound


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Zoë-李 x", "Zoë-李 x"),
        ("a\nb\x1b[2J", "a\\nb\\x1b[2J"),
        ("\x7f\x9b", "\\x7f\\x9b"),
        ("a\u202eb\u2066", "a\\u202eb\\u2066"),
        ("\ud800", "\\ud800"),
        ("\\n", "\\n"),
    ],
)
def test_names_are_printed_as_they_are_or_escaped(name: str, printed: str) -> None:
    """What a terminal would act on is printed as its escape sequence, all else as it is."""
    assert shown(name) == printed and shown(name).isprintable()


def test_text_becomes_sound() -> None:
    """Half a surrogate pair becomes a question mark; sound text stays."""
    assert sound("a\ud800ä") == "a?ä"


def test_long_texts_are_shortened() -> None:
    """Of a text that is too long, its beginning and its end are left, and how much is missing; others stay."""
    assert shortened("abc", 3) == "abc"
    assert shortened("a" * 500 + "b" * 500, 20) == "a" * 10 + " … (980 characters are left out) … " + "b" * 10


def test_names_are_shown_with_a_sign_for_what_was_left_out() -> None:
    """What steers a terminal, or cannot be seen, is replaced by a sign."""
    assert plain_name("a\u200bb\tc\u2028") == "a\ufffdb\ufffdc\ufffd" and plain_name("é 李") == "é 李"


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("a\tb\r\nc\x08", "a\tb\r\nc\x08"),
        ("\x1b[31mred\x1b[0m", "\x1b[31mred\x1b[0m"),
        ("a\0b\x07c\x7f", "abc"),
        ("a\ud800", "a?"),
    ],
)
def test_printed_text_keeps_words_and_colours(printed: str, kept: str) -> None:
    """Of what was printed stay words, line ends and colours; signs that a terminal acts on go."""
    assert harmless_text(printed) == kept


@pytest.mark.parametrize(
    ("data", "text", "lines"),
    [
        ("a\r\nb\0", "a\r\nb\0", "a\nb"),
        (["a\n", "b"], "a\nb", "a\nb"),
        ([], "", ""),
        (["a", 5, "b"], None, "ab"),
        (5, None, ""),
        (None, None, ""),
        ({"a": "b"}, None, ""),
    ],
)
def test_lines_are_joined(data: Any, text: str | None, lines: str) -> None:
    """A text that is kept as a list of its lines is whole again; what is none is none, or left out."""
    assert joined(data) == text and joined_lines(data) == lines


# --- Markdown ---------------------------------------------------------------------------------


def test_formulas_become_mathml() -> None:
    """A formula becomes MathML for its place, and what is none becomes nothing."""
    assert 'display="inline"' in (mathml(" x^2 ", "inline") or "") and "<msup>" in (
        mathml("x^2", "inline") or ""
    )
    assert 'display="block"' in (mathml("x", "block") or "")
    assert mathml(r"\frac{", "inline") is None


def test_formulas_are_rendered_in_text() -> None:
    """Formulas between dollar signs are rendered, two prices are none, and what is no formula stays as written."""
    assert render("$x$ and\n\n$$y$$").count("<math") == 2
    assert "<math" not in render("It is 5$ or 6$.")
    assert "\\frac{" in render("$\\frac{$")


def test_attachments_are_shown() -> None:
    """A picture that is attached to its cell is in the page."""
    attached = {"a.png": {"image/png": "iVBORw0KGgo="}}
    assert "data:image/png;base64,iVBORw0KGgo=" in render("![x](attachment:a.png)", attached)


@pytest.mark.parametrize("source", ["text", "`code`", "```\nfence\n```", "````", "a\n```` b", ""])
def test_verbatim_shows_what_was_written(source: str) -> None:
    """Whatever signs are in a text, verbatim shows it as code, all of it."""
    page = render(verbatim(source))
    assert page.count("<pre") == 1 and all(line in page for line in source.splitlines())


def test_long_markdown_is_shown_as_written() -> None:
    """Text beyond what is worth rendering is shown as it was written, and stays so when it is read again."""
    source = "x " * MAX_MARKDOWN
    assert harmless_markdown(source) == verbatim(source) == harmless_markdown(verbatim(source))
    assert harmless_markdown("x" * MAX_MARKDOWN) == "x" * MAX_MARKDOWN


def test_only_exact_fences_are_taken_as_they_are() -> None:
    """Active text is not let through by looking like what was shown as written, or standing between two of these."""
    active = "<script>x</script>"
    for source in (
        f"````\n```\n{active}\n````",
        f"```\na\n```\n{active}\n```\nb\n```",
        f"```\n{active}\n````",
    ):
        assert "<script>" not in render(harmless_markdown(source)), source


def filtered(source: str, **context: Any) -> str:
    """Return what the filter of a page makes of Markdown."""
    environment = Environment(autoescape=False)
    environment.filters["markdown2html"] = markdown2html
    return environment.from_string("{{ source | markdown2html }}").render(source=source, **context)


def test_pages_are_rendered_and_sanitized() -> None:
    """The filter renders formulas and attachments of the cell, and lets nothing through that runs."""
    cell = {"attachments": {"a.png": {"image/png": "iVBORw0KGgo="}}}
    page = filtered("$x$ ![](attachment:a.png) <img src=x onerror=y>", cell=cell)
    assert "<math" in page and "iVBORw0KGgo=" in page and "onerror" not in page
    assert "<b>x</b>" in filtered("<b>x</b><script>y</script>") and "script" not in filtered(
        "<script>y</script>"
    )


def test_what_cannot_be_rendered_is_shown_as_text() -> None:
    """Text that the renderer stumbles over is shown as it is, and never as markup."""
    broken = filtered("![x](attachment:a.png) <script>", cell={"attachments": 5})
    assert broken == "<pre>![x](attachment:a.png) &lt;script&gt;</pre>"
