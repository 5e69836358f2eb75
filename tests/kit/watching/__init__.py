"""Tests of grading while hand-ins arrive."""
