"""What nbgrader's configuration names for pages: feedback that is read offline, and nothing that runs in a browser."""

from __future__ import annotations

import re
from typing import Any

import latex2mathml.converter
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool

from .harmless import harmless_page

# Code first, which holds no formulas; then formulas as Jupyter reads them: `$$…$$` over any lines, `$…$` without a
# space inside its signs.
CODE_OR_FORMULA = re.compile(
    r"(?<!`)(?P<run>`+)(?!`).*?(?<!`)(?P=run)(?!`)"
    r"|(?<![\\$])(?:\$\$(?P<block>(?:[^$\\]|\\.)+)\$\$|\$(?!\s)(?P<inline>(?:[^$\\]|\\.)+?)(?<!\s)\$(?!\$))",
    re.DOTALL,
)
SCRIPT_FROM_OUTSIDE = re.compile(r'<script[^>]*\ssrc="(?:https?:)?//[^"]*"[^>]*>\s*</script>')


class HarmlessPage(Preprocessor):
    """Makes harmless what Formgrader shows, whichever version of the kit graded it."""

    enabled = Bool(True, help="Whether pages are made harmless.").tag(config=True)

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook without what could run in the instructor's browser."""
        harmless_page(notebook, resources)
        return notebook, resources


class FeedbackPage(HTMLExporter):
    """Feedback that is read offline: formulas as MathML, no script from outside, nothing that runs."""

    def from_notebook_node(self, notebook: NotebookNode, resources: Any = None, **kw: Any) -> Any:
        """Return the page for `notebook`, as nbconvert does."""
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = with_mathml(cell.source)
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                if isinstance(data.get("text/markdown"), str):
                    data["text/markdown"] = with_mathml(data["text/markdown"])
                formula = data.get("text/latex")
                if isinstance(formula, str) and "<math" in (page := with_mathml(formula)):
                    data.setdefault("text/html", page)
        harmless_page(notebook, {})
        page, resources = super().from_notebook_node(notebook, resources=resources, **kw)
        return SCRIPT_FROM_OUTSIDE.sub("", page), resources


def with_mathml(text: str) -> str:
    """Return Markdown with its formulas, `$…$` and `$$…$$`, as MathML; what is no formula stays."""

    def formula(match: re.Match[str]) -> str:
        if match["run"]:
            return match[0]
        display = "block" if match["block"] else "inline"
        try:
            text = (match["block"] or match["inline"]).strip()
            return str(latex2mathml.converter.convert(text, display=display))
        except Exception:
            return match[0]

    return CODE_OR_FORMULA.sub(formula, text)
