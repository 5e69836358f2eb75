"""Grading while hand-ins arrive: from nbgrader's exchange to feedback in it, without anybody's hand."""
