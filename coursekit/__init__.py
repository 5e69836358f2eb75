"""Grades notebooks with hidden pytest suites; student code and tests run in separate processes."""

from .grading import Grader, NotebookResult, grade_notebook
from .sandbox import Limits, Sandbox
from .suite import TestResult

__all__ = ["Grader", "Limits", "NotebookResult", "Sandbox", "TestResult", "grade_notebook"]
