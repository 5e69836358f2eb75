"""Notebook and suite in, result out; knows no course, no gradebook and no nbgrader."""
