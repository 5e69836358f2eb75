"""Pages of notebooks: feedback that is read offline, and nothing that runs in a browser."""

from __future__ import annotations

import copy
import html
import re
import shutil
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter
from traitlets import Bool
from traitlets.config import Config

from ..notebooks.harmless import harmless_page
from ..notebooks.markdown import markdown2html, render
from ..notebooks.marks import ungradable_because
from ..notebooks.passive import is_passive
from .assignment import Assignment
from .course import Course
from .cover import FILE, Cover, carried
from .feedback import entries, foot, summary, title
from .names import Names
from .voided import full_marks

SCRIPT_FROM_OUTSIDE = re.compile(r'<script[^>]*\ssrc="(?:https?:)?//[^"]*"[^>]*>\s*</script>')
BODY = re.compile(r"<body[^>]*>\s*(?:<main>)?")
WITHOUT_TEXT = re.compile(r"<img(?=\s)(?![^>]*\salt=)")
NO_TEXT = 'alt="No description has been provided for this image"'  # as nbconvert says it
# nbconvert takes the file `custom/custom.css` of such a folder into each page that it makes.
STYLES = files("coursekit.templates")
MOST_KEPT = 1000  # cells whose colours are kept
STYLE = (STYLES / "custom/custom.css").read_text(encoding="utf-8")
PAGE_STYLE = (STYLES / "feedback_page/style.css").read_text(encoding="utf-8")
# Both styles have enough contrast on the paper of their theme.
LIGHT, DARK = (HtmlFormatter(style=name).get_style_defs(".highlight") for name in ("xcode", "github-dark"))
HIGHLIGHTING = f"{LIGHT}\n@media screen and (prefers-color-scheme: dark) {{\n{DARK}\n}}\n"
NBGRADERS = "feedback"  # the name of nbgrader's template, in whose place is ours; a course may name another


class HarmlessPage(Preprocessor):
    """Makes harmless what Formgrader shows, whichever version of the kit graded it."""

    enabled = Bool(True, help="Whether pages are made harmless.").tag(config=True)

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook without what could run in the instructor's browser."""
        harmless_page(notebook, resources)
        resources["config_dir"] = str(STYLES)
        return notebook, resources


class _Highlight(Highlight2HTML):
    """Colours code as nbconvert does, and what comes again, as the instructor's cells do for everybody, only once."""

    made: ClassVar[dict[tuple[str, str, str], str]] = {}

    def __call__(self, source: str, language: str | None = None, metadata: Any = None) -> str:
        """Return `source` as HTML."""
        if "magics_language" in (metadata or {}):
            return str(super().__call__(source, language, metadata))
        key = (source, language or self.pygments_lexer, repr(self.extra_formatter_options))
        if key not in self.made:
            if len(self.made) >= MOST_KEPT:
                self.made.clear()
            self.made[key] = str(super().__call__(source, language, metadata))
        return self.made[key]


class _Aside(TemplateExporter):
    """Puts a page aside, as its templates make it: nbconvert would read it again, which takes as long as to make it."""

    def from_notebook_node(self, notebook: NotebookNode, resources: Any = None, **kw: Any) -> Any:
        """Return an empty page."""
        self._page, resources = super().from_notebook_node(notebook, resources, **kw)
        return "", resources


class FeedbackPage(HTMLExporter, _Aside):
    """Feedback that is read offline: formulas as MathML, no script from outside, nothing that runs."""

    def __init__(self, config: Config | None = None, **kwargs: Any):
        config = copy.deepcopy(config) if config else Config()
        if config.HTMLExporter.get("template_name") == NBGRADERS:
            own = {"template_name": "feedback_page", "extra_template_basedirs": [str(STYLES)]}
            config.merge(Config({"FeedbackPage": own}))
        super().__init__(config=config, **kwargs)
        self.register_filter("markdown2html", markdown2html)
        self.register_filter("told", told)

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Return the page for the notebook at `filename`, as nbconvert does.

        Where nbgrader makes it, what it has copied beside the pages and could run there is removed first, and
        the cover is made anew.
        """
        place = (resources or {}).get("nbgrader", {})
        if {"assignment", "notebook"} <= place.keys():
            place["full_marks"] = full_marks(self._assignment(place).voided, place["notebook"])
        page, resources = super().from_filename(filename, resources=resources, **kw)
        if {"assignment", "student", "notebook"} <= place.keys():
            assignment, student = self._assignment(place), place["student"]
            remove_active(assignment, student)
            page = headed(page, Names.of(assignment).heading(student))
            write_cover(assignment, student, {place["notebook"]: page})
        return page, resources

    def _assignment(self, place: dict[str, Any]) -> Assignment:
        return Course.of(self).assignment(place["assignment"])

    def from_notebook_node(self, notebook: NotebookNode, resources: Any = None, **kw: Any) -> Any:
        """Return the page for `notebook`, as nbconvert does."""
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                _show_formula(output.get("data", {}))
        harmless_page(notebook, {})
        if isinstance(
            self.filters.get("highlight_code", _Highlight()), _Highlight
        ):  # the course has none of its own
            language = notebook.metadata.get("language_info", {})
            lexer = language.get("pygments_lexer", language.get("name"))
            self.filters["highlight_code"] = _Highlight(pygments_lexer=lexer, parent=self)
        _, resources = super().from_notebook_node(notebook, resources=resources, **kw)
        page = WITHOUT_TEXT.sub(r"\g<0> " + NO_TEXT, self._page)
        if STYLE not in page:
            page = page.replace("</head>", f"<style>\n{STYLE}</style>\n</head>", 1)
        return SCRIPT_FROM_OUTSIDE.sub("", page), resources


def told(notebook: NotebookNode, resources: dict[str, Any]) -> dict[str, Any]:
    """Return what our template of a feedback page asks for beside the notebook, once scores and comments are in it."""
    graded = resources.get("nbgrader", {})
    found = entries(notebook, graded.get("full_marks", ()))
    called = title(notebook) or str(graded.get("notebook", "feedback"))
    return {
        "title": called,
        "carried": carried(called, found, graded, ungradable_because(notebook)),
        "summary": summary(notebook, found, resources),
        "foot": foot(notebook),
        "open": not all(entry.by_checks for entry in found),
        "style": f"{PAGE_STYLE}{HIGHLIGHTING}{STYLE}",
    }


def headed(page: str, text: str) -> str:
    """Return a page with a line above all else that says whose it is, if there is one to be said.

    No template does it: what makes pages knows no student's name, and a course may have a template of its own.
    """
    line = f'<p class="container coursekit-student">{html.escape(text)}</p>'
    return BODY.sub(lambda match: match[0] + line, page, count=1) if text else page


def write_cover(assignment: Assignment, student: str, new: Mapping[str, str]) -> None:
    """Write the cover of a student's pages: of `new` ones, and of those that are there already."""
    folder = assignment.folder("feedback", student)
    pages = {}
    for path in assignment.folder("autograded", student).glob("*.ipynb"):
        page = folder / f"{path.stem}.html"
        if path.stem not in new and page.is_file():
            pages[path.stem] = page.read_text(encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    cover = folder / FILE
    cover.unlink(missing_ok=True)
    cover.write_text(Cover(assignment).page(student, pages | dict(new)), encoding="utf-8")


def remove_active(assignment: Assignment, student: str) -> None:
    """Remove from a feedback folder what a browser would run or render, but for pages and the instructor's files."""
    folder, source = assignment.folder("feedback", student), assignment.folder("source")
    notebooks = assignment.folder("autograded", student).glob("*.ipynb")
    pages = {folder / FILE, *(folder / f"{path.stem}.html" for path in notebooks)}
    for path in sorted(folder.rglob("*")):
        if path in pages and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.is_file() and path not in pages:
            data, original = path.read_bytes(), source / path.relative_to(folder)
            if not is_passive(path.name, data) and not _holds(original, data):
                path.unlink()


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _show_formula(data: dict[str, Any]) -> None:
    """Give an output that is a formula the HTML that shows it."""
    formula = data.get("text/latex")
    if isinstance(formula, str) and "<math" in (page := render(formula)):
        data.setdefault("text/html", page)
