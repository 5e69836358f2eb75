"""The course on disk and in nbgrader."""
