"""Grades notebooks with hidden pytest suites, student code and tests in separate processes."""
