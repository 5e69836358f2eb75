"""Tests of `coursekit.grading`."""
