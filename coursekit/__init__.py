"""Grades notebooks with hidden pytest suites; student code and tests run in separate processes."""

from .grading import Grader, NotebookResult, grade_notebook
from .runner import TestResult
from .sandbox import Limits, Sandbox

__all__ = ["Grader", "Limits", "NotebookResult", "Sandbox", "TestResult", "grade_notebook"]
