"""Tests of `coursekit.cli`."""
