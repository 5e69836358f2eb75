"""Tests of `coursekit.authoring`."""
