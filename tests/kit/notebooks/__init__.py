"""Tests of `coursekit.notebooks`."""
