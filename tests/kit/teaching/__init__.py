"""Tests of `coursekit.teaching`."""
