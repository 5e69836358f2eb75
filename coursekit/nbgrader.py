"""What a configuration may name: the classes and filters by which the kit comes into nbgrader.

    c.Autograde.exporter_class = "coursekit.nbgrader.SubmittedNotebook"
    c.Autograde.autograde_preprocessors = ["coursekit.nbgrader.Grade", …]
    c.GenerateFeedback.exporter_class = "coursekit.nbgrader.FeedbackPage"
    c.ExportApp.plugin_class = "coursekit.nbgrader.GradesTable"
    c.HTMLExporter.preprocessors = ["coursekit.nbgrader.HarmlessPage"]
    c.HTMLExporter.filters = {
        "markdown2html": "coursekit.nbgrader.markdown2html",
        "clean_html": "coursekit.nbgrader.clean_html",
    }

These names stay. Where they lead may change.
"""

from __future__ import annotations

from .course.export import GradesTable
from .course.pages import FeedbackPage, HarmlessPage
from .course.stand_ins import Grade, SubmittedNotebook
from .notebooks.html import page_html as clean_html
from .notebooks.markdown import markdown2html

__all__ = [
    "FeedbackPage",
    "Grade",
    "GradesTable",
    "HarmlessPage",
    "SubmittedNotebook",
    "clean_html",
    "markdown2html",
]
