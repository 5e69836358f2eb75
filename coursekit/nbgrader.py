"""What a configuration may name: the classes and filters by which the kit comes into nbgrader.

    c.GenerateAssignment.preprocessors = ["coursekit.nbgrader.Keep", "coursekit.nbgrader.Gate", …]
    c.Autograde.exporter_class = "coursekit.nbgrader.SubmittedNotebook"
    c.Autograde.autograde_preprocessors = ["coursekit.nbgrader.Grade", …]
    c.AssignLatePenalties.plugin_class = "coursekit.nbgrader.LateWork"
    c.GenerateFeedback.exporter_class = "coursekit.nbgrader.FeedbackPage"
    c.ExchangeFactory.release_feedback = "coursekit.nbgrader.ReleaseFeedback"
    c.ExportApp.plugin_class = "coursekit.nbgrader.GradesTable"
    c.HTMLExporter.preprocessors = ["coursekit.nbgrader.HarmlessPage"]
    c.HTMLExporter.filters = {
        "markdown2html": "coursekit.nbgrader.markdown2html",
        "clean_html": "coursekit.nbgrader.clean_html",
    }

and `checked`, within which nbgrader_config.py reads what may be wrong. These names stay. Where they lead may change.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .course.configuration import checked

if TYPE_CHECKING:
    from .authoring.gate import Gate
    from .authoring.keep import Keep
    from .course.exchange import ReleaseFeedback
    from .course.export import GradesTable
    from .course.late import LateWork
    from .course.pages import FeedbackPage, HarmlessPage
    from .course.stand_ins import Grade, SubmittedNotebook
    from .notebooks.html import page_html as clean_html
    from .notebooks.markdown import markdown2html

__all__ = [
    "FeedbackPage",
    "Gate",
    "Grade",
    "GradesTable",
    "HarmlessPage",
    "Keep",
    "LateWork",
    "ReleaseFeedback",
    "SubmittedNotebook",
    "checked",
    "clean_html",
    "markdown2html",
]

_PLACES = {
    "FeedbackPage": ("course.pages", "FeedbackPage"),
    "Gate": ("authoring.gate", "Gate"),
    "Grade": ("course.stand_ins", "Grade"),
    "GradesTable": ("course.export", "GradesTable"),
    "HarmlessPage": ("course.pages", "HarmlessPage"),
    "Keep": ("authoring.keep", "Keep"),
    "LateWork": ("course.late", "LateWork"),
    "ReleaseFeedback": ("course.exchange", "ReleaseFeedback"),
    "SubmittedNotebook": ("course.stand_ins", "SubmittedNotebook"),
    "clean_html": ("notebooks.html", "page_html"),
    "markdown2html": ("notebooks.markdown", "markdown2html"),
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Import what is asked for: every command of nbgrader's reads the configuration, few of them grade."""
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module, attribute = _PLACES[name]
        return getattr(importlib.import_module(f"coursekit.{module}"), attribute)
