"""Tests of `coursekit.sandbox`."""
