"""Tests of `coursekit.course`."""
